//! Owns how numbers, times and lists are said to people, and in which colours. It must not decide what is said.

use anstyle::{AnsiColor, Style};

use crate::audit::Timestamp;
use crate::audit::reading::{State, TypeCount};
pub(super) use crate::launch::summary::bytes;

/// A session, a TYPE, a host.
pub(super) const NAME: Style = AnsiColor::Cyan.on_default();
/// What stayed here.
pub(super) const KIND: Style = AnsiColor::Green.on_default();
/// What was refused, or does not hold.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What was not inspected.
pub(super) const ODD: Style = AnsiColor::Yellow.on_default();
/// What one may pass over.
pub(super) const FAINT: Style = Style::new().dimmed();
/// The first line.
pub(super) const TITLE: Style = Style::new().bold();

/// `1 line`, `2 lines`.
pub(super) fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// `2026-11-22 15:44:01` of a moment as the log has it.
pub(super) fn moment(ts: &str) -> String {
    ts.chars().take(19).map(|c| if c == 'T' { ' ' } else { c }).collect()
}

/// `15:44:01.123` of a moment as the log has it.
pub(super) fn time(ts: &str) -> &str {
    ts.get(11..23).unwrap_or(ts)
}

/// How long from one moment to another.
pub(super) fn lasted(from: &str, to: &str) -> Option<String> {
    let millis = |ts| Timestamp::parse(ts).map(Timestamp::as_millis);
    let millis = millis(to)?.checked_sub(millis(from)?)?;
    let seconds = millis / 1000;
    Some(match seconds {
        0..60 => format!("{seconds}.{} s", millis % 1000 / 100),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    })
}

/// `AWS_SECRET_KEY 2, GITHUB_TOKEN 1`.
pub(super) fn kinds(counts: &[TypeCount]) -> String {
    let rows: Vec<_> = counts.iter().map(|row| format!("{} {}", row.kind, row.count)).collect();
    rows.join(", ")
}

/// How a session stands.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Closed => "closed",
        State::Adopted => "killed, then adopted",
        State::Running => "running",
        State::NotClosed => "killed, not adopted",
        State::Archived => "archived",
        State::Missing => "FILE MISSING",
        State::Unknown => "NOT IN THE LEDGER",
    }
}

/// What the tier of the cage means.
pub(super) fn confinement(tier: &str) -> &str {
    match tier {
        "namespace" => "namespace: the child has no network but the proxy",
        "landlock" => "landlock: the child may connect to the proxy only",
        "env" => "env: a program that ignores its environment can go round the proxy",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(
            [bytes(1), bytes(999), bytes(4711), bytes(12_345_678)],
            ["1 byte", "999 bytes", "4.7 kB", "12.3 MB"]
        );
        let at = |time: &str| format!("2026-11-22T{time}Z");
        let lasted = |to| lasted(&at("15:00:00.000"), &at(to)).unwrap();
        assert_eq!(lasted("15:00:07.543"), "7.5 s");
        assert_eq!(lasted("15:03:07.543"), "3 min 7 s");
        assert_eq!(lasted("17:03:07.543"), "2 h 3 min");
        assert_eq!(
            (moment(&at("15:00:07.543")).as_str(), time(&at("15:00:07.543"))),
            ("2026-11-22 15:00:07", "15:00:07.543")
        );
    }
}
