//! Owns the one line at the end. It must not be printed where nobody asked, and must be where something went wrong.

use std::time::Duration;

use crate::audit::writer::Closed;
pub use crate::proxy::Observed;

/// The line about a session; `None` when all went well and nobody looks.
#[must_use]
pub fn line(closed: &Closed, observed: &Observed, is_terminal: bool) -> Option<String> {
    let totals = &closed.totals;
    if !is_terminal && totals.refused == 0 && observed.unresolved == 0 {
        return None;
    }
    let count: u64 = totals.secrets.iter().map(|row| row.count).sum();
    let kinds: Vec<_> = totals.secrets.iter().map(|row| format!("{} {}", row.kind, row.count)).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let mut line =
        format!("ww: {} stayed here{kinds} in {}", many(count, "secret"), many(totals.requests, "request"));
    if let Some(median) = median(&observed.added) {
        line.push_str(&format!(" · added {:.1} ms median", median.as_secs_f64() * 1e3));
    }
    for (number, what) in
        [(totals.refused, "refused"), (observed.unresolved, "unresolved"), (totals.tunnels, "tunnelled")]
    {
        if number > 0 {
            line.push_str(&format!(" · {number} {what}"));
        }
    }
    Some(format!("{line} · log {}", closed.id))
}

fn many(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn median(times: &[Duration]) -> Option<Duration> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}
