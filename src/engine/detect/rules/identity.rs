//! Owns the rules for identity, secret stores and private networks. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "vault-token",
        kind: "VAULT_TOKEN",
        words: &["hvs.", "hvb.", "hvr."],
        how: How::Pattern(r"hv[sbr]\.[A-Za-z0-9_-]{24,}"),
        positive: &[
            &[
                "hv",
                "s.",
                "gDDRTMqcqyN2FfqKa0rKnV",
                "tQx7NdTAJ-mBzk4K7A_C7k",
                "oR6lYumZF78YSlpcIXcfYt",
                "Rzj66jtG_h-qoH8Xsj8djF",
                "fy",
            ],
            &[
                "hv",
                "b.",
                "VQ6dE9095CG0vh1honwuZ6",
                "OLxionbgOD0I2BZah9wVmE",
                "4qseatYol8EfF39AxWSePS",
                "8MVQkmC4Zd9zvmRipROT8h",
                "By7fY4gjoRYW7bqAqeuIqR",
                "WLPuQoVtyw9PX3NzG6DW-_",
                "6VXSlpAs",
            ],
        ],
        documented: "HashiCorp Vault, Tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "doppler-token",
        kind: "DOPPLER_TOKEN",
        words: &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.said.", "dp.scim.", "dp.audit."],
        how: How::Pattern(r"dp\.(?:pt|st|ct|sa|said|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,}"),
        positive: &[
            &["dp", ".pt.", "H01f5uTN4C9diJ1Mdk7XSL", "6ISpefbdMN8udSZNeMj0N"],
            &["dp", ".st.", "dev.", "mJshUUbJCdQNIM5HPTlU36", "d9qkgvZescO4Ux30ERNUA"],
        ],
        documented: "Doppler, Token formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "onepassword-token",
        kind: "ONEPASSWORD_TOKEN",
        words: &["ops_eyJ"],
        how: How::Pattern("ops_eyJ[A-Za-z0-9+/=_-]{50,}"),
        positive: &[&[
            "op",
            "s_",
            "eyJ",
            "0sHKsljMyAfG8rggR34SVE",
            "PuCYZapjJTdo1vQHQJMoHa",
            "TLRIs9koL9Io6SIJL0s8bx",
            "iOdEJSe0wVPBaoPgRl3K8y",
            "ywsKuQKkjOsnKf56IBLEFZ",
            "kfiSVVdIEws9hLSpcV7Kx8",
            "81g7DB7KCLxfHbSQrtrQlk",
            "quHmLba1PUBUxWkJRajIAo",
            "W15pv74ckxiQSBMf4Zsklf",
            "nf5TLKmB252yqOCpiubA0r",
            "9aH2Ce3z0jNtbzrDAB1DGy",
            "NzBPwnb8",
        ]],
        documented: "1Password, Service accounts",
        ..Rule::PREFIX
    },
    Rule {
        id: "onepassword-secret-key",
        kind: "ONEPASSWORD_SECRET_KEY",
        words: &["A3-"],
        how: How::Pattern("A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}"),
        min_entropy: 30,
        positive: &[&[
            "A", "3-", "WF5BVW", "-", "01BKZ7", "-", "YNW22", "-", "KK9C2", "-", "TORU7", "-", "HSS8K",
        ]],
        documented: "1Password, About your Secret Key",
        ..Rule::PREFIX
    },
    Rule {
        id: "tailscale-key",
        kind: "TAILSCALE_KEY",
        words: &["tskey-"],
        how: How::Pattern("tskey-[a-z]+-[A-Za-z0-9]{6,}(?:-[A-Za-z0-9]+)*"),
        positive: &[&["ts", "key-auth-", "W6vQ9Fe0qo8qj", "CNTRL-", "VMGqXJhWaWeCvCVjm6pmrW", "9YqsCIFIqP"]],
        documented: "Tailscale, Key prefixes",
        ..Rule::PREFIX
    },
    Rule {
        id: "infisical-token",
        kind: "INFISICAL_TOKEN",
        words: &["st."],
        how: How::Pattern(r"st\.[a-f0-9-]{24,36}\.[a-f0-9]{32,}\.[a-f0-9]{32,}"),
        positive: &[&[
            "st",
            ".",
            "a723f6e803f53bcab1d91f",
            "bc",
            ".",
            "7ea14a0ac940d144e1d0bc",
            "4cb74f7fdd",
            ".",
            "d8cec55de0db1a2254418f",
            "28b7a58336",
        ]],
        documented: "Infisical, Service tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "okta-token",
        kind: "OKTA_TOKEN",
        words: &["SSWS "],
        how: How::Pattern("SSWS (00[A-Za-z0-9_-]{40})"),
        positive: &[&[
            "Authorization: SS",
            "WS ",
            "[[",
            "00",
            "sBYbKsWwYXvojxd7fmZLBw",
            "kP8wiNutoVpfB12Pd4",
            "]]",
        ]],
        documented: "Okta, Create an API token",
        ..Rule::PREFIX
    },
    Rule {
        id: "stytch-secret",
        kind: "STYTCH_SECRET",
        words: &["secret-test-", "secret-live-"],
        how: How::Pattern("secret-(?:test|live)-[A-Za-z0-9_-]{30,}={0,2}"),
        positive: &[&["sec", "ret-test-", "wRnx-RlKiZXSiqsJSesZY7", "Q1HsFYhI40-EGn", "="]],
        documented: "Stytch, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "clerk-token",
        kind: "CLERK_TOKEN",
        words: &["oat_", "ak_"],
        how: How::Pattern("(?:oat|ak)_[A-Za-z0-9]{32,}"),
        check: bytes::mixed,
        positive: &[&["oa", "t_", "72PCMobax0szpUb8SPIEUu", "bMKjGDswr3"]],
        documented: "Clerk, Machine authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "bitwarden-token",
        kind: "BITWARDEN_TOKEN",
        words: &["BWS_ACCESS_TOKEN", "bws_access_token"],
        how: How::Pattern(
            r#"(?i:bws_access_token)["\x27]?[ =:]{1,3}["\x27]?(0\.[a-f0-9-]{36}\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{20,}={0,2})"#,
        ),
        positive: &[&[
            "BWS_ACCESS_",
            "TOKEN=",
            "[[",
            "0.",
            "85c9e988-11a4-4b06-ab6c-",
            "a27e616bdc05",
            ".",
            "HlFEWRCaUs3AnxI3Rl2mCU",
            "Do8hUCVJ",
            ":",
            "c2H1FK1ygM7Gvnz11VyG6P",
            "==",
            "]]",
        ]],
        documented: "Bitwarden, Secrets Manager access tokens",
        ..Rule::CONTEXT
    },
    Rule {
        id: "jumpcloud-key",
        kind: "JUMPCLOUD_KEY",
        words: &["jca_"],
        how: How::Pattern("jca_[A-Za-z0-9]{30,}"),
        positive: &[&["jc", "a_", "n8RHV5wy8C72XjSu3vLOwu", "39cVdTbgj8pfvJ"]],
        documented: "JumpCloud, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "ngrok-token",
        kind: "NGROK_TOKEN",
        words: &["ngrok", "NGROK", "Ngrok"],
        how: How::Pattern(
            r#"(?i:ngrok)[A-Za-z0-9_ .-]{0,40}(?i:token|key)[\s"\x27:=(,>]{1,12}([A-Za-z0-9]{20,30}_[A-Za-z0-9]{20,50})(?:[^A-Za-z0-9_-]|\z)"#,
        ),
        check: bytes::mixed,
        positive: &[&[
            "ngrok config add-auth",
            "token ",
            "[[",
            "2",
            "YHv9OTsz9x7hG4Yjx6dhZ2",
            "0cJ0",
            "_",
            "80TFava3mTPRWhKRy4EAr",
            "]]",
        ]],
        documented: "ngrok, Agent authtokens",
        ..Rule::CONTEXT
    },
    Rule {
        id: "django-secret-key",
        kind: "DJANGO_SECRET_KEY",
        words: &["django-insecure-"],
        how: How::Pattern("django-insecure-[a-z0-9!@#$%^&*()_=+-]{50}"),
        positive: &[&[
            "djan",
            "go-insecure-",
            "45obo725gcf5jltvds57yo",
            "5yyhsrt6i3ebzb4g5c",
            "*x",
            "b3olkx7q",
        ]],
        documented: "Django, Settings: SECRET_KEY",
        ..Rule::PREFIX
    },
    Rule {
        id: "django-named-secret-key",
        kind: "DJANGO_SECRET_KEY",
        words: &["SECRET_KEY"],
        how: How::Pattern(
            r#"SECRET_KEY["\x27]?[ )]{0,2}(?:=|:|,) {0,2}["\x27]([a-z0-9!@#$%^&*()_=+-]{50})["\x27]"#,
        ),
        min_entropy: 35,
        check: bytes::has_digit,
        positive: &[&[
            "os.environ.get('DJANGO_SECRET_",
            "KEY', '",
            "[[",
            "xmbj3tkuc3vwneavugcfgv",
            "ahtcvyu4xmkgndvatg",
            "*x",
            "qssairr5",
            "]]",
            "')",
        ]],
        documented: "Django, Settings: SECRET_KEY",
        ..Rule::CONTEXT
    },
];
