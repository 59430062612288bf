//! Claims about what is never restored, and about places on no sheet.

use serde_json::json;

use super::tests::{SECRET, issued};
use super::*;
use crate::engine::placeholder::SecretType;
use crate::engine::provider::Dialect;

fn restored(body: &str, declared: Format, dialect: Dialect, never: &Never, vault: &Vault) -> (String, Tally) {
    let mut whole = None;
    let all: Vec<&[u8]> = vec![body.as_bytes()];
    let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
    for pieces in [all, bytes] {
        let mut out = Vec::new();
        let mut reply = Reply::new(Some(declared), dialect.layout(), never);
        for piece in pieces {
            reply.push(piece, vault, &mut out).unwrap();
        }
        let tally = reply.finish(vault, &mut out).unwrap();
        let seen = (String::from_utf8(out).unwrap(), tally);
        assert_eq!(whole.get_or_insert_with(|| seen.clone()), &seen);
    }
    whole.unwrap()
}

fn sse(events: &[serde_json::Value]) -> String {
    events.iter().map(|event| format!("data: {event}\n\n")).collect()
}

/// A call of a tool in a stream, its arguments in three pieces, and a text with the secret after it.
fn call_streams(name: &str, placeholder: &str) -> Vec<(Dialect, String)> {
    let (head, tail) = placeholder.split_at(9);
    let pieces = [format!("{{\"url\":\"{head}"), tail.to_owned(), format!("{placeholder}\"}}")];
    let anthropic = |delta: &String| json!({"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": delta}});
    let chat = |delta: &String| json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 1, "function": {"arguments": delta}}]}}]});
    let responses = |delta: &String| json!({"type": "response.function_call_arguments.delta", "output_index": 1, "delta": delta});
    let cohere = |delta: &String| json!({"type": "tool-call-delta", "index": 1, "delta": {"message": {"tool_calls": {"function": {"arguments": delta}}}}});
    let item = json!({"type": "function_call", "name": name, "arguments": pieces.concat()});
    let around = |start: serde_json::Value, deltas: Vec<serde_json::Value>, end: Vec<serde_json::Value>| {
        sse(&[vec![start], deltas, end].concat())
    };
    vec![
        (
            Dialect::Anthropic,
            around(
                json!({"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t", "name": name, "input": {}}}),
                pieces.iter().map(anthropic).collect(),
                vec![
                    json!({"type": "content_block_stop", "index": 1}),
                    json!({"type": "content_block_delta", "index": 1, "delta": {"text": format!("end {placeholder}")}}),
                ],
            ),
        ),
        (
            Dialect::OpenAiChat,
            around(
                json!({"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 1, "id": "c", "function": {"name": name, "arguments": ""}}]}}]}),
                pieces.iter().map(chat).collect(),
                vec![
                    json!({"choices": [{"index": 0, "delta": {"content": format!("end {placeholder}")}}]}),
                    json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}),
                ],
            ),
        ),
        (
            Dialect::OpenAiResponses,
            around(
                json!({"type": "response.output_item.added", "output_index": 1, "item": {"type": "function_call", "name": name, "arguments": ""}}),
                pieces.iter().map(responses).collect(),
                vec![
                    json!({"type": "response.function_call_arguments.done", "output_index": 1, "arguments": pieces.concat()}),
                    json!({"type": "response.output_item.done", "output_index": 1, "item": item}),
                    json!({"type": "response.completed", "response": {"output": [{"type": "message", "content": [{"text": format!("end {placeholder}")}]}, item]}}),
                ],
            ),
        ),
        (
            Dialect::Cohere,
            around(
                json!({"type": "tool-call-start", "index": 1, "delta": {"message": {"tool_calls": {"id": "c", "function": {"name": name, "arguments": ""}}}}}),
                pieces.iter().map(cohere).collect(),
                vec![
                    json!({"type": "tool-call-end", "index": 1}),
                    json!({"type": "content-delta", "index": 1, "delta": {"message": {"content": {"text": format!("end {placeholder}")}}}}),
                ],
            ),
        ),
        (
            Dialect::Gemini,
            sse(&[
                json!({"candidates": [{"content": {"parts": [{"functionCall": {"args": {"url": placeholder, "n": [placeholder]}, "name": name}}]}}]}),
                json!({"candidates": [{"content": {"parts": [{"text": format!("end {placeholder}")}]}}]}),
            ]),
        ),
        (
            Dialect::Ollama,
            sse(&[
                json!({"message": {"tool_calls": [{"function": {"name": name, "arguments": {"url": placeholder}}}]}}),
                json!({"message": {"content": format!("end {placeholder}")}, "done_reason": "stop"}),
            ]),
        ),
    ]
}

#[test]
fn a_tool_that_asks_somebody_else_is_told_placeholders_in_every_dialect() {
    let (vault, placeholder) = issued();
    let secret = json!(format!("end {SECRET}")).to_string();
    for (never, name) in [(Never::default(), "WebFetch"), (Never::new(["mail"]), "mail")] {
        for (dialect, body) in call_streams(name, &placeholder) {
            let expected = body.replace(&format!("\"end {placeholder}\""), &secret);
            let (out, tally) = restored(&body, Format::Sse, dialect, &never, &vault);
            assert_eq!(out, expected, "{dialect:?}");
            assert_eq!(tally.restored.values().sum::<u64>(), 1, "{dialect:?}");
            assert!(tally.unresolved >= 1, "{dialect:?}");
        }
    }
    for (dialect, body) in call_streams("Bash", &placeholder) {
        let (out, tally) = restored(&body, Format::Sse, dialect, &Never::default(), &vault);
        assert!(!out.contains(&placeholder) && tally.unresolved == 0, "{out}");
    }
}

#[test]
fn a_call_in_a_document_is_kept_wherever_its_name_stands() {
    let (vault, placeholder) = issued();
    let text = placeholder.as_str();
    let arguments = json!({"q": text}).to_string();
    for (dialect, body) in [
        (
            Dialect::Anthropic,
            json!({"content": [{"type": "tool_use", "input": {"a": {text: [text]}}, "name": "web_fetch"}]}),
        ),
        (
            Dialect::Anthropic,
            json!({"custom_id": "1", "result": {"message": {"content": [{"type": "server_tool_use", "name": "x", "input": {"a": text}}]}}}),
        ),
        (
            Dialect::OpenAiChat,
            json!({"choices": [{"message": {"tool_calls": [{"function": {"arguments": arguments, "name": "fetch"}}]}}]}),
        ),
        (
            Dialect::OpenAiChat,
            json!({"custom_id": "1", "response": {"body": {"choices": [{"message": {"function_call": {"arguments": arguments, "name": "fetch"}}}]}}}),
        ),
        (
            Dialect::OpenAiResponses,
            json!({"output": [{"type": "web_search_call", "action": {"query": text}}, {"type": "mcp_call", "name": "x", "arguments": arguments}, {"type": "code_interpreter_call", "code": text}]}),
        ),
        (
            Dialect::Gemini,
            json!({"response": {"candidates": [{"content": {"parts": [{"functionCall": {"args": {"a": text}, "name": "google_web_search"}}]}}]}}),
        ),
        (
            Dialect::Gemini,
            json!({"candidates": [{"content": {"parts": [{"executableCode": {"language": "PYTHON", "code": text}}, {"text": "x", "thoughtSignature": text}]}}]}),
        ),
        (
            Dialect::Cohere,
            json!({"message": {"tool_calls": [{"function": {"arguments": arguments, "name": "fetch"}}]}}),
        ),
        (
            Dialect::Ollama,
            json!({"message": {"tool_calls": [{"function": {"arguments": {"a": text}, "name": "fetch"}}]}}),
        ),
    ] {
        let body = body.to_string();
        for format in [Format::Json, Format::Sse, Format::Lines] {
            let body = if format == Format::Sse { format!("data: {body}\n\n") } else { body.clone() };
            let (out, tally) = restored(&body, format, dialect, &Never::default(), &vault);
            assert_eq!((out, tally.restored.len()), (body, 0));
        }
    }
}

#[test]
fn what_the_provider_runs_is_kept_while_it_streams() {
    let (vault, placeholder) = issued();
    let (head, tail) = placeholder.split_at(9);
    let code = |delta: &str| json!({"type": "response.code_interpreter_call_code.delta", "output_index": 0, "delta": delta});
    let mcp =
        |delta: &str| json!({"type": "response.mcp_call_arguments.delta", "output_index": 0, "delta": delta});
    let input =
        |delta: &str| json!({"type": "content_block_delta", "index": 1, "delta": {"partial_json": delta}});
    let start = json!({"type": "content_block_start", "index": 1, "content_block": {"type": "server_tool_use", "name": "bash_code_execution", "input": {}}});
    for (dialect, events) in [
        (Dialect::OpenAiResponses, vec![code(&placeholder), code(head), code(tail)]),
        (Dialect::OpenAiResponses, vec![mcp(&placeholder), mcp(head), mcp(tail)]),
        (Dialect::Anthropic, vec![start, input(&placeholder), input(head), input(tail)]),
    ] {
        let body = sse(&events);
        assert_eq!(restored(&body, Format::Sse, dialect, &Never::default(), &vault).0, body);
    }
}

#[test]
fn probabilities_and_signatures_are_not_touched() {
    let (vault, placeholder) = issued();
    let (head, tail) = placeholder.split_at(9);
    let event = |text: &str| json!({"choices": [{"index": 0, "delta": {}, "logprobs": {"content": [{"token": text, "top_logprobs": [{"token": text}]}]}}]});
    let body = sse(&[event(head), event(tail), event(&placeholder)]);
    assert_eq!(restored(&body, Format::Sse, Dialect::OpenAiChat, &Never::default(), &vault).0, body);
}

#[test]
fn a_citation_is_restored_whole_and_its_index_is_not() {
    let (vault, placeholder) = issued();
    let citation = |text: &str| json!({"type": "content_block_delta", "index": 0, "delta": {"type": "citations_delta", "citation": {"cited_text": text, "title": text, "url": text, "encrypted_index": placeholder}}});
    let (out, tally) =
        restored(&sse(&[citation(&placeholder)]), Format::Sse, Dialect::Anthropic, &Never::default(), &vault);
    assert_eq!((out, tally.restored.values().sum::<u64>()), (sse(&[citation(SECRET)]), 3));
}

#[test]
fn a_text_on_no_sheet_that_does_not_go_on_leaves_as_it_came() {
    let (vault, placeholder) = issued();
    let head = &placeholder[..20];
    let text = |kind: &str, index: u64, text: &str| json!({"type": kind, "index": index, "text": text});
    for events in [
        // It goes on, but not as a placeholder.
        vec![
            text("a", 0, "x <"),
            text("a", 0, "y"),
            text("a", 0, "<pl:"),
            text("a", 0, "<"),
            text("a", 0, ""),
        ],
        // Another kind, another number, another path; then the stream's end.
        vec![text("a", 0, head), text("b", 0, &placeholder[20..]), text("a", 0, &placeholder[20..])],
        vec![text("a", 0, head), text("a", 1, &placeholder[20..])],
        vec![
            text("a", 0, head),
            json!({"type": "a", "index": 0, "other": &placeholder[20..]}),
            text("a", 0, head),
        ],
    ] {
        for dialect in [Dialect::Generic, Dialect::Anthropic, Dialect::OpenAiResponses] {
            let body = sse(&events);
            assert_eq!(restored(&body, Format::Sse, dialect, &Never::default(), &vault).0, body);
            let lines: String = events.iter().map(|event| format!("{event}\r\n")).collect();
            assert_eq!(restored(&lines, Format::Lines, dialect, &Never::default(), &vault).0, lines);
            let array = serde_json::to_string_pretty(&events).unwrap();
            assert_eq!(restored(&array, Format::Json, dialect, &Never::default(), &vault).0, array);
        }
    }
}

#[test]
fn texts_on_no_sheet_go_on_side_by_side_and_one_after_another() {
    let (vault, placeholder) = issued();
    let (head, tail) = placeholder.split_at(9);
    let event = |one: &str, two: &str| json!({"outputs": [{"index": 0, "t": one}, {"index": 1, "t": two}]});
    let events = [
        event("a<", head),
        event(&format!("b{head}"), tail),
        event(&format!("{tail}c{head}"), ""),
        event(tail, "d"),
    ];
    let (out, tally) = restored(&sse(&events), Format::Sse, Dialect::Generic, &Never::default(), &vault);
    assert_eq!(tally.restored.values().sum::<u64>(), 3);
    let read = |at: &str| -> String {
        let data = out.lines().filter_map(|line| line.strip_prefix("data: "));
        let events = data.map(|data| serde_json::from_str::<serde_json::Value>(data).unwrap());
        events.map(|event| event.pointer(at).unwrap().as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(read("/outputs/0/t"), format!("a<b{SECRET}c{SECRET}"));
    assert_eq!(read("/outputs/1/t"), format!("{SECRET}d"));
}

#[test]
fn endless_hope_for_a_text_to_go_on_ends() {
    let (vault, placeholder) = issued();
    let event = |text: &str| json!({"t": text});
    let mut reply = Reply::new(Some(Format::Sse), Dialect::Generic.layout(), &Never::default());
    let mut out = Vec::new();
    reply.push(sse(&[event(&placeholder[..9])]).as_bytes(), &vault, &mut out).unwrap();
    assert!(out.is_empty());
    for _ in 0..2000 {
        reply.push(sse(&[event("")]).as_bytes(), &vault, &mut out).unwrap();
    }
    assert!(out.starts_with(sse(&[event(&placeholder[..9]), event("")]).as_bytes()));
    reply.finish(&vault, &mut out).unwrap();
}

#[test]
fn json_text_on_no_sheet_is_told_by_its_form_or_its_name() {
    let (vault, placeholder) = issued();
    let arguments = json!({"a": &placeholder}).to_string();
    for body in [json!({"call": {"whatever": arguments}}), json!({"text": &placeholder, "x": arguments})] {
        let (out, _) = restored(&body.to_string(), Format::Json, Dialect::Generic, &Never::default(), &vault);
        let out: serde_json::Value = serde_json::from_str(&out).unwrap();
        let inner = out.pointer("/call/whatever").or(out.get("x")).unwrap().as_str().unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(inner).unwrap()["a"], SECRET);
    }
}

#[test]
fn a_document_stays_one_document_whatever_it_ends_in() {
    let (vault, placeholder) = issued();
    let document = |text: &str| json!({"candidates": [{"content": {"parts": [{"text": text}]}}]});
    for end in ["", "\n", "\r\n\r\n"] {
        let body = format!("{:#}{end}", document(&format!("{placeholder} <pl:KN")));
        let expected = format!("{:#}{end}", document(&format!("{SECRET} <pl:KN")));
        let (out, tally) = restored(&body, Format::Json, Dialect::Gemini, &Never::default(), &vault);
        assert_eq!((out, tally.restored.values().sum::<u64>()), (expected, 1));
    }
}

#[test]
fn what_is_no_json_in_a_json_body_keeps_every_byte() {
    let (vault, placeholder) = issued();
    for body in
        [format!("{{\"a\": {placeholder}}}"), format!("[{{a:\"{placeholder}\"}}, 1 2]]"), "{".to_owned()]
    {
        let (out, _) = restored(&body, Format::Json, Dialect::Generic, &Never::default(), &vault);
        assert_eq!(out, body);
    }
}

#[test]
fn a_document_too_long_to_hold_is_broken_off() {
    let (vault, _) = issued();
    let mut reply = Reply::new(Some(Format::Json), Dialect::Generic.layout(), &Never::default());
    let mut out = Vec::new();
    let piece = vec![b'x'; MAX_DOCUMENT / 2];
    assert_eq!(reply.push(b"{\"a\":\"", &vault, &mut out), Ok(()));
    assert_eq!(reply.push(&piece, &vault, &mut out), Ok(()));
    assert_eq!(reply.push(&piece, &vault, &mut out), Err(BrokenReply::Document));
    reply.finish(&vault, &mut out).unwrap();
}

#[test]
fn a_line_end_cut_in_two_stays_whole_around_an_event_that_waits() {
    let (vault, _) = issued();
    let event = |text: &str| format!("data: {{\"verse\":\"{text}\"}}\r\n\r\n");
    let others = [": ping\r\n\r\n", "id: 7\r\n\r\n"];
    let stream = [&event("<pl:KN"), others[0], others[1], &event("x")].concat();
    let (out, _) = restored(&stream, Format::Sse, Dialect::OpenAiChat, &Never::default(), &vault);
    // What carries no text need not wait.
    assert_eq!(out, [others[0], others[1], &event("<pl:KN"), &event("x")].concat());
}

#[test]
fn a_line_feed_in_a_secret_is_folded_the_same_wherever_a_line_end_is_cut() {
    let (vault, _) = issued();
    let placeholder = vault.issue(b"two\nlines", &SecretType::new("KNOWN").unwrap()).unwrap();
    for (ends, fold) in
        [("\r\r\n", "\r"), ("\r\r", "\r"), ("\n\r\n", "\n"), ("\r\n\r\n", "\n"), ("\n\n", "\n")]
    {
        let stream = format!("data: {placeholder}{ends}data: x{ends}");
        let (out, _) = restored(&stream, Format::Sse, Dialect::Generic, &Never::default(), &vault);
        assert_eq!(out, format!("data: two{fold}data: lines{ends}data: x{ends}"), "{ends:?}");
    }
}
