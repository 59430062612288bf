//! Owns the rules for payment and commerce. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "stripe-key",
        kind: "STRIPE_KEY",
        words: &["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk_prod_", "rk_prod_"],
        how: How::Pattern("[rs]k_(?:live|test|prod)_[A-Za-z0-9]{10,}"),
        positive: &[
            &["sk_", "live_", "4F9jieTncJos9Ry28Ci02P", "vy"],
            &[
                "rk_",
                "test_",
                "Xtljj27vUtwBw5Hxe2EMSR",
                "JWE3I3ZfrHNscB5UNExqzg",
                "ZJCY5iwVXZwclnhRT99Ave",
                "nSYmJbTvCz4puLiKlcQocr",
                "aQ0w9DvcOjd",
            ],
            &[
                "sk_",
                "test_",
                "hGSTzZ8Iz6DGZWb6nt5NgA",
                "3DOfpDiUurRofrSTuPcwvc",
                "xmDuDXsodAQwPWR7vfvq4z",
                "0WJD3htQ5yjk5vwKXdFOyq",
                "nqKZhBYORuk",
            ],
        ],
        negative: &[&["sk_test_", "..."], &["sk_live_", "xxxxxxxxxxxxxxxxxxxxxxxx"]],
        documented: "Stripe, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "stripe-webhook-secret",
        kind: "STRIPE_WEBHOOK_SECRET",
        words: &["whsec_"],
        how: How::Pattern("whsec_[A-Za-z0-9+/=]{24,}"),
        positive: &[&["wh", "sec_", "sg4WyJdmaeg8tnD3675fb9", "NaIC8p4T29"]],
        documented: "Stripe, Webhook signatures",
        ..Rule::PREFIX
    },
    Rule {
        id: "square-token",
        kind: "SQUARE_TOKEN",
        words: &["sq0atp-", "sq0csp-", "EAAA"],
        how: How::Pattern("sq0(?:atp|csp)-[A-Za-z0-9_-]{22,}|EAAA[A-Za-z0-9_-]{60}"),
        begins: bytes::outside_base64,
        positive: &[
            &["sq0", "atp-", "6exHRFje3xm6c-GGAmLfhx"],
            &["sq0", "csp-", "KEVaKItUnJU4WaSNwvnOsL", "_QHW16M-OFmhXcoI_goZe"],
        ],
        documented: "Square, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "braintree-token",
        kind: "BRAINTREE_TOKEN",
        words: &["access_token$"],
        how: How::Pattern(r"access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}"),
        positive: &[&[
            "access_",
            "token$",
            "production$",
            "4phwznip0eklt8in",
            "$",
            "a205dbf5453279592344d3",
            "01db9ec798",
        ]],
        documented: "Braintree, API credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "plaid-token",
        kind: "PLAID_TOKEN",
        words: &["access-sandbox-", "access-development-", "access-production-"],
        how: How::Pattern("access-(?:sandbox|development|production)-[a-f0-9-]{36}"),
        positive: &[&[
            "access-",
            "sandbox-",
            "c67fc935",
            "-",
            "1df3",
            "-4",
            "492",
            "-a",
            "864",
            "-",
            "af7c52fffedc",
        ]],
        documented: "Plaid, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "shopify-token",
        kind: "SHOPIFY_TOKEN",
        words: &["shpat_", "shpca_", "shppa_", "shpss_", "shpua_", "shptka_"],
        how: How::Pattern("shp(?:at|ca|pa|ss|ua|tka)_[A-Fa-f0-9]{32,}"),
        positive: &[
            &["sh", "pat_", "91d470857ce6654b0ba0df", "68e186ecc2"],
            &["sh", "pss_", "6a5ece9868e4ab00c099d7", "8fd6d1b34b"],
        ],
        documented: "Shopify, Access token types",
        ..Rule::PREFIX
    },
    Rule {
        id: "easypost-key",
        kind: "EASYPOST_KEY",
        words: &["EZAK", "EZTK"],
        how: How::Pattern("EZ[AT]K[A-Za-z0-9]{54,}"),
        positive: &[&["EZ", "AK", "tEHjMQt2ZBtcZzkG42o1jq", "tQQ2nXn6DKtcWGANnfgsZW", "XF6XOUhCpq"]],
        documented: "EasyPost, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "flutterwave-secret",
        kind: "FLUTTERWAVE_SECRET",
        words: &["FLWSECK-", "FLWSECK_TEST-"],
        how: How::Pattern("FLWSECK(?:_TEST)?-[A-Za-z0-9]{32,}-X"),
        positive: &[&["FLW", "SECK-", "64c5dc9212beae9f61200d", "b4f10771dc", "-X"]],
        documented: "Flutterwave, API keys",
        ..Rule::PREFIX
    },
];
