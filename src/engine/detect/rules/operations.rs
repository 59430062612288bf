//! Owns the rules for operations: monitoring, deployment, secret stores. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "new-relic-key",
        kind: "NEW_RELIC_KEY",
        words: &["NRAK-", "NRII-", "NRRA-"],
        how: How::Pattern("NR(?:AK-[A-Z0-9]{27,}|II-[A-Za-z0-9_-]{32,}|RA-[a-f0-9]{42,})"),
        positive: &[
            &["NR", "AK-", "U0RIQXQU8V0EYIH2M7G6HD", "WXUPF"],
            &["NR", "II-", "36WtuvdjfBr2WYoV8vr6iL", "zWFnBOcfIQ"],
        ],
        documented: "New Relic, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "sentry-token",
        kind: "SENTRY_TOKEN",
        words: &["sntrys_", "sntryu_"],
        how: How::Pattern("sntrys_eyJ[A-Za-z0-9+/=_-]{40,}|sntryu_[a-f0-9]{64,}"),
        positive: &[
            &[
                "snt",
                "rys_",
                "eyJpYXQiOjE",
                "rD7f4qpswLymRNVGBlSCA0",
                "DMyWsyQuPWtfBTQKPHBzhd",
                "9pQ38KnRH1ejH9NKFVFQbj",
                "rLYPfPMS5phZwAwrEYiwlr",
                "c3",
                "=_",
                "qJM1BXYAbujEGMASJbSA2e",
                "P2hvTSpBWWe735EORMrpo",
            ],
            &["snt", "ryu_", "e08f0e29324f4aa7352caf", "3b9c1719d1058ee000a60f", "706e574decc5e1f51b4b"],
        ],
        documented: "Sentry, Auth tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "grafana-token",
        kind: "GRAFANA_TOKEN",
        words: &["glsa_", "glc_", "eyJrIjoi"],
        how: How::Pattern("glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8,}|(?:glc_|eyJrIjoi)[A-Za-z0-9+/]{32,}={0,3}"),
        positive: &[
            &["gl", "sa_", "GZEryu0UnIWg7dGsghWuMS", "S5FjMKMXv0", "_", "734662ad"],
            &[
                "gl",
                "c_",
                "eyJvIjoi",
                "izypq68Ydk0WQCUkWVWym8",
                "fu7NBPhHfZj1FrQFVdSzNd",
                "HooSvWKw4tQiQbQSimt0MB",
                "p9UcLi9s2aAiLUs1gxHV6Y",
                "01",
                "=",
            ],
            &[
                "eyJr",
                "Ijoi",
                "jT0vK0lXDXtZbQTwnrZF7Y",
                "gnGmfC48YsDLGJnFoDUfhU",
                "v1DKfzkgSzpQDEzI3VL2Yw",
                "WfXhPbrybTczSK",
            ],
        ],
        documented: "Grafana, Service accounts and access policies",
        ..Rule::PREFIX
    },
    Rule {
        id: "vault-token",
        kind: "VAULT_TOKEN",
        words: &["hvs.", "hvb.", "hvr."],
        how: How::Pattern(r"hv[sbr]\.[A-Za-z0-9_-]{24,}"),
        positive: &[
            &[
                "hv",
                "s.",
                "tRzj66jtG_h-qoH8Xsj8dj",
                "FfyVQ6dE9095CG0vh1honw",
                "uZ6OLxionbgOD0I2BZah9w",
                "VmE4qseatYol8EfF39AxWS",
                "eP",
            ],
            &[
                "hv",
                "b.",
                "S8MVQkmC4Zd9zvmRipROT8",
                "hBy7fY4gjoRYW7bqAqeuIq",
                "RWLPuQoVtyw9PX3NzG6DW-",
                "_6VXSlpAs3NYjA0RyQIXGr",
                "kMG19E8Bkdj37ATMGOjJp-",
                "jk5l27oUC0R2YxUs6MpWCr",
                "oZTEIpEP",
            ],
        ],
        documented: "HashiCorp Vault, Tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "terraform-token",
        kind: "TERRAFORM_TOKEN",
        words: &[".atlasv1."],
        how: How::Led(
            Lead { class: bytes::alnum, least: 14, most: 14 },
            r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}",
        ),
        positive: &[&[
            "KsaGfKKkUmopvk",
            ".atl",
            "asv1.",
            "lRP8oDAXKBAfkvwJLH6USE",
            "KukDO7w-0xdwKcZQSkP5hq",
            "gvEjkdhPgisyKpc4gwhGvm",
            "R",
        ]],
        documented: "HCP Terraform, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "pulumi-token",
        kind: "PULUMI_TOKEN",
        words: &["pul-"],
        how: How::Pattern("pul-[a-f0-9]{40,}"),
        positive: &[&["pu", "l-", "291bfd9954cd2833fae074", "17a70957790b41f2bd"]],
        documented: "Pulumi Cloud, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "doppler-token",
        kind: "DOPPLER_TOKEN",
        words: &["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.said.", "dp.scim.", "dp.audit."],
        how: How::Pattern(r"dp\.(?:pt|st|ct|sa|said|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,}"),
        positive: &[
            &["dp", ".pt.", "aoPgRl3K8yywsKuQKkjOsn", "Kf56IBLEFZkfiSVVdIEws"],
            &["dp", ".st.", "dev.", "9hLSpcV7Kx881g7DB7KCLx", "fHbSQrtrQlkquHmLba1PU"],
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
            "BUxWkJRajIAoW15pv74ckx",
            "iQSBMf4Zsklfnf5TLKmB25",
            "2yqOCpiubA0r9aH2Ce3z0j",
            "NtbzrDAB1DGyNzBPwnb8RM",
            "wfFbRRv4wABM26bTkzHyNn",
            "w7CCkU1k9JcC7YSto4rZuQ",
            "4H29hssIkW6vQ9Fe0qo8qj",
            "VMGqXJhWaWeCvCVjm6pmrW",
            "9YqsCIFIqPpI0P3hkBvvBI",
            "alpopXdPODjIf0lDe3KQiI",
            "fXnwWk0cO24FLd3aKhvieJ",
            "Z3oELoJa",
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
            "A", "3-", "FPCE2M", "-", "CZRJX7", "-", "TI6M0", "-", "7AKVJ", "-", "K5NB5", "-", "ABA72",
        ]],
        documented: "1Password, About your Secret Key",
        ..Rule::PREFIX
    },
    Rule {
        id: "tailscale-key",
        kind: "TAILSCALE_KEY",
        words: &["tskey-"],
        how: How::Pattern("tskey-[a-z]+-[A-Za-z0-9]{6,}(?:-[A-Za-z0-9]+)*"),
        positive: &[&["ts", "key-auth-", "xrCq330Hhwa08", "CNTRL-", "abiy9IxkFb4UW9mSJkqJWj", "HCvUX8x8LR"]],
        documented: "Tailscale, Key prefixes",
        ..Rule::PREFIX
    },
    Rule {
        id: "launchdarkly-key",
        kind: "LAUNCHDARKLY_KEY",
        words: &["sdk-", "api-"],
        how: How::Pattern("(?:sdk|api)-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"),
        positive: &[&["sd", "k-", "20ed68be", "-", "2631", "-4", "44b", "-a", "6db", "-", "664cd9fb12d0"]],
        documented: "LaunchDarkly, Keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "posthog-key",
        kind: "POSTHOG_KEY",
        words: &["phx_", "phs_"],
        how: How::Pattern("ph[xs]_[A-Za-z0-9_-]{40,}"),
        positive: &[&["ph", "x_", "ci8OsEqEhZZlLQclyWK5by", "CQpvNuy9jY9wHSASDwUbX2", "eXc"]],
        documented: "PostHog, Personal API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "dynatrace-token",
        kind: "DYNATRACE_TOKEN",
        words: &["dt0c01.", "dt0s01.", "dt0s16.", "dt0e01."],
        how: How::Pattern(r"dt0[a-z][0-9]{2}\.[A-Z0-9]{8,24}\.[A-Z0-9]{64,}"),
        positive: &[&[
            "dt0",
            "c01.",
            "8ZHQPRE57AHF36KEM9OC23",
            "K4",
            ".",
            "9BX6E821ZPPAX6HH4LD8BW",
            "CTT5OCID2TE65UAL85CU7N",
            "G0MCUMSLTR6SKVD41TM0",
        ]],
        documented: "Dynatrace, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "honeycomb-key",
        kind: "HONEYCOMB_KEY",
        words: &["hcaik_", "hcxik_", "hcamk_"],
        how: How::Pattern("hc(?:aik|xik|amk)_[A-Za-z0-9]{50,}"),
        positive: &[&["hc", "aik_", "88av1j549pged2cjkh9bti", "alq0g2tsujjarp3mbvzy73", "lvq8aouv6un8qv"]],
        documented: "Honeycomb, Manage API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "prefect-key",
        kind: "PREFECT_KEY",
        words: &["pnu_", "pnb_"],
        how: How::Pattern("pn[ub]_[A-Za-z0-9]{36,}"),
        positive: &[&["pn", "u_", "WSduFpApqUduVpfO1g89WS", "FQ5nDr0NWUa1hI"]],
        documented: "Prefect Cloud, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "octopus-key",
        kind: "OCTOPUS_KEY",
        words: &["API-"],
        how: How::Pattern("API-[A-Z0-9]{26,}"),
        min_entropy: 32,
        check: bytes::has_digit,
        positive: &[&["AP", "I-", "5KGWYUXD0SC4WZO3UDIUBU", "7ZTI"]],
        documented: "Octopus Deploy, How to create an API key",
        ..Rule::PREFIX
    },
    Rule {
        id: "openshift-token",
        kind: "OPENSHIFT_TOKEN",
        words: &["sha256~"],
        how: How::Pattern("sha256~[A-Za-z0-9_-]{43}"),
        positive: &[&["sha", "256~", "kHUEQwJooBquRYGrgPYOgN", "7ApMNqrua_8VVdJXHuni0"]],
        documented: "OpenShift, Managing OAuth access tokens",
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
            "d7203a3dee86ccbfac88ea",
            "38",
            ".",
            "f6078c3630190854162b2c",
            "e3f90758b7",
            ".",
            "69483260f7d39fc99a015f",
            "e7f4ed8e68",
        ]],
        documented: "Infisical, Service tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "harness-token",
        kind: "HARNESS_TOKEN",
        words: &["pat.", "sat."],
        how: How::Pattern(r"[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}"),
        positive: &[&[
            "pa",
            "t.",
            "qdd1iEqhCnkRTzqrR4LZW7",
            ".",
            "f6b18533e0bc32e811dfb6",
            "5b",
            ".",
            "QYdyqgFI6R7v4WzZ9dmE",
        ]],
        documented: "Harness, Manage API keys",
        ..Rule::PREFIX
    },
];
