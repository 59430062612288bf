//! Owns what may be typed after `ww audit`. It must not act on it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `ww audit COMMAND [--json]`.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:\n  \
    ww audit show k3f9q2                     what happened in a session\n  \
    ww audit receipt k3f9q2 12 -o line.json  proof of one line, which shows no other\n  \
    ww audit export -o evidence.tar.gz       everything an auditor needs, signed\n  \
    ww audit export --otlp http://localhost:4318\n\n\
    Exit 0: done; 1: what was shown does not verify; 2: could not.")]
pub struct Audit {
    /// What to do.
    #[command(subcommand)]
    pub command: AuditCommand,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub json: bool,
}

/// What `ww audit` can do.
#[derive(Subcommand, Clone, Debug)]
pub enum AuditCommand {
    /// List the sessions
    Ls,
    /// Tell what happened in a session, and whether its log verifies
    Show {
        /// The session
        #[arg(value_name = "SESSION")]
        session: String,
    },
    /// Make an evidence bundle, or hand the entries to something else
    Export(Export),
    /// Make a receipt: proof of one line of the log, which shows no other line
    Receipt {
        /// The session
        #[arg(value_name = "SESSION")]
        session: String,
        /// The line's number, its `seq`; `ww audit show` has it in front of each line
        #[arg(value_name = "SEQ")]
        seq: u64,
        /// Where to write it instead of stdout
        #[arg(short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Close sessions that were killed
    Adopt {
        /// The session; every one that is not running when nothing is named
        #[arg(value_name = "SESSION")]
        session: Option<String>,
    },
    /// Move closed sessions to an archive, out of the way but still verified
    Archive {
        /// Those that began before this day (UTC), or this moment: 2026-11-22 or 2026-11-22T15:44:01Z
        #[arg(long, value_name = "DATE")]
        before: String,
    },
    /// Print where the log is now, N:HEX: keep it elsewhere, and `ww verify --expect-head` tells whether today's log
    /// goes on from there
    Head,
    /// Show or change the key that signs the log
    Key {
        /// What to do with it.
        #[command(subcommand)]
        command: KeyCommand,
    },
}

/// `ww audit export [SESSION…] -o FILE | --ndjson | --otlp URL`.
#[derive(Args, Clone, Debug)]
#[command(group = clap::ArgGroup::new("to").required(true))]
pub struct Export {
    /// The sessions; every one when nothing is named
    #[arg(value_name = "SESSION")]
    pub sessions: Vec<String>,
    /// Write an evidence bundle: the log, what was in force, summaries, and a signed list of it all
    #[arg(short, value_name = "FILE.tar.gz", group = "to")]
    pub output: Option<PathBuf>,
    /// Print the entries to stdout, one JSON object a line
    #[arg(long, group = "to")]
    pub ndjson: bool,
    /// Send the entries to an OpenTelemetry collector, from where the last export to it ended
    #[arg(long, value_name = "URL", group = "to")]
    pub otlp: Option<String>,
}

/// What `ww audit key` can do.
#[derive(Subcommand, Clone, Debug)]
pub enum KeyCommand {
    /// Print the public key and where it is
    Show,
    /// Print the public key in PEM, for who is to verify the log
    Export {
        /// Where to write it instead of stdout
        #[arg(short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Sign with a new key from now on; the old key signs it over in the log
    Rotate,
}
