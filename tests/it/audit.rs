//! Claims about `ww audit` and what `ww verify` makes of what it hands out.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value as Any;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use prost::Message;
use serde_json::Value;

use super::world::{APIS, Setup, World, github_token};

/// Runs `ww` with these arguments; its status and what it printed.
fn ww(setup: &Setup, arguments: &[&str]) -> (i32, String) {
    let arguments: Vec<_> = arguments.iter().map(Into::into).collect();
    let ran = setup.ww(&arguments, b"");
    let text = String::from_utf8(ran.stdout).unwrap();
    (ran.status.code().unwrap(), text + &ran.stderr)
}

/// One that must succeed.
#[track_caller]
fn fine(setup: &Setup, arguments: &[&str]) -> String {
    let (status, text) = ww(setup, arguments);
    assert_eq!(status, 0, "{arguments:?}: {text}");
    text
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A machine with one session that ended, in which a secret stayed, one came back and something was refused.
fn logged() -> (Setup, String) {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    world.agent().post("api.anthropic.com", "/v1/messages", "{");
    let setup = world.again();
    let ended = world.end();
    assert!(ended.stderr.contains("1 refused · confinement env · log "), "{}", ended.stderr);
    let (_, id) = ended.stderr.trim_end().rsplit_once(' ').unwrap();
    (setup, id.to_owned())
}

fn at(setup: &Setup, name: &str) -> String {
    setup.places().at(name).to_str().unwrap().to_owned()
}

#[test]
fn a_session_is_one_line_of_the_list_and_a_story() {
    let (setup, id) = logged();
    let list = fine(&setup, &["audit", "ls"]);
    let row = list.lines().nth(1).unwrap();
    let words: Vec<_> = row.split_whitespace().collect();
    assert!(words[0] == id && words[5..8] == ["sh", "1", "1"], "{list}");
    assert!(row.contains("closed") && row.ends_with("GITHUB_TOKEN 1"), "{list}");
    let row = json(&fine(&setup, &["audit", "ls", "--json"]));
    assert_eq!(
        (&row["session"], &row["requests"], &row["state"]),
        (&id.as_str().into(), &1.into(), &"closed".into())
    );
    let story = fine(&setup, &["audit", "show", &id]);
    for part in [
        "#0 POST api.anthropic.com/v1/messages, ",
        " became a placeholder in messages[0].content",
        "#0 answer 200, ",
        "refused #1 api.anthropic.com: ",
        "ended with exit status 0",
        "  secrets      GITHUB_TOKEN 1; replaced 1 time",
        "verified: to the last byte",
    ] {
        assert!(story.contains(part), "{part}: {story}");
    }
    // On a pipe there is no colour.
    assert!(!list.contains('\u{1b}') && !story.contains('\u{1b}'));
    let story = json(&fine(&setup, &["audit", "show", &id, "--json"]));
    assert_eq!(
        (&story["verified"], &story["summary"]["secrets"][0]["type"]),
        (&true.into(), &"GITHUB_TOKEN".into())
    );
    assert_eq!(
        story["entries"].as_array().unwrap().len() as u64,
        story["summary"]["lines"].as_u64().unwrap()
    );
    assert_eq!(ww(&setup, &["audit", "show", "zzzzzz"]).0, 2);
    assert_eq!(
        ww(&setup, &["audit", "show", "\u{1b}[2J"]),
        (2, "ww: \u{fffd}[2J is not a session: `ww audit ls` lists them\n".to_owned())
    );
}

#[test]
fn an_edited_line_is_not_shown_and_the_session_not_called_verified() {
    let (setup, id) = logged();
    let file = setup
        .places()
        .at("state/waterwall/audit")
        .join(json(&fine(&setup, &["audit", "ls", "--json"]))["file"].as_str().unwrap());
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("\"POST\"", "\"\u{1b}]0;x\u{7}\"", 1)).unwrap();
    let (status, story) = ww(&setup, &["audit", "show", &id]);
    assert_eq!(status, 1);
    assert!(
        story.contains("line 3 is not a line of the log") && story.contains("NOT VERIFIED: line 3: "),
        "{story}"
    );
    assert!(!story.contains('\u{1b}'));
    let (status, story) = ww(&setup, &["audit", "show", &id, "--json"]);
    assert_eq!((status, &json(&story)["summary"]["unreadable"]), (1, &1.into()));
    assert_eq!(ww(&setup, &["audit", "receipt", &id, "2"]).0, 2);
}

#[test]
fn a_receipt_is_checked_elsewhere_with_the_public_key_alone() {
    let (setup, id) = logged();
    let (receipt, key) = (at(&setup, "receipt.json"), at(&setup, "key.pem"));
    fine(&setup, &["audit", "receipt", &id, "2", "-o", &receipt]);
    fine(&setup, &["audit", "key", "export", "-o", &key]);
    let stranger = World::new();
    let said = fine(&stranger, &["verify", &receipt, "--key", &key]);
    assert!(
        said.contains(&format!("line 2 of session {id}, request, ")) && said.contains("\"GITHUB_TOKEN\""),
        "{said}"
    );
    let said = json(&fine(&stranger, &["verify", &receipt, "--key", &key, "--json"]));
    assert_eq!((&said["verified"], &said["receipts"][0]["seq"]), (&true.into(), &2.into()));
    // No other line is in it.
    assert!(!std::fs::read_to_string(&receipt).unwrap().contains("session_start"));
    assert_eq!(ww(&stranger, &["verify", &receipt]).0, 2, "without a key");
    let bad = std::fs::read_to_string(&receipt).unwrap().replace("POST", "PUT");
    std::fs::write(&receipt, bad).unwrap();
    assert_eq!(ww(&stranger, &["verify", &receipt, "--key", &key]).0, 1);
}

#[test]
fn a_bundle_is_checked_elsewhere_and_names_no_secret() {
    let (setup, id) = logged();
    let (bundle, key) = (at(&setup, "evidence.tar.gz"), at(&setup, "key.pem"));
    fine(&setup, &["audit", "export", "-o", &bundle]);
    let again = at(&setup, "again.tar.gz");
    fine(&setup, &["audit", "export", &id, "-o", &again, "--json"]);
    assert_eq!(std::fs::read(&bundle).unwrap(), std::fs::read(&again).unwrap());
    fine(&setup, &["audit", "key", "export", "-o", &key]);
    let stranger = World::new();
    let said = fine(&stranger, &["verify", &bundle, "--key", &key]);
    assert!(said.contains(&format!("{id}  ok")), "{said}");
    let mut bytes = std::fs::read(&bundle).unwrap();
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).unwrap();
    assert!(!super::world::contains(&unpacked, github_token().as_bytes()));
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&bundle, bytes).unwrap();
    assert_eq!(ww(&stranger, &["verify", &bundle, "--key", &key]).0, 1);
    assert_eq!(ww(&setup, &["audit", "export", "zzzzzz", "-o", &bundle]).0, 2);
}

#[test]
fn what_is_kept_elsewhere_says_whether_the_log_goes_on_from_there() {
    let (setup, _) = logged();
    let head = fine(&setup, &["audit", "head"]);
    assert!(setup.run(&["true"]).status.success());
    fine(&setup, &["verify", "--expect-head", head.trim()]);
    assert_ne!(fine(&setup, &["audit", "head"]), head);
    let (lines, hex) = head.trim().split_once(':').unwrap();
    assert_eq!(
        ww(&setup, &["verify", "--expect-head", &format!("{lines}:{}", hex.replace(&hex[..1], "g"))]).0,
        2
    );
    let other: String = hex.chars().rev().collect();
    assert_eq!(ww(&setup, &["verify", "--expect-head", &format!("{lines}:{other}")]).0, 1);
}

#[test]
fn closed_sessions_are_put_away_and_shown_all_the_same() {
    let (setup, id) = logged();
    assert!(fine(&setup, &["audit", "adopt"]).contains("no session to adopt"));
    assert!(fine(&setup, &["audit", "archive", "--before", "2020-01-01"]).contains("no session to archive"));
    assert!(fine(&setup, &["audit", "archive", "--before", "2100-01-01"]).starts_with("moved 1 session to "));
    assert_eq!(json(&fine(&setup, &["audit", "ls", "--json"]))["state"], "archived");
    let story = fine(&setup, &["audit", "show", &id]);
    assert!(
        story.contains("#0 POST") && story.contains("verified: to the last byte, in its archive"),
        "{story}"
    );
    fine(&setup, &["audit", "receipt", &id, "2"]);
    fine(&setup, &["verify"]);
    let bundle = at(&setup, "evidence.tar.gz");
    fine(&setup, &["audit", "export", "-o", &bundle]);
    assert!(fine(&setup, &["verify", &bundle]).contains(&format!("{id}  ok")));
    assert_eq!(ww(&setup, &["audit", "archive", "--before", "yesterday"]).0, 2);
}

#[test]
fn a_killed_session_is_adopted_when_asked() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", "{}");
    let setup = world.again();
    assert_eq!(json(&fine(&setup, &["audit", "ls", "--json"]))["state"], "running");
    world.kill();
    assert_eq!(json(&fine(&setup, &["audit", "ls", "--json"]))["state"], "not_closed");
    let adopted = json(&fine(&setup, &["audit", "adopt", "--json"]));
    assert_eq!((&adopted["adopted"], &adopted["cut"]), (&true.into(), &0.into()));
    assert_eq!(json(&fine(&setup, &["audit", "ls", "--json"]))["state"], "adopted");
    fine(&setup, &["verify"]);
}

#[test]
fn a_changed_key_leaves_everything_verified() {
    let (setup, id) = logged();
    let (receipt, bundle) = (at(&setup, "receipt.json"), at(&setup, "evidence.tar.gz"));
    fine(&setup, &["audit", "receipt", &id, "2", "-o", &receipt]);
    fine(&setup, &["audit", "export", "-o", &bundle]);
    let was = json(&fine(&setup, &["audit", "key", "show", "--json"]))["key"].clone();
    let rotated = json(&fine(&setup, &["audit", "key", "rotate", "--json"]));
    assert_eq!((&rotated["was"], rotated["key"] != was), (&was, true));
    assert!(setup.run(&["true"]).status.success());
    fine(&setup, &["verify"]);
    fine(&setup, &["verify", &receipt, &bundle]);
}

/// A collector: answers requests with these statuses, then with 200. Hands out what came with a 200, per request.
fn collector(statuses: &'static [u16]) -> (String, Receiver<Vec<LogRecord>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (taken, records) = channel();
    let statuses = Arc::new(Mutex::new(statuses.iter().copied()));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, statuses, taken) = (stream.unwrap(), Arc::clone(&statuses), taken.clone());
            std::thread::spawn(move || {
                while let Some(body) = body_of(&mut stream) {
                    let status = statuses.lock().unwrap().next().unwrap_or(200);
                    if status == 200 {
                        let request = ExportLogsServiceRequest::decode(&body[..]).unwrap();
                        let scopes = request.resource_logs.into_iter().flat_map(|logs| logs.scope_logs);
                        taken.send(scopes.flat_map(|scope| scope.log_records).collect()).unwrap();
                    }
                    let answer = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\n\r\n");
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    (url, records)
}

/// The body of the next request; none when the connection is over.
fn body_of(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap_or(0) == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    assert!(
        head.starts_with("post /v1/logs http/1.1") && head.contains("content-type: application/x-protobuf"),
        "{head}"
    );
    let length = head.split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    Some(body)
}

fn text(record: &LogRecord, name: &str) -> String {
    let found = record.attributes.iter().find(|it| it.key == name).unwrap();
    match found.value.as_ref().unwrap().value.as_ref().unwrap() {
        Any::StringValue(text) => text.clone(),
        other => panic!("{other:?}"),
    }
}

fn lines_of(path: &Path) -> usize {
    let files = super::world::files_below(path);
    let sessions = files.iter().filter(|file| !file.ends_with("ledger.jsonl"));
    sessions.map(|file| std::fs::read_to_string(file).unwrap().lines().count()).sum()
}

#[test]
fn a_collector_gets_every_entry_once_and_after_a_failure_the_rest() {
    let (setup, id) = logged();
    let audit = setup.places().at("state/waterwall/audit");
    let expected = lines_of(&audit);
    // Two refusals that pass are tried again.
    let (url, taken) = collector(&[503, 429]);
    let sent = json(&fine(&setup, &["audit", "export", "--otlp", &url, "--json"]));
    assert_eq!((&sent["entries"], &sent["sessions"]), (&expected.into(), &1.into()));
    let records: Vec<_> = taken.try_iter().flatten().collect();
    assert_eq!(records.len(), expected);
    let ids: BTreeSet<_> = records.iter().map(|record| text(record, "log.record.uid")).collect();
    assert_eq!(ids.len(), expected);
    assert!(
        records.iter().all(|record| text(record, "waterwall.session") == id && record.time_unix_nano > 0)
    );
    let Some(Any::StringValue(line)) = &records[2].body.as_ref().unwrap().value else { panic!("no body") };
    assert_eq!(json(line)["prev"], text(&records[1], "log.record.uid"));
    // Nothing is sent twice, and what comes later is sent.
    fine(&setup, &["audit", "export", "--otlp", &url]);
    assert_eq!(taken.try_iter().count(), 0);
    assert!(setup.run(&["true"]).status.success());
    fine(&setup, &["audit", "export", "--otlp", &url]);
    assert_eq!(taken.try_iter().flatten().count(), lines_of(&audit) - expected);
    // Another collector has been told nothing, and one that refuses for good is not asked again.
    let (other, taken) = collector(&[200, 400]);
    let (status, said) = ww(&setup, &["audit", "export", "--otlp", &other]);
    assert!(status == 2 && said.contains("the collector answered 400"), "{said}");
    let before = taken.try_iter().flatten().count();
    fine(&setup, &["audit", "export", "--otlp", &other]);
    let after = taken.try_iter().flatten().count();
    assert!(before > 0 && after > 0 && before + after == lines_of(&audit), "{before} and {after}");
    assert_eq!(ww(&setup, &["audit", "export", "--otlp", "nowhere"]).0, 2);
}

#[test]
fn every_entry_is_printed_with_its_session_and_its_head() {
    let (setup, id) = logged();
    let text = fine(&setup, &["audit", "export", "--ndjson"]);
    let rows: Vec<_> = text.lines().map(json).collect();
    assert_eq!(rows.len(), lines_of(&setup.places().at("state/waterwall/audit")));
    assert!(rows.iter().all(|row| row["session"] == id.as_str()));
    assert!(rows.windows(2).all(|pair| pair[1]["entry"]["prev"] == pair[0]["head"]));
}
