//! Owns what is said of a proof: a table for people, or one JSON object. It must not say a secret, nor "proved" of
//! anything that the verdict does not.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::dialects::SHEETS;
use super::judge::{Fault, Problem, Row, Verdict};
use super::plan::{Kind, Plan};
use super::sheet::Place;

/// Faults listed by name; there may be thousands of the same.
const MAX_LISTED: usize = 20;
/// Hex digits of a placeholder's id that are shown.
const SHOWN_DIGITS: usize = 4;

/// Writes the table.
///
/// # Errors
/// When it cannot be written.
pub fn write_text(plan: &Plan, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let planted = count(plan, |kind| matches!(kind, Kind::Planted(_)));
    writeln!(out, "  {:<19} {:<31} {:<22} came back", "secret", "the provider saw", "planted in")?;
    for (index, (secret, row)) in plan.secrets.iter().zip(&verdict.rows).enumerate() {
        let (mark, back) = came_back(index, row, verdict);
        let (saw, exchanges) = (shortened(row), many(planted, "exchange"));
        let planted = format!("{}, {exchanges}", many(Place::ALL.len(), "place"));
        writeln!(out, "{mark} {:<19} {saw:<31} {planted:<22} {back}", secret.name)?;
    }
    let places = Place::ALL.map(|(_, name)| name).join(", ");
    let dialects: Vec<_> = SHEETS.iter().map(|sheet| sheet.name).collect();
    writeln!(out, "\n  places    {places}\n  dialects  {}, whole and streamed", dialects.join(", "))?;
    writeln!(out, "  clean     {}", summed(plan, verdict, Kind::Clean, "arrived byte for byte"))?;
    writeln!(out, "  refused   {}", summed(plan, verdict, Kind::Unreadable, "refused, and did not arrive"))?;
    let log = verdict.faults.iter().find(|fault| is_of_log(&fault.problem));
    writeln!(
        out,
        "  log       {}",
        log.map_or("verified, and holds no secret".to_owned(), |it| it.problem.to_string())
    )?;
    if !verdict.faults.is_empty() {
        writeln!(out)?;
    }
    // What concerns the whole session comes last and explains the most.
    for fault in verdict.faults.iter().rev().take(MAX_LISTED) {
        writeln!(out, "! {}", said(plan, fault))?;
    }
    if verdict.faults.len() > MAX_LISTED {
        writeln!(out, "! and {} more", verdict.faults.len() - MAX_LISTED)?;
    }
    writeln!(out, "\n{}", closing(plan, verdict))
}

/// Writes one JSON object.
///
/// # Errors
/// When it cannot be written.
pub fn write_json(plan: &Plan, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let secret = |(index, row): (usize, &Row)| {
        let name = plan.secrets.get(index).map(|secret| secret.name);
        let faults =
            |of: fn(&Problem) -> bool| of_secret(verdict, index).filter(|it| of(&it.problem)).count();
        json!({"name": name, "placeholder": shown(row), "replaced": row.replaced, "exact": row.exact,
            "crossed": faults(is_crossing), "wrong": faults(|it| *it == Problem::Wrong)})
    };
    let fault = |fault: &Fault| {
        let case = fault.case.and_then(|number| plan.cases.get(number)).map(super::plan::Case::describe);
        let secret = fault.secret.and_then(|index| plan.secrets.get(index)).map(|secret| secret.name);
        json!({"case": fault.case, "exchange": case, "secret": secret, "problem": fault.problem.to_string()})
    };
    let report = json!({
        "proved": verdict.is_proved(),
        "checks": {"planned": verdict.planned, "made": verdict.made, "failed": verdict.faults.len()},
        "exchanges": plan.cases.len(),
        "dialects": SHEETS.iter().map(|sheet| sheet.name).collect::<Vec<_>>(),
        "places": Place::ALL.map(|(_, name)| name),
        "secrets": verdict.rows.iter().enumerate().map(secret).collect::<Vec<Value>>(),
        "faults": verdict.faults.iter().map(fault).collect::<Vec<Value>>(),
    });
    writeln!(out, "{report}")
}

fn closing(plan: &Plan, verdict: &Verdict) -> String {
    let Verdict { made, planned, faults, .. } = verdict;
    if verdict.is_proved() {
        let (secrets, dialects) = (many(plan.secrets.len(), "secret"), many(SHEETS.len(), "dialect"));
        let exchanges = many(plan.cases.len(), "exchange");
        format!(
            "proved: {secrets}, {dialects}, {exchanges}: none crossed, all came back ({})",
            many(*made, "check")
        )
    } else {
        format!("NOT PROVED: {made} of {} made, {} of them failed", many(*planned, "check"), faults.len())
    }
}

/// The mark of a secret's row, and how it came back.
fn came_back(index: usize, row: &Row, verdict: &Verdict) -> (char, String) {
    if of_secret(verdict, index).any(|fault| is_crossing(&fault.problem)) {
        ('!', "CROSSED".to_owned())
    } else if of_secret(verdict, index).any(|fault| fault.problem == Problem::Wrong) {
        ('!', "WRONG".to_owned())
    } else if of_secret(verdict, index).next().is_some() {
        ('!', "see below".to_owned())
    } else if row.exact == 0 {
        ('!', "not at all".to_owned())
    } else {
        (' ', format!("exact, {}", many(row.exact, "time")))
    }
}

fn of_secret(verdict: &Verdict, index: usize) -> impl Iterator<Item = &Fault> {
    verdict.faults.iter().filter(move |fault| fault.secret == Some(index))
}

fn is_crossing(problem: &Problem) -> bool {
    matches!(problem, Problem::Crossed(_))
}

fn is_of_log(problem: &Problem) -> bool {
    matches!(problem, Problem::Log(_) | Problem::Entries { .. } | Problem::Kept { .. })
}

/// How many exchanges of a kind are without a fault.
fn summed(plan: &Plan, verdict: &Verdict, kind: Kind, what: &str) -> String {
    let faulty = |number: usize| verdict.faults.iter().any(|fault| fault.case == Some(number));
    let ours = || plan.cases.iter().enumerate().filter(|(_, case)| case.kind == kind);
    let good = ours().filter(|(number, _)| !faulty(*number)).count();
    format!("{good} of {} {what}", many(ours().count(), "request"))
}

fn said(plan: &Plan, fault: &Fault) -> String {
    let secret = fault.secret.and_then(|index| plan.secrets.get(index)).map(|secret| secret.name.to_owned());
    let case = fault
        .case
        .and_then(|number| Some(format!("exchange {number}, {}", plan.cases.get(number)?.describe())));
    let parts = [secret, case, Some(fault.problem.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

/// A placeholder; anything else that stands in a secret's place is not shown, since it may be the secret.
fn shown(row: &Row) -> Option<&str> {
    row.placeholder.as_deref().filter(|_| row.replaced > 0)
}

fn shortened(row: &Row) -> String {
    match shown(row).and_then(|text| text.rsplit_once(':')) {
        Some((kind, id)) => format!("{kind}:{}…>", id.chars().take(SHOWN_DIGITS).collect::<String>()),
        None => "no placeholder".to_owned(),
    }
}

fn count(plan: &Plan, of: impl Fn(Kind) -> bool) -> usize {
    plan.cases.iter().filter(|case| of(case.kind)).count()
}

fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(verdict: &Verdict) -> (String, Value) {
        let plan = Plan::draw().unwrap();
        let (mut text, mut json) = (Vec::new(), Vec::new());
        write_text(&plan, verdict, &mut text).unwrap();
        write_json(&plan, verdict, &mut json).unwrap();
        (String::from_utf8(text).unwrap(), serde_json::from_slice(&json).unwrap())
    }

    fn verdict(made: usize, faults: Vec<Fault>) -> Verdict {
        let row = Row { placeholder: Some("<pl:X:0123456789abcdef>".into()), replaced: 48, exact: 138 };
        Verdict { made, planned: 9, faults, rows: vec![row; 6] }
    }

    #[test]
    fn proved_is_said_only_when_every_check_was_made_and_held() {
        let (text, json) = said(&verdict(9, Vec::new()));
        assert!(text.ends_with("none crossed, all came back (9 checks)\n"), "{text}");
        assert!(text.contains("<pl:X:0123…>") && !text.contains('!'), "{text}");
        assert_eq!((&json["proved"], &json["secrets"][5]["exact"]), (&json!(true), &json!(138)));

        let crossed = Fault { case: Some(4), secret: Some(1), problem: Problem::Crossed("in base64") };
        for verdict in [verdict(8, Vec::new()), verdict(9, vec![crossed]), Verdict::default()] {
            let (text, json) = said(&verdict);
            assert!(text.contains("NOT PROVED") && !text.contains("\nproved"), "{text}");
            assert_eq!(json["proved"], json!(false));
        }
    }

    #[test]
    fn the_row_of_a_secret_that_crossed_is_marked() {
        let crossed = Fault { case: Some(4), secret: Some(1), problem: Problem::Crossed("in base64") };
        let (text, json) = said(&verdict(9, vec![crossed]));
        let row = text.lines().find(|line| line.contains("AWS")).unwrap();
        assert!(row.starts_with('!') && row.ends_with("CROSSED"), "{row}");
        assert!(text.contains("the provider received it, in base64"), "{text}");
        assert_eq!(json["secrets"][1]["crossed"], json!(1));
    }

    #[test]
    fn what_stands_in_a_secrets_place_is_shown_only_when_it_is_a_placeholder() {
        let row = Row { placeholder: Some("not:hidden".into()), replaced: 0, exact: 0 };
        let (text, json) = said(&Verdict { rows: vec![row], ..verdict(8, Vec::new()) });
        assert!(!text.contains("hidden") && !json.to_string().contains("hidden"), "{text}");
    }
}
