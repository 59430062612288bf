//! Owns the first entry of a session's log, made from its plan. It must name no secret.

use data_encoding::HEXLOWER;

use crate::audit::entry::{FileDigest, Overrides, SessionStart, SourceCount};
use crate::audit::{Digest, LogText};
use crate::config::RunPlan;
use crate::engine::provider::Scope;

/// What the log says of a session before anything happens in it.
#[must_use]
pub fn entry(plan: &RunPlan, scope: &Scope) -> SessionStart {
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let connect_to = plan.connect_to.iter().map(|it| format!("{}:{}={}", it.host, it.port, it.to_addr));
    let command = std::path::Path::new(&plan.program).file_name().unwrap_or(&plan.program);
    let known = plan.detection.known_counts.iter();
    let file = |file: &crate::config::file::ProfileFile| FileDigest {
        path: LogText::new(file.path.to_string_lossy()),
        sha256: Digest::from(file.sha256),
    };
    SessionStart {
        version: LogText::new(env!("CARGO_PKG_VERSION")),
        policy: policy(scope, &plan.profile_files, plan.note),
        scope: scope.patterns().map(LogText::new).collect(),
        command: LogText::new(command.to_string_lossy()),
        profile: None,
        profile_files: plan.profile_files.iter().map(file).collect(),
        known: known.map(|(from, n)| SourceCount { source: LogText::new(from), count: count(*n) }).collect(),
        confinement: LogText::new("env"),
        overrides: Overrides {
            connect_to: connect_to.map(LogText::new).collect(),
            extra_roots: u64::from(plan.upstream_ca.is_some()),
        },
    }
}

/// The digest of what decides: the version, which has the rules, the hosts with their dialects, and the bytes of the
/// profiles, which have the allow lists, and of the rule files; and whether requests carry the note.
fn policy(scope: &Scope, files: &[crate::config::file::ProfileFile], note: bool) -> Digest {
    let rows = scope.rows().map(|(pattern, dialect)| format!("{pattern}={}\n", dialect.name()));
    let files = files.iter().map(|file| format!("{}\n", HEXLOWER.encode(&file.sha256)));
    let note = note.then(|| "note\n".to_owned());
    let all: String = rows.chain(files).chain(note).collect();
    Digest::of(format!("waterwall {}\n{all}", env!("CARGO_PKG_VERSION")).as_bytes())
}
