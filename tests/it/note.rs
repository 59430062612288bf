//! Claims about the note to the model: off unless it is asked for, then the same in every request to a model, and no
//! other byte of any.

use serde_json::json;
use yawc::{Frame, Role};

use super::world::{APIS, CODINGS, Peer, Said, Setup, Sockets, World, encoded, github_token};

const HOST: &str = "api.anthropic.com";
const MESSAGES: &str = "/v1/messages";

fn noted() -> Setup {
    World::new().file(".ww.toml", "[note]\nenabled = true\n")
}

/// What arrives of a request.
#[track_caller]
fn sent(world: &World, host: &str, path: &str, body: &str) -> String {
    assert_eq!(world.agent().post(host, path, body).status, 200);
    world.upstream().seen().pop().unwrap().text()
}

/// The note, as `ww note` prints it, in one line.
fn note() -> String {
    let ran = World::new().ww(&["note".into()], b"");
    assert!(ran.status.success(), "{}", ran.stderr);
    let text = String::from_utf8(ran.stdout).unwrap();
    text.split_once("\n\n").unwrap().1.trim_end().replace('\n', " ")
}

#[test]
fn without_being_asked_for_it_is_in_no_request() {
    let world = World::new().file(".ww.toml", "[note]\n").start();
    for api in &APIS {
        let body = api.request("hello");
        assert_eq!(sent(&world, api.host, api.path, &body), body, "{}", api.name);
    }
}

#[test]
fn the_same_note_is_in_every_request_from_the_first_on() {
    let (world, note) = (noted().start(), note());
    for api in &APIS {
        let body = |text: &str| api.request(text);
        let first = sent(&world, api.host, api.path, &body("hello"));
        assert_eq!(first.matches(&note).count(), 1, "{first}");
        serde_json::from_str::<serde_json::Value>(&first).unwrap();
        let before = first.split_once(&note).unwrap().0;
        for turn in 1..4 {
            let next = sent(&world, api.host, api.path, &body(&"hello ".repeat(turn)));
            assert!(next.starts_with(before) && next.matches(&note).count() == 1, "{next}");
        }
    }
    let request = world.entries("request").remove(0);
    let (came, went) = (request["bytes_in"].as_u64().unwrap(), request["bytes_out"].as_u64().unwrap());
    assert_eq!(went, came + u64::try_from(note.len() + r#""system":"","#.len()).unwrap(), "{request}");
}

#[test]
fn it_stands_behind_the_clients_own_system_text() {
    let (world, note) = (noted().start(), note());
    let system = json!([{"type": "text", "text": "You are it.", "cache_control": {"type": "ephemeral"}}]);
    let body = json!({"messages": [], "system": system, "tools": []}).to_string();
    let part = json!({"type": "text", "text": note}).to_string();
    let expected = body.replacen("\"}}]", &format!("\"}}}},{part}]"), 1);
    for path in [MESSAGES, "/v1/messages/count_tokens", "/v1/messages?beta=true"] {
        assert_eq!(sent(&world, HOST, path, &body), expected);
    }
    assert_eq!(sent(&world, HOST, MESSAGES, &expected), expected, "what has it is left");
}

#[test]
fn a_secret_beside_it_is_replaced_and_a_coded_body_is_coded_again() {
    let (world, note) = (noted().start(), note());
    let body = json!({"messages": [{"role": "user", "content": github_token()}], "system": "s"}).to_string();
    for coding in CODINGS {
        let ask = world.agent().ask("POST", HOST, MESSAGES).header("content-type", "application/json");
        let ask = ask.header("content-encoding", coding).body(encoded(coding, body.as_bytes()));
        assert_eq!(ask.send().status, 200);
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(seen.json()["system"], format!("s\n\n{note}"), "{coding}");
        assert!(seen.text().contains("<pl:GITHUB_TOKEN:"));
    }
    assert!(world.kept(&github_token()));
}

#[test]
fn what_goes_to_no_model_or_to_one_that_would_refuse_it_leaves_as_it_came() {
    let world = noted().start();
    for (host, path, body) in [
        (HOST, "/api/event_logging/v2/batch", json!({"events": [], "messages": []})),
        (HOST, "/v1/messages/batches", json!({"requests": [{"params": {"messages": []}}]})),
        ("api.openai.com", "/v1/embeddings", json!({"input": "x"})),
        ("chatgpt.com", "/backend-api/codex/responses", json!({"instructions": "You.", "input": []})),
        ("generativelanguage.googleapis.com", "/v1beta/models/m:countTokens", json!({"contents": []})),
    ] {
        let body = body.to_string();
        assert_eq!(sent(&world, host, path, &body), body, "{path}");
    }
}

#[test]
fn every_request_over_a_websocket_carries_it_and_nothing_else_does() {
    let (world, note) = (noted().start(), note());
    let accepted = world.upstream().sockets(Sockets::plain());
    let mut client = world.agent().upgrade("api.openai.com", "/v1/responses").send().peer(usize::MAX);
    let mut provider = Peer::over(accepted.next().1, Role::Server, None, usize::MAX);
    let create = r#"{"type":"response.create","model":"m","instructions":"be kind","input":[]}"#;
    for (message, count) in [(create, 1), (create, 1), (r#"{"type":"response.cancel"}"#, 0)] {
        client.send(Frame::text(message));
        let Said::Text(sent) = provider.next() else { panic!("no text") };
        assert_eq!(sent.matches(&note).count(), count, "{sent}");
    }
}
