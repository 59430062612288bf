//! Owns the four sheets of a proof, after each provider's public API reference. Data, as far as JSON is data.

use serde_json::{Value, json};

use super::sheet::{COMMAND, Copy, Fill, Place, Sheet, arguments, pieces};

/// Every dialect with a sheet.
pub static SHEETS: [Sheet; 4] = [
    Sheet {
        name: "anthropic",
        host: "api.anthropic.com",
        targets: ["/v1/messages", "/v1/messages?beta=true"],
        request: anthropic,
        argument_depth: 1,
        whole: |probe| {
            json!({"id": "msg_01", "type": "message", "role": "assistant", "content": [
                {"type": "text", "text": probe},
                {"type": "tool_use", "id": "toolu_02", "name": "Bash", "input": {COMMAND: probe}},
            ], "stop_reason": "tool_use"})
        },
        events: anthropic_events,
        line_end: "\n",
        last: "",
        copies: [
            &[text("/content/0/text"), text("/content/1/input/command")],
            &[
                text_of("content_block_delta", "/delta/text"),
                json_of("content_block_delta", "/delta/partial_json"),
            ],
        ],
    },
    Sheet {
        name: "openai-chat",
        host: "api.openai.com",
        targets: ["/v1/chat/completions"; 2],
        request: chat,
        argument_depth: 2,
        whole: |probe| {
            let call = json!({"id": "call_02", "type": "function",
                "function": {"name": "shell", "arguments": arguments(probe)}});
            json!({"id": "chatcmpl-1", "object": "chat.completion", "choices": [{"index": 0,
                "message": {"role": "assistant", "content": probe, "tool_calls": [call]},
                "finish_reason": "tool_calls"}]})
        },
        events: chat_events,
        line_end: "\n",
        last: "data: [DONE]\n\n",
        copies: [
            &[
                text("/choices/0/message/content"),
                json_at("/choices/0/message/tool_calls/0/function/arguments"),
            ],
            &[text("/choices/0/delta/content"), json_at("/choices/0/delta/tool_calls/0/function/arguments")],
        ],
    },
    Sheet {
        name: "openai-responses",
        host: "api.openai.com",
        targets: ["/v1/responses"; 2],
        request: responses,
        argument_depth: 2,
        whole: |probe| response(probe, &arguments(probe)),
        events: responses_events,
        line_end: "\n",
        last: "",
        copies: [
            &[text("/output/0/content/0/text"), json_at("/output/1/arguments")],
            &[
                text_of("response.output_text.delta", "/delta"),
                text_of("response.output_text.done", "/text"),
                text_of("response.content_part.done", "/part/text"),
                text_of("response.output_item.done", "/item/content/0/text"),
                text_of("response.completed", "/response/output/0/content/0/text"),
                json_of("response.function_call_arguments.delta", "/delta"),
                json_of("response.function_call_arguments.done", "/arguments"),
                json_of("response.output_item.done", "/item/arguments"),
                json_of("response.completed", "/response/output/1/arguments"),
            ],
        ],
    },
    Sheet {
        name: "gemini",
        host: "generativelanguage.googleapis.com",
        targets: [
            "/v1beta/models/gemini-pro:generateContent",
            "/v1beta/models/gemini-pro:streamGenerateContent?alt=sse",
        ],
        request: gemini,
        argument_depth: 1,
        whole: |probe| {
            let call = json!({"functionCall": {"name": "shell", "args": {COMMAND: probe}}});
            json!({"candidates": [{"content": {"role": "model", "parts": [{"text": probe}, call]},
                "finishReason": "STOP", "index": 0}]})
        },
        events: gemini_events,
        line_end: "\r\n",
        last: "",
        copies: [
            &[
                text("/candidates/0/content/parts/0/text"),
                text("/candidates/0/content/parts/1/functionCall/args/command"),
            ],
            &[
                text("/candidates/0/content/parts/0/text"),
                text("/candidates/0/content/parts/0/functionCall/args/command"),
            ],
        ],
    },
];

const fn text(at: &'static str) -> Copy {
    Copy { event: "", at, is_json: false }
}

const fn text_of(event: &'static str, at: &'static str) -> Copy {
    Copy { event, at, is_json: false }
}

const fn json_at(at: &'static str) -> Copy {
    Copy { event: "", at, is_json: true }
}

const fn json_of(event: &'static str, at: &'static str) -> Copy {
    Copy { event, at, is_json: true }
}

fn anthropic(fill: Fill<'_>, stream: bool) -> Value {
    json!({"model": "claude-sonnet-4-5", "max_tokens": 1024, "stream": stream,
        "system": [{"type": "text", "text": fill(Place::System), "cache_control": {"type": "ephemeral"}}],
        "tools": [{"name": "Bash", "description": "Runs a command", "input_schema": {
            "type": "object", "properties": {fill(Place::Key): {"type": "string"}}}}],
        "messages": [
            {"role": "user", "content": fill(Place::User)},
            {"role": "assistant", "content": [
                {"type": "text", "text": fill(Place::History)},
                {"type": "tool_use", "id": "toolu_01", "name": "Bash", "input": {COMMAND: fill(Place::Arguments)}}]},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "toolu_01", "content": fill(Place::ToolOutput)}]}]})
}

fn anthropic_events(probe: &str, arguments: &str, characters: usize) -> Vec<Value> {
    let delta =
        |index: u8, delta: Value| json!({"type": "content_block_delta", "index": index, "delta": delta});
    let start = |index: u8, block: Value| json!({"type": "content_block_start", "index": index, "content_block": block});
    let stop = |index: u8| json!({"type": "content_block_stop", "index": index});
    let mut events = vec![
        json!({"type": "message_start", "message": {"id": "msg_01", "type": "message", "role": "assistant", "content": []}}),
        start(0, json!({"type": "text", "text": ""})),
        json!({"type": "ping"}),
    ];
    let text = pieces(probe, characters).map(|text| delta(0, json!({"type": "text_delta", "text": text})));
    events.extend(text);
    events.extend([
        stop(0),
        start(1, json!({"type": "tool_use", "id": "toolu_02", "name": "Bash", "input": {}})),
    ]);
    let json = pieces(arguments, characters);
    events.extend(json.map(|json| delta(1, json!({"type": "input_json_delta", "partial_json": json}))));
    events.extend([
        stop(1),
        json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}}),
        json!({"type": "message_stop"}),
    ]);
    events
}

fn chat(fill: Fill<'_>, stream: bool) -> Value {
    let call = json!({"id": "call_01", "type": "function",
        "function": {"name": "shell", "arguments": arguments(&fill(Place::Arguments))}});
    json!({"model": "gpt-5", "stream": stream,
        "messages": [
            {"role": "system", "content": fill(Place::System)},
            {"role": "user", "content": [{"type": "text", "text": fill(Place::User)}]},
            {"role": "assistant", "content": fill(Place::History), "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "call_01", "content": fill(Place::ToolOutput)}],
        "tools": [{"type": "function", "function": {"name": "shell", "parameters": {
            "type": "object", "properties": {fill(Place::Key): {"type": "string"}}}}}]})
}

fn chat_events(probe: &str, arguments: &str, characters: usize) -> Vec<Value> {
    let chunk = |delta: Value, reason: Value| {
        json!({"id": "chatcmpl-1", "object": "chat.completion.chunk",
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]})
    };
    let call = |function: Value| json!({"tool_calls": [{"index": 0, "function": function}]});
    let mut events = vec![chunk(json!({"role": "assistant", "content": ""}), Value::Null)];
    events.push(chunk(call(json!({"name": "shell", "arguments": ""})), Value::Null));
    // Text and tool call by turns: each must be told from the other.
    let mut json = pieces(arguments, characters);
    for text in pieces(probe, characters) {
        events.push(chunk(json!({"content": text}), Value::Null));
        events.extend(json.next().map(|json| chunk(call(json!({"arguments": json})), Value::Null)));
    }
    events.extend(json.map(|json| chunk(call(json!({"arguments": json})), Value::Null)));
    events.push(chunk(json!({}), json!("tool_calls")));
    events
}

fn responses(fill: Fill<'_>, stream: bool) -> Value {
    json!({"model": "gpt-5-codex", "instructions": fill(Place::System), "stream": stream,
        "input": [
            {"type": "message", "role": "user", "content": [{"type": "input_text", "text": fill(Place::User)}]},
            {"type": "message", "role": "assistant", "content": [
                {"type": "output_text", "text": fill(Place::History)}]},
            {"type": "function_call", "name": "shell", "call_id": "call_01",
                "arguments": arguments(&fill(Place::Arguments))},
            {"type": "function_call_output", "call_id": "call_01", "output": fill(Place::ToolOutput)}],
        "tools": [{"type": "function", "name": "shell", "parameters": {
            "type": "object", "properties": {fill(Place::Key): {"type": "string"}}}}]})
}

fn message(probe: &str) -> Value {
    json!({"type": "message", "id": "msg_1", "role": "assistant", "content": [{"type": "output_text", "text": probe}]})
}

fn function_call(arguments: &str) -> Value {
    json!({"type": "function_call", "id": "fc_1", "call_id": "call_02", "name": "shell", "arguments": arguments})
}

fn response(probe: &str, arguments: &str) -> Value {
    json!({"id": "resp_1", "object": "response", "status": "completed",
        "output": [message(probe), function_call(arguments)]})
}

fn responses_events(probe: &str, arguments: &str, characters: usize) -> Vec<Value> {
    let text = |kind: &str, name: &str, text: Value| json!({"type": kind, "item_id": "msg_1", "output_index": 0, "content_index": 0, name: text});
    let call = |kind: &str, name: &str, text: &str| json!({"type": kind, "item_id": "fc_1", "output_index": 1, name: text});
    let done = |index: u8, item: Value| json!({"type": "response.output_item.done", "output_index": index, "item": item});
    let part = json!({"type": "output_text", "text": probe});
    let mut events = vec![json!({"type": "response.created", "response": {"id": "resp_1", "output": []}})];
    events.extend(pieces(probe, characters).map(|it| text("response.output_text.delta", "delta", json!(it))));
    events.extend([
        text("response.output_text.done", "text", json!(probe)),
        text("response.content_part.done", "part", part),
        done(0, message(probe)),
    ]);
    let json = pieces(arguments, characters);
    events.extend(json.map(|it| call("response.function_call_arguments.delta", "delta", &it)));
    events.extend([
        call("response.function_call_arguments.done", "arguments", arguments),
        done(1, function_call(arguments)),
        json!({"type": "response.completed", "response": response(probe, arguments)}),
    ]);
    events
}

fn gemini(fill: Fill<'_>, _stream: bool) -> Value {
    json!({"systemInstruction": {"parts": [{"text": fill(Place::System)}]},
        "contents": [
            {"role": "user", "parts": [{"text": fill(Place::User)}]},
            {"role": "model", "parts": [{"text": fill(Place::History)},
                {"functionCall": {"name": "shell", "args": {COMMAND: fill(Place::Arguments)}}}]},
            {"role": "user", "parts": [
                {"functionResponse": {"name": "shell", "response": {"output": fill(Place::ToolOutput)}}}]}],
        "tools": [{"functionDeclarations": [{"name": "shell", "parameters": {
            "type": "object", "properties": {fill(Place::Key): {"type": "string"}}}}]}]})
}

fn gemini_events(probe: &str, _arguments: &str, characters: usize) -> Vec<Value> {
    let event =
        |part: Value| json!({"candidates": [{"content": {"role": "model", "parts": [part]}, "index": 0}]});
    let mut events: Vec<Value> = pieces(probe, characters).map(|text| event(json!({"text": text}))).collect();
    events.push(event(json!({"functionCall": {"name": "shell", "args": {COMMAND: probe}}})));
    events.push(json!({"candidates": [{"content": {"role": "model", "parts": [{"text": ""}]},
        "finishReason": "STOP", "index": 0}]}));
    events
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Cut, MARK, find_probe};
    use super::*;

    #[test]
    fn an_answer_says_what_was_asked_wherever_the_probe_stood_and_however_it_is_cut() {
        let probe = format!("{MARK}a\"b\\c <pl:X:1>\nüñ😀 <pl:");
        for sheet in &SHEETS {
            for (place, name) in Place::ALL {
                for streamed in [false, true] {
                    let fill = |at| if at == place { probe.clone() } else { "filler".to_owned() };
                    let body = (sheet.request)(&fill, streamed).to_string();
                    assert_eq!(find_probe(body.as_bytes()).as_ref(), Some(&probe), "{} {name}", sheet.name);
                }
            }
            for (delta, escaped) in [(1, false), (1, true), (5, true), (usize::MAX, false)] {
                for (streamed, copies) in [false, true].into_iter().zip(sheet.copies) {
                    let (answer, _) = sheet.answer(&probe, streamed, Cut { delta, write: 1, escaped });
                    let expected = vec![Some(probe.clone()); copies.len()];
                    assert_eq!(
                        sheet.copies(&answer, streamed),
                        expected,
                        "{} {delta} {streamed}",
                        sheet.name
                    );
                }
            }
        }
    }
}
