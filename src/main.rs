//! `ww`: parses, dispatches, prints the one error, and exits as the child did.

use std::error::Error;
use std::io::{Write, stderr, stdout};
use std::panic::PanicHookInfo;
use std::process::ExitCode;

use clap::Parser;
use waterwall::audit::StateDir;
use waterwall::causes::told;
use waterwall::cli::{Cli, Command, Run};
use waterwall::command;
use waterwall::config::{Places, RunPlan};
use waterwall::launch::end::exit_as;
use waterwall::launch::run::run;

/// What `ww` exits with when it fails before there is a child to exit as.
const FAILED: u8 = 125;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(told_by_place));
    let ended = match Cli::parse().command {
        Command::Run(typed) => run_command(typed),
        Command::Scan(typed) => scan(&typed),
        Command::Audit(typed) => audit(&typed),
        Command::Verify(typed) => verify(typed),
        Command::Prove(typed) => prove(typed),
        Command::Note => command::note::run(&mut stdout()).map_err(|error| failed(1, error)),
        Command::ProveAgent => command::prove_agent::run().map_err(|error| failed(1, error)),
    };
    ended.unwrap_or_else(|code| code)
}

fn run_command(typed: Run) -> Result<ExitCode, ExitCode> {
    let environment: Vec<_> = std::env::vars_os().collect();
    let places = Places::of_this_user().map_err(|error| failed(FAILED, error))?;
    let here = std::env::current_dir().map_err(|error| failed(FAILED, error))?;
    let plan = RunPlan::make(typed, &here, &environment, &places).map_err(|error| failed(FAILED, error))?;
    let end = run(plan, environment).map_err(|error| failed(error.exit_status(), error))?;
    Ok(exit_as(end))
}

/// Says where the program went wrong and not with what: a panic's own message may quote the bytes it was working on.
fn told_by_place(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
    let _closed = writeln!(stderr(), "ww: internal error{place}; please report it");
}

/// Prints an error with its causes, once, on one line.
fn failed(status: u8, error: impl Error) -> ExitCode {
    let _closed = writeln!(stderr(), "ww: {}", told(&error));
    ExitCode::from(status)
}

fn scan(typed: &waterwall::cli::Scan) -> Result<ExitCode, ExitCode> {
    let environment: Vec<_> = std::env::vars_os().collect();
    let places = Places::of_this_user().map_err(|error| failed(2, error))?;
    let here = std::env::current_dir().map_err(|error| failed(2, error))?;
    let status = command::scan::run(typed, &here, &environment, &places);
    status.map(ExitCode::from).map_err(|error| failed(2, error))
}

fn audit(typed: &waterwall::cli::Audit) -> Result<ExitCode, ExitCode> {
    let environment: Vec<_> = std::env::vars_os().collect();
    let places = Places::of_this_user().map_err(|error| failed(2, error))?;
    let here = std::env::current_dir().map_err(|error| failed(2, error))?;
    let state = StateDir::at(&places.state_dir);
    let around = command::audit::Surroundings {
        state: &state,
        here: &here,
        environment: &environment,
        places: &places,
    };
    let status = command::audit::run(typed, &around);
    status.map(ExitCode::from).map_err(|error| failed(2, error))
}

fn verify(typed: waterwall::cli::Verify) -> Result<ExitCode, ExitCode> {
    let places = Places::of_this_user().map_err(|error| failed(2, error))?;
    let asked = command::verify::Verify {
        what: typed.what,
        key: typed.key,
        expect_head: typed.expect_head,
        json: typed.json,
    };
    let status = command::verify::run(&asked, &StateDir::at(&places.state_dir), &mut stdout());
    status.map(ExitCode::from).map_err(|error| failed(2, error))
}

fn prove(typed: waterwall::cli::Prove) -> Result<ExitCode, ExitCode> {
    let proved = command::prove::run(typed.json, &mut stdout()).map_err(|error| failed(1, error))?;
    Ok(if proved { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
