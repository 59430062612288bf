//! Owns the words for one line of a session's story. It must not read the log.

use std::io::{self, Write};

use super::words::{BAD, FAINT, KIND, NAME, ODD, TITLE, bytes, confinement, count, moment, state, time};
use crate::audit::reading::{Answered, Ended, Line, Listed, Passed, Restored, Said, Start};

/// One line of the story.
pub(super) fn tell(listed: &Listed, line: &Line, out: &mut dyn Write) -> io::Result<()> {
    if let Said::SessionStart(start) = &line.said {
        return begin(listed, line, start, out);
    }
    if matches!(line.said, Said::Checkpoint {}) {
        return Ok(());
    }
    write!(out, "{FAINT}{:>5}  {}{FAINT:#}  ", line.seq, time(&line.ts))?;
    match &line.said {
        Said::Request(request) => requested(request, out),
        Said::Message(message) => sent(message, out),
        Said::Response(response) => answered(response, out),
        Said::Refused { exchange, host, reason } => {
            let exchange = exchange.map_or_else(String::new, |exchange| format!("#{exchange} "));
            writeln!(out, "{BAD}refused{BAD:#} {exchange}{NAME}{host}{NAME:#}: {reason}")
        }
        Said::Tunnel { host, port, up, down } => {
            let (up, down) = (bytes(*up), bytes(*down));
            writeln!(out, "{ODD}tunnel{ODD:#} {host}:{port}: {up} up, {down} down, not inspected")
        }
        Said::Kill { on, source, reason } => {
            let on = if *on { "on" } else { "off" };
            writeln!(out, "{BAD}kill switch {on}{BAD:#} by {source}: {reason}")
        }
        Said::PolicyChange { text, .. } => writeln!(out, "known values were read again: {text}"),
        Said::Warning { text } => writeln!(out, "{ODD}warning{ODD:#} {text}"),
        Said::SessionEnd { ended, left_running, .. } => end(ended, left_running, out),
        Said::SessionStart(_) | Said::Checkpoint {} => writeln!(out),
        Said::Later => writeln!(out, "an entry of a later version"),
    }
}

fn begin(listed: &Listed, line: &Line, start: &Start, out: &mut dyn Write) -> io::Result<()> {
    let (id, command, at) = (listed.id, &start.command, moment(&line.ts));
    writeln!(
        out,
        "{TITLE}session {id}{TITLE:#}: {NAME}{command}{NAME:#}, {at} UTC, {}",
        state(listed.state)
    )?;
    let mut row = |name: &str, what: String| writeln!(out, "  {FAINT}{name:12}{FAINT:#} {what}");
    row("waterwall", format!("{}, policy {}", start.version, start.policy))?;
    row("in scope", start.scope.join(", "))?;
    for file in &start.profile_files {
        row("profile", format!("{} (SHA-256 {})", file.path, file.sha256))?;
    }
    let known: Vec<_> =
        start.known.iter().map(|known| format!("{} from {}", known.count, known.source)).collect();
    row("known values", if known.is_empty() { "none".to_owned() } else { known.join(", ") })?;
    row("confinement", confinement(&start.confinement).to_owned())?;
    if !start.overrides.connect_to.is_empty() {
        row("connect to", start.overrides.connect_to.join(", "))?;
    }
    if start.overrides.extra_roots > 0 {
        row("roots", format!("{} more than the system has", start.overrides.extra_roots))?;
    }
    writeln!(out)
}

fn requested(request: &Passed, out: &mut dyn Write) -> io::Result<()> {
    let Passed { exchange, host, method, path, bytes_in, bytes_out, .. } = request;
    let size = if bytes_in == bytes_out {
        bytes(*bytes_in)
    } else {
        format!("{} as {}", bytes(*bytes_in), bytes(*bytes_out))
    };
    writeln!(out, "#{exchange} {method} {NAME}{host}{NAME:#}{path}, {size}")?;
    replaced(request, out)
}

fn sent(message: &Passed, out: &mut dyn Write) -> io::Result<()> {
    let way = if message.direction == "up" { "to the provider" } else { "to the client" };
    writeln!(out, "#{} message {way}, {}", message.exchange, bytes(message.bytes_out))?;
    replaced(message, out)?;
    restored(&message.restored, 0, message.unresolved, out)
}

/// Which secrets became placeholders where, and what was left as it was.
fn replaced(passed: &Passed, out: &mut dyn Write) -> io::Result<()> {
    let detail = |out: &mut dyn Write, text: String| writeln!(out, "{:21}{text}", "");
    for hit in &passed.hits {
        let times = if hit.count == 1 { String::new() } else { format!(", {} times", hit.count) };
        detail(
            out,
            format!(
                "{KIND}{}{KIND:#} {FAINT}{}{FAINT:#} became a placeholder in {}{times}",
                hit.kind, hit.id, hit.path
            ),
        )?;
    }
    let more = if passed.hits.is_empty() { "" } else { " besides" };
    let rows = [
        (passed.unlisted, "that the log has listed before", "stayed here", more),
        (passed.exempt, "in places that must not change", "left as it was", ""),
    ];
    for (number, which, what, more) in rows.into_iter().filter(|(number, ..)| *number > 0) {
        let secrets = count(number, if what == "stayed here" { "secret" } else { "finding" });
        detail(out, format!("{secrets} {which} {what}{more}"))?;
    }
    if passed.opaque > 0 {
        detail(out, format!("{ODD}{} could not be read as text{ODD:#}", bytes(passed.opaque)))?;
    }
    Ok(())
}

fn answered(response: &Answered, out: &mut dyn Write) -> io::Result<()> {
    let Answered { exchange, status, ended, .. } = response;
    let ended = match ended.as_str() {
        "complete" => String::new(),
        "broken" => format!(", {ODD}broken off by the provider{ODD:#}"),
        "client_gone" => format!(", {ODD}the client went away{ODD:#}"),
        other => format!(", {other}"),
    };
    writeln!(out, "#{exchange} answer {status}, {}{ended}", bytes(response.bytes))?;
    restored(&response.restored, response.unlisted, response.unresolved, out)
}

/// Which placeholders became secrets again.
fn restored(restored: &[Restored], unlisted: u64, unresolved: u64, out: &mut dyn Write) -> io::Result<()> {
    for Restored { kind, id, count, .. } in restored {
        let times = if *count == 1 { String::new() } else { format!(", {count} times") };
        writeln!(out, "{:21}{KIND}{kind}{KIND:#} {FAINT}{id}{FAINT:#} was put back{times}", "")?;
    }
    if unlisted > 0 {
        writeln!(out, "{:21}{} more put back", "", count(unlisted, "placeholder"))?;
    }
    if unresolved > 0 {
        let texts = count(unresolved, "text");
        writeln!(out, "{:21}{ODD}{texts} like a placeholder left as it was{ODD:#}", "")?;
    }
    Ok(())
}

fn end(ended: &Ended, left_running: &[String], out: &mut dyn Write) -> io::Result<()> {
    let code = ended.code.map_or_else(String::new, |code| format!(" {code}"));
    match ended.how.as_str() {
        "exit" => writeln!(out, "ended with exit status{code}")?,
        "signal" => writeln!(out, "ended by signal{code}")?,
        "not_started" => writeln!(out, "the command was not started")?,
        other => writeln!(out, "ended: {other}{code}")?,
    }
    match left_running {
        [] => Ok(()),
        left => writeln!(out, "{:21}{ODD}left running{ODD:#}: {}", "", left.join(", ")),
    }
}
