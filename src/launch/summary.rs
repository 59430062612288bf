//! Owns the one line at the end. It must not be printed where nobody asked, and must be where something went wrong.

use std::time::Duration;

use crate::audit::writer::{Closed, Uninspected};
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
    for (number, what) in [(totals.refused, "refused"), (observed.unresolved, "unresolved")] {
        if number > 0 {
            line.push_str(&format!(" · {number} {what}"));
        }
    }
    coverage(&closed.uninspected).iter().for_each(|fact| line.push_str(&format!(" · {fact}")));
    Some(format!("{line} · log {}", closed.id))
}

/// What was not inspected, as far as there was anything. The strongest cage is what one expects.
fn coverage(uninspected: &Uninspected) -> Vec<String> {
    let Uninspected { confinement, hosts, tunnelled, opaque, exempt } = uninspected;
    let mut facts = Vec::new();
    match hosts.first() {
        Some(only) if hosts.len() == 1 => facts.push(format!("{} with {only} not read", bytes(*tunnelled))),
        Some(_) => facts.push(format!("{} with {} hosts not read", bytes(*tunnelled), hosts.len())),
        None => {}
    }
    if *opaque > 0 {
        facts.push(format!("{} opaque", bytes(*opaque)));
    }
    if *exempt > 0 {
        facts.push(format!("{} exempt", many(*exempt, "finding")));
    }
    if confinement != "namespace" {
        facts.push(format!("confinement {confinement}"));
    }
    facts
}

/// `517 bytes`, `4.7 kB`.
#[must_use]
pub fn bytes(number: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match STEPS.into_iter().find(|(step, _)| number >= *step) {
        Some((step, unit)) => {
            let tenths = number / (step / 10);
            format!("{}.{} {unit}", tenths / 10, tenths % 10)
        }
        None => many(number, "byte"),
    }
}

fn many(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn median(times: &[Duration]) -> Option<Duration> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::LogText;
    use crate::audit::sample;

    fn closed(uninspected: Uninspected) -> Closed {
        let root = tempfile::tempdir().unwrap();
        let closed = sample::open(&sample::state(root.path()), "k3f9q2").close(sample::end()).unwrap();
        Closed { uninspected, ..closed }
    }

    #[test]
    fn what_was_not_inspected_is_said_where_there_was_any() {
        let caged = Uninspected { confinement: "namespace".to_owned(), ..Uninspected::default() };
        let said = |uninspected| line(&closed(uninspected), &Observed::default(), true).unwrap();
        assert_eq!(said(caged.clone()), "ww: 0 secrets stayed here in 0 requests · log k3f9q2");
        let hosts = |names: &[&str]| names.iter().map(LogText::new).collect();
        let one = Uninspected { hosts: hosts(&["a.example"]), tunnelled: 4711, ..caged };
        assert!(said(one.clone()).contains(" · 4.7 kB with a.example not read · log "));
        let all = Uninspected {
            confinement: "env".to_owned(),
            hosts: hosts(&["a.example", "b.example"]),
            opaque: 12,
            exempt: 1,
            ..one
        };
        let facts =
            " · 4.7 kB with 2 hosts not read · 12 bytes opaque · 1 finding exempt · confinement env · log ";
        assert!(said(all.clone()).contains(facts));
        assert_eq!(line(&closed(all), &Observed::default(), false), None);
    }
}
