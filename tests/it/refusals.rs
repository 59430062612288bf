//! Claims about what cannot be read: it is refused in words that the agent's own client shows, recorded, and nothing of
//! it is forwarded.

use super::world::{APIS, Answer, Reply, Setup, World, ascii_json, encoded, github_token, odd_password};

fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

/// Sends a body of a type, which must be refused.
#[track_caller]
fn refused(world: &World, media_type: &str, body: impl Into<Vec<u8>>) -> Answer {
    let before = world.upstream().seen().len();
    let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
    let ask = if media_type.is_empty() { ask } else { ask.header("content-type", media_type) };
    let answer = ask.body(body).send();
    let sent: Vec<_> =
        world.upstream().seen().split_off(before).iter().map(super::world::Seen::plain).collect();
    assert_eq!(
        answer.status,
        502,
        "{} and {:?}",
        answer.text(),
        sent.iter().map(|it| String::from_utf8_lossy(it)).collect::<Vec<_>>()
    );
    assert_eq!(answer.header("x-should-retry"), Some("false"));
    assert!(sent.is_empty());
    answer
}

#[test]
fn each_dialect_is_refused_in_its_own_words() {
    let world = World::plain();
    for api in &APIS {
        let answer = world.agent().post(api.host, api.path, "{broken");
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (502, Some("application/json")),
            "{}",
            api.name
        );
        assert_eq!(answer.header("x-should-retry"), Some("false"));
        let body = answer.json();
        let message = body.pointer("/error/message").unwrap().as_str().unwrap();
        assert!(message.starts_with("ww refused: ") && message.contains("malformed JSON"), "{message}");
        match api.name {
            "anthropic" => {
                assert_eq!((&body["type"], &body["error"]["type"]), (&"error".into(), &"api_error".into()))
            }
            "gemini" => assert_eq!(
                (&body["error"]["code"], &body["error"]["status"]),
                (&502.into(), &"FAILED_PRECONDITION".into())
            ),
            _ => assert!(body["error"]["type"].is_string() && body["error"]["code"].is_string()),
        }
    }
    assert_eq!(world.upstream().seen().len(), 0);
    assert_eq!(world.entries("refused").len(), 4);
    let ended = world.end();
    assert!(ended.stderr.contains("4 refused"), "{}", ended.stderr);
}

#[test]
fn malformed_json_is_refused() {
    let world = World::plain();
    let token = github_token();
    for body in [
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{}{}",
        "{'a':1}",
        "nul",
        "\u{feff}\u{feff}{}",
        "{\"a\":\"\n\"}",
        "{\"a\":01}",
        "// x\n{}",
        "\"\\x\"",
        &format!("{{\"a\":\"{token}\""),
    ] {
        refused(&world, "application/json", body);
        refused(&world, "application/json; charset=utf-8", body);
    }
    refused(&world, "application/problem+json", "{");
    refused(&world, "application/json", b"{\"a\":\"\xff\"}");
    refused(&world, "application/json", b"{\"a\":\"\xed\xa0\x80\"}");
    assert!(world.kept(&token));
}

#[test]
fn nesting_beyond_the_limit_is_refused() {
    let world = World::plain();
    let deep = |n: usize, inner: &str| format!("{}{inner}{}", "[".repeat(n), "]".repeat(n));
    refused(&world, "application/json", deep(257, ""));
    refused(&world, "application/json", deep(1_000_000, ""));
}

#[test]
fn what_is_nested_too_deep_under_another_type_does_not_leak_behind_its_escapes() {
    let world = told().start();
    for quoted in [serde_json::to_string(&odd_password()).unwrap(), ascii_json(&odd_password())] {
        for media_type in ["text/plain", ""] {
            let body = format!("{}{quoted}{}", "[".repeat(300), "]".repeat(300));
            let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
            let ask = if media_type.is_empty() { ask } else { ask.header("content-type", media_type) };
            ask.body(body).send();
            assert!(world.upstream().saw_nothing_of(&odd_password()), "{quoted} as {media_type:?}");
            assert!(world.upstream().saw_nothing_of(quoted.trim_matches('"')), "{quoted} as {media_type:?}");
        }
    }
}

#[test]
fn json_lines_are_read_behind_their_escapes() {
    let world = told().start();
    let spellings = |secret: String| {
        [(serde_json::to_string(&secret).unwrap(), secret.clone()), (ascii_json(&secret), secret)]
    };
    for (quoted, secret) in [github_token(), odd_password()].into_iter().flat_map(spellings) {
        for media_type in ["application/x-ndjson", "application/jsonl", "text/plain", ""] {
            let body = format!("{{\"custom_id\":\"1\",\"a\":{quoted}}}\n{{\"b\":{quoted}}}\n");
            let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages/batches");
            let ask = if media_type.is_empty() { ask } else { ask.header("content-type", media_type) };
            let status = ask.body(body).send().status;
            assert!(status == 200 || status == 502);
            assert!(world.upstream().saw_nothing_of(&secret), "{secret:?} as {media_type:?}");
            assert!(world.upstream().saw_nothing_of(quoted.trim_matches('"')), "{quoted} as {media_type:?}");
        }
    }
}

#[test]
fn json_under_another_name_is_read_behind_its_escapes() {
    let world = told().start();
    for media_type in ["text/plain", "", "application/octet-stream", "application/x-amz-json-1.1"] {
        let body = APIS[0].request(&odd_password());
        let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/messages");
        let ask = if media_type.is_empty() { ask } else { ask.header("content-type", media_type) };
        assert_eq!(ask.body(body).send().status, 200);
        assert!(world.kept(&odd_password()), "{media_type:?}");
    }
}

#[test]
fn a_secret_in_binary_data_is_refused_and_binary_data_without_one_passes_and_is_counted() {
    let world = World::plain();
    let binary = |inner: &str| [&b"\x89PNG\r\n\x1a\n\xff\x00"[..], inner.as_bytes(), b"\xfe\x00"].concat();
    refused(&world, "image/png", binary(&format!(" {} ", github_token())));
    let ask = world.agent().ask("POST", "api.anthropic.com", "/v1/files").header("content-type", "image/png");
    assert_eq!(ask.body(binary("harmless")).send().status, 200);
    assert_eq!(world.upstream().only().body, binary("harmless"));
    assert_eq!(world.entries("request")[0]["opaque"], binary("harmless").len());
}

#[test]
fn codings_that_cannot_be_read_are_refused() {
    let world = World::plain();
    let body = APIS[0].request(&github_token());
    let gzip = encoded("gzip", body.as_bytes());
    for (coding, body) in [
        ("aes128gcm", body.as_bytes()),
        ("gzip, dcb", &gzip),
        ("br", &gzip),
        ("gzip", body.as_bytes()),
        ("gzip", &gzip[..gzip.len() - 1]),
        ("gzip, gzip", &gzip),
        ("zstd", body.as_bytes()),
        ("deflate", body.as_bytes()),
    ] {
        let ask =
            world.agent().ask("POST", "api.anthropic.com", "/v1/messages").header("content-encoding", coding);
        let answer = ask.header("content-type", "application/json").body(body).send();
        assert_eq!(answer.status, 502, "{coding}: {}", answer.text());
    }
    // A coding that is there but not said: the bytes of gzip are no JSON, and their inside is not searched.
    refused(&world, "application/json", gzip);
    assert_eq!(world.upstream().seen().len(), 0);
}

#[test]
fn a_body_beyond_the_limit_is_refused_before_it_is_sent() {
    let world = World::plain();
    let mut wire = world.agent().connect("api.anthropic.com");
    let head = "POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Type: application/json\r\nContent-Length: 67108865\r\n\r\n";
    wire.send(head.as_bytes());
    let answer = wire.head(false).unwrap();
    assert!(answer.starts_with("HTTP/1.1 502"), "{answer}");
    assert!(wire.more_until("64 MiB").contains("larger than"));
    assert_eq!(world.upstream().seen().len(), 0);
}

#[test]
fn a_body_that_expands_beyond_the_limit_is_refused() {
    let world = World::plain();
    let bomb = encoded("zstd", &vec![b' '; (64 << 20) + 1]);
    let ask =
        world.agent().ask("POST", "api.anthropic.com", "/v1/messages").header("content-encoding", "zstd");
    let answer = ask.header("content-type", "application/json").body(bomb).send();
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("64 MiB"), "{}", answer.text());
}

#[test]
fn an_upgrade_by_either_of_its_headers_is_told_to_go_on_over_http() {
    let world = World::plain();
    for headers in [
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Upgrade: websocket",
        "Connection: keep-alive, upgrade",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
    ] {
        let mut wire = world.agent().connect("chatgpt.com");
        wire.send(format!("GET /backend-api/codex/responses HTTP/1.1\r\nHost: chatgpt.com\r\n{headers}\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n").as_bytes());
        let head = wire.head(false).unwrap();
        assert!(head.starts_with("HTTP/1.1 426"), "{headers}: {head}");
    }
    assert_eq!(world.upstream().seen().len(), 0);
    assert_eq!(world.entries("refused").len(), 4);
}

#[test]
fn a_refusal_names_no_secret_and_the_connection_goes_on() {
    let world = World::plain();
    let secret = github_token();
    let mut wire = world.agent().connect("api.anthropic.com");
    for (path, body, status) in [
        ("/v1/messages", format!("{{\"{secret}\":"), "502"),
        (format!("/v1/{}%zz", secret.replace('_', "%5F")).as_str(), "{}".to_owned(), "200"),
        (format!("/v1/{}", secret.replace('_', "%5F")).as_str(), "{}".to_owned(), "200"),
        ("/v1/messages", "{}".to_owned(), "200"),
    ] {
        wire.send(format!("POST {path} HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let head = wire.head(false).unwrap();
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{head}");
        let mut text = Vec::new();
        while let super::world::More::Data(data) = wire.more() {
            text.extend(data);
        }
        assert!(!String::from_utf8(text).unwrap().contains(&secret));
    }
    assert!(world.kept(&secret));
}

#[test]
fn a_signed_request_with_a_secret_is_refused() {
    let world = World::plain();
    let ask = world
        .agent()
        .ask("POST", "api.anthropic.com", "/v1/messages")
        .header("content-type", "application/json");
    let ask =
        ask.header("authorization", "AWS4-HMAC-SHA256 Credential=x/y, SignedHeaders=host, Signature=00");
    assert_eq!(ask.body(APIS[0].request(&github_token())).send().status, 502);
    assert_eq!(world.upstream().seen().len(), 0);
}

#[test]
fn a_request_that_breaks_off_is_not_forwarded() {
    let world = World::plain();
    let mut wire = world.agent().connect("api.anthropic.com");
    wire.send(
        b"POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 100\r\n\r\n{\"a\":1}",
    );
    wire.finish();
    wire.rest();
    assert_eq!(world.upstream().seen().len(), 0);
}

#[test]
fn a_sign_in_carries_its_secrets_and_nothing_beside_it_does() {
    let world = told().start();
    world.upstream().reply(Reply::json("{}"));
    let ask = |host, path| {
        let ask = world.agent().ask("POST", host, path).header("content-type", "application/json");
        ask.body(format!("{{\"refresh_token\":\"{}\"}}", github_token())).send().status
    };
    assert_eq!(ask("api.anthropic.com", "/v1/oauth/token"), 200);
    assert!(world.upstream().only().text().contains(&github_token()));
    assert!(world.entries("request")[0]["opaque"].as_u64().unwrap() > 40);
    for (host, path) in [
        ("api.openai.com", "/v1/oauth/token"),
        ("api.anthropic.com", "/v1/oauth/token/"),
        ("api.anthropic.com", "/v1/OAuth/token"),
    ] {
        ask(host, path);
        assert!(!world.upstream().seen().pop().unwrap().text().contains(&github_token()), "{host}{path}");
    }
}
