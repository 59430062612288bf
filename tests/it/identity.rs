//! Claims about what is not touched: a byte that is no secret leaves, and comes back, as it came.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::world::{APIS, CODINGS, Reply, Seen, World, encoded, github_token, odd_password};

/// A body that every careless reader changes: order, spacing, numbers, escapes, doubles.
const ODD: &str = "{ \"z\":1,\"a\" : [1.0,1e5,-0,1E+2, 123456789012345678901234567890],\r\n\t\"u\":\"\\u00e9\\/\\ud83d\\ude00 é\",\"a\":null ,\"\":\"\\b\\f\"}\n";

fn post(world: &World, body: impl Into<Vec<u8>>) -> Seen {
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    world.upstream().seen().pop().unwrap()
}

/// The one placeholder in a text.
fn placeholder(text: &str) -> String {
    let from = &text[text.find("<pl:").unwrap_or_else(|| panic!("none in {text}"))..];
    from[..=from.find('>').unwrap()].to_owned()
}

#[test]
fn a_request_with_nothing_to_hide_leaves_exactly_as_it_came() {
    let world = World::plain();
    assert_eq!(post(&world, ODD).body, ODD.as_bytes());
    for coding in CODINGS {
        let body = encoded(coding, ODD.as_bytes());
        let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages?beta=true&x=%20+%2f");
        let ask = ask.header("content-type", "application/json").header("content-encoding", coding);
        let ask = ask.header("anthropic-beta", "a-1,b-2").header("content-md5", "abc==");
        assert_eq!(ask.body(body.clone()).send().status, 200);
        let seen = world.upstream().seen().pop().unwrap();
        assert!(seen.body == body, "{coding}");
        assert_eq!(seen.head.lines().next(), Some("POST /v1/messages?beta=true&x=%20+%2f HTTP/1.1"));
        assert_eq!(seen.header("anthropic-beta"), Some("a-1,b-2"));
        assert_eq!(seen.header("content-md5"), Some("abc=="));
        assert_eq!(seen.header("host"), Some("api.anthropic.com"));
        assert_eq!(seen.header("proxy-authorization"), None);
    }
}

#[test]
fn only_the_matched_bytes_of_a_request_change() {
    let world = World::plain();
    let around = |middle: &str| format!("{ODD} ").replace("\\b", &format!("\\b{middle} \\/"));
    let sent = String::from_utf8(post(&world, around(&github_token())).body).unwrap();
    let placeholder = placeholder(&sent);
    assert_eq!(sent, around(&placeholder));
    assert_eq!(
        placeholder.len(),
        "<pl::0123456789abcdef>".len() + placeholder.split(':').nth(1).unwrap().len()
    );
}

#[test]
fn a_body_that_changed_carries_its_new_length_and_no_old_digest() {
    let world = World::plain();
    let ask = world
        .agent()
        .ask("POST", "api.anthropic.com", "/v1/messages")
        .header("content-type", "application/json");
    let ask =
        ask.header("content-md5", "abc==").header("digest", "sha-256=abc").header("content-digest", "x");
    ask.body(APIS[0].request(&github_token())).send();
    let seen = world.upstream().only();
    assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));
    for name in ["content-md5", "digest", "content-digest", "transfer-encoding"] {
        assert_eq!(seen.header(name), None, "{name}");
    }
}

#[test]
fn a_secret_has_one_placeholder_in_every_turn_place_and_run_of_a_project() {
    let world = World::plain();
    let secret = github_token();
    let first = placeholder(&post(&world, APIS[0].request(&secret)).text());
    assert_eq!(placeholder(&post(&world, format!(r#"{{"system":"again {secret}"}}"#)).text()), first);
    assert_eq!(
        placeholder(&post(&world, format!(r#"["{}"]"#, secret.replace('g', "\\u0067"))).text()),
        first
    );
    let again = world.again().start();
    assert_eq!(placeholder(&post(&again, APIS[0].request(&secret)).text()), first, "in a parallel run");
    world.end();
    let resumed = again.again().start();
    assert_eq!(placeholder(&post(&resumed, APIS[0].request(&secret)).text()), first, "in a later run");
    let elsewhere = again.elsewhere("another-project").start();
    assert_ne!(placeholder(&post(&elsewhere, APIS[0].request(&secret)).text()), first, "in another project");
    let stranger = World::plain();
    assert_ne!(placeholder(&post(&stranger, APIS[0].request(&secret)).text()), first, "on another machine");
}

#[test]
fn a_secret_quoted_twice_is_the_same_secret() {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    let arguments = json!({"command": odd_password()}).to_string();
    let calls = json!([{"id": "c", "function": {"name": "f", "arguments": arguments}}]);
    let body = json!({"messages": [{"role": "user", "content": odd_password()}, {"role": "assistant", "tool_calls": calls}]});
    world.agent().post("api.openai.com", "/v1/chat/completions", body.to_string());
    let sent = world.upstream().only().text();
    let first = placeholder(&sent);
    assert_eq!(sent.matches(&first).count(), 2, "{sent}");
    assert_eq!(sent.matches("<pl:").count(), 2, "{sent}");
}

#[test]
fn text_that_only_looks_like_a_placeholder_is_left_alone_both_ways() {
    let world = World::plain();
    let looks = "<pl:GITHUB_TOKEN:0123456789abcdef> <pl:X> <pl::> &lt;pl:A:1&gt; <pl:KNOWN:0123456789ABCDEF>";
    let body = APIS[0].request(looks);
    assert_eq!(post(&world, body.clone()).text(), body);
    post(&world, APIS[0].request(&github_token()));
    world.upstream().reply(Reply::json(APIS[0].document(looks)));
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", body.clone());
    assert_eq!(answer.text(), APIS[0].document(looks));
    assert_eq!(world.upstream().seen().pop().unwrap().text(), body);
}

#[test]
fn an_answer_with_nothing_to_restore_comes_back_exactly_as_it_was_sent() {
    let world = World::plain();
    for coding in CODINGS {
        world
            .upstream()
            .reply(Reply::json(ODD).coded(coding).header("x-request-id", "req_1").header("etag", "\"1\""));
        let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}");
        assert!(answer.body == encoded(coding, ODD.as_bytes()), "{coding}");
        assert_eq!(answer.header("content-encoding"), Some(coding));
        assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
        assert_eq!((answer.header("x-request-id"), answer.header("etag")), (Some("req_1"), Some("\"1\"")));
    }
    post(&world, APIS[0].request(&github_token()));
    for api in &APIS {
        let stream = api.stream(&["hello <b>", "\\u003c", "<p", "l:>"]).concat() + ": a comment\n\n";
        world.upstream().reply(Reply::sse(stream.clone()));
        let answer = world.agent().post(api.host, api.path, "{}");
        assert_eq!(api.said(&answer.text()), api.said(&stream));
        world.upstream().reply(Reply::json(ODD));
        assert_eq!(world.agent().post(api.host, api.path, "{}").text(), ODD);
        assert_eq!(answer.header("content-type"), Some("text/event-stream; charset=utf-8"));
    }
}

#[test]
fn ids_paths_and_digests_of_every_day_work_are_not_eaten() {
    let world = World::plain();
    let work = [
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        "toolu_01A09q90qw90lq917835lq9 msg_013Zva2CMHLNnjNjJKqJ2EF resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b",
        "/home/me/project/src/token_count.rs:42: let next_token = tokens.next();",
        "prompt_cache_key=conversation-7 key_id=main",
        "index 83db48f84..bf269f4cc 100644",
    ];
    for text in work {
        let body = APIS[0].request(text);
        assert_eq!(post(&world, body.clone()).text(), body);
    }
}

/// Any JSON with secrets planted in its strings and keys.
fn planted() -> impl Strategy<Value = Value> {
    let text =
        ("[ -~é\\n\\t\"\\\\]{0,12}", 0..3, "[ .,;)\\n\"']").prop_map(|(text, which, edge)| match which {
            0 => text,
            1 => format!("{text}{edge}{}{edge}", github_token()),
            _ => format!("{text}{edge}{}{edge}", odd_password()),
        });
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        text.clone().prop_map(Value::from)
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        let members = proptest::collection::vec((text.clone(), inner.clone()), 0..5);
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Value::from),
            members.prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[test]
fn what_is_tokenized_and_restored_is_what_it_was() {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    world.upstream().always(|seen| Reply::json(seen.body.clone()));
    let mut runner = TestRunner::new(Config { cases: 64, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&planted(), |value| {
        let answer = world.agent().post("api.anthropic.com", "/v1/echo", value.to_string());
        prop_assert_eq!(answer.status, 200);
        prop_assert_eq!(answer.json(), value);
        prop_assert!(world.upstream().saw_nothing_of(&github_token()));
        prop_assert!(world.upstream().saw_nothing_of(&odd_password()));
        Ok(())
    });
    checked.unwrap();
}
