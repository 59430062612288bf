//! Owns `ww audit ls`: one line a session. It must not read more of a session than its line needs.

use std::io::Write;

use serde::Serialize;

use super::AuditCommandError;
use super::words::{BAD, FAINT, KIND, NAME, kinds, lasted, moment, state};
use crate::audit::reading::{self, Ended, Listed, Roll, State, Summary, TypeCount};
use crate::audit::{SessionId, StateDir};

/// A session, for programs.
#[derive(Serialize)]
struct Row<'a> {
    session: SessionId,
    state: State,
    file: &'a str,
    archive: Option<&'a str>,
    began: Option<&'a str>,
    last: Option<&'a str>,
    command: Option<&'a str>,
    ended: Option<&'a Ended>,
    requests: u64,
    refused: u64,
    secrets: &'a [TypeCount],
}

/// Lists the sessions, the oldest first.
pub(super) fn run(state: &StateDir, json: bool, out: &mut dyn Write) -> Result<u8, AuditCommandError> {
    let roll = Roll::read(state)?;
    if !json {
        let head = ["SESSION", "BEGAN (UTC)", "LASTED", "COMMAND", "REQUESTS", "REFUSED", "STATE", "SECRETS"];
        let [session, began, lasted, command, requests, refused, state, secrets] = head;
        writeln!(
            out,
            "{FAINT}{session:7} {began:19} {lasted:>12}  {command:12} {requests:>8} {refused:>7}  {state:20} {secrets}{FAINT:#}"
        )?;
    }
    for listed in &roll.sessions {
        let sum = match listed.state {
            State::Archived | State::Missing => Summary::default(),
            _ => reading::glance(state, listed)?,
        };
        if json { object(listed, &sum, out)? } else { line(listed, &sum, out)? }
    }
    if roll.unreadable > 0 && !json {
        writeln!(out, "{BAD}the ledger has lines that cannot be read{BAD:#}: run `ww verify`")?;
    }
    Ok(0)
}

fn line(listed: &Listed, sum: &Summary, out: &mut dyn Write) -> std::io::Result<()> {
    let began = sum.began.as_deref().map_or_else(|| of_name(&listed.file), moment);
    let lasted = sum.began.as_deref().zip(sum.last.as_deref()).and_then(|(from, to)| lasted(from, to));
    let command = sum.start.as_ref().map_or("-", |start| start.command.as_str());
    let command: String = command.chars().take(12).collect();
    let [requests, refused] = [sum.requests, sum.refused]
        .map(|count| if sum.lines == 0 { "-".to_owned() } else { count.to_string() });
    let style = match listed.state {
        State::Missing | State::Unknown => BAD,
        _ => FAINT,
    };
    write!(out, "{NAME}{}{NAME:#}  {began:19} {:>12}  {command:12} ", listed.id, lasted.unwrap_or_default())?;
    write!(out, "{requests:>8} {refused:>7}  {style}{:20}{style:#} ", state(listed.state))?;
    let secrets = kinds(&sum.secrets);
    writeln!(out, "{KIND}{}{KIND:#}", if secrets.is_empty() { "-" } else { &secrets })
}

fn object(listed: &Listed, sum: &Summary, out: &mut dyn Write) -> Result<(), AuditCommandError> {
    let row = Row {
        session: listed.id,
        state: listed.state,
        file: &listed.file,
        archive: listed.archive.as_deref(),
        began: sum.began.as_deref(),
        last: sum.last.as_deref(),
        command: sum.start.as_ref().map(|start| start.command.as_str()),
        ended: sum.ended.as_ref(),
        requests: sum.requests,
        refused: sum.refused,
        secrets: &sum.secrets,
    };
    super::object(&row, out)
}

/// The moment that a file's name has: of a session whose file is not there it is the only one.
fn of_name(file: &str) -> String {
    let (day, time) = (file.get(..10).unwrap_or_default(), file.get(11..19).unwrap_or_default());
    format!("{day} {}", time.replace('-', ":"))
}
