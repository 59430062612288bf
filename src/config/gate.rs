//! Owns the question whether a value is too ordinary to be hidden. It must not look at anything but the value and
//! what its name says.
//!
//! Hiding `postgres` or `production` wherever they stand would blind the agent and protect nothing, so a value that
//! could stand in any text stays.

/// Decimal digits from which on a number may be a secret, if its name says so.
const LONG_NUMBER: usize = 12;
/// Letters from which on one word may be a secret, if its name says so.
const LONG_WORD: usize = 13;

/// Whether a value is too ordinary to be hidden: words, numbers, booleans, paths, hosts, plain URLs, versions,
/// names of models, placeholders for a secret that is elsewhere. `named` is whether the name says that it is a
/// secret; then less is ordinary.
pub(super) fn is_ordinary(value: &[u8], named: bool) -> bool {
    let Ok(value) = std::str::from_utf8(value) else { return false };
    let value = value.trim();
    let ordinary: &[fn(&str) -> bool] = if named {
        &[is_stand_in, is_number, is_path, is_short_word, is_address, is_model]
    } else {
        &[is_stand_in, is_path, is_words]
    };
    ordinary.iter().any(|is| is(value))
}

/// `<your key>`, `${VAR}`, `xxxxxxxx`, `changeme`, `your-api-key-here`.
fn is_stand_in(value: &str) -> bool {
    const SAYS: [&str; 16] = [
        "change",
        "changeit",
        "changeme",
        "dummy",
        "example",
        "fake",
        "fixme",
        "insert",
        "mock",
        "placeholder",
        "redacted",
        "replace",
        "sample",
        "test",
        "todo",
        "your",
    ];
    const AROUND: [(&str, &str); 5] = [("<", ">"), ("${", "}"), ("$(", ")"), ("{{", "}}"), ("%", "%")];
    let mut chars = value.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
        || AROUND.iter().any(|(open, close)| value.starts_with(open) && value.ends_with(close))
        || is_words(value) && parts(value).any(|part| SAYS.contains(&part.to_ascii_lowercase().as_str()))
}

/// Digits with `.`, `,`, `:`, `-`, `+` and a leading `v`: numbers, ports, versions, dates, times.
fn is_number(value: &str) -> bool {
    let value = value.strip_prefix('v').unwrap_or(value);
    value.chars().all(|c| c.is_ascii_digit() || ".,:-+".contains(c))
        && value.chars().filter(char::is_ascii_digit).count() < LONG_NUMBER
}

/// A relative path, or an absolute one below a well-known directory; base64 can begin with a slash too.
fn is_path(value: &str) -> bool {
    const TOPS: [&str; 24] = [
        "Applications",
        "Library",
        "System",
        "Users",
        "app",
        "bin",
        "data",
        "dev",
        "etc",
        "home",
        "lib",
        "media",
        "mnt",
        "nix",
        "opt",
        "private",
        "proc",
        "root",
        "run",
        "srv",
        "tmp",
        "usr",
        "var",
        "workspace",
    ];
    let top = value.strip_prefix('/').map(|rest| rest.split('/').next().unwrap_or(rest));
    ["~/", "./", "../"].iter().any(|start| value.starts_with(start))
        || top.is_some_and(|top| TOPS.contains(&top))
}

/// One word of letters: true, localhost, postgres.
fn is_short_word(value: &str) -> bool {
    is_word(value) && value.chars().all(char::is_alphabetic) && value.chars().count() < LONG_WORD
}

/// A URL, or a host with or without a port, made of words.
fn is_address(value: &str) -> bool {
    let host = || {
        let name = value.split(':').next().unwrap_or(value);
        let top = name.rsplit('.').next().filter(|_| name.contains('.'));
        value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:".contains(c))
            && top.is_some_and(|top| top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_lowercase()))
    };
    is_words(value) && (value.contains("://") || host())
}

/// `claude-sonnet-4-5`, `openai/gpt-5`.
fn is_model(value: &str) -> bool {
    const FAMILIES: [&str; 14] = [
        "claude",
        "codestral",
        "command",
        "deepseek",
        "gemini",
        "gemma",
        "gpt",
        "grok",
        "kimi",
        "llama",
        "mistral",
        "o1",
        "o3",
        "qwen",
    ];
    is_words(value)
        && !value.contains(char::is_whitespace)
        && parts(value)
            .take(2)
            .any(|part| FAMILIES.iter().any(|family| part.to_ascii_lowercase().starts_with(family)))
}

/// Nothing but words and numbers, whatever stands between them.
fn is_words(value: &str) -> bool {
    parts(value).all(is_word)
}

fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// Whether a run of letters and digits reads as a word or a number: `debug`, `HTTP`, `myAppName`, `8080`, `sha256`,
/// `30s`, `4o`. Twenty letters hold every common word; anything mixed more than that is taken for random.
fn is_word(part: &str) -> bool {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = part.len() - letters.len();
    if letters.is_empty() || part.chars().count() <= 4 {
        return true;
    }
    let units = part.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits == 0 && units.len() < part.len() {
        return units.len() <= 3 && units.chars().all(char::is_alphabetic);
    }
    digits <= 3 && letters.chars().all(char::is_alphabetic) && reads_well(letters)
}

/// One case throughout, or humps of at least two letters of which only the first is a capital.
fn reads_well(letters: &str) -> bool {
    const LONGEST: usize = 20;
    let mut hump = 0;
    let mut humps_are_long = true;
    for c in letters.chars() {
        if c.is_uppercase() {
            humps_are_long &= hump != 1;
            hump = 1;
        } else {
            hump += 1;
        }
    }
    let one_case = !letters.contains(char::is_lowercase) || !letters.contains(char::is_uppercase);
    let humps = letters.chars().filter(|c| c.is_uppercase()).count();
    let count = letters.chars().count();
    let camel = humps_are_long && hump != 1 && count >= humps * 3;
    (one_case && count <= LONGEST) || (camel && count <= 2 * LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_keeps_out_what_any_text_could_hold() {
        // The columns: ordinary under any name, ordinary even when the name says secret.
        for (value, unnamed, named) in [
            ("true", true, true),
            ("postgres", true, true),
            ("production", true, true),
            ("changeme-please", true, true),
            ("your-api-key-here", true, true),
            ("<insert token>", true, true),
            ("${OTHER_TOKEN}", true, true),
            ("xxxxxxxxxxxx", true, true),
            ("12345678", true, true),
            ("2026-11-22", true, true),
            ("v1.22.333", true, true),
            ("/home/me/.ssh/id_ed25519", true, true),
            ("/tmp/ssh-pnb1YiVEL9X8/agent.2243", true, true),
            ("./keys/private.pem", true, true),
            ("db.internal:5432", true, true),
            ("https://api.example.com/v1/items?page=2", true, true),
            ("claude-sonnet-4-5", true, true),
            ("claude-3-5-sonnet-20241022", true, true),
            ("gpt-5", true, true),
            ("openai/gpt-4o-mini", true, true),
            ("jane.doe@corp.internal", true, false),
            ("my-cool-app", true, false),
            ("Hello from my friend", true, false),
            ("myAppName", true, true),
            ("eu-west-1", true, false),
            ("correct horse battery staple", true, false),
            ("hunter22", true, false),
            ("123456789012", true, false),
            ("supersecretpassword", true, false),
            ("abcdefghijklmnop", true, false),
            ("k3f9q2x7", false, false),
            ("s3cr3t-Pa55", false, false),
            ("/Zk3f9q2x7+AbCd==", false, false),
            ("aBcDeFgHiJkL", false, false),
            ("5f4dcc3b5aa765d61d8327deb882cf99", false, false),
            ("123e4567-e89b-12d3-a456-426614174000", false, false),
            ("https://hooks.example.com/services/k3F9q2X7bb", false, false),
        ] {
            assert_eq!(is_ordinary(value.as_bytes(), false), unnamed, "{value} without a name");
            assert_eq!(is_ordinary(value.as_bytes(), true), named, "{value} with a secret's name");
        }
        assert!(!is_ordinary(b"caf\xE9caf\xE9", false));
    }
}
