//! Claims about WebSockets: each message is read, recorded and sent on, whatever carries it, and what cannot be read
//! ends the conversation on both sides.

use serde_json::json;
use yawc::close::CloseCode;
use yawc::{Frame, Role};

use super::world::{
    Accepted, Agent, Peer, Reply, Said, Setup, Sockets, Upgrade, Wire, World, contains, github_token,
    odd_password,
};

const HOST: &str = "chatgpt.com";
const PATH: &str = "/backend-api/codex/responses";

/// What an end may say about compression.
const EXTENSIONS: [Option<&str>; 4] = [
    None,
    Some("permessage-deflate"),
    Some("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
    Some("permessage-deflate; server_max_window_bits=15"),
];

fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

fn ask(agent: &Agent) -> Upgrade {
    agent.upgrade(HOST, PATH)
}

/// Opens a WebSocket: the client's end and the provider's.
fn open(ask: Upgrade, accepted: &Accepted) -> (Peer, Peer) {
    open_cut(ask, accepted, usize::MAX)
}

fn open_cut(ask: Upgrade, accepted: &Accepted, cut: usize) -> (Peer, Peer) {
    let client = ask.send().peer(cut);
    let (_, io) = accepted.next();
    (client, Peer::over(io, Role::Server, None, cut))
}

fn create(text: &str) -> String {
    json!({"type": "response.create", "input": [{"role": "user", "content": [{"text": text}]}]}).to_string()
}

fn delta(text: &str) -> String {
    json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": text})
        .to_string()
}

/// What the user says in a message.
fn input(message: &str) -> String {
    let message: serde_json::Value = serde_json::from_str(message).unwrap();
    message["input"][0]["content"][0]["text"].as_str().unwrap().to_owned()
}

fn said(message: &str) -> String {
    let message: serde_json::Value = serde_json::from_str(message).unwrap();
    message["delta"].as_str().unwrap_or_default().to_owned()
}

/// Sends a secret there and back.
#[track_caller]
fn round(client: &mut Peer, provider: &mut Peer, secret: &str) -> String {
    client.text(&create(secret));
    let came = input(&provider.heard());
    assert!(came.starts_with("<pl:") && came.ends_with('>'), "{came}");
    provider.text(&delta(&came));
    assert_eq!(said(&client.heard()), secret);
    came
}

/// Waits for entries of a kind, which are written before what they stand for but maybe after what a test saw.
#[track_caller]
fn entries(world: &World, kind: &str, count: usize) -> Vec<serde_json::Value> {
    let entries = world.entries(kind);
    assert_eq!(entries.len(), count, "{entries:#?}");
    entries
}

#[test]
fn a_secret_goes_out_as_a_placeholder_and_comes_back_over_every_transport_and_compression() {
    for h2_above in [false, true] {
        let world = if h2_above { told().h2().start() } else { told().start() };
        for (h2_below, own, theirs) in [false, true].into_iter().flat_map(|h2| {
            EXTENSIONS.iter().flat_map(move |own| EXTENSIONS.iter().map(move |theirs| (h2, own, theirs)))
        }) {
            let mut sockets = Sockets::plain();
            if let Some(theirs) = theirs {
                sockets = sockets.header("sec-websocket-extensions", theirs);
            }
            let accepted = world.upstream().sockets(sockets);
            let mut ask = ask(&world.agent()).h2(h2_below);
            if let Some(own) = own {
                ask = ask.header("sec-websocket-extensions", own);
            }
            let answered = ask.send();
            assert_eq!(answered.header("sec-websocket-extensions").is_some(), own.is_some());
            let mut client = answered.peer(usize::MAX);
            let (seen, io) = accepted.next();
            assert_eq!(seen.header("sec-websocket-extensions"), Some("permessage-deflate"));
            assert_eq!(seen.head.contains("HTTP/2"), h2_above);
            let mut provider = Peer::over(io, Role::Server, *theirs, usize::MAX);
            // The second time the context is taken over, or not.
            for secret in [odd_password(), github_token(), odd_password()] {
                round(&mut client, &mut provider, &secret);
            }
            client.text("");
            client.text("");
            assert_eq!((provider.heard(), provider.heard()), (String::new(), String::new()));
            client.send(Frame::close(CloseCode::Normal, ""));
            assert_eq!(provider.next(), Said::Close(Some(1000), String::new()));
        }
        assert!(world.kept(&odd_password()) && world.kept(&github_token()));
        world.end();
    }
}

#[test]
fn messages_are_joined_from_fragments_and_writes_of_any_size() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    for cut in [1, 2, 3, 7, 1460] {
        let (mut client, mut provider) = open_cut(ask(&world.agent()), &accepted, cut);
        for count in [1, 2, 7, 40] {
            client.fragments(&create(&odd_password()), count);
            let came = input(&provider.heard());
            assert!(came.starts_with("<pl:"), "{came}");
            provider.fragments(&delta(&came), count);
            assert_eq!(said(&client.heard()), odd_password());
        }
    }
    assert!(world.kept(&odd_password()));
}

#[test]
fn a_placeholder_is_restored_wherever_messages_cut_it() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    let placeholder = round(&mut client, &mut provider, &odd_password());
    let done = r#"{"type":"response.output_text.done","output_index":0,"content_index":0}"#;
    let text = format!("x {placeholder} <pl:K");
    for cut in 0..=text.len() {
        let (head, tail) = text.split_at(cut);
        provider.text(&delta(head));
        provider.text(&delta(tail));
        provider.text(done);
        let mut all = String::new();
        loop {
            let message = client.heard();
            if message == done {
                break;
            }
            all += &said(&message);
        }
        assert_eq!(all, format!("x {} <pl:K", odd_password()), "cut at {cut}");
    }
}

#[test]
fn a_binary_message_is_read_as_what_it_holds() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    client.send(Frame::binary(create(&odd_password())));
    let Said::Binary(came) = provider.next() else { panic!("no binary message") };
    let placeholder = input(std::str::from_utf8(&came).unwrap());
    provider.send(Frame::binary(delta(&placeholder)));
    let Said::Binary(came) = client.next() else { panic!("no binary message") };
    assert_eq!(said(std::str::from_utf8(&came).unwrap()), odd_password());
    client.text(&format!("plain {}", odd_password()));
    assert_eq!(provider.heard(), format!("plain {placeholder}"));
    let samples = b"\x01\x00\x02\x00\x00\xd8".repeat(100);
    client.send(Frame::binary(samples.clone()));
    assert_eq!(provider.next(), Said::Binary(samples));
    let opaque = [&[0xff, 0x01][..], placeholder.as_bytes()].concat();
    provider.send(Frame::binary(opaque.clone()));
    assert_eq!(client.next(), Said::Binary(opaque.clone()), "it counts its bytes");
    client.send(Frame::binary(opaque.clone()));
    assert_eq!(provider.next(), Said::Binary(opaque));
    let last = world.entries("message").pop().unwrap();
    assert!(last["opaque"].as_u64().unwrap() > 0);
}

#[test]
fn held_text_is_let_go_before_the_end() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    for is_clean in [true, false] {
        let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
        round(&mut client, &mut provider, &odd_password());
        provider.text(&delta("x <pl:KNO"));
        assert_eq!(said(&client.heard()), "x ");
        if is_clean {
            provider.send(Frame::close(CloseCode::Normal, "bye"));
        } else {
            provider.vanish();
        }
        assert_eq!(said(&client.heard()), "<pl:KNO");
        let end = if is_clean { Said::Close(Some(1000), "bye".into()) } else { Said::Gone };
        assert_eq!(client.next(), end);
    }
}

#[test]
fn every_message_is_in_the_log_before_it_goes_on() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    let request = &entries(&world, "request", 1)[0];
    assert_eq!((&request["method"], &request["path"]), (&"GET".into(), &PATH.into()));
    let message = create(&odd_password());
    client.text(&message);
    let came = provider.heard();
    let up = &entries(&world, "message", 1)[0];
    assert_eq!((&up["direction"], &up["exchange"]), (&"up".into(), &request["exchange"]));
    assert_eq!((&up["bytes_in"], &up["bytes_out"]), (&message.len().into(), &came.len().into()));
    assert_eq!(up["hits"][0]["path"], "input[0].content[0].text");
    let answer = delta(&input(&came));
    provider.text(&answer);
    client.heard();
    let down = &entries(&world, "message", 2)[1];
    assert_eq!((&down["direction"], &down["restored"][0]["count"]), (&"down".into(), &1.into()));
    assert_eq!(down["restored"][0]["id"], up["hits"][0]["id"]);
    assert_eq!(world.entries("response").len(), 0);
    provider.send(Frame::close(CloseCode::Normal, ""));
    assert_eq!(client.next(), Said::Close(Some(1000), String::new()));
    let response = &entries(&world, "response", 1)[0];
    assert_eq!((&response["status"], &response["bytes"]), (&101.into(), &answer.len().into()));
    assert_eq!(response["ended"], "complete");
    let places = std::sync::Arc::clone(world.places());
    let verified = world.again();
    world.end();
    assert!(verified.verify().status.success());
    assert!(places.hold_nothing_of(&odd_password()));
}

#[test]
fn the_handshake_is_each_sides_own_and_the_rest_of_the_head_is_relayed() {
    for h2 in [false, true] {
        let world = told().start();
        let sockets = Sockets::plain().header("sec-websocket-protocol", "v2").header("x-request-id", "r1");
        let accepted = world.upstream().sockets(sockets);
        let ask = ask(&world.agent())
            .h2(h2)
            .header("authorization", "Bearer own")
            .header("x-note", &github_token());
        let ask =
            ask.header("sec-websocket-protocol", "v1, v2").header("sec-websocket-extensions", "x-made-up");
        let answered = ask.send();
        assert_eq!(answered.header("sec-websocket-protocol"), Some("v2"));
        assert_eq!(answered.header("x-request-id"), Some("r1"));
        assert_eq!(answered.header("sec-websocket-extensions"), None);
        let (seen, _) = accepted.next();
        assert_eq!(seen.header("authorization"), Some("Bearer own"));
        assert!(seen.header("x-note").unwrap().starts_with("<pl:GITHUB"));
        assert_eq!(seen.header("sec-websocket-protocol"), Some("v1, v2"));
        assert_ne!(seen.header("sec-websocket-key"), Some("dGhlIHNhbXBsZSBub25jZQ=="));
        assert!(
            seen.head.starts_with(&format!("GET {PATH} HTTP/1.1\r\n")) && seen.header("host") == Some(HOST)
        );
    }
}

#[test]
fn close_codes_and_reasons_pass_both_ways_and_no_end_is_made_up() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    for h2 in [false, true] {
        for (code, reason) in [(1000, ""), (1001, "away"), (1011, "é"), (3000, "x"), (4999, "own")] {
            let close = || Frame::close(CloseCode::from(code), reason);
            let (mut client, mut provider) = open(ask(&world.agent()).h2(h2), &accepted);
            client.send(close());
            assert_eq!(provider.next(), Said::Close(Some(code), reason.into()));
            assert_eq!(client.next(), Said::Close(Some(code), reason.into()));
            let (mut client, mut provider) = open(ask(&world.agent()).h2(h2), &accepted);
            provider.send(close());
            assert_eq!(client.next(), Said::Close(Some(code), reason.into()));
            assert_eq!(provider.next(), Said::Close(Some(code), reason.into()));
        }
        let (mut client, mut provider) = open(ask(&world.agent()).h2(h2), &accepted);
        client.send(Frame::from((yawc::OpCode::Close, Vec::new())));
        assert_eq!(provider.next(), Said::Close(None, String::new()));
        let (client, mut provider) = open(ask(&world.agent()).h2(h2), &accepted);
        client.vanish();
        assert_eq!(provider.next(), Said::Gone);
        let (mut client, provider) = open(ask(&world.agent()).h2(h2), &accepted);
        provider.vanish();
        assert_eq!(client.next(), Said::Gone);
    }
}

#[test]
fn a_reason_is_read_like_any_text() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    let placeholder = round(&mut client, &mut provider, &odd_password());
    client.send(Frame::close(CloseCode::Normal, odd_password()));
    assert_eq!(provider.next(), Said::Close(Some(1000), placeholder.clone()));
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    provider.send(Frame::close(CloseCode::Normal, &placeholder));
    assert_eq!(client.next(), Said::Close(Some(1000), odd_password()));
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    client.send(Frame::close(CloseCode::Normal, odd_password().repeat(6)));
    assert_eq!(provider.next(), Said::Close(Some(1000), String::new()), "too long with its placeholders");
}

#[test]
fn pings_are_answered_and_reach_the_other_side() {
    let world = World::plain();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    client.send(Frame::ping("one"));
    assert_eq!(client.next(), Said::Pong(b"one".to_vec()));
    assert_eq!(provider.next(), Said::Ping(b"one".to_vec()));
    provider.send(Frame::ping("two"));
    assert_eq!(provider.next(), Said::Pong(b"two".to_vec()));
    assert_eq!(client.next(), Said::Pong(b"one".to_vec()), "the provider's own");
    assert_eq!(client.next(), Said::Ping(b"two".to_vec()));
}

#[test]
fn what_cannot_be_replaced_ends_the_conversation_on_both_sides() {
    let world = told().start();
    let accepted =
        world.upstream().sockets(Sockets::plain().header("sec-websocket-extensions", "permessage-deflate"));
    let token = github_token();
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    // A mark, and half a character.
    let half = [&[0xff, 0xfe, 0x00, 0xd8][..], token.as_bytes()].concat();
    let frames = [
        (Frame::binary([&[0xff, 0x01, 0xfd][..], token.as_bytes()].concat()), "binary data"),
        (Frame::binary([&[0xff, 0xfe][..], token.as_bytes()].concat()), "binary data"),
        (Frame::ping(token.clone()), "binary data"),
        (Frame::text(deep), "nested deeper"),
        (Frame::binary(half), "binary data"),
    ];
    for (count, (frame, reason)) in (1..).zip(frames) {
        let (mut client, io) = {
            let client = ask(&world.agent()).header("sec-websocket-extensions", "permessage-deflate").send();
            (client.peer(usize::MAX), accepted.next().1)
        };
        let mut provider = Peer::over(io, Role::Server, Some("permessage-deflate"), usize::MAX);
        client.send(frame);
        for peer in [&mut provider, &mut client] {
            match peer.next() {
                Said::Pong(_) if reason == "binary data" => {}
                Said::Close(Some(1008), said) => assert!(said.starts_with("ww refused: "), "{said}"),
                other => panic!("{other:?}"),
            }
        }
        let refused = entries(&world, "refused", count).pop().unwrap();
        assert!(refused["reason"].as_str().unwrap().contains(reason), "{refused}");
        assert!(refused["exchange"].is_number());
    }
    entries(&world, "message", 0);
    assert!(world.kept(&token));
}

/// A frame of a client: `first` byte, payload under a mask of zeros.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..126 => frame.push(0x80 | u8::try_from(length).unwrap()),
        length => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(length).unwrap().to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// The same frames of a provider.
fn bare(mut frames: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let [first, second, ..] = frames {
        let (header, length) = match second & 0x7f {
            126 => (4, usize::from(u16::from_be_bytes([frames[2], frames[3]]))),
            length => (2, usize::from(length)),
        };
        out.extend([*first, second & 0x7f]);
        out.extend(&frames[2..header]);
        let end = frames.len().min(header + 4 + length);
        out.extend(&frames[header + 4..end]);
        frames = &frames[end..];
    }
    out
}

#[test]
fn a_malformed_frame_of_either_side_breaks_both_off() {
    let world = World::plain();
    let accepted = world.upstream().sockets(Sockets::plain());
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("a reserved bit", masked(0x91, b"x"), "reserved bit"),
        ("compression that was not agreed", masked(0xc1, b"x"), "reserved bit"),
        ("a compressed ping", masked(0xc9, b"x"), "reserved bit"),
        ("an unknown kind", masked(0x83, b"x"), "opcode"),
        ("an unknown control frame", masked(0x8b, b"x"), "opcode"),
        ("a long ping", masked(0x89, &[b'x'; 126]), "control frame"),
        ("a long pong", masked(0x8a, &[b'x'; 126]), "control frame"),
        ("a long close", masked(0x88, &[b'x'; 126]), "control frame"),
        ("a ping in pieces", masked(0x09, b"x"), "control frame"),
        ("no start", masked(0x80, b"x"), "fragment"),
        ("a start within a message", [masked(0x01, b"x"), masked(0x81, b"y")].concat(), "fragment"),
        ("text that is none", masked(0x81, b"\xc3\x28"), "UTF-8"),
        ("a close of one byte", masked(0x88, b"x"), "close frame"),
        ("a close with a code that nobody may say", masked(0x88, &[0x03, 0xed]), "close code"),
    ];
    let mut count = 0;
    for (name, frame, reason) in &cases {
        for by_client in [true, false] {
            let mut client = ask(&world.agent()).send().wire();
            let mut provider = Wire::over(accepted.next().1);
            if by_client {
                client.send(frame);
            } else {
                provider.send(&bare(frame));
            }
            let (to_client, to_provider) = (client.rest(), provider.rest());
            count += 1;
            let refused = entries(&world, "refused", count).pop().unwrap();
            let text = refused["reason"].as_str().unwrap();
            assert!(
                text.contains(reason) && text.contains(if by_client { "client" } else { "provider" }),
                "{name}: {text}"
            );
            let (told, other) = if by_client { (to_client, to_provider) } else { (to_provider, to_client) };
            assert!(told.is_empty() || told[0] == 0x88, "{name}: {told:?}");
            assert!(other.is_empty(), "{name}: {other:?}");
        }
    }
    for by_client in [true, false] {
        let mut client = ask(&world.agent()).send().wire();
        let mut provider = Wire::over(accepted.next().1);
        let frame = masked(0x81, b"x");
        if by_client {
            client.send(&bare(&frame))
        } else {
            provider.send(&frame)
        }
        client.rest();
        assert!(provider.rest().first().is_none_or(|&byte| byte == 0x88));
        count += 1;
        assert!(
            entries(&world, "refused", count).pop().unwrap()["reason"].as_str().unwrap().contains("masked")
        );
    }
    entries(&world, "message", 0);
}

#[test]
fn a_message_that_breaks_off_does_not_become_a_whole() {
    let world = World::plain();
    let accepted = world.upstream().sockets(Sockets::plain());
    for half in [masked(0x01, b"half"), masked(0x81, b"half")[..8].to_vec()] {
        for by_client in [true, false] {
            let mut client = ask(&world.agent()).send().wire();
            let mut provider = Wire::over(accepted.next().1);
            if by_client {
                client.send(&half);
                drop(client);
                assert_eq!(provider.rest(), b"");
            } else {
                provider.send(&bare(&half));
                drop(provider);
                assert_eq!(client.rest(), b"");
            }
        }
    }
    entries(&world, "message", 0);
}

#[test]
fn a_message_beyond_the_limit_ends_the_conversation_however_it_comes() {
    let world = World::plain();
    let extension = "permessage-deflate";
    let accepted = world.upstream().sockets(Sockets::plain().header("sec-websocket-extensions", extension));
    let ask = || ask(&world.agent()).header("sec-websocket-extensions", extension);
    let mut client = ask().send().wire();
    let mut provider = Wire::over(accepted.next().1);
    client.send(&[&[0x82, 0xff][..], &((64_u64 << 20) + 1).to_be_bytes(), &[0; 4]].concat());
    assert!(contains(&client.rest(), &1009_u16.to_be_bytes()));
    assert_eq!(provider.rest(), b"");
    for by_client in [true, false] {
        let mut client = ask().send().peer(usize::MAX);
        let mut provider = Peer::over(accepted.next().1, Role::Server, Some(extension), usize::MAX);
        let bomb = Frame::binary(vec![b' '; (64 << 20) + 1]);
        let (sender, other) =
            if by_client { (&mut client, &mut provider) } else { (&mut provider, &mut client) };
        sender.send(bomb);
        assert!(matches!(sender.next(), Said::Close(Some(1009), _)));
        assert_eq!(other.next(), Said::Gone);
    }
    assert!(entries(&world, "refused", 3)[2]["reason"].as_str().unwrap().contains("64 MiB"));
}

#[test]
fn an_answer_that_opens_nothing_is_relayed_as_it_is() {
    for h2 in [false, true] {
        let world = if h2 { World::new().h2().start() } else { World::plain() };
        for h2_below in [false, true] {
            world
                .upstream()
                .reply(Reply::new(401, "application/json", r#"{"error":"who?"}"#).header("x-a", "b"));
            let answered = ask(&world.agent()).h2(h2_below).send();
            assert_eq!((answered.status, answered.header("x-a")), (401, Some("b")));
        }
        entries(&world, "request", 2);
    }
    let world = World::plain();
    let answered = ask(&world.agent()).send();
    assert_eq!(answered.status, 200, "as over a line without us");
    assert_eq!(ask(&world.agent()).h2(true).send().status, 426, "where that would open one");
}

#[test]
fn an_answer_that_nobody_may_give_is_refused() {
    for sockets in [
        Sockets::plain().accept("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
        Sockets::plain().header("sec-websocket-extensions", "x-made-up"),
        Sockets::plain().header("sec-websocket-extensions", "permessage-deflate; client_max_window_bits=10"),
    ] {
        let world = World::plain();
        let _accepted = world.upstream().sockets(sockets);
        assert_eq!(ask(&world.agent()).send().status, 426);
        entries(&world, "refused", 1);
    }
}

#[test]
fn a_provider_of_http_2_that_opens_none_there_is_asked_over_http_1() {
    let world = told().h2().start();
    let accepted = world.upstream().sockets(Sockets::plain().without_h2());
    for h2 in [false, true] {
        let mut client = ask(&world.agent()).h2(h2).send().peer(usize::MAX);
        let (seen, io) = accepted.next();
        assert!(seen.head.contains("HTTP/1.1"));
        round(&mut client, &mut Peer::over(io, Role::Server, None, usize::MAX), &odd_password());
    }
}

#[test]
fn a_websocket_without_tls_is_read_too() {
    let world = told().start();
    let accepted = world.upstream().sockets(Sockets::plain());
    for tunnel in [false, true] {
        let (mut client, mut provider) = open(ask(&world.agent()).plain(tunnel), &accepted);
        round(&mut client, &mut provider, &odd_password());
    }
    assert!(world.kept(&odd_password()));
}

#[test]
fn the_end_of_the_session_closes_what_is_open() {
    let world = World::plain();
    let accepted = world.upstream().sockets(Sockets::plain());
    let open: Vec<_> = [false, true].map(|h2| open(ask(&world.agent()).h2(h2), &accepted)).into();
    let places = std::sync::Arc::clone(world.places());
    world.end();
    for (mut client, mut provider) in open {
        assert!(matches!(client.next(), Said::Close(Some(1001), _)));
        assert!(matches!(provider.next(), Said::Close(Some(1001), _)));
    }
    assert_eq!(places.entries("response").len(), 2);
}

#[test]
fn both_directions_flow_when_neither_side_reads_first() {
    let world = World::plain();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    let big = json!({"a": "x".repeat(8 << 20)}).to_string();
    let (up, down) = (big.clone(), big.clone());
    let sending = std::thread::spawn(move || {
        client.text(&up);
        client.heard().len()
    });
    provider.text(&down);
    assert_eq!(provider.heard().len(), big.len());
    assert_eq!(sending.join().unwrap(), big.len());
}

#[test]
fn a_message_that_cannot_be_recorded_is_not_sent_on() {
    // 512 blocks hold the trust bundle; the log of many new secrets does not fit.
    let world = World::new().file_limit(512).start();
    let accepted = world.upstream().sockets(Sockets::plain());
    let (mut client, mut provider) = open(ask(&world.agent()), &accepted);
    let secret = |n: usize| format!("gh{}_fakeFAKEfakeFAKEfakeFAKEfakeF{n:07}", 'p');
    for round in 0.. {
        assert!(round < 14, "the log does not fill");
        let row = |n| json!({"a_long_name_that_fills_the_log_of_this_session": secret(n)});
        client.text(&json!((round * 256..round * 256 + 256).map(row).collect::<Vec<_>>()).to_string());
        match provider.next() {
            Said::Text(_) => {}
            Said::Close(Some(1008), reason) => {
                assert!(reason.starts_with("ww refused: the exchange cannot be recorded"), "{reason}");
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(client.next(), Said::Close(Some(1008), _)));
    let setup = world.again();
    world.end();
    assert!(setup.verify().status.success());
}
