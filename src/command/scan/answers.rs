//! Owns the measuring of the detector: a text a line in, its findings a line out, in order. It must not hold more than
//! one line, nor change what it is told to give back.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::report::word;
use super::search::MAX_TEXT;
use super::{CLEAN, FOUND, ScanError};
use crate::engine::detect::{Detector, Place};
use crate::engine::json;

/// Bytes that are read and written at once.
const CHUNK: usize = 256 << 10;

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow)]
    text: &'a RawValue,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a RawValue,
    findings: Vec<Span<'a>>,
}

#[derive(Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    rule: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    source: &'static str,
}

/// Answers every line of `input`, and says whether anything was found, as an exit status.
///
/// # Errors
/// [`ScanError`] for the first line that is no question; those before it are then answered.
pub(super) fn answer(detector: &Detector, input: impl Read, output: impl Write) -> Result<u8, ScanError> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    let mut output = BufWriter::with_capacity(CHUNK, output);
    let mut any = false;
    let answered = answer_lines(detector, &mut input, &mut output, &mut any);
    let told = answered.and_then(|()| output.flush().map_err(ScanError::Output));
    match told {
        Err(ScanError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {}
        other => other?,
    }
    Ok(if any { FOUND } else { CLEAN })
}

fn answer_lines(
    detector: &Detector,
    input: &mut BufReader<impl Read>,
    output: &mut impl Write,
    any: &mut bool,
) -> Result<(), ScanError> {
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let most = MAX_TEXT as u64 + 1;
        if input.by_ref().take(most).read_until(b'\n', &mut bytes).map_err(ScanError::Input)? == 0 {
            break;
        }
        if bytes.len() > MAX_TEXT {
            return Err(ScanError::LongQuestion { line });
        }
        if !bytes.trim_ascii().is_empty() {
            let question = question(&bytes).map_err(|column| ScanError::Question { line, column })?;
            *any |= one(detector, &question, output).map_err(ScanError::Output)?;
        }
        // Whoever asks one thing at a time waits for the answer.
        if input.buffer().is_empty() {
            output.flush().map_err(ScanError::Output)?;
        }
    }
    Ok(())
}

/// The question on a line, or the column at which it stops being one.
fn question(bytes: &[u8]) -> Result<Question<'_>, usize> {
    let question: Question<'_> = serde_json::from_slice(bytes).map_err(|error| error.column())?;
    if question.text.get().starts_with('"') { Ok(question) } else { Err(0) }
}

fn one(detector: &Detector, question: &Question<'_>, output: &mut impl Write) -> io::Result<bool> {
    let quoted = question.text.get();
    let raw = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    let found = detector.find(&json::unescape(raw.as_bytes()), Place::default());
    let findings = found.iter().map(|finding| Span {
        start: finding.range.start,
        end: finding.range.end,
        rule: &finding.rule.0,
        kind: finding.kind.as_str(),
        source: word(finding.source),
    });
    serde_json::to_writer(&mut *output, &Answer { id: question.id, findings: findings.collect() })?;
    output.write_all(b"\n")?;
    Ok(!found.is_empty())
}
