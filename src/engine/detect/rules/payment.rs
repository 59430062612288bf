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
            &["sk_", "live_", "GSTzZ8Iz6DGZWb6nt5NgA3", "DO"],
            &[
                "rk_",
                "test_",
                "fpDiUurRofrSTuPcwvcxmD",
                "uDXsodAQwPWR7vfvq4z0WJ",
                "D3htQ5yjk5vwKXdFOyqnqK",
                "ZhBYORuksg4WyJdmaeg8tn",
                "D3675fb9NaI",
            ],
            &[
                "sk_",
                "test_",
                "C8p4T29DclqLv9pUeNcBlg",
                "DbHFqq9ngsW8Jcd9lsLpxa",
                "s8rjxU1grxCPKJUyRawPtl",
                "0Vkg57uQ8jR7sONFVvqyS6",
                "KSOGADZVX3t",
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
        positive: &[&["wh", "sec_", "3FSX5upg0dIybKVhrFSd9P", "T1hzL7cEp9"]],
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
            &["sq0", "atp-", "pTYArE1ivxMqAOjax2V9vq"],
            &["sq0", "csp-", "wokFLvLjmtt3pbh3VL7WCM", "JYyE8YNoxf0_psMjIAsQ9"],
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
            "pyle545931zsd0jo",
            "$",
            "0857ce6654b0ba0df68e18",
            "6ecc26a5ec",
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
            "e9868e4a",
            "-",
            "b00c",
            "-4",
            "099",
            "-a",
            "d78",
            "-",
            "fd6d1b34b9f4",
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
            &["sh", "pat_", "9d91c5748966e91d6239f3", "e7864c5dc9"],
            &["sh", "pss_", "212beae9f61200db4f1077", "1dc572950f"],
        ],
        documented: "Shopify, Access token types",
        ..Rule::PREFIX
    },
    Rule {
        id: "easypost-key",
        kind: "EASYPOST_KEY",
        words: &["EZAK", "EZTK"],
        how: How::Pattern("EZ[AT]K[A-Za-z0-9]{54,}"),
        positive: &[&["EZ", "AK", "ivVwkirfqs3r9JLk3iHqto", "CkuQMCvPbsIs7qpdbHpDPW", "YEJxdY9QOh"]],
        documented: "EasyPost, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "flutterwave-secret",
        kind: "FLUTTERWAVE_SECRET",
        words: &["FLWSECK-", "FLWSECK_TEST-"],
        how: How::Pattern("FLWSECK(?:_TEST)?-[A-Za-z0-9]{32,}-X"),
        positive: &[&["FLW", "SECK-", "e075db20434a16ce8b70c6", "0a1058f2ed", "-X"]],
        documented: "Flutterwave, API keys",
        ..Rule::PREFIX
    },
];
