use super::*;
use crate::engine::json;
use crate::engine::placeholder::{PlaceholderKey, SecretType};
use crate::engine::provider::Dialect;

const SECRET: &str = "pa\"ss\\wo\nrd-é";

fn issued() -> (Vault, String) {
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let placeholder = vault.issue(SECRET.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap().to_string();
    (vault, placeholder)
}

fn restored(format: Format, dialect: Dialect, pieces: &[&[u8]], vault: &Vault) -> (String, Tally) {
    let mut out = Vec::new();
    let mut reply = Reply::new(format, dialect.layout());
    for piece in pieces {
        reply.push(piece, vault, &mut out).unwrap();
    }
    let tally = reply.finish(vault, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), tally)
}

/// How one dialect streams a text: an event for each delta, and what ends it.
struct Stream {
    dialect: Dialect,
    /// `TEXT` stands for the delta, escaped as a JSON string.
    delta: &'static str,
    stop: &'static str,
    /// Where a reader finds the delta.
    pointer: &'static str,
    /// Whether the text is JSON text itself.
    json: bool,
}

const STREAMS: [Stream; 9] = [
    Stream {
        dialect: Dialect::Anthropic,
        delta: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"TEXT\"}}\n\n",
        stop: "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n",
        pointer: "/delta/text",
        json: false,
    },
    Stream {
        dialect: Dialect::Anthropic,
        delta: "event: content_block_delta\ndata: {\"index\":2,\"delta\":{\"partial_json\":\"TEXT\"},\"type\":\"content_block_delta\"}\n\n",
        stop: "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":2}\n\n",
        pointer: "/delta/partial_json",
        json: true,
    },
    Stream {
        dialect: Dialect::OpenAiChat,
        delta: "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"TEXT\"},\"finish_reason\":null}]}\n\n",
        stop: "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        pointer: "/choices/0/delta/content",
        json: false,
    },
    Stream {
        dialect: Dialect::OpenAiChat,
        delta: "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"TEXT\"}}]}}]}\n\n",
        stop: "data: [DONE]\n\n",
        pointer: "/choices/0/delta/tool_calls/0/function/arguments",
        json: true,
    },
    Stream {
        dialect: Dialect::OpenAiChat,
        delta: "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"TEXT\"}}]}\n\n",
        stop: "",
        pointer: "/choices/0/delta/reasoning_content",
        json: false,
    },
    Stream {
        dialect: Dialect::OpenAiResponses,
        delta: "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"content_index\":1,\"delta\":\"TEXT\"}\n\n",
        stop: "data: {\"type\":\"response.output_text.done\",\"output_index\":0,\"content_index\":1}\n\n",
        pointer: "/delta",
        json: false,
    },
    Stream {
        dialect: Dialect::OpenAiResponses,
        delta: "data: {\"type\":\"response.function_call_arguments.delta\",\"output_index\":3,\"delta\":\"TEXT\"}\n\n",
        stop: "data: {\"type\":\"response.output_item.done\",\"output_index\":3}\n\n",
        pointer: "/delta",
        json: true,
    },
    Stream {
        dialect: Dialect::OpenAiResponses,
        delta: "data: {\"type\":\"response.reasoning_summary_text.delta\",\"output_index\":0,\"summary_index\":0,\"delta\":\"TEXT\"}\n\n",
        stop: "data: {\"type\":\"response.completed\"}\n\n",
        pointer: "/delta",
        json: false,
    },
    Stream {
        dialect: Dialect::Gemini,
        delta: "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"TEXT\"}],\"role\":\"model\"}}]}\r\n\r\n",
        stop: "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n",
        pointer: "/candidates/0/content/parts/0/text",
        json: false,
    },
];

impl Stream {
    fn events(&self, deltas: &[&str]) -> String {
        let escaped = |delta: &&str| {
            let mut escaped = Vec::new();
            assert!(json::escape(delta.as_bytes(), &mut escaped));
            String::from_utf8(escaped).unwrap()
        };
        self.events_of(deltas.iter().map(escaped))
    }

    /// The same with every character of the deltas written as `\uXXXX`.
    fn escaped_events(&self, deltas: &[&str]) -> String {
        self.events_of(deltas.iter().map(|delta| all_escaped(delta)))
    }

    fn events_of(&self, deltas: impl Iterator<Item = String>) -> String {
        deltas.map(|delta| self.delta.replace("TEXT", &delta)).collect::<String>() + self.stop
    }

    /// The text that a client puts together.
    fn read(&self, stream: &str) -> String {
        let data = stream.split('\n').filter_map(|line| line.trim_end().strip_prefix("data: "));
        data.filter_map(|data| serde_json::from_str::<serde_json::Value>(data).ok())
            .filter_map(|event| Some(event.pointer(self.pointer)?.as_str()?.to_owned()))
            .collect()
    }

    fn texts(&self, placeholder: &str) -> (String, String) {
        if self.json {
            let mut secret = Vec::new();
            assert!(json::escape(SECRET.as_bytes(), &mut secret));
            let text = |inner: &str| format!("{{\"a\":\"<{inner}\\n{inner}\",\"b\":\"<pl:A\"}}");
            (text(placeholder), text(std::str::from_utf8(&secret).unwrap()))
        } else {
            let text = |inner: &str| format!("a < {inner}\n{inner}> é <pl:A");
            (text(placeholder), text(SECRET))
        }
    }
}

#[test]
fn a_secret_comes_back_in_every_dialect_wherever_the_deltas_are_cut() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let (text, expected) = stream.texts(&placeholder);
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (head, tail) = text.split_at(cut);
            let events = stream.events(&[head, tail]);
            let (out, tally) = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
            assert_eq!(stream.read(&out), expected, "{} cut at {cut}", stream.delta);
            assert_eq!(tally.restored.values().sum::<u64>(), 2);
        }
        let single: Vec<_> = text.split_inclusive(|_: char| true).collect();
        let events = stream.events(&single);
        let (out, _) = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
        assert_eq!(stream.read(&out), expected, "{} character by character", stream.delta);
    }
}

/// Every UTF-16 unit of a text as an escape.
fn all_escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

#[test]
fn a_secret_comes_back_when_everything_is_escaped_at_both_levels() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let (text, expected) = stream.texts(&placeholder);
        let inner = if stream.json { text.replace(&placeholder, &all_escaped(&placeholder)) } else { text };
        let single: Vec<_> = inner.split_inclusive(|_: char| true).collect();
        let events = stream.escaped_events(&single);
        let (out, _) = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
        assert_eq!(stream.read(&out), expected, "{}", stream.delta);
    }
}

#[test]
fn any_cut_of_the_bytes_gives_the_bytes_of_the_whole() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let (text, _) = stream.texts(&placeholder);
        let (head, tail) = text.split_at(text.find("pl:").unwrap());
        let events = stream.events(&[head, tail]);
        let whole = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
        for cut in 0..=events.len() {
            let (head, tail) = events.as_bytes().split_at(cut);
            assert_eq!(restored(Format::Sse, stream.dialect, &[head, tail], &vault), whole, "cut at {cut}");
        }
    }
}

#[test]
fn held_text_is_sent_before_the_event_that_ends_it() {
    let (vault, _) = issued();
    for stream in &STREAMS {
        let text = if stream.json { "{\"a\":\"<pl:KNOWN:0" } else { "a <pl:KNOWN:0" };
        let events = stream.events(&[text]);
        let (out, _) = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
        assert_eq!(stream.read(&out), text, "{out}");
        assert!(out.ends_with(stream.stop) || stream.dialect == Dialect::Gemini, "{out}");
    }
}

#[test]
fn an_event_that_needs_no_change_is_passed_on_at_once_and_as_it_is() {
    let (vault, _) = issued();
    for stream in &STREAMS {
        let event = stream.events(&["plain \\ \u{e9} text > "]);
        let mut out = Vec::new();
        let mut reply = Reply::new(Format::Sse, stream.dialect.layout());
        reply.push(b": ping\n\n", &vault, &mut out).unwrap();
        assert_eq!(out, b": ping\n\n");
        let pretty = event.replace("\"delta\":", "  \"\\u0064elta\": ");
        for text in [&event, &pretty] {
            out.clear();
            reply.push(text.as_bytes(), &vault, &mut out).unwrap();
            assert_eq!(String::from_utf8_lossy(&out), *text);
        }
        reply.finish(&vault, &mut out).unwrap();
    }
}

#[test]
fn interleaved_texts_do_not_mix() {
    let (vault, placeholder) = issued();
    let delta = |index: usize, text: &str| {
        STREAMS[0].events(&[text]).replace("index\":1", &format!("index\":{index}"))
    };
    let (head, tail) = placeholder.split_at(9);
    let stop = STREAMS[0].stop;
    let one = |index, text: &str| {
        delta(index, text).replace(&stop.replace("index\":1", &format!("index\":{index}")), "")
    };
    let events = [one(1, head), one(2, head), one(1, tail), one(2, "x"), stop.to_owned()].concat();
    let (out, tally) = restored(Format::Sse, Dialect::Anthropic, &[events.as_bytes()], &vault);
    assert_eq!(STREAMS[0].read(&out), format!("{SECRET}{head}x"));
    assert_eq!(tally.restored.len(), 1);
}

#[test]
fn signed_thinking_is_not_restored() {
    let (vault, placeholder) = issued();
    let events = format!(
        "data: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"thinking_delta\",\"thinking\":\"{placeholder}\"}}}}\n\n"
    );
    assert_eq!(restored(Format::Sse, Dialect::Anthropic, &[events.as_bytes()], &vault).0, events);
    let body = format!(
        "{{\"content\":[{{\"type\":\"thinking\",\"thinking\":\"{placeholder}\",\"signature\":\"s\"}}]}}"
    );
    assert_eq!(restored(Format::Json, Dialect::Anthropic, &[body.as_bytes()], &vault).0, body);
    let gemini = format!(
        "{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{placeholder}\",\"thought\":true}}]}}}}]}}"
    );
    assert_eq!(restored(Format::Json, Dialect::Gemini, &[gemini.as_bytes()], &vault).0, gemini);
}

#[test]
fn every_copy_of_a_text_in_a_responses_stream_is_restored_alike() {
    let (vault, placeholder) = issued();
    let arguments = format!("{{\\\"a\\\":\\\"{placeholder}\\\"}}");
    let item = format!("{{\"type\":\"function_call\",\"arguments\":\"{arguments}\"}}");
    for event in [
        format!("{{\"type\":\"response.function_call_arguments.done\",\"arguments\":\"{arguments}\"}}"),
        format!("{{\"type\":\"response.output_item.done\",\"item\":{item}}}"),
        format!("{{\"type\":\"response.completed\",\"response\":{{\"output\":[{item}]}}}}"),
    ] {
        let events = format!("data: {event}\n\n");
        let (out, _) = restored(Format::Sse, Dialect::OpenAiResponses, &[events.as_bytes()], &vault);
        let text = out.trim().strip_prefix("data: ").unwrap();
        let event: serde_json::Value = serde_json::from_str(text).unwrap();
        let found = ["/arguments", "/item/arguments", "/response/output/0/arguments"];
        let arguments = found.iter().find_map(|pointer| event.pointer(pointer)).unwrap().as_str().unwrap();
        let arguments: serde_json::Value = serde_json::from_str(arguments).unwrap();
        assert_eq!(arguments["a"], SECRET);
    }
}

#[test]
fn a_json_response_keeps_every_byte_but_the_placeholder() {
    let (vault, placeholder) = issued();
    let body = format!("{{ \"b\": 1.50,\n\"a\":[\"x\\u00e9 {placeholder}\", \"\\u003cpl\"] ,\"d\":null}} ");
    let mut escaped = Vec::new();
    assert!(json::escape(SECRET.as_bytes(), &mut escaped));
    // The string that changes is written anew; all others keep their escapes.
    let expected =
        body.replace(&placeholder, std::str::from_utf8(&escaped).unwrap()).replace("x\\u00e9", "xé");
    for cut in 0..=body.len() {
        let (head, tail) = body.as_bytes().split_at(cut);
        assert_eq!(restored(Format::Json, Dialect::Generic, &[head, tail], &vault).0, expected);
    }
}

#[test]
fn a_gemini_function_call_gets_the_secret_in_its_object() {
    let (vault, placeholder) = issued();
    let events = format!(
        "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"functionCall\":{{\"name\":\"f\",\"args\":{{\"a\":\"{placeholder}\"}}}}}}]}}}}]}}\n\n"
    );
    let (out, _) = restored(Format::Sse, Dialect::Gemini, &[events.as_bytes()], &vault);
    let event: serde_json::Value = serde_json::from_str(out.trim().strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(event.pointer("/candidates/0/content/parts/0/functionCall/args/a").unwrap(), SECRET);
}

#[test]
fn a_secret_in_an_object_key_comes_back() {
    let (vault, placeholder) = issued();
    let body = format!("{{\"input\":{{\"{placeholder}\":1}}}}");
    let (out, _) = restored(Format::Json, Dialect::Anthropic, &[body.as_bytes()], &vault);
    let back: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(back["input"][SECRET], 1);
}

#[test]
fn an_event_is_understood_however_its_strings_are_escaped() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        let escape_words = |text: &str| {
            text.replace("\"t", "\"\\u0074").replace("\"de", "\"\\u0064e").replace("\"ind", "\"\\u0069nd")
        };
        let (head, tail) = placeholder.split_at(9);
        let events = escape_words(&stream.events(&[head, tail]));
        let (out, _) = restored(Format::Sse, stream.dialect, &[events.as_bytes()], &vault);
        let mut expected = Vec::new();
        if stream.json {
            assert!(json::escape(SECRET.as_bytes(), &mut expected));
        } else {
            expected.extend_from_slice(SECRET.as_bytes());
        }
        assert_eq!(stream.read(&out).as_bytes(), expected, "{out}");
    }
}

#[test]
fn data_in_several_lines_is_one_text() {
    let (vault, placeholder) = issued();
    let events = format!("event: e\ndata: {{\"a\":\ndata: \"{placeholder}\"}}\nid: 3\n\n");
    let (out, _) = restored(Format::Sse, Dialect::Generic, &[events.as_bytes()], &vault);
    assert_eq!(out, "event: e\ndata: {\"a\":\ndata: \"pa\\\"ss\\\\wo\\nrd-é\"}\nid: 3\n\n");
}

#[test]
fn a_stream_that_opens_too_many_texts_is_broken_off() {
    let (vault, _) = issued();
    let mut reply = Reply::new(Format::Sse, Dialect::Anthropic.layout());
    let mut out = Vec::new();
    let mut result = Ok(());
    for index in 0..=event::MAX_OPEN {
        let text = STREAMS[0].delta.replace("TEXT", "<").replace("index\":1", &format!("index\":{index}"));
        result = result.and_then(|()| reply.push(text.as_bytes(), &vault, &mut out));
    }
    assert_eq!(result, Err(BrokenReply::Channels));
    reply.finish(&vault, &mut out).unwrap();
}

#[test]
fn a_format_is_told_by_media_type_or_by_its_first_bytes() {
    for (media_type, format) in [
        ("text/event-stream; charset=utf-8", Some(Format::Sse)),
        ("application/json", Some(Format::Json)),
        ("application/problem+json", Some(Format::Json)),
        ("text/plain", Some(Format::Text)),
        ("application/octet-stream", None),
    ] {
        assert_eq!(Format::of_media_type(media_type), format);
    }
    assert_eq!(Format::sniff(b"event: x"), Some(Format::Sse));
    assert_eq!(Format::sniff(b"\n {\"a\""), Some(Format::Json));
    assert_eq!(Format::sniff(b"\x89PNG"), None);
}
