//! Owns the rules for model vendors. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

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
            "WPNl_oEcLNESxfkwShYDBc",
            "VYFYtaPlozdwy8g-qR4Eth",
            "ml6unupwbFUP-MD4OVAgHO",
            "ZUH9shhezEVMdQQP7-3kdh",
            "PUNC3",
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
                "EX3rE_8WW4dab0W_QmLoVz",
                "C5IIGocfmm9o1hNPVk4wub",
                "kn4tGNMnMiQtrZZEEHT9ne",
                "hnDMuWx4KA5fvRGc9bKziV",
                "_t2hl",
                "AA",
            ],
            &[
                "sk-a",
                "nt-ort01-",
                "N9ChFcBIb71sWQWkP38l8N",
                "xZTlhQZljfdoQFz5b-32lJ",
                "7kLyagdx8zGojdz34TDUze",
                "_SXWW45lb2VshrU41-s7R4",
                "hYkQp",
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
            "Hlegeg00J101qq1vwI3e83",
            "mCbjyiHmYmBOfuT0dGSLoT",
            "LPAk9DZzmLY5MUkMbi9Paw",
            "aybRvzN1NNHdsjqOVRJMa1",
            "CtZSc",
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
            "6SX0-Raa2UHigsTppPUhAe",
            "saX6LTLs68YnTjToW3vq76",
            "Ge2HQ3Bs59AczcN19W9UAc",
            "XYb2U-dD",
            "T3Blbk",
            "FJ",
            "UiD6TCUiDKJ2CUDYpgcRPz",
            "N7mpnUaw6Ke9ZkUFmFk4Rm",
            "yg3ozlBg-o2ZV-2-ep6ELo",
            "TaaF2xlI",
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
            "ttBU4av6UpbVxm2irj9Xsi",
            "p3AdZ3PSIS4-DHSSzEi04h",
            "FjPl1nG2b0TPLaGM0P6Fxv",
            "Ccj0VZ54",
            "T3Blbk",
            "FJ",
            "OMFtfsaCdZ3pm5qb7093um",
            "vMIQEuLQt7_gMfEVt2Ivi7",
            "pX9ZT-gScppRGnXL9-Zku-",
            "_2XxxGlu",
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
            "MGZkRnJhKv2KCTn69P0Su2",
            "Kw92fpqmaHeOjInGEi99IK",
            "l89yGSDeBvTNxk",
            "T3Blbk",
            "FJ",
            "nzZs-9EnRBm0_Ibu21x6Id",
            "DiMZjzpywqWdjISr7fsqvZ",
            "jnycRWIXa1SkwY",
        ]],
        documented: "OpenAI platform, Admin API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-key",
        kind: "OPENAI_API_KEY",
        words: &["sk-"],
        begins: bytes::early,
        how: How::Pattern("sk-[A-Za-z0-9_-]{16,120}T3BlbkFJ[A-Za-z0-9_-]{16,}"),
        positive: &[&["s", "k-", "eEn5PVApsdZ6PVCydiHn", "T3Blbk", "FJ", "U4MLw4TIlToNh7HKE0bN"]],
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
            &["s", "k-", "60dff216088cc482d264e1", "686311c235"],
            &["s", "k-", "mI9FxrGZeTIYGaQonK7i8B", "fHXGqe49MC52vuK3lhDZ3x", "zRm3"],
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
            "4f3e0ddb5b9acc575fbf5a",
            "b8fbf28d73f5da4352d274",
            "dad192618db2f4de9d09",
        ]],
        documented: "OpenRouter, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "langfuse-key",
        kind: "LANGFUSE_KEY",
        words: &["sk-lf-"],
        how: How::Pattern("sk-lf-[a-f0-9-]{36}"),
        positive: &[&["sk-", "lf-", "ba74b126", "-", "db5b", "-4", "4a9", "-a", "772", "-", "d1b6b5448929"]],
        documented: "Langfuse, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "groq-key",
        kind: "GROQ_KEY",
        words: &["gsk_"],
        how: How::Pattern("gsk_[A-Za-z0-9]{48,}"),
        positive: &[&["gs", "k_", "ZY7Q1HsFYhI409EGnFdsC7", "2PCMobax0szpUb8SPIEUub", "MKjGDswr"]],
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
            "3r6lzsC0tqrddLui5Sw65b",
            "9mwnS39598yJZ6ue4pCYmU",
            "HdWnxXNWWZA3KzaW0KkHlF",
            "EWRCaUs3AnxI3R",
        ]],
        documented: "xAI, API reference",
        ..Rule::PREFIX
    },
    Rule {
        id: "perplexity-key",
        kind: "PERPLEXITY_KEY",
        words: &["pplx-"],
        how: How::Pattern("pplx-[A-Za-z0-9]{40,}"),
        positive: &[&["pp", "lx-", "l2mCUDo8hUCVJc2H1FK1yg", "M7Gvnz11VyG6Pn8RHV5wy8", "C72X"]],
        documented: "Perplexity, API key management",
        ..Rule::PREFIX
    },
    Rule {
        id: "openai-session",
        kind: "OPENAI_SESSION",
        words: &["sess-"],
        how: How::Pattern(r"(sess-[A-Za-z0-9]{40})(?:[^A-Za-z0-9_-]|\z)"),
        check: bytes::mixed,
        positive: &[&["se", "ss-", "pqadwDOX72ICaLyPPxiOpx", "9IO92Wl0puWgfAk2Xu"]],
        documented: "OpenAI API reference, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "voyage-key",
        kind: "VOYAGE_KEY",
        words: &["pa-"],
        how: How::Pattern(r"(pa-[A-Za-z0-9_-]{43,44})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 42,
        check: bytes::mixed,
        positive: &[&["p", "a-", "sYHpRb-tNoN8qBfvLw3ZoI", "x8Dj4y7w-olwxLDI8ZJuj", "k"]],
        negative: &[&["pa-", "message-with-a-very-long-class-name-in-lower-case-2"]],
        documented: "Voyage AI, API key and client",
        ..Rule::PREFIX
    },
    Rule {
        id: "anyscale-key",
        kind: "ANYSCALE_KEY",
        words: &["esecret_"],
        how: How::Pattern("esecret_[A-Za-z0-9]{20,}"),
        positive: &[&["esec", "ret_", "glhecf336dwwcbxrob7ksp", "dbm5"]],
        documented: "Anyscale, API keys",
        ..Rule::PREFIX
    },
];
