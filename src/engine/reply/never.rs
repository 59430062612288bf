//! Owns the names of tools whose calls are not restored: what such a tool is told leaves this machine. It must not know
//! where in a reply a call stands.

use std::collections::BTreeSet;
use std::sync::Arc;

/// Tools that fetch from, or ask, somebody else, under the names that agents give them.
pub const NEVER: [&str; 11] = [
    "WebFetch",
    "WebSearch",
    "fetch",
    "fetch_url",
    "http_get",
    "http_request",
    "google_web_search",
    "read_url",
    "browse",
    "open_url",
    "url_fetch",
];

/// Names of tools, compared without regard to case, `_` and `-`.
#[derive(Clone, Debug)]
pub struct Never(Arc<BTreeSet<String>>);

impl Never {
    /// [`NEVER`], and these.
    pub fn new<'a>(added: impl IntoIterator<Item = &'a str>) -> Self {
        let names = NEVER.into_iter().chain(added);
        Self(Arc::new(names.map(|name| plain(name.as_bytes())).collect()))
    }

    /// Whether calls of a tool of this name stay as they are.
    #[must_use]
    pub fn has(&self, name: &[u8]) -> bool {
        !name.is_empty() && self.0.contains(&plain(name))
    }
}

impl Default for Never {
    fn default() -> Self {
        Self::new([])
    }
}

fn plain(name: &[u8]) -> String {
    let text = String::from_utf8_lossy(name);
    text.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_counts_however_an_agent_spells_it() {
        let never = Never::new(["mcp__mail__send"]);
        for name in ["WebFetch", "web_fetch", "webfetch", "web-search", "Fetch", "mcp__mail__send"] {
            assert!(never.has(name.as_bytes()), "{name}");
        }
        for name in ["", "Bash", "fetch_logs", "mcp__mail__read"] {
            assert!(!never.has(name.as_bytes()), "{name}");
        }
    }
}
