//! Owns the rules for model vendors. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "anthropic-admin-key",
        kind: "ANTHROPIC_ADMIN_KEY",
        words: &["sk-ant-admin"],
        how: How::Pattern("sk-ant-admin[0-9]{2}-[A-Za-z0-9_-]{40,}"),
        positive: &[&[
            "sk-a",
            "nt-admin01-",
            "IXFNEA2EupM_xO7i3FYMXV",
            "q1mMby_rbeDRoZ6ltOERz5",
            "hXvlO8cJ8kgXSxA6aeQgAo",
            "s9G6uCGCaVqO8MfXZZOUt-",
            "Ll2iS",
            "AA",
        ]],
        documented: "Anthropic, Admin API",
        ..Rule::PREFIX
    },
    Rule {
        id: "anthropic-oauth-token",
        kind: "ANTHROPIC_OAUTH_TOKEN",
        words: &["sk-ant-oat", "sk-ant-ort"],
        how: How::Pattern("sk-ant-o[ar]t[0-9]{2}-[A-Za-z0-9_-]{40,}"),
        positive: &[
            &[
                "sk-a",
                "nt-oat01-",
                "SZg16xBj3z1jqqSojWPNl_",
                "oEcLNESxfkwShYDBcVYFYt",
                "aPlozdwy8g-qR4Ethml6un",
                "upwbFUP-MD4OVAgHOZUH9s",
                "hhezE",
                "AA",
            ],
            &[
                "sk-a",
                "nt-ort01-",
                "VMdQQP7-3kdhPUNC3EX3rE",
                "_8WW4dab0W_QmLoVzC5IIG",
                "ocfmm9o1hNPVk4wubkn4tG",
                "NMnMiQtrZZEEHT9nehnDMu",
                "Wx4KA",
                "AA",
            ],
        ],
        documented: "Claude Code, Identity and access management",
        ..Rule::PREFIX
    },
    Rule {
        id: "anthropic-key",
        kind: "ANTHROPIC_API_KEY",
        words: &["sk-ant-"],
        how: How::Pattern("sk-ant-(?:[a-z]{3,5}[0-9]{2}-)?[A-Za-z0-9_-]{32,}"),
        check: bytes::mixed,
        positive: &[&[
            "sk-a",
            "nt-api03-",
            "5fvRGc9bKziV_t2hlN9ChF",
            "cBIb71sWQWkP38l8NxZTlh",
            "QZljfdoQFz5b-32lJ7kLya",
            "gdx8zGojdz34TDUze_SXWW",
            "45lb2",
            "AA",
        ]],
        negative: &[&["sk-ant-", "xxxxxxxxxxxxxxxxxxxxxxxx"], &["sk-ant-", "..."]],
        documented: "Anthropic, API overview",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-project-key",
        kind: "OPENAI_PROJECT_KEY",
        words: &["sk-proj-"],
        how: How::Pattern("sk-proj-[A-Za-z0-9_-]{40,}"),
        check: bytes::mixed,
        positive: &[&[
            "sk-p",
            "roj-",
            "VshrU41-s7R4hYkQpHlege",
            "g00J101qq1vwI3e83mCbjy",
            "iHmYmBOfuT0dGSLoTLPAk9",
            "DZzmLY5M",
            "T3Blbk",
            "FJ",
            "UkMbi9PawaybRvzN1NNHds",
            "jqOVRJMa1CtZSc6SX0-Raa",
            "2UHigsTppPUhAesaX6LTLs",
            "68YnTjTo",
        ]],
        documented: "OpenAI platform, Managing projects",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-service-key",
        kind: "OPENAI_SERVICE_KEY",
        words: &["sk-svcacct-", "sk-service-"],
        how: How::Pattern("sk-(?:svcacct|service)-[A-Za-z0-9_-]{40,}"),
        check: bytes::mixed,
        positive: &[&[
            "sk-s",
            "vcacct-",
            "W3vq76Ge2HQ3Bs59AczcN1",
            "9W9UAcXYb2U-dDUiD6TCUi",
            "DKJ2CUDYpgcRPzN7mpnUaw",
            "6Ke9ZkUF",
            "T3Blbk",
            "FJ",
            "mFk4Rmyg3ozlBg-o2ZV-2-",
            "ep6ELoTaaF2xlIttBU4av6",
            "UpbVxm2irj9Xsip3AdZ3PS",
            "IS4-DHSS",
        ]],
        documented: "OpenAI platform, Service accounts",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-admin-key",
        kind: "OPENAI_ADMIN_KEY",
        words: &["sk-admin-"],
        how: How::Pattern("sk-admin-[A-Za-z0-9_-]{40,}"),
        check: bytes::mixed,
        positive: &[&[
            "sk-a",
            "dmin-",
            "zEi04hFjPl1nG2b0TPLaGM",
            "0P6FxvCcj0VZ54OMFtfsaC",
            "dZ3pm5qb7093um",
            "T3Blbk",
            "FJ",
            "vMIQEuLQt7_gMfEVt2Ivi7",
            "pX9ZT-gScppRGnXL9-Zku-",
            "_2XxxGluMGZkRn",
        ]],
        documented: "OpenAI platform, Admin API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-key",
        kind: "OPENAI_API_KEY",
        words: &["T3BlbkFJ"],
        how: How::Led(
            Lead { class: bytes::url64, least: 19, most: 27 },
            "sk-[A-Za-z0-9]{16,24}T3BlbkFJ[A-Za-z0-9]{16,}",
        ),
        positive: &[&["s", "k-", "rd591skBso9wI2gSDE5J", "T3Blbk", "FJ", "XGuATH5wkBJU01slEGXB"]],
        documented: "OpenAI platform, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "model-key",
        kind: "MODEL_API_KEY",
        words: &["sk-"],
        how: How::Pattern("sk-[A-Za-z0-9]{30,}"),
        min_entropy: 30,
        check: bytes::has_digit,
        positive: &[
            &["s", "k-", "1343081a283872ff892ff6", "8b7165b952"],
            &["s", "k-", "08g0mXNzHjPR94FESHpg68", "RvnP5HK91gAMFVOGr49aIk", "B6R5"],
        ],
        negative: &[
            &["sk-", "your-key-here"],
            &["ta", "sk-", "0123456789abcdef0123456789abcdef"],
            &["sk-", "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"],
        ],
        documented: "DeepSeek, Moonshot and DashScope API docs, which share the form",
        ..Rule::PREFIX
    },
    Rule {
        id: "openrouter-key",
        kind: "OPENROUTER_KEY",
        words: &["sk-or-v1-"],
        how: How::Pattern("sk-or-v1-[a-f0-9]{64,}"),
        positive: &[&[
            "sk-o",
            "r-v1-",
            "d5e80729c263654c028b4e",
            "1445c2360ac8c0db25c2f6",
            "d791ec146b573f060dff",
        ]],
        documented: "OpenRouter, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "langfuse-key",
        kind: "LANGFUSE_KEY",
        words: &["sk-lf-"],
        how: How::Pattern("sk-lf-[a-f0-9-]{36}"),
        positive: &[&["sk-", "lf-", "216088cc", "-", "482d", "-4", "264", "-a", "e16", "-", "86311c2356fb"]],
        documented: "Langfuse, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "groq-key",
        kind: "GROQ_KEY",
        words: &["gsk_"],
        how: How::Pattern("gsk_[A-Za-z0-9]{48,}"),
        positive: &[&["gs", "k_", "rGZeTIYGaQonK7i8BfHXGq", "e49MC52vuK3lhDZ3xzRm33", "iF4O0K5h"]],
        documented: "Groq, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "xai-key",
        kind: "XAI_KEY",
        words: &["xai-"],
        how: How::Pattern("xai-[A-Za-z0-9_-]{60,}"),
        positive: &[&[
            "xa",
            "i-",
            "CaTGA4A7JxlY0Xxt0uzIyk",
            "1plW0ZF7xVWFS16kOv7Txr",
            "PF63YwFV1WIeqIKB3pg3P8",
            "IFk7YAZuj882Xh",
        ]],
        documented: "xAI, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "perplexity-key",
        kind: "PERPLEXITY_KEY",
        words: &["pplx-"],
        how: How::Pattern("pplx-[A-Za-z0-9]{40,}"),
        positive: &[&["pp", "lx-", "k6fBfoiAuAdRI9K2JsWenU", "dqBHVw0eEVSWiBDsBYbKsW", "wYXv"]],
        documented: "Perplexity, API key management",
        ..Rule::PREFIX
    },
];
