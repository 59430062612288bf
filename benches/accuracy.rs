//! How much detection finds, and what it finds by mistake: `cargo bench --bench accuracy -- DIR [TEXT.jsonl] [--misses]`.
//!
//! `DIR` holds `positives.jsonl` and `keep-lines.jsonl`, one JSON object to a line: `t`, pieces of a text; and, for
//! positives, `spans` (UTF-8 byte offsets), `family`, `source`, `core`, `lowinfo`. `TEXT.jsonl` holds ordinary `text`.
//! Exits 1 when a figure is worse than its floor. `docs/DETECTION.md` has the figures.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a program for developers")]

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;
use waterwall::engine::detect::{Detector, Finding, Place, Settings};

/// Floors that a figure must not fall below, and bounds that it must not exceed.
const CORE: f64 = 95.0;
const CORE_ELSEWHERE: f64 = 85.0;
const GENERIC: f64 = 65.0;
const CUT: usize = 4;
const KEEP: usize = 1;
const PER_MEGABYTE: f64 = 1.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let misses = arguments.iter().any(|argument| argument == "--misses");
    let mut paths = arguments.iter().filter(|argument| !argument.starts_with("--")).map(Path::new);
    let Some(directory) = paths.next() else {
        println!("accuracy: no directory was given, so nothing is measured");
        return ExitCode::SUCCESS;
    };
    let detector = Detector::new(Settings::default());
    let mut good = positives(&detector, &rows(&directory.join("positives.jsonl")), misses);
    good &= keep_lines(&detector, &rows(&directory.join("keep-lines.jsonl")));
    if let Some(text) = paths.next() {
        good &= ordinary(&detector, &rows(text), misses);
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The objects of a file; its first line may be a note.
fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.filter(|row| row.get("note").is_none()).collect()
}

/// The pieces of a text joined, or the text.
fn text(row: &Value) -> String {
    match row["t"].as_array() {
        Some(pieces) => pieces.iter().map(|piece| piece.as_str().unwrap()).collect(),
        None => row["text"].as_str().unwrap().to_owned(),
    }
}

fn find(detector: &Detector, text: &str) -> Vec<Finding> {
    detector.find(text.as_bytes(), Place::default())
}

/// What became of a labelled text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Outcome {
    /// Every byte of every span lies in a finding.
    Covered,
    /// Some of a span does, some does not; where the two meet stands a quote, a space or the like. So it is where the
    /// label takes in more than the secret: its name, an operator, the whole of a URL.
    Partial,
    /// No byte of some span does.
    Missed,
    /// A finding ends in the middle of a token: part of a secret is left standing.
    Cut,
}

fn outcome(text: &str, findings: &[Finding], spans: &Value) -> Outcome {
    let mut worst = Outcome::Covered;
    for span in spans.as_array().unwrap() {
        let [from, to] = [0, 1].map(|end| usize::try_from(span[end].as_u64().unwrap()).unwrap());
        let covered: Vec<bool> =
            (from..to).map(|at| findings.iter().any(|finding| finding.range.contains(&at))).collect();
        let in_token = |at: usize| {
            text.as_bytes()
                .get(at)
                .is_some_and(|&byte| byte.is_ascii_alphanumeric() || b"_-+/".contains(&byte))
        };
        let meets = |at: &usize| covered.get(at - from) != covered.get(at + 1 - from);
        let outcome = if covered.iter().all(|&is| is) {
            Outcome::Covered
        } else if !covered.contains(&true) {
            Outcome::Missed
        } else if (from..to - 1).filter(meets).any(|at| in_token(at) && in_token(at + 1)) {
            Outcome::Cut
        } else {
            Outcome::Partial
        };
        worst = worst.max(outcome);
    }
    worst
}

fn positives(detector: &Detector, rows: &[Value], misses: bool) -> bool {
    let mut judged = Vec::new();
    for row in rows {
        let text = text(row);
        let findings = find(detector, &text);
        let outcome = outcome(&text, &findings, &row["spans"]);
        if misses && outcome != Outcome::Covered {
            let spans: Vec<_> = findings.iter().map(|it| (&it.rule.0, &text[it.range.clone()])).collect();
            println!(
                "{outcome:?} {} {} {} {text:?} {} {spans:?}",
                row["family"], row["source"], row["rule"], row["spans"]
            );
        }
        judged.push((row, outcome));
    }
    let share = |name: &str, floor: f64, wanted: &dyn Fn(&Value) -> bool| {
        let rows: Vec<_> = judged.iter().filter(|(row, _)| wanted(row)).collect();
        let covered = rows.iter().filter(|(_, outcome)| *outcome == Outcome::Covered).count();
        let share = 100.0 * covered as f64 / rows.len() as f64;
        report(
            &format!("{name}: {covered} of {}, {share:.1} %", rows.len()),
            share >= floor,
            &format!("{floor} %"),
        )
    };
    let generic = |row: &Value| row["family"] == "generic";
    let core = |row: &Value| row["core"] == true && row["lowinfo"] == false && !generic(row);
    let elsewhere = |row: &Value| row["source"] != "gitleaks" && row["source"] != "betterleaks";
    let count = |wanted| judged.iter().filter(|(_, outcome)| *outcome == wanted).count();
    let (cut, partial) = (count(Outcome::Cut), count(Outcome::Partial));
    share("covered, core families", CORE, &core)
        & share("covered, core families, other sources", CORE_ELSEWHERE, &|row| core(row) && elsewhere(row))
        & share("covered, generic", GENERIC, &generic)
        & share("covered, everything", 0.0, &|_| true)
        & report(&format!("labels covered in part, none cut: {partial} of {}", judged.len()), true, "none")
        & report(&format!("secrets cut: {cut} of {}", judged.len()), cut <= CUT, &CUT.to_string())
}

fn keep_lines(detector: &Detector, rows: &[Value]) -> bool {
    let mut hit = 0;
    for row in rows {
        let text = text(row);
        let findings = find(detector, &text);
        if let Some(finding) = findings.first() {
            println!("kept line hit by {}: {text}", finding.rule.0);
            hit += 1;
        }
    }
    report(&format!("keep lines hit: {hit} of {}", rows.len()), hit <= KEEP, &KEEP.to_string())
}

fn ordinary(detector: &Detector, rows: &[Value], misses: bool) -> bool {
    let (mut bytes, mut hits, mut replaced) = (0, 0, 0);
    for row in rows {
        let text = text(row);
        bytes += text.len();
        for finding in find(detector, &text) {
            hits += 1;
            replaced += finding.range.len();
            if misses {
                println!("false hit {} {} {:?}", row["path"], finding.rule.0, &text[finding.range]);
            }
        }
    }
    let megabytes = bytes as f64 / 1e6;
    let rate = f64::from(hits) / megabytes;
    let line = format!("ordinary text: {hits} hits in {megabytes:.1} MB, {rate:.2} per MB, {replaced} bytes");
    report(&line, rate <= PER_MEGABYTE, &PER_MEGABYTE.to_string())
}

fn report(line: &str, good: bool, bound: &str) -> bool {
    println!("{line} (bound {bound}){}", if good { "" } else { "  TOO BAD" });
    good
}
