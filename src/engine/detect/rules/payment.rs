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
        words: &["sq0atp-", "sq0csp-", "sq0atb-", "sq0csb-", "sq0idp-", "EAAA"],
        how: How::Pattern("sq0(?:at[pb]|cs[pb]|idp)-[A-Za-z0-9_-]{22,}|EAAA[A-Za-z0-9_-]{60,}"),
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
        words: &[
            "access-sandbox-",
            "access-development-",
            "access-production-",
            "link-sandbox-",
            "link-production-",
            "processor-sandbox-",
            "processor-production-",
        ],
        how: How::Pattern("(?:access|link|processor)-(?:sandbox|development|production)-[a-f0-9-]{36,}"),
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
        how: How::Pattern("shp(?:at|ca|pa|ss|ua|tka)_[A-Za-z0-9]{32,}"),
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
    Rule {
        id: "workos-key",
        kind: "WORKOS_KEY",
        words: &["sk_live_a2V5", "sk_test_a2V5", "rk_live_a2V5"],
        how: How::Pattern("[rs]k_(?:live|test)_a2V5[A-Za-z0-9+/_-]{30,}={0,2}"),
        positive: &[&[
            "sk_",
            "live_",
            "a2V5",
            "FUfggpZydTBBI95XyE9Y",
            "/",
            "Ad2jS6by9hBcAAEfl3e3Fx",
            "dlz615U37f5AMQtGuY",
        ]],
        documented: "WorkOS and Highnote, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "paypal-access-token",
        kind: "PAYPAL_TOKEN",
        words: &["A21AA"],
        how: How::Pattern("A21AA[A-Za-z0-9_-]{80,}"),
        positive: &[&[
            "A2",
            "1AA",
            "q5-nk-xP7UPulMNDgs_vsX",
            "Boa_vvJl7BQZ1JQJt2rypt",
            "pWn8BIpGkKYhtRFL6XG-Pu",
            "YHSHDe4BpGzVtyxViGTAWg",
            "S1ta",
        ]],
        documented: "PayPal, Get an access token",
        ..Rule::PREFIX
    },
    Rule {
        id: "adyen-key",
        kind: "ADYEN_KEY",
        words: &["AQE"],
        how: How::Pattern(r#"AQE[a-z0-9]hm[A-Za-z0-9+/=]{30,150}-[A-Za-z0-9+/=]{30,150}-[^\s"\x27\\]{16}"#),
        begins: bytes::outside_base64,
        positive: &[&[
            "AQ",
            "E",
            "yhm",
            "fjMupMKv1mZCdykNfuEZYb",
            "rEfPdPywl0SMYMnDa9cvdn",
            "hjNV91",
            "-",
            "4ENqOYDko93qoQGKVLa176",
            "x/KiuJWQQX9/tHcNHyzJz7",
            "uK1x5Ij+Fsf3BXeQ",
            "-",
            "DlYQH1PnKJe",
            "@9:w7",
        ]],
        documented: "Adyen, API credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "paddle-key",
        kind: "PADDLE_KEY",
        words: &["pdl_live_", "pdl_sdbx_", "pdl_ntfset_"],
        how: How::Pattern(
            "pdl_(?:live_|sdbx_|ntfset_){1,2}(?:apikey_)?[a-z0-9]{20,}_[A-Za-z0-9+/]{22,}(?:_[A-Za-z0-9]{3,})?",
        ),
        positive: &[&[
            "pdl",
            "_live_",
            "apikey_",
            "3m2eiiwheyutf7hpbstpwl",
            "cflw",
            "_",
            "dVzoKnQ0bRUxzHpzjYauf4",
            "_",
            "TIh",
        ]],
        documented: "Paddle, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "polar-token",
        kind: "POLAR_TOKEN",
        words: &["polar_"],
        how: How::Pattern("polar_(?:oat|pat|at_[uo]|rt_[uo]|whs|cst|crt|cs|ci)_[A-Za-z0-9]{30,}"),
        positive: &[&["po", "lar_", "oat_", "88T1m4blmEd6FiZv6UO6CG", "p5jd7gfVDkgk3hlKPG0ap"]],
        documented: "Polar, Organization access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "checkout-key",
        kind: "CHECKOUT_KEY",
        words: &["sk_sbox_"],
        how: How::Pattern("sk_sbox_[a-z2-7]{26}[a-z2-7*#$=]"),
        positive: &[&["sk_", "sbox_", "xu7to4uxndquzxq6jddcmp", "xtbvv"]],
        documented: "Checkout.com, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "midtrans-key",
        kind: "MIDTRANS_KEY",
        words: &["Mid-server-"],
        how: How::Pattern("Mid-server-[A-Za-z0-9_-]{20,}"),
        positive: &[&["Mid-", "server-", "SuDYFSBfZbduPHxto1-ZBp", "Uy"]],
        documented: "Midtrans, Access keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "xendit-key",
        kind: "XENDIT_KEY",
        words: &["xnd_"],
        how: How::Pattern("xnd_(?:production|development)_[A-Za-z0-9]{40,}"),
        positive: &[&[
            "xn",
            "d_",
            "development_",
            "0XGPOiQTVOUpJFXO7OE97L",
            "PMy6yYMGCGbaTSHaAyFvZg",
            "shxmWo1CNNO6O9rr",
        ]],
        documented: "Xendit, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "mercado-pago-token",
        kind: "MERCADO_PAGO_TOKEN",
        words: &["APP_USR-"],
        how: How::Pattern("(?:APP_USR|TEST)-[0-9]{10,}-[0-9]{6}-[a-f0-9]{32,}(?:-[0-9]+)?"),
        positive: &[&[
            "APP",
            "_USR-",
            "5211228279159662",
            "-",
            "893312",
            "-",
            "3e4899392a44cc778bf311",
            "3795c5e96e",
            "-",
            "136951815",
        ]],
        documented: "Mercado Pago, Credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "lob-key",
        kind: "LOB_KEY",
        words: &["test_pub_", "live_pub_"],
        how: How::Pattern("(?:test|live)_pub_[a-f0-9]{30,}"),
        positive: &[&["test", "_pub_", "62bf4d129f7170680ed4ca", "c2adf2f95"]],
        documented: "Lob, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "shippo-token",
        kind: "SHIPPO_TOKEN",
        words: &["shippo_"],
        how: How::Pattern("shippo_(?:live|test)_[A-Fa-f0-9]{40,}"),
        positive: &[&["ship", "po_live_", "cb21ac22103a76e0fdd28e", "2960105f683206deb7"]],
        documented: "Shippo, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "ramp-secret",
        kind: "RAMP_SECRET",
        words: &["ramp_sec_"],
        how: How::Pattern("ramp_sec_[A-Za-z0-9_-]{30,}"),
        positive: &[&["ramp", "_sec_", "30x0RmcHXFQHwyyMyCCfT6", "aK7Bxjd0iT0Xx6C7ANKF40", "LGYQ"]],
        documented: "Ramp, Authorization",
        ..Rule::PREFIX
    },
    Rule {
        id: "persona-key",
        kind: "PERSONA_KEY",
        words: &["persona_production_", "persona_sandbox_"],
        how: How::Pattern("persona_(?:production|sandbox)_[A-Za-z0-9-]{32,}"),
        positive: &[&["persona_", "production_", "4eae1c2a-3821-4111-add8-", "ddd44d558d1f"]],
        documented: "Persona, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "onfido-token",
        kind: "ONFIDO_TOKEN",
        words: &["api_live", "api_sandbox"],
        how: How::Pattern(r"api_(?:live|sandbox)(?:_[a-z]{2})?\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{30,}"),
        positive: &[&[
            "api",
            "_live_",
            "us.",
            "BgXIoae8meq",
            ".",
            "gzgZn6u_T75ckIw0AMbqLw",
            "9shwVsuQR",
            "k",
        ]],
        documented: "Onfido, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "duffel-token",
        kind: "DUFFEL_TOKEN",
        words: &["duffel_"],
        how: How::Pattern("duffel_(?:live|test)_[A-Za-z0-9_=-]{40,}"),
        positive: &[&["duf", "fel_test_", "EozImgsz7691CtxfPWtaeE", "6uLHU-9lamWa-kJRmQVtP"]],
        documented: "Duffel, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "flexport-token",
        kind: "FLEXPORT_TOKEN",
        words: &["shltm_"],
        how: How::Pattern("shltm_[A-Za-z0-9_-]{36,}"),
        positive: &[&["sh", "ltm_", "q3b2jVePSiuxvrtJaK6ALN", "LojS5SL9zwJ9bWDVwM"]],
        documented: "Flexport, Logistics API",
        ..Rule::PREFIX
    },
    Rule {
        id: "rainforest-key",
        kind: "RAINFOREST_KEY",
        words: &["apikey_"],
        how: How::Pattern("apikey_[a-f0-9]{64,}"),
        positive: &[&[
            "api",
            "key_",
            "cdfa00db8214b33ab16140",
            "ce9b94efc3b2b3cd54ee81",
            "d8ad64ef60609dfcfb60",
        ]],
        documented: "Rainforest, Authentication",
        ..Rule::PREFIX
    },
];
