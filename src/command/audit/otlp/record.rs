//! Owns how an entry becomes a log record of OpenTelemetry. It must not leave anything of the entry out.

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, InstrumentationScope, KeyValue};
use opentelemetry_proto::tonic::logs::v1::{LogRecord, ResourceLogs, ScopeLogs, SeverityNumber};
use opentelemetry_proto::tonic::resource::v1::Resource;
use serde_json::Value as Json;

use crate::audit::reading::Line;
use crate::audit::{Head, SessionId, Timestamp};

/// The record of a line, given without its newline; `None` when it is not a line of the log. Its body is the line as it
/// is, so that its place in the chain can be checked anywhere; its id (`log.record.uid`) is the head after it.
pub(super) fn record(session: SessionId, line: &[u8]) -> Option<LogRecord> {
    let read = Line::read(line)?;
    let members: serde_json::Map<String, Json> = serde_json::from_slice(line).ok()?;
    let head = Head::parse(members.get("prev")?.as_str()?)?.after(line);
    let kind = members.get("kind")?.as_str()?;
    let nanos = Timestamp::parse(&read.ts)?.as_millis().saturating_mul(1_000_000);
    let severity = match kind {
        "refused" | "warning" | "kill" => SeverityNumber::Warn,
        _ => SeverityNumber::Info,
    };
    let mut attributes = vec![
        attribute("log.record.uid", Value::StringValue(head.to_string())),
        attribute("waterwall.session", Value::StringValue(session.to_string())),
    ];
    for (name, value) in members.iter().filter(|(name, _)| *name != "session") {
        attributes.extend(scalar(value).map(|value| attribute(&format!("waterwall.{name}"), value)));
    }
    Some(LogRecord {
        time_unix_nano: nanos,
        observed_time_unix_nano: nanos,
        severity_number: severity.into(),
        severity_text: if severity == SeverityNumber::Warn { "WARN" } else { "INFO" }.to_owned(),
        body: Some(AnyValue { value: Some(Value::StringValue(String::from_utf8(line.to_vec()).ok()?)) }),
        event_name: format!("waterwall.{kind}"),
        attributes,
        ..LogRecord::default()
    })
}

/// Members that are no lists or objects, by which collectors sort and search.
fn scalar(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(Value::StringValue(text.clone())),
        Json::Bool(flag) => Some(Value::BoolValue(*flag)),
        Json::Number(number) => number.as_i64().map(Value::IntValue),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

fn attribute(key: &str, value: Value) -> KeyValue {
    KeyValue { key: key.to_owned(), value: Some(AnyValue { value: Some(value) }), ..KeyValue::default() }
}

/// One request with these records.
pub(super) fn request(log_records: Vec<LogRecord>) -> ExportLogsServiceRequest {
    let text = |text: &str| Value::StringValue(text.to_owned());
    let attributes = vec![
        attribute("service.name", text("waterwall")),
        attribute("service.version", text(env!("CARGO_PKG_VERSION"))),
    ];
    let scope =
        InstrumentationScope { name: "waterwall.audit".to_owned(), ..InstrumentationScope::default() };
    let scope_logs = vec![ScopeLogs { scope: Some(scope), log_records, ..ScopeLogs::default() }];
    let resource = Some(Resource { attributes, ..Resource::default() });
    ExportLogsServiceRequest {
        resource_logs: vec![ResourceLogs { resource, scope_logs, ..ResourceLogs::default() }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_the_line_its_head_and_its_plain_members() {
        let example = include_str!("../../../audit/fixtures/example/2026-11-22T15-44-01Z-k3f9q2.jsonl");
        let lines: Vec<_> = example.lines().collect();
        let session = SessionId::parse("k3f9q2").unwrap();
        let record = record(session, lines[4].as_bytes()).unwrap();
        assert_eq!(record.time_unix_nano, 1_795_362_245_623_000_000);
        let next: Json = serde_json::from_str(lines[5]).unwrap();
        let value = |name: &str| {
            let found = record.attributes.iter().find(|it| it.key == name).unwrap();
            found.value.clone().unwrap().value.unwrap()
        };
        assert_eq!(value("log.record.uid"), Value::StringValue(next["prev"].as_str().unwrap().to_owned()));
        assert_eq!(value("waterwall.host"), Value::StringValue("example.com".to_owned()));
        assert_eq!(value("waterwall.up"), Value::IntValue(517));
        assert_eq!(record.body.unwrap().value, Some(Value::StringValue(lines[4].to_owned())));
        assert!(super::record(session, b"{}").is_none());
    }
}
