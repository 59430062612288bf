//! Owns the rules for social networks. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "facebook-token",
        kind: "FACEBOOK_TOKEN",
        words: &["EAA"],
        how: How::Pattern("EAA[A-Za-z0-9]{80,}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
        positive: &[&[
            "EA",
            "A",
            "qPJFes47tDKkslDb1TNqsi",
            "AfpiIxohLaPqZkhMbtisYo",
            "0duf5GbwTwFM0Hno5J32H3",
            "VwWF1PdAh8J57saVE5yXr5",
            "f1YEO153xcxTL7zvW2w6Ql",
            "3bilS8Wdzr",
        ]],
        documented: "Meta for Developers, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "instagram-token",
        kind: "INSTAGRAM_TOKEN",
        words: &["IGQV", "IGQW", "IGAA"],
        how: How::Pattern("IG(?:QV|QW|AA)[A-Za-z0-9_-]{80,}"),
        begins: bytes::outside_base64,
        positive: &[&[
            "IG",
            "QV",
            "QEiea_mdBZ5mcEG6V57d4I",
            "WuehEUnf-2Ek5MJ4hGUuqG",
            "S8Yt6h7FzQlFpm1vlvKw_T",
            "6A77Fost4y9RFWZoHjscPM",
            "6XFBtG_774_mIBNoP40ytZ",
            "--rOZHl95f",
        ]],
        documented: "Instagram platform, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "facebook-app-token",
        kind: "FACEBOOK_APP_TOKEN",
        words: &["access_token="],
        how: How::Pattern(r"access_token=([0-9]{13,18}(?:\||%7[Cc])[A-Za-z0-9_-]{25,})"),
        begins: bytes::anywhere,
        positive: &[&[
            "?access_",
            "token=",
            "[[",
            "576135813799376",
            "|",
            "W3pLSTjkdQWbiMFm-9fqbE",
            "Dk8Ow",
            "]]",
        ]],
        documented: "Meta for Developers, App access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "twitter-bearer-token",
        kind: "TWITTER_BEARER_TOKEN",
        words: &["AAAAAAAAAAAAAAAAAAAA"],
        how: How::Pattern(r"(A{19,26}[B-Za-z0-9%][A-Za-z0-9%]{60,130})(?:[^A-Za-z0-9+/=%]|\z)"),
        begins: bytes::outside_base64,
        min_entropy: 40,
        check: bytes::mixed,
        positive: &[&[
            "AAAAAAAAAAAAAAAAAAAA",
            "Gi0kIaeE",
            "AAAAAA",
            "5xHuaKcv8WcF2Sl2bc",
            "%2B",
            "95qHPo4AgxrXsPkEvAB5",
            "%3D",
            "djOMbcV76jRQXIns802O2z",
            "k26uOT039oRH5ufvJiBJTA",
            "4BfA7s",
        ]],
        documented: "X developer platform, OAuth 2.0 bearer token",
        ..Rule::PREFIX
    },
    Rule {
        id: "pinterest-token",
        kind: "PINTEREST_TOKEN",
        words: &["pina_"],
        how: How::Pattern("pina_[A-Za-z0-9_-]{32,}"),
        check: bytes::has_digit,
        positive: &[&["pi", "na_", "3AO7AOXMU4Z0ZMQ96EKK1E", "9IQJX8FLK3CTXHYSE3085G", "1L5EUDL4IB1HDMJG"]],
        documented: "Pinterest, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "linkedin-secret",
        kind: "LINKEDIN_SECRET",
        words: &["WPL_AP1."],
        how: How::Pattern(r"WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/=]{6,}"),
        positive: &[&["WPL_", "AP1.", "ucn1RLrDsTxYHEs8", ".", "3gEpNs", "=="]],
        documented: "LinkedIn, Client secret of an application",
        ..Rule::PREFIX
    },
];
