//! Owns what was typed: the clap types and nothing else. It must not read a file, the environment or a clock.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand};

pub use audit::{Audit, AuditCommand, Export, KeyCommand};

mod audit;

/// The whole command line.
#[derive(Parser, Clone, Debug)]
#[command(name = "ww", version, about = "Runs an AI coding agent so that your secrets stay on this machine")]
#[command(after_help = "Examples:\n  \
    ww run claude                    start Claude Code behind the proxy\n  \
    ww run -- codex exec 'fix it'    the same for any other command\n  \
    ww scan --transcripts            show what has leaked already\n  \
    ww audit ls                      list the sessions that the log has\n  \
    ww verify                        check the log of every session\n  \
    ww prove                         see it work without a network or an API key")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Subcommand, Clone, Debug)]
pub enum Command {
    /// Run a command whose secrets stay here
    Run(Run),
    /// Show what would be tokenized, and why: exit 0 nothing, 1 something, 2 could not look
    Scan(Scan),
    /// Look at the log, hand out parts of it, keep it
    Audit(Audit),
    /// Check the signed log: exit 0 verified, 1 not, 2 cannot read
    Verify(Verify),
    /// Show that it works on this machine, without a network or an API key
    Prove(Prove),
    /// Print a text for CLAUDE.md or AGENTS.md that tells a model what placeholders are
    Note,
    /// The agent that `ww prove` runs as its child
    #[command(hide = true)]
    ProveAgent,
}

/// `ww run [OPTIONS] [--] COMMAND [ARGS…]`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  \
    ww run claude -p 'explain this'\n  \
    ww run --host llm.example.com=openai-chat -- aider\n\n\
    What follows COMMAND belongs to it. `ww` exits as the command did; 125 when `ww` itself failed, 126 when the\n\
    command cannot be executed, 127 when it was not found.")]
pub struct Run {
    /// Also open the traffic of this host, in this dialect
    #[arg(long = "host", value_name = "PATTERN[=DIALECT]")]
    pub hosts: Vec<String>,
    /// Connect to ADDR:PORT whenever HOST:PORT is meant (for gateways and tests; logged)
    #[arg(long, value_name = "HOST:PORT=ADDR:PORT")]
    pub connect_to: Vec<ConnectTo>,
    /// Trust the certificates in this PEM file upstream as well (for gateways and tests; logged)
    #[arg(long, value_name = "FILE")]
    pub upstream_ca: Option<PathBuf>,
    /// The command to run, with its arguments
    // Without `allow_hyphen_values`: an unknown flag before the command is a mistake and not the command's name.
    #[arg(required = true, trailing_var_arg = true, value_name = "COMMAND")]
    pub command: Vec<OsString>,
}

/// `ww scan [OPTIONS] [PATH…|-]`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  \
    ww scan                      this directory, as git sees it, with its hidden files\n  \
    ww scan --no-ignore --explain .env src\n  \
    git diff | ww scan\n  \
    ww scan --transcripts        what your agents have sent and kept already\n\n\
    A line that holds `ww:allow` or `gitleaks:allow` is freed here, and only here: a run tokenizes it all the same.\n\
    Of several states the worst is the exit status: 2 when something could not be looked at, 1 when something was\n\
    found, 0 when nothing was.\n\n\
    --json prints an object a line: path, line, column (from 1, in characters), start, end (bytes, end exclusive),\n\
    rule, type, source (known, prefix, context or pii), placeholder.\n\n\
    --stdin-jsonl is for measuring: it uses the built-in rules and those of your profile, and no known value of this\n\
    machine, and does not look at marks. For each {\"id\":…,\"text\":…} it prints {\"id\":…,\"findings\":[…]} with start,\n\
    end, rule, type and source; start and end are bytes of the text in UTF-8.")]
pub struct Scan {
    /// Files and directories; `-` is stdin. Without any: stdin, or this directory when stdin is a terminal
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Also scan what the agents on this machine have kept of their sessions
    #[arg(long)]
    pub transcripts: bool,
    /// Also scan what git ignores
    #[arg(long)]
    pub no_ignore: bool,
    /// Say of each finding why it is one, what stands around it, and how to allow it
    #[arg(long)]
    pub explain: bool,
    /// Print the secrets themselves
    #[arg(long)]
    pub show: bool,
    /// Answer in JSON, one object a line
    #[arg(long)]
    pub json: bool,
    /// Answer each line of stdin with its findings
    #[arg(long, conflicts_with_all = ["paths", "transcripts", "no_ignore", "explain", "show", "json"])]
    pub stdin_jsonl: bool,
}

/// `ww verify [WHAT…] [--key PUB] [--expect-head N:HEX] [--json]`.
#[derive(Args, Clone, Debug)]
pub struct Verify {
    /// Sessions, session files, evidence bundles, receipts or archives; every session when nothing is named
    #[arg(value_name = "SESSION|FILE")]
    pub what: Vec<String>,
    /// What `ww audit head` printed once: the log of today must go on from there
    #[arg(long, value_name = "N:HEX")]
    pub expect_head: Option<String>,
    /// Check signatures with this public key (SPKI PEM) instead of this machine's own
    #[arg(long, value_name = "PUB")]
    pub key: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// `ww prove [--json]`.
#[derive(Args, Clone, Debug)]
pub struct Prove {
    /// Answer in JSON
    #[arg(long)]
    pub json: bool,
}

/// One `--connect-to`: where a host really is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConnectTo {
    /// The host as clients name it: lower case, no trailing dot.
    pub host: String,
    /// The port as clients name it.
    pub port: u16,
    /// Where the connection goes instead.
    pub to_addr: SocketAddr,
}

/// Why a `--connect-to` cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConnectToError {
    /// There is no `=`, or no `:` before it.
    #[error("write it as HOST:PORT=ADDR:PORT, for example api.example.com:443=127.0.0.1:8443")]
    Shape,
    /// A port is not a number from 1 to 65535.
    #[error("the port before `=` must be a number from 1 to 65535")]
    Port,
    /// The right side is not an IP address with a port.
    #[error("what follows `=` must be an IP address with a port, for example 127.0.0.1:8443 or [::1]:8443")]
    Address,
}

impl FromStr for ConnectTo {
    type Err = ConnectToError;

    fn from_str(text: &str) -> Result<Self, ConnectToError> {
        let (from, to) = text.split_once('=').ok_or(ConnectToError::Shape)?;
        let (host, port) = from.rsplit_once(':').ok_or(ConnectToError::Shape)?;
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if host.is_empty() {
            return Err(ConnectToError::Shape);
        }
        let port = port.parse().ok().filter(|&port| port != 0).ok_or(ConnectToError::Port)?;
        let to_addr = to.parse().map_err(|_| ConnectToError::Address)?;
        Ok(Self { host, port, to_addr })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    use super::*;

    fn run(arguments: &[&str]) -> Result<Run, clap::Error> {
        let all = ["ww", "run"].iter().chain(arguments);
        match Cli::try_parse_from(all)?.command {
            Command::Run(run) => Ok(run),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn what_follows_the_command_belongs_to_it() {
        for (typed, command) in [
            (&["claude", "-p", "x"][..], &["claude", "-p", "x"][..]),
            (&["--", "claude"], &["claude"]),
            (&["--host", "a.example", "--", "claude", "--version"], &["claude", "--version"]),
            (&["claude", "--help"], &["claude", "--help"]),
            (&["claude", "--host", "x"], &["claude", "--host", "x"]),
            (&["npx", "--", "tool"], &["npx", "--", "tool"]),
            (&["--", "npx", "--", "tool"], &["npx", "--", "tool"]),
            (&["--", "-odd-name"], &["-odd-name"]),
        ] {
            assert_eq!(run(typed).unwrap().command, command, "{typed:?}");
        }
    }

    #[test]
    fn a_missing_command_and_an_unknown_flag_are_usage_errors() {
        for typed in [&[][..], &["--"], &["--hots", "x", "claude"], &["--connect-to", "nonsense", "claude"]] {
            assert_eq!(run(typed).unwrap_err().exit_code(), 2, "{typed:?}");
        }
        let unknown = run(&["--hots", "x", "claude"]).unwrap_err();
        assert_eq!(unknown.kind(), ErrorKind::UnknownArgument);
        assert!(unknown.to_string().contains("--host"), "{unknown}");
    }

    #[test]
    fn a_host_is_moved_to_an_address() {
        for (text, host, port, to) in [
            ("api.example.com:443=127.0.0.1:8443", "api.example.com", 443, "127.0.0.1:8443"),
            ("API.Example.com.:443=[::1]:1", "api.example.com", 443, "[::1]:1"),
        ] {
            let to_addr = to.parse().unwrap();
            assert_eq!(text.parse(), Ok(ConnectTo { host: host.into(), port, to_addr }));
        }
        for (text, error) in [
            ("api.example.com:443", ConnectToError::Shape),
            ("api.example.com=127.0.0.1:1", ConnectToError::Shape),
            (":443=127.0.0.1:1", ConnectToError::Shape),
            ("a:0=127.0.0.1:1", ConnectToError::Port),
            ("a:443=localhost:1", ConnectToError::Address),
        ] {
            assert_eq!(text.parse::<ConnectTo>(), Err(error), "{text}");
        }
    }
}
