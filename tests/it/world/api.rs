//! Owns what the four APIs look like: a request that says something, an answer that says something, at once or in
//! pieces, and what a client makes of the pieces.

use serde_json::{Value, json};

/// One API.
pub struct Api {
    /// Its dialect.
    pub name: &'static str,
    /// Its host.
    pub host: &'static str,
    /// Its path.
    pub path: &'static str,
}

/// All of them.
pub const APIS: [Api; 4] = [
    Api { name: "anthropic", host: "api.anthropic.com", path: "/v1/messages" },
    Api { name: "openai-chat", host: "api.openai.com", path: "/v1/chat/completions" },
    Api { name: "openai-responses", host: "api.openai.com", path: "/v1/responses" },
    Api {
        name: "gemini",
        host: "generativelanguage.googleapis.com",
        path: "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
    },
];

impl Api {
    /// A request in which the user says `text`.
    pub fn request(&self, text: &str) -> String {
        let body = match self.name {
            "anthropic" => {
                json!({"model": "claude", "messages": [{"role": "user", "content": text}], "stream": true})
            }
            "openai-chat" => {
                json!({"model": "gpt", "messages": [{"role": "user", "content": text}], "stream": true})
            }
            "openai-responses" => json!({"model": "gpt", "input": text, "stream": true}),
            _ => json!({"contents": [{"role": "user", "parts": [{"text": text}]}]}),
        };
        body.to_string()
    }

    /// A whole answer that says `text`.
    pub fn document(&self, text: &str) -> String {
        let body = match self.name {
            "anthropic" => {
                json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": text}]})
            }
            "openai-chat" => {
                json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]})
            }
            "openai-responses" => json!({"output": [{"content": [{"type": "output_text", "text": text}]}]}),
            _ => json!({"candidates": [{"index": 0, "content": {"parts": [{"text": text}]}}]}),
        };
        body.to_string()
    }

    /// An event that carries on the first text.
    fn delta(&self, text: &str) -> String {
        match self.name {
            "anthropic" => event(
                "content_block_delta",
                json!({"index": 0, "delta": {"type": "text_delta", "text": text}}),
            ),
            "openai-chat" => data(json!({"id": "c1", "choices": [{"index": 0, "delta": {"content": text}}]})),
            "openai-responses" => {
                let place = json!({"item_id": "m1", "output_index": 0, "content_index": 0, "delta": text});
                event("response.output_text.delta", place)
            }
            _ => data(
                json!({"candidates": [{"index": 0, "content": {"parts": [{"text": text}], "role": "model"}}]}),
            ),
        }
    }

    /// An event that carries on the arguments of a tool call.
    fn tool_delta(&self, json: &str) -> String {
        match self.name {
            "anthropic" => {
                let delta = json!({"type": "input_json_delta", "partial_json": json});
                event("content_block_delta", json!({"index": 1, "delta": delta}))
            }
            "openai-chat" => {
                let calls = json!([{"index": 0, "function": {"arguments": json}}]);
                data(json!({"id": "c1", "choices": [{"index": 0, "delta": {"tool_calls": calls}}]}))
            }
            _ => {
                let place = json!({"item_id": "f1", "output_index": 1, "delta": json});
                event("response.function_call_arguments.delta", place)
            }
        }
    }

    /// A stream of events that says `pieces`, one event each.
    pub fn stream(&self, pieces: &[&str]) -> Vec<String> {
        let deltas = pieces.iter().map(|piece| self.delta(piece)).collect();
        self.around(deltas, 0)
    }

    /// A stream of events that calls a tool with arguments in `pieces`.
    pub fn tool_stream(&self, pieces: &[&str]) -> Vec<String> {
        let deltas = pieces.iter().map(|piece| self.tool_delta(piece)).collect();
        self.around(deltas, 1)
    }

    fn around(&self, mut events: Vec<String>, index: usize) -> Vec<String> {
        match self.name {
            "anthropic" => {
                events.insert(
                    0,
                    event("message_start", json!({"message": {"id": "msg_1", "role": "assistant"}})),
                );
                events.push(event("content_block_stop", json!({"index": index})));
                events.push(event("message_delta", json!({"delta": {"stop_reason": "end_turn"}})));
                events.push(event("message_stop", json!({})));
            }
            "openai-chat" => {
                events.push(data(
                    json!({"id": "c1", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}),
                ));
                events.push("data: [DONE]\n\n".to_owned());
            }
            "openai-responses" => {
                events.insert(
                    0,
                    event("response.created", json!({"response": {"id": "resp_1", "output": []}})),
                );
                events.push(event("response.completed", json!({"response": {"id": "resp_1", "output": []}})));
            }
            _ => events.push(data(json!({"candidates": [{"index": 0, "finishReason": "STOP"}]}))),
        }
        events
    }

    /// What a client puts together out of a stream of text.
    pub fn said(&self, stream: &str) -> String {
        let at = match self.name {
            "anthropic" => "/delta/text",
            "openai-chat" => "/choices/0/delta/content",
            "openai-responses" => "/delta",
            _ => "/candidates/0/content/parts/0/text",
        };
        joined(stream, at)
    }

    /// What a client puts together out of a streamed tool call.
    pub fn called(&self, stream: &str) -> String {
        let at = match self.name {
            "anthropic" => "/delta/partial_json",
            "openai-chat" => "/choices/0/delta/tool_calls/0/function/arguments",
            _ => "/delta",
        };
        joined(stream, at)
    }
}

/// Every event's data, read as strict clients do: each line end of the standard, JSON or `[DONE]`.
pub fn events(stream: &str) -> Vec<Value> {
    let stream = stream.replace("\r\n", "\n").replace('\r', "\n");
    let data = stream.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start);
    let parsed = data.filter(|data| *data != "[DONE]").map(serde_json::from_str);
    parsed.collect::<Result<_, _>>().unwrap_or_else(|error| panic!("{error} in {stream}"))
}

fn joined(stream: &str, at: &str) -> String {
    events(stream).iter().filter_map(|event| event.pointer(at).and_then(Value::as_str)).collect()
}

/// A named event.
pub fn event(kind: &str, mut members: Value) -> String {
    let mut all = json!({"type": kind});
    all.as_object_mut().unwrap().append(members.as_object_mut().unwrap());
    format!("event: {kind}\ndata: {all}\n\n")
}

fn data(members: Value) -> String {
    format!("data: {members}\n\n")
}
