//! Claims about what comes back: every placeholder of ours becomes its secret, escaped for where it lands, and nothing
//! else changes.

use serde_json::{Value, json};

use super::world::{
    APIS, Answer, Api, CODINGS, Gate, Reply, Setup, World, event, events, github_token, odd_password,
};

fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

/// Sends the secret away, and says what left in its place.
fn placeholder(world: &World, secret: &str) -> String {
    world.agent().post("api.anthropic.com", "/v1/messages", json!({"system": secret}).to_string());
    world.upstream().seen().pop().unwrap().json()["system"].as_str().unwrap().to_owned()
}

/// What the agent gets of `reply`.
fn answered(world: &World, api: &Api, reply: Reply) -> Answer {
    world.upstream().reply(reply);
    let answer = world.agent().post(api.host, api.path, "{}");
    assert!(answer.whole);
    answer
}

#[test]
fn a_document_of_every_dialect_is_restored() {
    let world = told().start();
    let (one, other) = (placeholder(&world, &github_token()), placeholder(&world, &odd_password()));
    for api in &APIS {
        let answer = answered(&world, api, Reply::json(api.document(&format!("<{one}> and {other}{other}"))));
        let (token, password) = (github_token(), odd_password());
        let expected = api.document(&format!("<{token}> and {password}{password}"));
        assert_eq!(answer.json(), serde_json::from_str::<Value>(&expected).unwrap(), "{}", api.name);
    }
}

#[test]
fn tool_input_stays_json_whatever_the_secret_holds() {
    let world = told().start();
    let placeholder = placeholder(&world, &odd_password());
    let inner = json!({"command": format!("login '{placeholder}'")});
    let expected = format!("login '{}'", odd_password());

    let body = json!({"content": [{"type": "tool_use", "id": "toolu_1", "name": "Bash", "input": inner}]});
    let answer = answered(&world, &APIS[0], Reply::json(body.to_string()));
    assert_eq!(answer.json().pointer("/content/0/input/command").unwrap(), &expected);

    let calls =
        json!([{"id": "c", "type": "function", "function": {"name": "f", "arguments": inner.to_string()}}]);
    let body = json!({"choices": [{"index": 0, "message": {"tool_calls": calls}}]});
    let answer = answered(&world, &APIS[1], Reply::json(body.to_string())).json();
    let arguments =
        answer.pointer("/choices/0/message/tool_calls/0/function/arguments").unwrap().as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(arguments).unwrap()["command"], expected);

    let body = json!({"output": [{"type": "function_call", "arguments": inner.to_string()}]});
    let answer = answered(&world, &APIS[2], Reply::json(body.to_string())).json();
    let arguments = answer.pointer("/output/0/arguments").unwrap().as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(arguments).unwrap()["command"], expected);

    let body =
        json!({"candidates": [{"content": {"parts": [{"functionCall": {"name": "f", "args": inner}}]}}]});
    let answer = answered(&world, &APIS[3], Reply::json(body.to_string())).json();
    assert_eq!(answer.pointer("/candidates/0/content/parts/0/functionCall/args/command").unwrap(), &expected);
}

#[test]
fn an_unknown_placeholder_stays_is_counted_and_blocks_no_other() {
    let world = World::plain();
    let known = placeholder(&world, &github_token());
    let unknown = "<pl:GITHUB_TOKEN:00112233445566aa>";
    let text = |known: &str| format!("{unknown}{known}{unknown} {known}");
    let answer = answered(&world, &APIS[0], Reply::json(APIS[0].document(&text(&known))));
    assert_eq!(answer.text(), APIS[0].document(&text(&github_token())));
    let response = world.entries("response").pop().unwrap();
    assert_eq!(response["unresolved"], 2, "{response}");
    assert_eq!(response["restored"][0]["count"], 2, "{response}");
    let ended = world.end();
    assert!(ended.stderr.contains("2 unresolved"), "{}", ended.stderr);
}

#[test]
fn an_id_under_another_type_stays() {
    let world = World::plain();
    let id = placeholder(&world, &github_token()).rsplit(':').next().unwrap().to_owned();
    let document = APIS[0].document(&format!("<pl:AWS_KEY:{id}"));
    assert_eq!(answered(&world, &APIS[0], Reply::json(document.clone())).text(), document);
}

#[test]
fn what_another_session_issued_stays() {
    let world = World::plain();
    let theirs = placeholder(&world, &github_token());
    let other = world.elsewhere("another-project").start();
    placeholder(&other, &github_token());
    let document = APIS[0].document(&theirs);
    assert_eq!(answered(&other, &APIS[0], Reply::json(document.clone())).text(), document);
}

#[test]
fn what_the_provider_signed_comes_back_as_it_was_signed() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    let thinking = |text: &str| json!({"index": 0, "delta": {"type": "thinking_delta", "thinking": text}});
    let (half, rest) = placeholder.split_at(9);
    let stream = [
        event(
            "content_block_start",
            json!({"index": 0, "content_block": {"type": "thinking", "thinking": "", "signature": ""}}),
        ),
        event("content_block_delta", thinking(&placeholder)),
        event("content_block_delta", thinking(half)),
        event("content_block_delta", thinking(rest)),
        event(
            "content_block_delta",
            json!({"index": 0, "delta": {"type": "signature_delta", "signature": "EqQBCg=="}}),
        ),
        event("content_block_stop", json!({"index": 0})),
    ];
    assert_eq!(answered(&world, &APIS[0], Reply::sse(stream.concat())).text(), stream.concat());
    let document = json!({"content": [{"type": "thinking", "thinking": placeholder, "signature": "EqQBCg=="}, {"type": "redacted_thinking", "data": placeholder}]});
    assert_eq!(answered(&world, &APIS[0], Reply::json(document.to_string())).text(), document.to_string());
    let part = json!({"candidates": [{"content": {"parts": [{"text": placeholder, "thought": true, "thoughtSignature": "Cg=="}]}}]});
    assert_eq!(answered(&world, &APIS[3], Reply::json(part.to_string())).text(), part.to_string());
}

#[test]
fn thinking_that_is_sent_back_leaves_as_the_provider_wrote_it() {
    let world = World::plain();
    let secret = github_token();
    let block = json!({"type": "thinking", "thinking": format!("use {secret}"), "signature": "EqQBCg=="});
    let body = json!({"messages": [{"role": "assistant", "content": [block]}]}).to_string();
    world.agent().post("api.anthropic.com", "/v1/messages", body.clone());
    assert_eq!(world.upstream().only().text(), body);
    assert_eq!(world.entries("request")[0]["exempt"], 1);
}

#[test]
fn every_choice_and_candidate_is_restored_by_itself() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    let (half, rest) = placeholder.split_at(12);
    let chunk = |choices: Value| format!("data: {}\n\n", json!({"choices": choices}));
    let delta = |index: u8, text: &str| json!({"index": index, "delta": {"content": text}});
    let stream = [
        chunk(json!([delta(0, half), delta(1, &format!("b{half}"))])),
        chunk(json!([delta(2, &placeholder), delta(1, rest)])),
        chunk(json!([delta(0, &format!("{rest}a"))])),
        "data: [DONE]\n\n".to_owned(),
    ];
    let answer = answered(&world, &APIS[1], Reply::sse(stream.concat())).text();
    let mut said = [String::new(), String::new(), String::new()];
    for choice in events(&answer).iter().flat_map(|event| event["choices"].as_array().unwrap()) {
        said[usize::try_from(choice["index"].as_u64().unwrap()).unwrap()] +=
            choice["delta"]["content"].as_str().unwrap();
    }
    let secret = github_token();
    assert_eq!(said, [format!("{secret}a"), format!("b{secret}"), secret]);
}

#[test]
fn interleaved_blocks_do_not_mix() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    let delta = |index: u8, text: &str| {
        event("content_block_delta", json!({"index": index, "delta": {"type": "text_delta", "text": text}}))
    };
    let pieces: Vec<_> =
        placeholder.as_bytes().chunks(5).map(|it| std::str::from_utf8(it).unwrap()).collect();
    let stream: String = pieces.iter().map(|piece| delta(0, piece) + &delta(1, piece)).collect();
    let answer = answered(&world, &APIS[0], Reply::sse(stream)).text();
    for index in [0, 1] {
        let events = events(&answer).into_iter().filter(|event| event["index"] == index);
        let said: String = events.map(|event| event["delta"]["text"].as_str().unwrap().to_owned()).collect();
        assert_eq!(said, github_token(), "block {index} in {answer}");
    }
}

#[test]
fn every_copy_of_a_responses_text_agrees() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    let text = format!("it is {placeholder}.");
    let place = |name: &str, value: &str| json!({"output_index": 0, "content_index": 0, name: value});
    let part = json!({"type": "output_text", "text": text});
    let item = json!({"type": "message", "content": [part]});
    let mut stream: String = text
        .as_bytes()
        .chunks(7)
        .map(|it| event("response.output_text.delta", place("delta", std::str::from_utf8(it).unwrap())))
        .collect();
    stream += &event("response.output_text.done", place("text", &text));
    stream +=
        &event("response.content_part.done", json!({"output_index": 0, "content_index": 0, "part": part}));
    stream += &event("response.output_item.done", json!({"output_index": 0, "item": item}));
    stream += &event("response.completed", json!({"response": {"output": [item]}}));
    let answer = answered(&world, &APIS[2], Reply::sse(stream)).text();
    let expected = format!("it is {}.", github_token());
    assert_eq!(APIS[2].said(&answer), expected);
    for at in ["/text", "/part/text", "/item/content/0/text", "/response/output/0/content/0/text"] {
        let found: Vec<_> = events(&answer).iter().filter_map(|event| event.pointer(at).cloned()).collect();
        assert_eq!(found, [json!(expected)], "{at}");
    }
}

#[test]
fn a_coded_answer_is_restored_and_comes_without_its_coding() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    for coding in CODINGS {
        let reply = Reply::json(APIS[0].document(&placeholder)).coded(coding).header("etag", "\"1\"");
        for reply in [reply.clone(), reply.clone().chunked(), reply.until_close()] {
            let answer = answered(&world, &APIS[0], reply);
            assert_eq!(answer.text(), APIS[0].document(&github_token()), "{coding}");
            assert_eq!(answer.header("content-encoding"), None, "{coding}");
        }
    }
}

#[test]
fn only_codings_that_are_read_are_asked_for() {
    let world = World::plain();
    for (asked, expected) in [
        ("gzip, deflate, br, zstd", Some("gzip, deflate, br, zstd")),
        ("gzip;q=0.5, dcb, *", Some("gzip;q=0.5")),
        ("dcz", Some("identity")),
    ] {
        world.agent().ask("GET", "api.anthropic.com", "/v1/models").header("accept-encoding", asked).send();
        assert_eq!(world.upstream().seen().pop().unwrap().header("accept-encoding"), expected, "{asked}");
    }
}

#[test]
fn the_format_is_told_by_the_content_where_the_type_says_nothing() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    let (half, rest) = placeholder.split_at(20);
    for media_type in ["", "application/octet-stream", "text/plain"] {
        let stream = APIS[0].stream(&[half, rest]).concat();
        let answer = answered(&world, &APIS[0], Reply::new(200, media_type, stream).chunked().cut(1)).text();
        assert_eq!(APIS[0].said(&answer), github_token(), "{media_type}");
        let answer = answered(&world, &APIS[0], Reply::new(200, media_type, APIS[0].document(&placeholder)));
        assert_eq!(answer.text(), APIS[0].document(&github_token()), "{media_type}");
        let answer =
            answered(&world, &APIS[0], Reply::new(200, media_type, format!("so: {placeholder}")).cut(3));
        assert_eq!(answer.text(), format!("so: {}", github_token()), "{media_type}");
    }
}

#[test]
fn answers_without_a_body_pass_as_they_are_and_are_complete() {
    let world = World::plain();
    placeholder(&world, &github_token());
    let before = world.entries("response").len();
    for status in [204, 304] {
        world.upstream().reply(Reply::new(status, "", "").header("etag", "\"7\""));
        let answer = world.agent().ask("GET", "api.anthropic.com", "/v1/files").send();
        assert_eq!((answer.status, answer.header("etag"), answer.body.len()), (status, Some("\"7\""), 0));
    }
    world.upstream().reply(Reply::json("123456789"));
    let answer = world.agent().ask("HEAD", "api.anthropic.com", "/v1/files").send();
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("9")));
    world.upstream().reply(Reply::json("123456789").chunked());
    let answer = world.agent().ask("HEAD", "api.anthropic.com", "/v1/files").send();
    assert_eq!((answer.status, answer.header("content-length")), (200, None));
    world.upstream().reply(Reply::json(""));
    let answer = world.agent().ask("GET", "api.anthropic.com", "/v1/files").send();
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("0")));
    let places = std::sync::Arc::clone(world.places());
    world.end();
    let ended: Vec<_> =
        places.entries("response")[before..].iter().map(|entry| entry["ended"].clone()).collect();
    assert_eq!(ended, ["complete"; 5]);
}

#[test]
fn trailers_and_status_pass_in_every_version() {
    for upstream_h2 in [false, true] {
        let world = if upstream_h2 { World::new().h2().start() } else { World::plain() };
        let placeholder = placeholder(&world, &github_token());
        for h2 in [false, true] {
            let reply = Reply::new(529, "application/json", APIS[0].document(&placeholder));
            world.upstream().reply(reply.chunked().trailer("x-checksum", "abc"));
            let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages").header("te", "trailers");
            let ask = ask.header("content-type", "application/json").body("{}");
            let answer = if h2 { ask.h2().send() } else { ask.send() };
            assert_eq!((answer.status, answer.text()), (529, APIS[0].document(&github_token())));
            assert_eq!(answer.trailers, "x-checksum: abc\r\n", "upstream h2 {upstream_h2}, agent h2 {h2}");
        }
    }
}

#[test]
fn a_host_out_of_scope_gets_nothing_restored() {
    let world = World::plain();
    let placeholder = placeholder(&world, &github_token());
    world.upstream().reply(Reply::json(APIS[0].document(&placeholder)));
    let answer = world.agent().ask("GET", "elsewhere.example", "/v1/messages").plain().send();
    assert_eq!(answer.text(), APIS[0].document(&placeholder));
    world.upstream().reply(Reply::json(APIS[0].document(&placeholder)));
    let tunnelled = world.agent().trusting_upstream().ask("GET", "elsewhere.example", "/v1/messages").send();
    assert_eq!(tunnelled.text(), APIS[0].document(&placeholder));
}

#[test]
fn two_answers_at_once_do_not_mix() {
    let world = told().start();
    let (one, other) = (placeholder(&world, &github_token()), placeholder(&world, &odd_password()));
    let (first, second) = (Gate::closed(), Gate::closed());
    let open = |gate: &Gate, placeholder: &str| {
        let (half, rest) = placeholder.split_at(10);
        let events = APIS[0].stream(&[half, rest]).into_iter().map(String::into_bytes);
        let (head, tail) = (events.clone().take(2).flatten().collect(), events.skip(2).flatten().collect());
        world.upstream().reply(Reply::sse("").gated(gate, [head, tail]));
        let ask =
            world.agent().ask("POST", APIS[0].host, APIS[0].path).header("content-type", "application/json");
        let mut wire = ask.body("{}").open();
        assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
        wire
    };
    let (mut one, mut other) = (open(&first, &one), open(&second, &other));
    second.open();
    assert_eq!(APIS[0].said(&other.more_until("event: message_stop")), odd_password());
    first.open();
    assert_eq!(APIS[0].said(&one.more_until("event: message_stop")), github_token());
}
