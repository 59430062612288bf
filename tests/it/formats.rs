//! Claims about the formats of answers: event streams, lines, arrays that arrive in pieces and documents, each in the
//! dialects that speak it.

use serde_json::{Value, json};

use super::world::{Answer, Gate, More, Reply, World, event, github_token, odd_password};

/// How events stand in a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Events,
    Lines,
    Array,
}

/// How one dialect streams a text in one form.
struct Row {
    dialect: &'static str,
    host: &'static str,
    path: &'static str,
    media_type: &'static str,
    form: Form,
    /// `TEXT` stands for the delta.
    delta: &'static str,
    stop: &'static str,
    pointer: &'static str,
}

const GEMINI: &str = "generativelanguage.googleapis.com";
const GENERATE: &str = "/v1beta/models/m:streamGenerateContent";
const OWN: &str = "llm.example";

#[rustfmt::skip]
const ROWS: [Row; 12] = [
    Row { dialect: "anthropic", host: "api.anthropic.com", path: "/v1/messages", media_type: "text/event-stream", form: Form::Events, delta: r#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"TEXT"}}"#, stop: r#"{"type":"content_block_stop","index":0}"#, pointer: "/delta/text" },
    Row { dialect: "openai-chat", host: "api.openai.com", path: "/v1/completions", media_type: "text/event-stream", form: Form::Events, delta: r#"{"choices":[{"text":"TEXT","index":0,"finish_reason":null}]}"#, stop: r#"{"choices":[{"text":"","index":0,"finish_reason":"stop"}]}"#, pointer: "/choices/0/text" },
    Row { dialect: "openai-responses", host: "api.openai.com", path: "/v1/responses", media_type: "text/event-stream", form: Form::Events, delta: r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"TEXT"}"#, stop: r#"{"type":"response.completed","response":{"output":[]}}"#, pointer: "/delta" },
    Row { dialect: "gemini", host: GEMINI, path: GENERATE, media_type: "application/json; charset=UTF-8", form: Form::Array, delta: r#"{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]}"#, stop: r#"{"candidates":[{"finishReason":"STOP"}]}"#, pointer: "/candidates/0/content/parts/0/text" },
    Row { dialect: "gemini", host: GEMINI, path: GENERATE, media_type: "text/event-stream", form: Form::Events, delta: r#"{"response":{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]}}"#, stop: r#"{"response":{"candidates":[{"finishReason":"STOP"}]}}"#, pointer: "/response/candidates/0/content/parts/0/text" },
    Row { dialect: "cohere", host: OWN, path: "/v2/chat", media_type: "text/event-stream", form: Form::Events, delta: r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"TEXT"}}}}"#, stop: r#"{"type":"message-end"}"#, pointer: "/delta/message/content/text" },
    Row { dialect: "cohere", host: OWN, path: "/v1/chat", media_type: "application/stream+json", form: Form::Lines, delta: r#"{"is_finished":false,"event_type":"text-generation","text":"TEXT"}"#, stop: r#"{"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE"}"#, pointer: "/text" },
    Row { dialect: "ollama", host: OWN, path: "/api/chat", media_type: "application/x-ndjson", form: Form::Lines, delta: r#"{"message":{"content":"TEXT"},"done":false}"#, stop: r#"{"message":{"content":""},"done":true,"done_reason":"stop"}"#, pointer: "/message/content" },
    Row { dialect: "ollama", host: OWN, path: "/api/generate", media_type: "application/json", form: Form::Lines, delta: r#"{"response":"TEXT","done":false}"#, stop: r#"{"response":"","done":true}"#, pointer: "/response" },
    Row { dialect: "generic", host: OWN, path: "/stream", media_type: "text/event-stream", form: Form::Events, delta: r#"{"type":"piece","index":2,"token":{"text":"TEXT"}}"#, stop: r#"{"type":"end"}"#, pointer: "/token/text" },
    Row { dialect: "generic", host: OWN, path: "/stream", media_type: "application/x-ndjson", form: Form::Lines, delta: r#"{"outputs":[{"index":0,"t":"TEXT"}]}"#, stop: r#"{"outputs":[]}"#, pointer: "/outputs/0/t" },
    Row { dialect: "generic", host: OWN, path: "/stream", media_type: "", form: Form::Array, delta: r#"{"t":"TEXT"}"#, stop: r#"{"end":true}"#, pointer: "/t" },
];

impl Row {
    fn events(&self, pieces: &[&str]) -> Vec<String> {
        let quoted = |piece: &&str| json!(piece).to_string().trim_matches('"').to_owned();
        let deltas = pieces.iter().map(|piece| self.delta.replace("TEXT", &quoted(piece)));
        deltas.chain([self.stop.to_owned()]).collect()
    }

    /// The events as they stand on the wire, one after another.
    fn framed(&self, pieces: &[&str]) -> Vec<String> {
        let events = self.events(pieces);
        let last = events.len() - 1;
        let framed = |(index, event): (usize, String)| match self.form {
            Form::Events => format!("data: {event}\n\n"),
            Form::Lines => format!("{event}\r\n"),
            Form::Array => {
                let before = if index == 0 { "[" } else { ",\r\n" };
                format!("{before}{event}{}", if index == last { "\n]\n" } else { "" })
            }
        };
        events.into_iter().enumerate().map(framed).collect()
    }

    fn said(&self, body: &str) -> String {
        let parse = |text: &str| -> Value {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {body}"))
        };
        let events: Vec<Value> = match self.form {
            Form::Events => body.lines().filter_map(|line| line.strip_prefix("data: ")).map(parse).collect(),
            Form::Lines => body.lines().map(parse).collect(),
            Form::Array => parse(body).as_array().unwrap().clone(),
        };
        events.iter().filter_map(|event| event.pointer(self.pointer).and_then(Value::as_str)).collect()
    }

    fn reply(&self, body: impl Into<Vec<u8>>) -> Reply {
        Reply::new(200, self.media_type, body).chunked()
    }

    fn ask(&self, world: &World) -> Answer {
        world.agent().post(self.host, self.path, "{}")
    }
}

/// A session for each row, and what the secret is called in it.
fn each(check: impl Fn(&Row, &World, &str)) {
    for row in &ROWS {
        let own = format!("{OWN}={}", row.dialect);
        let world = World::new().env("DB_PASSWORD", odd_password()).flag("--host", &own).start();
        let placeholder = issue(&world, &odd_password());
        check(row, &world, &placeholder);
    }
}

fn issue(world: &World, secret: &str) -> String {
    world.agent().post("api.anthropic.com", "/v1/messages", json!({"system": secret}).to_string());
    world.upstream().seen().pop().unwrap().json()["system"].as_str().unwrap().to_owned()
}

#[test]
fn a_placeholder_is_restored_in_every_form_wherever_it_is_cut() {
    each(|row, world, placeholder| {
        for cut in 0..=placeholder.len() {
            let (half, rest) = placeholder.split_at(cut);
            let body = row.framed(&[&format!("a{half}"), &format!("{rest}b")]).concat();
            world.upstream().reply(row.reply(body));
            let answer = row.ask(world);
            assert!(answer.whole);
            let (said, delta) = (row.said(&answer.text()), row.delta);
            assert_eq!(
                said,
                format!("a{}b", odd_password()),
                "{delta} at {cut}: {:?}",
                world.entries("response")
            );
        }
    });
}

#[test]
fn no_size_of_the_providers_writes_matters_in_any_form() {
    each(|row, world, placeholder| {
        let (half, rest) = placeholder.split_at(7);
        for size in [1, 2, 3, 7, 1460] {
            let body = row.framed(&["a", half, rest, placeholder, "z"]).concat();
            world.upstream().reply(row.reply(body).cut(size));
            let answer = row.ask(world);
            assert!(answer.whole);
            assert_eq!(row.said(&answer.text()), format!("a{0}{0}z", odd_password()), "{size}");
        }
    });
}

#[test]
fn each_event_arrives_before_the_next_is_sent_in_every_form() {
    each(|row, world, placeholder| {
        let gate = Gate::closed();
        let pieces = row.framed(&["first", placeholder, "third"]);
        let reply = row.reply("").gated(&gate, pieces.into_iter().map(String::into_bytes));
        world.upstream().reply(reply.then_wait(&gate));
        let ask = world.agent().ask("POST", row.host, row.path).header("content-type", "application/json");
        let mut wire = ask.body("{}").open();
        assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
        let secret = json!(odd_password()).to_string();
        for text in ["first", secret.trim_matches('"'), "third"] {
            wire.more_until(text);
            gate.open();
        }
        gate.open();
        while let More::Data(_) = wire.more() {}
    });
}

#[test]
fn a_document_is_restored_and_keeps_its_bytes_in_every_dialect() {
    each(|row, world, placeholder| {
        let document =
            |text: &str| format!(" {{\n  \"n\": 1.50,\n  \"a\": [{{\"whatever\" :{}}}] }}\n\n", json!(text));
        for size in [1, 7, 1460] {
            let body = document(&format!("x{placeholder}y<pl:A"));
            world.upstream().reply(Reply::json(body).chunked().cut(size));
            assert_eq!(row.ask(world).text(), document(&format!("x{}y<pl:A", odd_password())));
        }
    });
}

#[test]
fn a_tool_that_asks_somebody_else_is_told_placeholders() {
    let world = World::new().file(".ww.toml", "[restore]\nnever = [\"mcp__mail__send\"]\n").start();
    let placeholder = issue(&world, &github_token());
    let (half, rest) = placeholder.split_at(9);
    let call = |name: &str| {
        let block = json!({"type": "tool_use", "id": "t", "name": name, "input": {}});
        let delta = |text: &str| json!({"type": "input_json_delta", "partial_json": text});
        [
            event("content_block_start", json!({"index": 1, "content_block": block})),
            event("content_block_delta", json!({"index": 1, "delta": delta(&format!("{{\"url\":\"{half}"))})),
            event("content_block_delta", json!({"index": 1, "delta": delta(&format!("{rest}\"}}"))})),
            event("content_block_stop", json!({"index": 1})),
        ]
        .concat()
    };
    for (name, stays) in [("WebFetch", true), ("mcp__mail__send", true), ("Bash", false)] {
        world.upstream().reply(Reply::sse(call(name)));
        let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}").text();
        assert_eq!(answer == call(name), stays, "{answer}");
        assert_eq!(answer.contains(&github_token()), !stays, "{answer}");
        let response = world.entries("response").pop().unwrap();
        assert_eq!(response["unresolved"], u64::from(stays), "{response}");
    }
}
