use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use serde_json::{Value, json};

use super::super::{Format, Reply};
use super::*;
use crate::engine::framing::event_stream::BadFrame;
use crate::engine::placeholder::{PlaceholderKey, SecretType};
use crate::engine::provider::Dialect;
use crate::engine::reply::Never;
use crate::engine::restore::Tally;
use crate::engine::vault::Vault;

const SECRET: &str = "pa\"ss\\wo\nrd-é";

fn issued() -> (Vault, String) {
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let placeholder = vault.issue(SECRET.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap().to_string();
    (vault, placeholder)
}

/// A frame as the service sends it: the type of the message in the last header, and one header of another type.
fn frame(message_type: &str, event_type: &str, payload: &str) -> Vec<u8> {
    let text =
        |name: &'static str, value: &str| Header::new(name, HeaderValue::String(value.to_owned().into()));
    let name = if message_type == "event" { ":event-type" } else { ":exception-type" };
    let headers = vec![
        text(name, event_type),
        text(":content-type", "application/json"),
        Header::new("n", HeaderValue::Int16(7)),
        text(":message-type", message_type),
    ];
    let mut out = Vec::new();
    write_message_to(&Message::new_from_parts(headers, payload.to_owned().into_bytes()), &mut out).unwrap();
    out
}

fn event(event_type: &str, payload: &Value) -> Vec<u8> {
    frame("event", event_type, &payload.to_string())
}

fn chunk(inner: &Value) -> Vec<u8> {
    let coded = BASE64.encode(inner.to_string().as_bytes());
    frame("event", "chunk", &format!("{{\"bytes\":\"{coded}\",\"p\":\"abcdefgh\"}}"))
}

/// All frames of a stream, their checksums verified.
fn messages(mut stream: &[u8]) -> Vec<Message> {
    let mut messages = Vec::new();
    while !stream.is_empty() {
        messages.push(read_message_from(&mut stream).unwrap());
    }
    messages
}

fn restored(pieces: &[&[u8]], vault: &Vault) -> (Vec<u8>, Tally) {
    let mut out = Vec::new();
    let mut reply = Reply::new(Some(Format::EventStream), Dialect::Bedrock.layout(), &Never::default());
    for piece in pieces {
        reply.push(piece, vault, &mut out).unwrap();
    }
    let tally = reply.finish(vault, &mut out).unwrap();
    (out, tally)
}

/// How one kind of stream says a text.
struct Stream {
    name: &'static str,
    /// The frame that carries on the text.
    delta: fn(&str) -> Vec<u8>,
    /// What ends the text.
    stop: fn() -> Vec<u8>,
    /// Where a reader finds the delta, inside the base64 if there is some.
    pointer: &'static str,
    /// Whether the text is JSON text itself.
    json: bool,
}

const STREAMS: [Stream; 10] = [
    Stream {
        name: "converse, text",
        delta: |text| {
            event("contentBlockDelta", &json!({"contentBlockIndex": 1, "delta": {"text": text}, "p": "ab"}))
        },
        stop: || event("contentBlockStop", &json!({"contentBlockIndex": 1, "p": "abc"})),
        pointer: "/delta/text",
        json: false,
    },
    Stream {
        name: "converse, tool",
        delta: |text| {
            event(
                "contentBlockDelta",
                &json!({"delta": {"toolUse": {"input": text}}, "contentBlockIndex": 2}),
            )
        },
        stop: || event("messageStop", &json!({"stopReason": "tool_use"})),
        pointer: "/delta/toolUse/input",
        json: true,
    },
    Stream {
        name: "anthropic, text",
        delta: |text| {
            chunk(
                &json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}),
            )
        },
        stop: || chunk(&json!({"type": "content_block_stop", "index": 0})),
        pointer: "/delta/text",
        json: false,
    },
    Stream {
        name: "anthropic, tool",
        delta: |text| {
            let delta = json!({"type": "input_json_delta", "partial_json": text});
            chunk(&json!({"type": "content_block_delta", "index": 3, "delta": delta}))
        },
        stop: || chunk(&json!({"type": "message_stop", "amazon-bedrock-invocationMetrics": {}})),
        pointer: "/delta/partial_json",
        json: true,
    },
    Stream {
        name: "nova, text",
        delta: |text| chunk(&json!({"contentBlockDelta": {"delta": {"text": text}, "contentBlockIndex": 0}})),
        stop: || chunk(&json!({"contentBlockStop": {"contentBlockIndex": 0}})),
        pointer: "/contentBlockDelta/delta/text",
        json: false,
    },
    Stream {
        name: "nova, tool",
        delta: |text| {
            let delta = json!({"toolUse": {"input": text}});
            chunk(&json!({"contentBlockDelta": {"delta": delta, "contentBlockIndex": 1}}))
        },
        stop: || chunk(&json!({"messageStop": {"stopReason": "tool_use"}})),
        pointer: "/contentBlockDelta/delta/toolUse/input",
        json: true,
    },
    Stream {
        name: "llama",
        delta: |text| chunk(&json!({"generation": text, "stop_reason": null})),
        stop: || chunk(&json!({"generation": "", "stop_reason": "stop"})),
        pointer: "/generation",
        json: false,
    },
    Stream {
        name: "mistral",
        delta: |text| chunk(&json!({"outputs": [{"text": text, "stop_reason": null}]})),
        stop: || chunk(&json!({"outputs": [{"text": "", "stop_reason": "stop"}]})),
        pointer: "/outputs/0/text",
        json: false,
    },
    Stream {
        name: "chat",
        delta: |text| {
            chunk(&json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}]}))
        },
        stop: || chunk(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})),
        pointer: "/choices/0/delta/content",
        json: false,
    },
    Stream {
        name: "cohere",
        delta: |text| chunk(&json!({"event_type": "text-generation", "text": text, "is_finished": false})),
        stop: || {
            chunk(&json!({"event_type": "stream-end", "finish_reason": "COMPLETE", "is_finished": true}))
        },
        pointer: "/text",
        json: false,
    },
];

impl Stream {
    fn frames(&self, deltas: &[&str]) -> Vec<u8> {
        let mut frames: Vec<_> = deltas.iter().map(|delta| (self.delta)(delta)).collect();
        frames.push((self.stop)());
        frames.concat()
    }

    /// The text that a client puts together.
    fn read(&self, stream: &[u8]) -> String {
        let text = |message: &Message| {
            let payload: Value = serde_json::from_slice(message.payload()).unwrap();
            let inner = payload["bytes"].as_str().map(|coded| BASE64.decode(coded.as_bytes()).unwrap());
            let event = inner.map_or(payload, |inner| serde_json::from_slice(&inner).unwrap());
            Some(event.pointer(self.pointer)?.as_str()?.to_owned())
        };
        messages(stream).iter().filter_map(text).collect()
    }

    fn texts(&self, placeholder: &str) -> (String, String) {
        let mut escaped = Vec::new();
        assert!(json::escape(SECRET.as_bytes(), &mut escaped));
        let secret = if self.json { std::str::from_utf8(&escaped).unwrap() } else { SECRET };
        let text = |inner: &str| format!("{{\"a\":\"<{inner}é{inner}\",\"b\":\"<pl:A\"}}");
        (text(placeholder), text(secret))
    }
}

#[test]
fn a_secret_comes_back_wherever_the_deltas_are_cut() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let (text, expected) = stream.texts(&placeholder);
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (head, tail) = text.split_at(cut);
            let (out, tally) = restored(&[&stream.frames(&[head, tail])], &vault);
            assert_eq!(stream.read(&out), expected, "{} cut at {cut}", stream.name);
            assert_eq!(tally.restored.values().sum::<u64>(), 2);
        }
        let single: Vec<_> = text.split_inclusive(|_: char| true).collect();
        let (out, _) = restored(&[&stream.frames(&single)], &vault);
        assert_eq!(stream.read(&out), expected, "{} character by character", stream.name);
    }
}

#[test]
fn any_cut_of_the_bytes_gives_the_bytes_of_the_whole() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let (text, _) = stream.texts(&placeholder);
        let (head, tail) = text.split_at(text.find("pl:").unwrap());
        let frames = stream.frames(&[head, tail]);
        let whole = restored(&[&frames], &vault);
        for cut in 0..=frames.len() {
            let (head, tail) = frames.split_at(cut);
            assert_eq!(restored(&[head, tail], &vault), whole, "{} cut at {cut}", stream.name);
        }
        for size in [1, 2, 3, 7] {
            assert_eq!(restored(&frames.chunks(size).collect::<Vec<_>>(), &vault), whole, "{}", stream.name);
        }
    }
}

#[test]
fn held_text_is_sent_in_a_frame_of_its_own_before_the_one_that_ends_it() {
    let (vault, _) = issued();
    for stream in &STREAMS {
        let text = if stream.json { "{\"a\":\"<pl:KNOWN:0" } else { "a <pl:KNOWN:0" };
        let frames = stream.frames(&[text]);
        let (out, _) = restored(&[&frames], &vault);
        assert_eq!(stream.read(&out), text, "{}", stream.name);
        let sent = messages(&frames);
        for message in messages(&out) {
            let like = |other: &&Message| other.headers() == message.headers();
            assert!(sent.iter().any(|other| like(&other)), "{}", stream.name);
        }
        let stop = (stream.stop)();
        let says_text = messages(&stop)[0].payload().windows(4).any(|part| part == b"text");
        assert!(out.ends_with(&stop) || !says_text || stream.name == "mistral", "{}", stream.name);
        let (unfinished, _) = restored(&[&(stream.delta)(text)], &vault);
        assert_eq!(stream.read(&unfinished), text, "{} without an end", stream.name);
    }
}

#[test]
fn a_frame_that_needs_no_change_keeps_its_bytes_and_is_passed_on_at_once() {
    let (vault, _) = issued();
    let plain = [
        event("messageStart", &json!({"role": "assistant", "p": "abcdef"})),
        frame(
            "event",
            "contentBlockDelta",
            "{ \"delta\" : {\"text\":\"\\u00e9 > \\/\"},\"contentBlockIndex\":0}",
        ),
        event("metadata", &json!({"usage": {"inputTokens": 1}, "metrics": {"latencyMs": 1.0}})),
        frame("event", "chunk", "{\"bytes\":\"e30=\" , \"p\":\"a\"}"),
        frame("event", "chunk", "{\"bytes\":\"no base64 <b>\"}"),
        frame("event", "somethingNew", "<no json>"),
        frame("event", "somethingNew", ""),
        frame("exception", "throttlingException", "{\"message\":\"later\"}"),
    ];
    let mut reply = Reply::new(Some(Format::EventStream), Dialect::Bedrock.layout(), &Never::default());
    for bytes in &plain {
        let mut out = Vec::new();
        reply.push(bytes, &vault, &mut out).unwrap();
        assert_eq!(out, *bytes);
    }
    let mut out = Vec::new();
    reply.finish(&vault, &mut out).unwrap();
    assert_eq!(out, b"");
}

#[test]
fn an_exception_lets_go_of_held_text_and_passes_as_it_is() {
    let (vault, placeholder) = issued();
    let stream = &STREAMS[0];
    let exception =
        frame("exception", "modelStreamErrorException", &format!("{{\"message\":\"{placeholder}\"}}"));
    let (out, tally) = restored(&[&[(stream.delta)("a <pl:"), exception.clone()].concat()], &vault);
    assert!(out.ends_with(&exception));
    let text: String = [&out[..out.len() - exception.len()]].map(|deltas| stream.read(deltas)).concat();
    assert_eq!(text, "a <pl:");
    assert_eq!(tally, Tally::default());
}

#[test]
fn interleaved_blocks_do_not_mix() {
    let (vault, placeholder) = issued();
    let delta = |index: u64, text: &str| {
        event("contentBlockDelta", &json!({"contentBlockIndex": index, "delta": {"text": text}}))
    };
    let (head, tail) = placeholder.split_at(9);
    let stop = event("contentBlockStop", &json!({"contentBlockIndex": 1}));
    let frames = [delta(1, head), delta(2, head), delta(1, tail), stop, delta(2, "x")].concat();
    let (out, tally) = restored(&[&frames], &vault);
    assert_eq!(STREAMS[0].read(&out), format!("{SECRET}{head}x"));
    assert_eq!(tally.restored.len(), 1);
}

#[test]
fn reasoning_is_not_restored() {
    let (vault, placeholder) = issued();
    let reasoning = json!({"contentBlockIndex": 0, "delta": {"reasoningContent": {"text": placeholder}}});
    let nova = json!({"contentBlockDelta": reasoning});
    let thinking = json!({"type": "thinking_delta", "thinking": placeholder});
    let anthropic = json!({"type": "content_block_delta", "index": 0, "delta": thinking});
    for frames in [event("contentBlockDelta", &reasoning), chunk(&nova), chunk(&anthropic)] {
        assert_eq!(restored(&[&frames], &vault).0, frames);
    }
}

#[test]
fn a_string_without_a_channel_is_restored_within_itself() {
    let (vault, placeholder) = issued();
    let citation = json!({"title": placeholder, "sourceContent": [{"text": placeholder}]});
    let frames =
        event("contentBlockDelta", &json!({"contentBlockIndex": 0, "delta": {"citation": citation}}));
    let (out, _) = restored(&[&frames], &vault);
    let payload: Value = serde_json::from_slice(messages(&out)[0].payload()).unwrap();
    assert_eq!(payload["delta"]["citation"]["title"], SECRET);
    assert_eq!(payload["delta"]["citation"]["sourceContent"][0]["text"], SECRET);
}

#[test]
fn a_damaged_or_unfinished_stream_is_broken_off() {
    let (vault, placeholder) = issued();
    let good = (STREAMS[0].delta)(&placeholder);
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    let mut reply = Reply::new(Some(Format::EventStream), Dialect::Bedrock.layout(), &Never::default());
    let mut out = Vec::new();
    assert_eq!(reply.push(&bad, &vault, &mut out), Err(BrokenReply::BadFrame(BadFrame::Damaged)));
    let mut reply = Reply::new(Some(Format::EventStream), Dialect::Bedrock.layout(), &Never::default());
    reply.push(&good[..good.len() - 1], &vault, &mut out).unwrap();
    assert_eq!(reply.finish(&vault, &mut out), Err(BrokenReply::BadFrame(BadFrame::CutOff)));
    assert_eq!(out, b"");
}

#[test]
fn an_event_stream_is_told_by_its_media_type_or_its_first_bytes() {
    let media_type = "application/vnd.amazon.eventstream";
    assert_eq!(Format::of_media_type(media_type), Some(Format::EventStream));
    let frame = (STREAMS[0].delta)("a");
    assert_eq!(Format::sniff(&frame[..Format::SNIFF]), Some(Format::EventStream));
}

#[test]
fn documents_of_converse_and_invoke_are_restored_but_for_what_is_signed() {
    let (vault, placeholder) = issued();
    let restored = |body: &Value| -> Value {
        let mut out = Vec::new();
        let mut reply = Reply::new(Some(Format::Json), Dialect::Bedrock.layout(), &Never::default());
        reply.push(body.to_string().as_bytes(), &vault, &mut out).unwrap();
        reply.finish(&vault, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    };
    let reasoning = json!({"reasoningText": {"text": placeholder, "signature": "s"}});
    let content = json!([{"reasoningContent": reasoning}, {"text": placeholder}, {"toolUse": {"input": {"a": placeholder}}}]);
    let back = restored(&json!({"output": {"message": {"content": content}}}));
    assert_eq!(back["output"]["message"]["content"][0]["reasoningContent"], reasoning);
    assert_eq!(back["output"]["message"]["content"][1]["text"], SECRET);
    assert_eq!(back["output"]["message"]["content"][2]["toolUse"]["input"]["a"], SECRET);

    let thinking = json!({"type": "thinking", "thinking": placeholder, "signature": "s"});
    let back =
        restored(&json!({"type": "message", "content": [thinking, {"type": "text", "text": placeholder}]}));
    assert_eq!(back["content"][0], thinking);
    assert_eq!(back["content"][1]["text"], SECRET);
}
