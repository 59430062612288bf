//! Claims about the AWS Bedrock runtime: all four operations, streams frame by frame, and signatures that hold also for
//! what had to be changed.

use serde_json::{Value, json};

use super::world::bedrock::{
    EVENT_STREAM, HOST, KEY_ID, OPERATIONS, Operation, accepts, event, frame, secret, signed,
};
use super::world::{Answer, Gate, More, Reply, Setup, World, github_token, odd_password};

const STREAMS: [Operation; 2] = [OPERATIONS[1], OPERATIONS[3]];

fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

/// A session that holds the credentials of AWS's documentation.
fn with_credentials() -> Setup {
    told().env("AWS_ACCESS_KEY_ID", KEY_ID).env("AWS_SECRET_ACCESS_KEY", secret())
}

fn ask(world: &World, operation: Operation, body: &str) -> Answer {
    world.agent().post(HOST, &operation.path(), body)
}

/// Sends the secret away, and says what left in its place.
fn placeholder(world: &World, secret: &str) -> String {
    ask(world, OPERATIONS[0], &OPERATIONS[0].request(secret));
    OPERATIONS[0].asked(&world.upstream().seen().pop().unwrap())
}

fn stream(body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(200, EVENT_STREAM, body).chunked()
}

/// Sends a request with these headers; the answer, if there is one.
fn ask_signed(
    world: &World,
    operation: Operation,
    headers: &[(String, String)],
    body: &str,
    h2: bool,
) -> Answer {
    let ask = world.agent().ask("POST", HOST, &operation.path());
    let ask = headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).body(body);
    if h2 { ask.h2().header("content-length", &body.len().to_string()).send() } else { ask.send() }
}

#[test]
fn each_operation_hides_a_secret_on_the_way_out_and_has_it_back() {
    let world = told().start();
    for operation in OPERATIONS {
        for secret in [github_token(), odd_password()] {
            let text = format!("say {secret} twice: {secret}");
            world.upstream().always(move |seen| {
                let text = operation.asked(seen);
                if !operation.streams {
                    return Reply::json(operation.document(&text).to_string());
                }
                let input = json!({"a": text}).to_string();
                let frames = [operation.delta(0, &text), operation.stop(0), operation.tool_delta(1, &input)];
                stream(frames.concat())
            });
            let answer = ask(&world, operation, &operation.request(&text));
            if operation.streams {
                assert_eq!(answer.header("content-type"), Some(EVENT_STREAM));
                assert_eq!(operation.said(&answer.body, 0), text, "{operation:?}");
                let input: Value = serde_json::from_str(&operation.said(&answer.body, 1)).unwrap();
                assert_eq!(input["a"], text.as_str(), "{operation:?}");
            } else {
                assert_eq!(answer.json(), operation.document(&text), "{operation:?}");
            }
            assert!(world.kept(&secret), "{operation:?}");
        }
    }
}

#[test]
fn a_placeholder_cut_over_frames_at_every_point_comes_back_whatever_the_writes() {
    let world = told().start();
    let placeholder = placeholder(&world, &odd_password());
    for operation in STREAMS {
        let block = |cut: usize| {
            let (head, tail) = placeholder.split_at(cut);
            [operation.delta(cut, head), operation.delta(cut, tail), operation.stop(cut)].concat()
        };
        let body: Vec<u8> = (0..=placeholder.len()).flat_map(block).collect();
        for size in [1, 2, 3, 7, 1460] {
            world.upstream().reply(stream(body.clone()).cut(size));
            let answer = ask(&world, operation, "{}");
            assert!(answer.whole);
            for cut in 0..=placeholder.len() {
                let said = operation.said(&answer.body, cut);
                assert_eq!(said, odd_password(), "{operation:?} cut at {cut}, writes of {size}");
            }
        }
    }
}

#[test]
fn frames_that_need_no_change_keep_every_byte() {
    let world = told().start();
    let placeholder = placeholder(&world, &github_token());
    let operation = OPERATIONS[1];
    let plain = [
        event("messageStart", &json!({"role": "assistant", "p": "abcdefgh"})),
        operation.delta(0, "plain text \u{f6} \\ and more"),
        frame("event", "contentBlockDelta", "{ \"delta\":{\"text\" : \"\\u00e9\"},\"contentBlockIndex\":0 }"),
        operation.stop(0),
        event("metadata", &json!({"usage": {"inputTokens": 1, "outputTokens": 2}})),
        frame("exception", "throttlingException", &format!("{{\"message\":\"{placeholder}\"}}")),
    ];
    let body = [&plain.concat()[..], &operation.delta(1, &placeholder), &plain.concat()].concat();
    world.upstream().reply(stream(body));
    let answer = ask(&world, operation, "{}").body;
    let expected = [&plain.concat()[..], &operation.delta(1, &github_token()), &plain.concat()].concat();
    assert!(answer == expected, "{}", String::from_utf8_lossy(&answer));
}

#[test]
fn a_frame_reaches_the_agent_before_the_next_one_is_sent() {
    let world = told().start();
    let placeholder = placeholder(&world, &github_token());
    for operation in STREAMS {
        let gate = Gate::closed();
        let frames = [operation.delta(0, "a"), operation.delta(0, &placeholder), operation.stop(0)];
        let expected = [operation.delta(0, "a"), operation.delta(0, &github_token()), operation.stop(0)];
        world.upstream().reply(stream("").gated(&gate, frames));
        let mut wire = world.agent().ask("POST", HOST, &operation.path()).body("{}").open();
        wire.head(false).unwrap();
        for frame in expected {
            let mut got = Vec::new();
            while got.len() < frame.len() {
                let More::Data(data) = wire.more() else { panic!("the stream ended") };
                got.extend(data);
            }
            assert_eq!(got, frame);
            gate.open();
        }
    }
}

#[test]
fn a_damaged_stream_breaks_for_the_agent_too() {
    let world = told().start();
    let placeholder = placeholder(&world, &github_token());
    let good = OPERATIONS[1].delta(0, &placeholder);
    let (mut in_prelude, mut in_payload) = (good.clone(), good.clone());
    in_prelude[3] ^= 4;
    *in_payload.last_mut().unwrap() ^= 1;
    let cut_off = good[..good.len() - 1].to_vec();
    for bad in [in_prelude, in_payload, cut_off] {
        world.upstream().reply(stream(bad.clone()));
        let ask = world.agent().ask("POST", HOST, &OPERATIONS[1].path());
        // The connection may end before the head of an answer that breaks at its first byte.
        if let Some(answer) = ask.header("content-type", "application/json").body("{}").attempt() {
            assert!(!answer.whole && answer.body.is_empty(), "{answer:?}");
        }
        let response = world.entries("response").pop().unwrap();
        assert_eq!(response["ended"], "broken", "{response}");
    }
}

#[test]
fn a_signed_request_without_a_secret_arrives_as_it_was_signed() {
    for (credentials, h2) in [(false, false), (true, false), (false, true)] {
        let world = if credentials { with_credentials() } else { told() }.start();
        let session = ["session", "token=="].join("+");
        for operation in OPERATIONS {
            let body = operation.request("nothing to hide");
            let headers = signed(operation, &body, &secret(), Some(&session));
            assert_eq!(ask_signed(&world, operation, &headers, &body, h2).status, 200);
            let seen = world.upstream().seen().pop().unwrap();
            assert!(accepts(&seen, &secret()), "{seen:?}");
            for (name, value) in &headers {
                assert_eq!(seen.header(name), Some(value.as_str()));
            }
        }
    }
}

#[test]
fn a_signed_request_that_changed_is_signed_again_by_the_environment() {
    let session = ["FwoGZXIvYXdzEBYaD", "session", "token=="].join("+");
    for (h2, upstream_h2) in [(false, false), (true, false), (false, true), (true, true)] {
        let setup = with_credentials().env("AWS_SESSION_TOKEN", &session);
        let world = if upstream_h2 { setup.h2() } else { setup }.start();
        for operation in OPERATIONS {
            let body = operation.request(&odd_password());
            let headers = signed(operation, &body, &secret(), Some(&session));
            let answer = ask_signed(&world, operation, &headers, &body, h2);
            assert_eq!(answer.status, 200, "{}", answer.text());
            let seen = world.upstream().seen().pop().unwrap();
            assert!(operation.asked(&seen).starts_with("<pl:"), "{seen:?}");
            assert!(accepts(&seen, &secret()), "{seen:?}");
            assert_eq!(seen.header("x-amz-security-token"), Some(session.as_str()));
        }
        assert!(world.kept(&odd_password()) && world.kept(&secret()));
    }
}

#[test]
fn a_signed_request_that_changed_is_signed_again_by_a_profile() {
    let setup = told();
    let directory = setup.places().at("home").join(".aws");
    std::fs::create_dir(&directory).unwrap();
    let world = setup.start();
    let body = OPERATIONS[0].request(&github_token());
    let headers = signed(OPERATIONS[0], &body, &secret(), None);
    assert_eq!(ask_signed(&world, OPERATIONS[0], &headers, &body, false).status, 502);
    let profiles = format!(
        "[default]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = other\n\
         [work]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {}\n",
        secret()
    );
    std::fs::write(directory.join("credentials"), profiles).unwrap();
    assert_eq!(ask_signed(&world, OPERATIONS[0], &headers, &body, false).status, 200);
    assert!(accepts(&world.upstream().only(), &secret()));
    assert!(world.upstream().saw_nothing_of(&github_token()));
}

#[test]
fn a_signed_request_that_changed_is_refused_when_it_cannot_be_signed_again() {
    let body = OPERATIONS[0].request(&github_token());
    let headers = signed(OPERATIONS[0], &body, &secret(), None);
    let chunked = |(name, value): &(String, String)| {
        let value = if name == "x-amz-content-sha256" { "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" } else { value };
        (name.clone(), value.to_owned())
    };
    let asymmetric = |(name, value): &(String, String)| {
        (name.clone(), value.replace("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"))
    };
    let wrong = with_credentials().env("AWS_SECRET_ACCESS_KEY", "another secret");
    for (setup, headers, reason) in [
        (told(), headers.clone(), "are not at hand"),
        (wrong, headers.clone(), "did not make its signature"),
        (with_credentials(), headers.iter().map(chunked).collect(), "chunk by chunk"),
        (with_credentials(), headers.iter().map(asymmetric).collect(), "not signed with AWS4-HMAC-SHA256"),
    ] {
        let world = setup.start();
        let answer = ask_signed(&world, OPERATIONS[0], &headers, &body, false);
        assert_eq!(answer.status, 502);
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(reason) && message.ends_with("or use a bearer token"), "{message}");
        assert_eq!(world.entries("refused")[0]["reason"].as_str().unwrap(), &message["ww refused: ".len()..]);
        assert_eq!(world.upstream().seen().len(), 0);
    }
}

#[test]
fn a_presigned_request_that_changed_is_refused() {
    let world = with_credentials().start();
    let path = format!("{}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00", OPERATIONS[0].path());
    let answer = world.agent().post(HOST, &path, OPERATIONS[0].request(&github_token()));
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("stands in the query"), "{}", answer.text());
    assert_eq!(world.agent().post(HOST, &path, OPERATIONS[0].request("nothing")).status, 200);
    assert!(world.upstream().only().head.contains(&path));
}

#[test]
fn what_the_provider_signed_stays_as_it_came_in_both_kinds_of_bodies() {
    let world = told().start();
    let token = github_token();
    let reasoning = json!({"reasoningContent": {"reasoningText": {"text": token, "signature": "c2ln"}}});
    let image = json!({"image": {"format": "png", "source": {"bytes": "iVBORw0KGgo="}}});
    let call = json!({"toolUse": {"toolUseId": "tooluse_1", "name": "f", "input": {"a": 1}}});
    let thinking = json!({"type": "thinking", "thinking": token, "signature": "c2ln"});
    for (operation, signed, text) in [
        (OPERATIONS[0], vec![reasoning, image, call], json!({"text": token})),
        (OPERATIONS[2], vec![thinking], json!({"type": "text", "text": token})),
    ] {
        let content: Vec<_> = signed.iter().chain([&text]).collect();
        let body = json!({"messages": [{"role": "assistant", "content": content}]});
        assert_eq!(ask(&world, operation, &body.to_string()).status, 200);
        let seen = world.upstream().seen().pop().unwrap().json();
        let content = seen["messages"][0]["content"].as_array().unwrap();
        assert_eq!(content[..signed.len()], signed);
        assert!(content[signed.len()]["text"].as_str().unwrap().starts_with("<pl:"));
        assert_eq!(world.entries("request").pop().unwrap()["exempt"], 1);
    }
}

#[test]
fn an_event_stream_in_a_request_is_refused() {
    let world = told().start();
    let path = OPERATIONS[0].path().replace("/converse", "/invoke-with-bidirectional-stream");
    let ask = world.agent().ask("POST", HOST, &path).header("content-type", EVENT_STREAM);
    let answer = ask.body(event("chunk", &json!({"bytes": "e30="}))).send();
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("AWS event stream"), "{}", answer.text());
    assert!(world.upstream().seen().is_empty());
}

#[test]
fn a_bearer_token_passes_in_its_header_and_nowhere_else() {
    let token = ["bedrock-api-key", "YmVkcm9jay5hbWF6b25hd3MuY29tLw=="].join("-");
    let world = told().env("AWS_BEARER_TOKEN_BEDROCK", &token).start();
    for operation in OPERATIONS {
        let body = operation.request(&format!("{token} and {}", odd_password()));
        let ask = world.agent().ask("POST", HOST, &operation.path());
        let ask = ask
            .header("authorization", &format!("Bearer {token}"))
            .header("content-type", "application/json");
        assert_eq!(ask.body(body).send().status, 200);
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(seen.header("authorization"), Some(format!("Bearer {token}").as_str()));
        assert!(!seen.text().contains(&token), "{}", seen.text());
        assert!(operation.asked(&seen).matches("<pl:").count() == 2, "{}", seen.text());
    }
}
