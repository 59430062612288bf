//! Owns the places where agents keep their sessions. It must not read them, nor look in another user's home.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Where one agent keeps sessions.
struct Store {
    /// The variable that moves the agent's directory, if there is one.
    variable: &'static str,
    /// Where the directory is otherwise, below home.
    directory: &'static str,
    /// Below it: a file, or a directory of sessions.
    below: &'static str,
    /// How the files' names end.
    endings: &'static [&'static str],
}

const fn store(
    variable: &'static str,
    directory: &'static str,
    below: &'static str,
    endings: &'static [&'static str],
) -> Store {
    Store { variable, directory, below, endings }
}

const LINES: &[&str] = &[".jsonl"];
const JSON: &[&str] = &[".json", ".jsonl"];
/// A database and what was not yet written back to it; its texts stand in it as they are.
const DATABASE: &[&str] = &[".db", ".db-wal"];

/// By agent: Claude Code, Codex, Gemini CLI, Qwen Code, opencode (since 1.2 a database), Copilot CLI, Amp, Kimi CLI,
/// Factory Droid, Goose, Cursor CLI, llm.
const STORES: &[Store] = &[
    store("CLAUDE_CONFIG_DIR", ".claude", "projects", LINES),
    store("CLAUDE_CONFIG_DIR", ".claude", "history.jsonl", LINES),
    store("CODEX_HOME", ".codex", "sessions", LINES),
    store("CODEX_HOME", ".codex", "archived_sessions", LINES),
    store("CODEX_HOME", ".codex", "history.jsonl", LINES),
    store("", ".gemini", "tmp", JSON),
    store("QWEN_HOME", ".qwen", "projects", LINES),
    store("", ".qwen", "tmp", JSON),
    store("XDG_DATA_HOME", ".local/share", "opencode/storage", JSON),
    store("XDG_DATA_HOME", ".local/share", "opencode/opencode.db", DATABASE),
    store("XDG_DATA_HOME", ".local/share", "opencode/opencode.db-wal", DATABASE),
    store("", ".copilot", "session-state", JSON),
    store("", ".copilot", "history-session-state", JSON),
    store("XDG_DATA_HOME", ".local/share", "amp/threads", JSON),
    store("", ".kimi", "sessions", LINES),
    store("", ".factory", "sessions", LINES),
    store("XDG_DATA_HOME", ".local/share", "goose/sessions", &[".jsonl", ".db", ".db-wal"]),
    store("", ".cursor", "chats", DATABASE),
    store("", ".cursor", "prompt_history.json", JSON),
    store("XDG_CONFIG_HOME", ".config", "io.datasette.llm/logs.db", DATABASE),
];

/// What agents keep in the project itself: aider, Crush.
const IN_PROJECT: [&str; 4] =
    [".aider.chat.history.md", ".aider.input.history", ".crush/crush.db", ".crush/crush.db-wal"];

/// A file, or a directory with files of these endings, that is there.
pub(super) struct Kept {
    pub(super) path: PathBuf,
    pub(super) endings: &'static [&'static str],
}

/// Where transcripts are kept in a `home` and in `projects`. A place that is not there is an agent that is not
/// installed.
pub(super) fn kept(environment: &[(OsString, OsString)], home: &Path, projects: &[PathBuf]) -> Vec<Kept> {
    let of_store = |store: &Store| {
        let moved = environment.iter().find(|(name, value)| name == store.variable && !value.is_empty());
        let base = moved.map_or_else(|| home.join(store.directory), |(_, value)| PathBuf::from(value));
        Kept { path: base.join(store.below), endings: store.endings }
    };
    let in_project = projects.iter().flat_map(|project| IN_PROJECT.map(|name| project.join(name)));
    let mut kept: Vec<_> = STORES.iter().map(of_store).collect();
    kept.extend(in_project.map(|path| Kept { path, endings: &[""] }));
    kept.retain(|kept| kept.path.exists());
    kept
}
