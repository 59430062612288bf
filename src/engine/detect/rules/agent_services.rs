//! Owns the rules for what agents call and are: search, browsers, sandboxes, other agents. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "jina-key",
        kind: "JINA_KEY",
        words: &["jina_"],
        how: How::Pattern("jina_[A-Za-z0-9_-]{50,}"),
        positive: &[&["ji", "na_", "WyyGyMMDXJjU0xktEzgvVV", "OGdiYkQx44BM2K8LwCDXgj", "9rzR7MOYWJ7dHv10"]],
        documented: "Jina AI, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "tavily-key",
        kind: "TAVILY_KEY",
        words: &["tvly-"],
        how: How::Pattern("tvly-(?:[a-z]{3,4}-)?[A-Za-z0-9-]{30,}"),
        positive: &[&["tv", "ly-", "dev-", "9PFMo7l4S89BFjBBVnLjOh", "HX9LDWvpsQ"]],
        documented: "Tavily, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "firecrawl-key",
        kind: "FIRECRAWL_KEY",
        words: &["fc-"],
        how: How::Pattern("fc-[a-f0-9]{32,}"),
        min_entropy: 30,
        positive: &[&["f", "c-", "db41da942b89e659000342", "b67f105473"]],
        documented: "Firecrawl, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "brave-key",
        kind: "BRAVE_KEY",
        words: &["BSA"],
        how: How::Pattern(r"(BSA[A-Za-z0-9_-]{27,32})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 36,
        check: bytes::mixed,
        positive: &[&["BS", "A", "Rt0chE7Jd2omLTNRAGhZqA", "qU0k4P"]],
        documented: "Brave Search API, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "cursor-key",
        kind: "CURSOR_KEY",
        words: &["key_", "crsr_"],
        how: How::Pattern("(?:key|crsr)_[a-f0-9]{64,}"),
        positive: &[&[
            "ke",
            "y_",
            "250824ca6c6468a80e4ef0",
            "38679a239b646f9c1dc4df",
            "984cc444cbee8ee0985a",
        ]],
        documented: "Cursor, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "apify-key",
        kind: "APIFY_KEY",
        words: &["apify_api_"],
        how: How::Pattern("apify_api_[A-Za-z0-9]{34,}"),
        positive: &[&["api", "fy_api_", "ua5YGh2HUjWYTbRwrHWuEG", "LrMvz5q7KKx8IC"]],
        documented: "Apify, API integration",
        ..Rule::PREFIX
    },
    Rule {
        id: "browserbase-key",
        kind: "BROWSERBASE_KEY",
        words: &["bb_live_", "bb_test_"],
        how: How::Pattern("bb_(?:live|test)_[A-Za-z0-9_-]{20,}"),
        positive: &[&["bb", "_live_", "RSqmdlMVGyJ9TD_T6mYePS", "IsQsM", "k"]],
        documented: "Browserbase, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "e2b-key",
        kind: "E2B_KEY",
        words: &["e2b_"],
        how: How::Pattern("e2b_[a-f0-9]{40,}"),
        positive: &[&["e2", "b_", "d01cf0d3ad7ef18634778b", "0443b40aed52295abb"]],
        documented: "E2B, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "daytona-key",
        kind: "DAYTONA_KEY",
        words: &["dtn_"],
        how: How::Pattern("dtn_[a-f0-9]{64,}"),
        positive: &[&[
            "dt",
            "n_",
            "46e07a428bfa80e1ba8d97",
            "13f381eddabaabd3c0eba0",
            "093e4b28e4b777e53f97",
        ]],
        documented: "Daytona, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "devin-key",
        kind: "DEVIN_KEY",
        words: &["apk_"],
        how: How::Pattern("apk_(?:user_)?[A-Za-z0-9+/_-]{60,}={0,2}"),
        check: bytes::mixed,
        positive: &[&[
            "ap",
            "k_",
            "user_",
            "dNYf0q0QLt3l8is6OqnxMz",
            "D0u1s4dQ1v5XYsSGp9OjqK",
            "HmrlYGcZruryhwmvh8cJ6O",
            "ZjJZQuCPlKwbQXFWI4opqK",
            "LjcBjkcbzybm",
            "=",
        ]],
        documented: "Devin, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "amp-key",
        kind: "AMP_KEY",
        words: &["sgamp_user_"],
        how: How::Pattern("sgamp_user_[A-Za-z0-9]+_[a-f0-9]{60,}"),
        positive: &[&[
            "sgamp",
            "_user_",
            "86KDFMTOJEG8623KO62R2R",
            "U1YG",
            "_",
            "c34879674a12ddbbb7db9f",
            "a8d4934562251317f3aadc",
            "6549cd85f06e99dcd2d5",
        ]],
        documented: "Sourcegraph Amp, Owner's manual",
        ..Rule::PREFIX
    },
    Rule {
        id: "smithery-key",
        kind: "SMITHERY_KEY",
        words: &["smithery.ai/"],
        how: How::Pattern(r#"smithery\.ai/[^\s"\x27<>]{1,160}[?&]api_key=([A-Za-z0-9-]{30,})"#),
        positive: &[&[
            "https://server.smithery.ai/x/mcp?api_",
            "key=",
            "[[",
            "4cf1f87d-d87f-4f79-afb3-",
            "b6eb67e7d293",
            "]]",
        ]],
        documented: "Smithery, Connect to servers",
        ..Rule::CONTEXT
    },
];
