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
            &["NR", "AK-", "LOF9T8LB4IVWKIRFQSR9KI", "7QTO2"],
            &["NR", "II-", "kuQMCvPbsIs7qpdbHpDPWY", "EJxdY9QOhD"],
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
                "aplKB3xeajgiudSn1Pz7DL",
                "OJYq0wQLpaz6VnaudTWaQ0",
                "lPJqFMeC3PBuA5riqxNUqu",
                "RIUvAeyP9iWhCmHgG0Ohd7",
                "wx",
                "=_",
                "0up4f36WtuvdjfBr2WYoV8",
                "vr6iLzWFnBOcfIQrD7f4q",
            ],
            &["snt", "ryu_", "79bc6d5edec9ca92ddc317", "624ff048273bdb8f4b5818", "dd0a4fd0d23a7d2f877e"],
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
            &["gl", "sa_", "bqELW6bCe2sWhfX6j31QFi", "5ZKuvNp554", "_", "352caf3b"],
            &[
                "gl",
                "c_",
                "eyJvIjoi",
                "sWMYJzcodYXKX0OWtAHdP5",
                "alrDDOabUGYau1n44MbEpN",
                "aPnD1lTpjKBCLTzK709yl3",
                "QICdFkcxiwGZEryu0UnIWg",
                "7d",
                "=",
            ],
            &[
                "eyJr",
                "Ijoi",
                "GsghWuMSS5FjMKMXv0KXQ4",
                "SRYphKRGHimmfvAizypq68",
                "Ydk0WQCUkWVWym8fu7NBPh",
                "HfZj1FrQFVdSzN",
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
        id: "terraform-token",
        kind: "TERRAFORM_TOKEN",
        words: &[".atlasv1."],
        how: How::Led(
            Lead { class: bytes::alnum, least: 14, most: 14 },
            r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}",
        ),
        positive: &[&[
            "PSLZBtOzP3eWnA",
            ".atl",
            "asv1.",
            "RyQIXGrkMG19E8Bkdj37AT",
            "MGOjJp-jk5l27oUC0R2YxU",
            "s6MpWCroZTEIpEPLbluzDE",
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
        positive: &[&["pu", "l-", "52aaf376c9661255898ebb", "79527ae5fd50590cab"]],
        documented: "Pulumi Cloud, Access tokens",
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
        id: "launchdarkly-key",
        kind: "LAUNCHDARKLY_KEY",
        words: &["sdk-", "api-"],
        how: How::Pattern("(?:sdk|api)-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"),
        positive: &[&["sd", "k-", "735daad0", "-", "5777", "-4", "1e4", "-a", "25e", "-", "2426b51f103a"]],
        documented: "LaunchDarkly, Keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "posthog-key",
        kind: "POSTHOG_KEY",
        words: &["phx_", "phs_"],
        how: How::Pattern("ph[xs]_[A-Za-z0-9_-]{40,}"),
        positive: &[&["ph", "x_", "ieJZ3oELoJafpceCm8QcVz", "Xrj5xHtiGNmAHakvjKkF4n", "bFY"]],
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
            "ABA72XR2Q7HWAABIY8XK5B",
            "M9",
            ".",
            "KQ9J72VXFA31NRW2FN9HD9",
            "IIXM0XMMJY0S5WCE0ACIS4",
            "Q4HLCLYBY2PVUYJW703W",
        ]],
        documented: "Dynatrace, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "honeycomb-key",
        kind: "HONEYCOMB_KEY",
        words: &["hcaik_", "hcxik_", "hcamk_"],
        how: How::Pattern("hc(?:aik|xik|amk)_[A-Za-z0-9]{50,}"),
        positive: &[&["hc", "aik_", "bec8zhqpre57ahf36kem9o", "c23k49bx6e821zppax6hh4", "ld8bwctt5ocid2"]],
        documented: "Honeycomb, Manage API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "prefect-key",
        kind: "PREFECT_KEY",
        words: &["pnu_", "pnb_"],
        how: How::Pattern("pn[ub]_[A-Za-z0-9]{36,}"),
        positive: &[&["pn", "u_", "teGFK44ualIFcY2PuHngAV", "mcUuWQmsltrGs8"]],
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
        positive: &[&["AP", "I-", "KVD41TM088AV1J549PGED2", "CJKH"]],
        documented: "Octopus Deploy, How to create an API key",
        ..Rule::PREFIX
    },
    Rule {
        id: "openshift-token",
        kind: "OPENSHIFT_TOKEN",
        words: &["sha256~"],
        how: How::Pattern("sha256~[A-Za-z0-9_-]{43}"),
        positive: &[&["sha", "256~", "dNraxG1m4NKPssaIF7zcRZ", "X7wRGbDPQOAHRhO_F1FHh"]],
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
        id: "harness-token",
        kind: "HARNESS_TOKEN",
        words: &["pat.", "sat."],
        how: How::Pattern(r"[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}"),
        positive: &[&[
            "pa",
            "t.",
            "YikHvXzQOqiduzXXTPu9Vd",
            ".",
            "9e63994450ffbb08c8532d",
            "d7",
            ".",
            "ebhv8gBDGQCrnzzHVOx0",
        ]],
        documented: "Harness, Manage API keys",
        ..Rule::PREFIX
    },
];
