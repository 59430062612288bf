//! Owns the rules for data services. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "infura-key",
        kind: "INFURA_KEY",
        words: &["infura.io/"],
        how: How::Pattern(r"infura\.io/(?:ws/)?v3/([a-f0-9]{32,})"),
        positive: &[&[
            "https://mainnet.inf",
            "ura.io/v3/",
            "[[",
            "3883a696c7a167a9f870c4",
            "4744af01b7",
            "]]",
        ]],
        documented: "Infura, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "alchemy-key",
        kind: "ALCHEMY_KEY",
        words: &["alchemy.com/"],
        how: How::Pattern(r"alchemy\.com/(?:nft/)?v[23]/([A-Za-z0-9_-]{21,})"),
        check: bytes::mixed,
        positive: &[&[
            "https://eth-mainnet.g.alch",
            "emy.com/v2/",
            "[[",
            "jx3Zi8Tx1iFmUdB-h_b1Gl",
            "KrX5fSQC0N",
            "]]",
        ]],
        documented: "Alchemy, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "coingecko-key",
        kind: "COINGECKO_KEY",
        words: &["CG-"],
        how: How::Pattern(r"(CG-[A-Za-z0-9]{24})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 34,
        check: bytes::mixed,
        positive: &[&["C", "G-", "4lwuPAN4KyXHu6hQmJp0Jb", "sQ"]],
        documented: "CoinGecko, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "ubidots-key",
        kind: "UBIDOTS_KEY",
        words: &["BBFF-", "BBUS-"],
        how: How::Pattern("BB(?:FF|US)-[A-Za-z0-9]{30,}"),
        positive: &[&["BB", "FF-", "6BkqnfgmuvIkTOG0MeAO22", "1L71v6Gj"]],
        documented: "Ubidots, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "akamai-credential",
        kind: "AKAMAI_CREDENTIAL",
        words: &["akab-"],
        how: How::Pattern("akab-[a-z0-9]{16}-[a-z0-9]{16}"),
        positive: &[&["ak", "ab-", "dhpbcdjukrau276n", "-", "gfxh2jr572za6rpc"]],
        documented: "Akamai, EdgeGrid authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "gov-notify-key",
        kind: "GOV_NOTIFY_KEY",
        words: &["gcntfy-", "GCNTFY-"],
        // To look for two identifiers in every part of a run takes a pattern too long.
        how: How::Pattern("(?i:gcntfy)-[A-Za-z0-9_-]{74,156}"),
        check: |key| {
            let first = |rest: &[u8]| rest.strip_suffix(b"-").unwrap_or(rest).last_chunk().is_some_and(is_id);
            key.split_last_chunk().is_some_and(|(rest, last)| is_id(last) && first(rest))
        },
        positive: &[&[
            "gcn",
            "tfy-",
            "my_key-",
            "9625994c-cf88-409f-a121-",
            "96d4cb0c51d2",
            "-",
            "96343d73-00bd-45f6-a338-",
            "a39965b2f42d",
        ]],
        documented: "GC Notify, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "intra42-secret",
        kind: "INTRA42_SECRET",
        words: &["s-s4t2ud-", "s-s4t2af-"],
        how: How::Pattern("s-s4t2(?:ud|af)-[a-f0-9]{60,}"),
        positive: &[&[
            "s-s4",
            "t2ud-",
            "fb621ea812311cdc678398",
            "e3e4955ef1c835f735584a",
            "ccb55d3e6bd215bf6e6b",
        ]],
        documented: "42 Intranet API, Getting started",
        ..Rule::PREFIX
    },
    Rule {
        id: "nightfall-key",
        kind: "NIGHTFALL_KEY",
        words: &["NF-"],
        how: How::Pattern(r"(NF-[A-Za-z0-9]{32})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 33,
        check: bytes::has_digit,
        positive: &[&["N", "F-", "jRzvUJAhLiK42nOR1NQWQJ", "V8lorf8Lry"]],
        documented: "Nightfall, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "settlemint-token",
        kind: "SETTLEMINT_TOKEN",
        words: &["sm_sat_", "sm_aat_", "sm_pat_"],
        how: How::Pattern("sm_[asp]at_[A-Za-z0-9]{16,}"),
        positive: &[&["sm", "_sat_", "34rwxftfwkaiixiq"]],
        documented: "SettleMint, Access tokens",
        ..Rule::PREFIX
    },
];

fn is_id(bytes: &[u8; 36]) -> bool {
    bytes::uuid(bytes)
}
