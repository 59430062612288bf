//! Claims about what a stranger's verifier and ours must judge alike: the fixtures, and the example of the format's page.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::world::files_below;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verify/fixtures");
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/audit/fixtures/example");
const PAGE: &str = include_str!("../../docs/AUDIT-LOG.md");

/// A state directory with a fixture in it: `ww` may write to its own, but not to the tree.
fn copy(fixture: &Path) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("waterwall");
    for from in files_below(fixture) {
        let to = state.join(from.strip_prefix(fixture).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
    home
}

/// The status of `ww verify` and what it says.
fn judged(home: &Path) -> (i32, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ww"));
    command.env_clear().env("HOME", home).env("XDG_STATE_HOME", home).args(["verify", "--json"]);
    let output = command.output().unwrap();
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), report)
}

/// All that was looked at: ledgers, sessions, archives.
fn parts(report: &Value) -> impl Iterator<Item = &Value> {
    report.as_object().unwrap().values().filter_map(Value::as_array).flatten()
}

fn is_of(part: &Value, file: &str) -> bool {
    Path::new(part["path"].as_str().unwrap_or_default()).file_name().is_some_and(|name| name == file)
}

/// What of the report is not as the verdict has it.
fn difference(status: i32, report: &Value, verdict: &Value) -> Option<String> {
    // What is wrong with an archive is wrong with the sessions in it.
    let concerns = |part: &Value, file: &str| {
        is_of(part, file) || file.ends_with(".tar.gz") && part["standing"] == "archived"
    };
    let fault = |file: &str| parts(report).any(|part| concerns(part, file) && part["ok"] == false);
    if let Some(file) = verdict["fault"].as_str() {
        return (status != 1 || !fault(file)).then(|| format!("no fault in {file}"));
    }
    let stands = |file: &str, how: &str| {
        // An empty file of no session stands with nothing.
        let how = if how == "empty" { "alone" } else { how };
        parts(report).any(|part| is_of(part, file) && part["ok"] == true && part["standing"] == how)
    };
    let expected = verdict["sessions"].as_object().unwrap();
    let other = expected.iter().find(|(file, how)| !stands(file, how.as_str().unwrap()));
    let other = other.map(|(file, how)| format!("{file} is not {how}"));
    let more = report["sessions"].as_array().unwrap().len() != expected.len();
    other.or_else(|| (status != 0 || more).then(|| "not verified, or more than there should be".to_owned()))
}

#[test]
fn every_fixture_is_judged_as_its_verdict_says() {
    let verdicts: Value =
        serde_json::from_slice(&fs::read(Path::new(FIXTURES).join("verdicts.json")).unwrap()).unwrap();
    let verdicts = verdicts.as_object().unwrap();
    let folders = ["good", "bad"].map(|kind| fs::read_dir(Path::new(FIXTURES).join(kind)).unwrap().count());
    assert_eq!(verdicts.len(), folders.iter().sum::<usize>(), "each fixture has its verdict");
    let mut wrong = Vec::new();
    for (name, verdict) in verdicts {
        let home = copy(&Path::new(FIXTURES).join(name));
        let locked = verdict["locked"].as_array().cloned().unwrap_or_default();
        let locked = locked.iter().map(|file| {
            let file = File::open(home.path().join("waterwall/audit").join(file.as_str().unwrap())).unwrap();
            file.lock().unwrap();
            file
        });
        let _locked: Vec<File> = locked.collect();
        let (status, report) = judged(home.path());
        if let Some(what) = difference(status, &report, verdict) {
            wrong.push(format!("{name}: {what}: {report}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), verdicts.len(), wrong.join("\n"));
}

/// The page's example, cut at its fences: text and blocks in turn.
fn example() -> Vec<&'static str> {
    let (_, example) = PAGE.split_once("\n## Example\n").unwrap();
    example.split("\n## ").next().unwrap().split("```\n").collect()
}

fn head_after<'a>(head: &str, lines: impl Iterator<Item = &'a str>) -> String {
    let hex = data_encoding::HEXLOWER;
    lines.fold(head.to_owned(), |head, line| {
        let digest = Sha256::new_with_prefix(hex.decode(head.as_bytes()).unwrap())
            .chain_update(Sha256::digest(line))
            .finalize();
        hex.encode(&digest)
    })
}

#[test]
fn the_published_example_is_the_fixture_and_its_heads_are_right() {
    let file = |name: &str| fs::read_to_string(Path::new(EXAMPLE).join(name)).unwrap();
    let name = "2026-11-22T15-44-01Z-k3f9q2.jsonl";
    let (ledger, session, example) = (file("ledger.jsonl"), file(name), example());
    let blocks: Vec<&str> = example.iter().skip(1).step_by(2).copied().collect();
    assert_eq!(blocks.len(), 3);
    assert_eq!((blocks[0], blocks[1]), (ledger.as_str(), session.as_str()));
    let zero = "0".repeat(64);
    let [opened, closed] = [1, 2].map(|lines| head_after(&zero, ledger.lines().take(lines)));
    let [first, last] = [1, 8].map(|lines| head_after(&opened, session.lines().take(lines)));
    assert_eq!(blocks[2], format!("waterwall/checkpoint/v1\nk3f9q2\n1\n{first}\n"));
    let pem = file("signing.pub");
    let der = data_encoding::BASE64.decode(pem.lines().nth(1).unwrap().as_bytes()).unwrap();
    let key = data_encoding::HEXLOWER.encode(&der[der.len() - 32..]);
    let prose: String = example.iter().step_by(2).copied().collect();
    for head in [&opened, &closed, &first, &last, &key] {
        assert!(prose.contains(&format!("`{head}`")), "{head}");
    }
    let home = tempfile::tempdir().unwrap();
    let state = home.path().join("waterwall");
    fs::create_dir_all(state.join("audit")).unwrap();
    fs::create_dir(state.join("keys")).unwrap();
    for (name, text) in [("audit/ledger.jsonl", &ledger), ("keys/signing.pub", &pem)] {
        fs::write(state.join(name), text).unwrap();
    }
    fs::write(state.join("audit").join(name), &session).unwrap();
    let (status, report) = judged(home.path());
    assert_eq!(status, 0, "{report}");
}
