//! Owns the question "is this host in scope, and which dialect does it speak?". It must not resolve names.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::Dialect;

/// A host name as it is compared: lower case, without a trailing dot or brackets.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Host(Box<str>);

impl Host {
    /// Most bytes in a host name (RFC 1035).
    pub const MAX: usize = 253;

    /// Normalises a host, so that no two spellings of one are two; `None` when it is empty, too long, or holds anything
    /// but letters, digits, `.`, `-`, `_` and (for IPv6) `:`, an empty label, or a number that only some take for an
    /// address, such as `127.1`.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if bare.contains(':') {
            let ip: Ipv6Addr = bare.parse().ok()?;
            return Some(Self(ip.to_canonical().to_string().into()));
        }
        let bare = bare.strip_suffix('.').unwrap_or(bare);
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
        let valid = bare.len() <= Self::MAX
            && bare.bytes().all(legal)
            && bare.split('.').all(|label| !label.is_empty())
            && (!ends_in_number(bare) || bare.parse::<Ipv4Addr>().is_ok());
        valid.then(|| Self(bare.to_ascii_lowercase().into()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the last label is a number, as of an address in some spelling; no top-level domain is one.
fn ends_in_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x").or(last.strip_prefix("0X"));
    last.bytes().all(|byte| byte.is_ascii_digit())
        || hex.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The hosts in scope out of the box. `*` stands for any characters.
const BUILT_IN: [(&str, Dialect); 40] = [
    ("anthropic.com", Dialect::Anthropic),
    ("*.anthropic.com", Dialect::Anthropic),
    ("claude.ai", Dialect::Anthropic),
    ("*.claude.ai", Dialect::Anthropic),
    ("claude.com", Dialect::Anthropic),
    ("*.claude.com", Dialect::Anthropic),
    ("openai.com", Dialect::OpenAiChat),
    ("*.openai.com", Dialect::OpenAiChat),
    ("chatgpt.com", Dialect::OpenAiResponses),
    ("*.chatgpt.com", Dialect::OpenAiResponses),
    ("*.openai.azure.com", Dialect::OpenAiChat),
    ("openrouter.ai", Dialect::OpenAiChat),
    ("*.openrouter.ai", Dialect::OpenAiChat),
    ("*.deepseek.com", Dialect::OpenAiChat),
    ("*.groq.com", Dialect::OpenAiChat),
    ("*.mistral.ai", Dialect::OpenAiChat),
    ("x.ai", Dialect::OpenAiChat),
    ("*.x.ai", Dialect::OpenAiChat),
    ("*.together.xyz", Dialect::OpenAiChat),
    ("*.together.ai", Dialect::OpenAiChat),
    ("*.fireworks.ai", Dialect::OpenAiChat),
    ("*.cerebras.ai", Dialect::OpenAiChat),
    ("*.perplexity.ai", Dialect::OpenAiChat),
    ("*.moonshot.ai", Dialect::OpenAiChat),
    ("*.moonshot.cn", Dialect::OpenAiChat),
    ("*.z.ai", Dialect::OpenAiChat),
    ("dashscope*.aliyuncs.com", Dialect::OpenAiChat),
    ("*.githubcopilot.com", Dialect::OpenAiChat),
    ("opencode.ai", Dialect::OpenAiChat),
    ("*.opencode.ai", Dialect::OpenAiChat),
    ("router.huggingface.co", Dialect::OpenAiChat),
    ("generativelanguage.googleapis.com", Dialect::Gemini),
    ("cloudcode-pa.googleapis.com", Dialect::Gemini),
    ("*.cloudcode-pa.googleapis.com", Dialect::Gemini),
    ("aiplatform.googleapis.com", Dialect::Gemini),
    ("*-aiplatform.googleapis.com", Dialect::Gemini),
    ("bedrock-runtime.*.amazonaws.com", Dialect::Bedrock),
    ("bedrock-runtime-fips.*.amazonaws.com", Dialect::Bedrock),
    ("api.cohere.com", Dialect::Cohere),
    ("api.cohere.ai", Dialect::Cohere),
];

/// A host pattern from a user that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadPattern {
    /// Not a host name with `*`.
    #[error("`{0}` is not a host pattern; write a host name, `*` for any part of it, as in `*.example.com`")]
    Host(String),
    /// The word after `=` names no dialect.
    #[error("`{0}` is not a dialect; the dialects are {dialects}", dialects = Dialect::NAMES.map(|(name, _)| name).join(", "))]
    Dialect(String),
    /// The pattern has no fixed last labels, so the session's certificate authority could not be held to it.
    #[error("`{0}` would open every host; end the pattern in a fixed domain, as in `*.example.com`")]
    Everything(String),
}

/// The hosts whose traffic is opened.
#[derive(Clone, Debug)]
pub struct Scope {
    patterns: Vec<(String, Dialect)>,
}

impl Scope {
    /// The built-in hosts and those the user adds, each `PATTERN` or `PATTERN=DIALECT` (generic where none is named).
    /// An added pattern goes before the built-in ones.
    ///
    /// # Errors
    /// [`BadPattern`] for the first that cannot be used.
    pub fn new<'a>(added: impl IntoIterator<Item = &'a str>) -> Result<Self, BadPattern> {
        let mut patterns = added.into_iter().map(parse).collect::<Result<Vec<_>, _>>()?;
        patterns.extend(BUILT_IN.map(|(pattern, dialect)| (pattern.to_owned(), dialect)));
        Ok(Self { patterns })
    }

    /// Whether traffic to this host is opened.
    #[must_use]
    pub fn contains(&self, host: &Host) -> bool {
        self.patterns.iter().any(|(pattern, _)| glob(pattern.as_bytes(), host.as_str().as_bytes()))
    }

    /// The dialect in which to read a request: what the path gives away, else what the host is listed with.
    #[must_use]
    pub fn dialect(&self, host: &Host, path: &str) -> Dialect {
        let listed = || {
            let found = self.patterns.iter().find(|(it, _)| glob(it.as_bytes(), host.as_str().as_bytes()));
            found.map_or(Dialect::Generic, |(_, dialect)| *dialect)
        };
        Dialect::of_path(path).unwrap_or_else(listed)
    }

    /// The patterns, those of the user first.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(|(pattern, _)| pattern.as_str())
    }

    /// The patterns with their dialects.
    pub fn rows(&self) -> impl Iterator<Item = (&str, Dialect)> {
        self.patterns.iter().map(|(pattern, dialect)| (pattern.as_str(), *dialect))
    }

    /// The smallest domains or addresses that cover every pattern, sorted: what the session's certificate authority
    /// is held to.
    #[must_use]
    pub fn domains(&self) -> Vec<&str> {
        let mut domains: Vec<_> = self.patterns().map(domain).collect();
        domains.sort_unstable();
        domains.dedup();
        domains
    }
}

fn parse(text: &str) -> Result<(String, Dialect), BadPattern> {
    let (pattern, dialect) = match text.split_once('=') {
        Some((pattern, name)) => {
            (pattern, Dialect::named(name).ok_or_else(|| BadPattern::Dialect(name.to_owned()))?)
        }
        None => (text, Dialect::Generic),
    };
    if Host::new(&pattern.replace('*', "x")).is_none() {
        return Err(BadPattern::Host(pattern.to_owned()));
    }
    let pattern = match Host::new(pattern) {
        Some(host) => host.to_string(),
        None => pattern.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase(),
    };
    // One fixed label after a `*` would be a whole top-level domain.
    if pattern.contains('*') && !domain(&pattern).contains('.') {
        return Err(BadPattern::Everything(pattern));
    }
    Ok((pattern, dialect))
}

/// The whole labels after the last `*` of a pattern.
fn domain(pattern: &str) -> &str {
    match pattern.rsplit_once('*') {
        None => pattern,
        Some((_, tail)) => tail.split_once('.').map_or("", |(_, labels)| labels),
    }
}

/// Whether `text` is of the form `pattern`, in which `*` stands for any bytes.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => {
            (0..=text.len()).any(|taken| text.get(taken..).is_some_and(|tail| glob(rest, tail)))
        }
        [byte, rest @ ..] => {
            text.split_first().is_some_and(|(first, tail)| first == byte && glob(rest, tail))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(added: &[&str]) -> Scope {
        Scope::new(added.iter().copied()).unwrap()
    }

    fn opens(scope: &Scope, host: &str) -> bool {
        scope.contains(&Host::new(host).unwrap())
    }

    #[test]
    fn two_spellings_of_one_address_are_one_host() {
        for spelling in ["::1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0001]"] {
            assert_eq!(Host::new(spelling).unwrap().as_str(), "::1", "{spelling}");
            assert!(opens(&scope(&["[0:0::1]"]), spelling), "{spelling}");
        }
        assert_eq!(Host::new("[::ffff:127.0.0.1]").unwrap().as_str(), "127.0.0.1");
        for spelling in [
            "127.1",
            "2130706433",
            "0x7f.1",
            "127.0.0.0x1",
            "0177.0.0.1",
            "1.2.3.4.5",
            "[::1",
            "::g",
            "[::1%25lo]",
        ] {
            assert_eq!(Host::new(spelling), None, "{spelling}");
        }
    }

    #[test]
    fn what_names_no_host_is_none() {
        for text in
            ["", ".", "..", "a..b", ".a", "a..", "a b", "a@b", "a/b", "m\u{fc}nchen.example", "a%2eb", "*"]
        {
            assert_eq!(Host::new(text), None, "{text}");
        }
        assert_eq!(Host::new("XN--MNCHEN-3YA.Example.").unwrap().as_str(), "xn--mnchen-3ya.example");
    }

    #[test]
    fn a_host_is_in_scope_however_it_is_spelled() {
        let scope = scope(&[]);
        for host in ["api.anthropic.com", "API.Anthropic.COM", "api.anthropic.com.", "anthropic.com"] {
            assert!(opens(&scope, host), "{host}");
        }
    }

    #[test]
    fn a_host_that_only_looks_alike_is_not_in_scope() {
        let scope = scope(&[]);
        for host in ["anthropic.com.example.org", "notanthropic.com", "x-ai.example", "127.0.0.1", "ai"] {
            assert!(!opens(&scope, host), "{host}");
        }
    }

    #[test]
    fn every_host_of_the_design_is_in_scope() {
        let scope = scope(&[]);
        for host in [
            "claude.ai",
            "api.openai.com",
            "chatgpt.com",
            "openrouter.ai",
            "api.deepseek.com",
            "api.groq.com",
            "api.mistral.ai",
            "api.x.ai",
            "api.together.xyz",
            "api.fireworks.ai",
            "api.cerebras.ai",
            "api.perplexity.ai",
            "api.moonshot.ai",
            "api.z.ai",
            "dashscope-intl.aliyuncs.com",
            "dashscope.aliyuncs.com",
            "api.githubcopilot.com",
            "api.business.githubcopilot.com",
            "opencode.ai",
            "me.openai.azure.com",
            "router.huggingface.co",
            "generativelanguage.googleapis.com",
            "cloudcode-pa.googleapis.com",
            "us-central1-aiplatform.googleapis.com",
            "bedrock-runtime.us-east-1.amazonaws.com",
            "api.cohere.com",
        ] {
            assert!(opens(&scope, host), "{host}");
        }
    }

    #[test]
    fn a_user_adds_a_host_with_its_dialect() {
        let scope = scope(&["LLM.Example.com=gemini", "*.corp.example"]);
        let host = Host::new("llm.example.com").unwrap();
        assert_eq!(scope.dialect(&host, "/x"), Dialect::Gemini);
        assert_eq!(scope.dialect(&host, "/v1/messages?beta=true"), Dialect::Anthropic);
        assert!(opens(&scope, "a.b.corp.example"));
    }

    #[test]
    fn a_pattern_that_opens_everything_is_refused() {
        for pattern in ["*", "*.com", "*.*", "a*"] {
            assert!(matches!(Scope::new([pattern]), Err(BadPattern::Everything(_))), "{pattern}");
        }
        assert!(matches!(Scope::new(["a b"]), Err(BadPattern::Host(_))));
        assert!(matches!(Scope::new(["a.example=soap"]), Err(BadPattern::Dialect(_))));
    }

    #[test]
    fn the_domains_cover_every_pattern_and_no_top_level() {
        let scope = scope(&["llm.internal"]);
        for domain in scope.domains() {
            assert!(domain.contains('.'), "{domain}");
        }
        assert!(scope.domains().contains(&"llm.internal"));
        assert!(scope.domains().contains(&"amazonaws.com"));
    }
}
