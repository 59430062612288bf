//! Claims about answers that stream: any cut, any line end, any coding, any version, and each event at once.

use serde_json::json;

use super::world::{
    APIS, CODINGS, Ending, Gate, More, Reply, World, coded, event, events, github_token, odd_password,
};

/// A session that has sent a secret away, and what left in its place.
fn sent(secret: &str) -> (World, String) {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    let placeholder = issue(&world, secret);
    (world, placeholder)
}

fn issue(world: &World, secret: &str) -> String {
    world.agent().post("api.anthropic.com", "/v1/messages", json!({"system": secret}).to_string());
    world.upstream().seen().pop().unwrap().json()["system"].as_str().unwrap().to_owned()
}

#[test]
fn a_placeholder_cut_over_two_events_anywhere_is_restored_in_every_dialect() {
    let (world, placeholder) = sent(&odd_password());
    for api in &APIS {
        for cut in 0..=placeholder.len() {
            let (half, rest) = placeholder.split_at(cut);
            let stream = api.stream(&[&format!("a{half}"), &format!("{rest}b")]).concat();
            world.upstream().reply(Reply::sse(stream));
            let answer = world.agent().post(api.host, api.path, "{}");
            assert!(answer.whole);
            assert_eq!(
                api.said(&answer.text()),
                format!("a{}b", odd_password()),
                "{} cut at {cut}",
                api.name
            );
        }
    }
}

#[test]
fn tool_input_cut_anywhere_is_restored_as_json() {
    let (world, placeholder) = sent(&odd_password());
    let spellings = [
        json!({"command": format!("x {placeholder}")}).to_string(),
        json!({"command": format!("x {placeholder}")})
            .to_string()
            .replace('<', "\\u003c")
            .replace('>', "\\u003E"),
    ];
    for api in &APIS[..3] {
        for (index, arguments) in spellings.iter().enumerate() {
            for cut in 0..=arguments.len() {
                let (half, rest) = arguments.split_at(cut);
                world.upstream().reply(Reply::sse(api.tool_stream(&[half, rest]).concat()));
                let answer = world.agent().post(api.host, api.path, "{}").text();
                let called: serde_json::Value =
                    serde_json::from_str(&api.called(&answer)).unwrap_or_else(|error| {
                        panic!("{error} in {} spelling {index} cut at {cut}: {answer}", api.name)
                    });
                assert_eq!(called["command"], format!("x {}", odd_password()), "{} cut at {cut}", api.name);
            }
        }
    }
}

#[test]
fn a_placeholder_over_as_many_events_as_it_has_characters_is_restored() {
    let (world, placeholder) = sent(&github_token());
    let pieces: Vec<_> = placeholder.split("").filter(|piece| !piece.is_empty()).collect();
    for api in &APIS {
        world.upstream().reply(Reply::sse(api.stream(&pieces).concat()));
        assert_eq!(
            api.said(&world.agent().post(api.host, api.path, "{}").text()),
            github_token(),
            "{}",
            api.name
        );
    }
}

#[test]
fn no_size_of_the_providers_writes_and_no_line_end_matters() {
    let (world, placeholder) = sent(&odd_password());
    let (half, rest) = placeholder.split_at(7);
    for api in &APIS {
        for line_end in ["\n", "\r\n", "\r"] {
            for size in [1, 2, 3, 7, 1460] {
                let stream =
                    api.stream(&["a", half, rest, &placeholder, "z"]).concat().replace('\n', line_end);
                world.upstream().reply(Reply::sse(stream).cut(size));
                let answer = world.agent().post(api.host, api.path, "{}");
                let expected = format!("a{0}{0}z", odd_password());
                assert_eq!(api.said(&answer.text()), expected, "{} {line_end:?} in {size}", api.name);
                assert!(answer.whole);
            }
        }
    }
}

#[test]
fn a_coded_stream_is_restored_in_every_version_of_http_on_both_sides() {
    for upstream_h2 in [false, true] {
        let world = if upstream_h2 { World::new().h2().start() } else { World::plain() };
        let placeholder = issue(&world, &github_token());
        let (half, rest) = placeholder.split_at(13);
        for h2 in [false, true] {
            for coding in ["", "gzip", "deflate", "br", "zstd"] {
                for size in [1, 7, 1460] {
                    let reply = Reply::sse(APIS[0].stream(&["a", half, rest]).concat());
                    let reply = if coding.is_empty() { reply } else { reply.coded(coding) };
                    world.upstream().reply(reply.cut(size));
                    let ask = world.agent().ask("POST", APIS[0].host, APIS[0].path);
                    let ask = ask.header("content-type", "application/json").body("{}");
                    let answer = if h2 { ask.h2().send() } else { ask.send() };
                    let at = format!("{coding} by {size}, upstream h2 {upstream_h2}, agent h2 {h2}");
                    assert!(answer.whole, "{at}");
                    assert_eq!(APIS[0].said(&answer.text()), format!("a{}", github_token()), "{at}");
                    assert_eq!(answer.header("content-encoding"), None, "{at}");
                }
            }
        }
    }
}

/// Streams `pieces` with a gate between them, and sees to it that each is there before the gate opens.
#[track_caller]
fn each_at_once(world: &World, reply: Reply, pieces: Vec<Vec<u8>>, shown: &[&str]) {
    let gate = Gate::closed();
    world.upstream().reply(reply.gated(&gate, pieces).then_wait(&gate));
    let ask =
        world.agent().ask("POST", APIS[0].host, APIS[0].path).header("content-type", "application/json");
    let mut wire = ask.body("{}").open();
    assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
    for text in shown {
        wire.more_until(text);
        gate.open();
    }
    gate.open();
    while let More::Data(_) = wire.more() {}
}

#[test]
fn each_event_arrives_before_the_next_is_sent() {
    let (world, placeholder) = sent(&github_token());
    let delta = |text: &str| {
        event("content_block_delta", json!({"index": 0, "delta": {"type": "text_delta", "text": text}}))
    };
    let pieces =
        [delta("one"), ": ping\n\n".into(), event("ping", json!({})), delta(&placeholder), delta("two")];
    let pieces: Vec<_> = pieces.map(String::into_bytes).into();
    let secret = github_token();
    let shown = ["one", ": ping", "event: ping", secret.as_str(), "two"];
    each_at_once(&world, Reply::sse(""), pieces.clone(), &shown);
    for coding in CODINGS {
        let pieces = coded(coding, &pieces);
        each_at_once(&world, Reply::sse("").header("content-encoding", coding), pieces, &shown);
    }
    each_at_once(&World::plain(), Reply::sse(""), pieces, &["one", ": ping", "event: ping", "<pl:", "two"]);
}

#[test]
fn pings_pass_while_text_is_held() {
    let (world, placeholder) = sent(&github_token());
    let (half, rest) = placeholder.split_at(9);
    let delta = |text: &str| {
        event("content_block_delta", json!({"index": 0, "delta": {"type": "text_delta", "text": text}}))
    };
    let pieces = [delta(&format!("one{half}")), event("ping", json!({})), delta(&format!("{rest}two"))];
    let secret = format!("{}two", github_token());
    each_at_once(
        &world,
        Reply::sse(""),
        pieces.map(String::into_bytes).into(),
        &["one", "event: ping", &secret],
    );
}

#[test]
fn held_text_is_not_lost_at_the_end_of_its_block_or_of_the_stream() {
    let (world, placeholder) = sent(&github_token());
    for api in &APIS {
        for cut in 1..placeholder.len() {
            let half = &placeholder[..cut];
            let events = api.stream(&["a", half]);
            for stream in [events.concat(), events[..events.len() - 1].concat()] {
                world.upstream().reply(Reply::sse(stream));
                let answer = world.agent().post(api.host, api.path, "{}");
                assert_eq!(api.said(&answer.text()), format!("a{half}"), "{}", api.name);
            }
        }
    }
}

#[test]
fn a_last_event_without_its_blank_line_is_not_lost() {
    let (world, placeholder) = sent(&github_token());
    for api in &APIS {
        let stream = api.stream(&["a", &placeholder]);
        let events = stream[..stream.len() - 1].concat();
        for end in ["", "\n", "\r\n"] {
            let text = format!("{}{end}", events.trim_end());
            world.upstream().reply(Reply::sse(text));
            let answer = world.agent().post(api.host, api.path, "{}");
            assert_eq!(api.said(&answer.text()), format!("a{}", github_token()), "{} {end:?}", api.name);
        }
    }
}

#[test]
fn events_that_need_no_change_keep_every_byte() {
    let (world, placeholder) = sent(&github_token());
    let odd = ": hello\r\n\r\nid: 7\nretry:500\nevent:  odd\ndata:{\"type\" : \"x\" , \"n\":1.0,\"t\":\"\\u00e9\\/\"}\n\n\ndata\n\ndata: [DONE]\n\n";
    let stream = format!("{odd}{}{odd}", APIS[0].stream(&[&placeholder]).concat());
    world.upstream().reply(Reply::sse(stream.clone()));
    let answer = world.agent().post(APIS[0].host, APIS[0].path, "{}").text();
    assert_eq!(answer, stream.replace(&placeholder, &github_token()));
}

#[test]
fn a_stream_of_many_events_comes_back_in_order_and_once() {
    let (world, placeholder) = sent(&github_token());
    let pieces: Vec<String> =
        (0..2000).map(|n| format!("{n} {}", if n % 7 == 0 { &placeholder } else { "<" })).collect();
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    world.upstream().reply(Reply::sse(APIS[0].stream(&pieces).concat()).cut(1460));
    let answer = world.agent().post(APIS[0].host, APIS[0].path, "{}").text();
    assert_eq!(APIS[0].said(&answer), pieces.concat().replace(&placeholder, &github_token()));
    assert!(events(&answer).len() <= pieces.len() + 5);
}

#[test]
fn a_stream_told_by_the_end_of_its_connection_is_whole() {
    let (world, placeholder) = sent(&github_token());
    world.upstream().reply(Reply::sse(APIS[0].stream(&[&placeholder]).concat()).until_close());
    let answer = world.agent().post(APIS[0].host, APIS[0].path, "{}");
    assert_eq!((APIS[0].said(&answer.text()), answer.whole), (github_token(), true));
}

#[test]
fn an_error_in_the_stream_lets_go_of_held_text_first() {
    let (world, placeholder) = sent(&github_token());
    let delta = event(
        "content_block_delta",
        json!({"index": 0, "delta": {"type": "text_delta", "text": &placeholder[..12]}}),
    );
    let error = event("error", json!({"error": {"type": "overloaded_error", "message": "later"}}));
    world.upstream().reply(Reply::sse(delta + &error).ending(Ending::Whole));
    let answer = world.agent().post(APIS[0].host, APIS[0].path, "{}").text();
    assert_eq!(APIS[0].said(&answer), placeholder[..12]);
    assert!(answer.ends_with(&error), "{answer}");
}

#[test]
fn many_small_frames_at_once_do_not_end_the_stream() {
    let world = World::new().h2().start();
    let placeholder = issue(&world, &github_token());
    for size in [1, 10, 100] {
        let pieces = [&["word "; 20][..], &[&placeholder]].concat();
        world.upstream().reply(Reply::sse(APIS[0].stream(&pieces).concat()).cut(size));
        let answer = world.agent().post(APIS[0].host, APIS[0].path, "{}");
        assert!(answer.whole, "frames of {size}");
        assert_eq!(APIS[0].said(&answer.text()), "word ".repeat(20) + &github_token(), "frames of {size}");
    }
}
