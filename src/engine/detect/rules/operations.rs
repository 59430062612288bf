//! Owns the rules for operations: monitoring, feature flags, deployment. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "new-relic-key",
        kind: "NEW_RELIC_KEY",
        words: &["NRAK-", "NRII-", "NRRA-", "NRAA-", "NRBR-", "NRJS-"],
        how: How::Pattern(
            "NR(?:AK-[A-Z0-9]{27,}|II-[A-Za-z0-9_-]{24,}|(?:RA|AA)-[a-f0-9]{27,}|(?:BR|JS)-[a-f0-9]{19,})",
        ),
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
        id: "launchdarkly-key",
        kind: "LAUNCHDARKLY_KEY",
        words: &["sdk-", "api-", "mob-"],
        how: How::Pattern("(?:sdk|api|mob)-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"),
        positive: &[&["sd", "k-", "735daad0", "-", "5777", "-4", "1e4", "-a", "25e", "-", "2426b51f103a"]],
        documented: "LaunchDarkly, Keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "posthog-key",
        kind: "POSTHOG_KEY",
        words: &["phx_", "phs_", "phr_", "pha_"],
        how: How::Pattern("ph[xsra]_[A-Za-z0-9_-]{40,}"),
        positive: &[&["ph", "x_", "ieJZ3oELoJafpceCm8QcVz", "Xrj5xHtiGNmAHakvjKkF4n", "bFY"]],
        documented: "PostHog, Personal API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "dynatrace-token",
        kind: "DYNATRACE_TOKEN",
        words: &["dt0c01.", "dt0s01.", "dt0s16.", "dt0e01."],
        how: How::Pattern(r"dt0[a-z][0-9]{2}\.[A-Za-z0-9]{8,24}\.[A-Za-z0-9]{64,}"),
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
        how: How::Pattern("sha256~[A-Za-z0-9_-]{43,}"),
        positive: &[&["sha", "256~", "dNraxG1m4NKPssaIF7zcRZ", "X7wRGbDPQOAHRhO_F1FHh"]],
        documented: "OpenShift, Managing OAuth access tokens",
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
    Rule {
        id: "new-relic-license",
        kind: "NEW_RELIC_LICENSE",
        words: &["NRAL"],
        how: How::Led(
            Lead { class: bytes::alnum, least: 36, most: 36 },
            "(?:[a-z]{2}[0-9]{2}x{1,2})?[A-Fa-f0-9]{28,36}NRAL",
        ),
        positive: &[
            &["cc0dbf07b27eb7b2798d7b", "7c310aa69e333b", "NR", "AL"],
            &["eu", "01xx", "05e91fc2b7372ea361d362", "61f3dcbf", "NR", "AL"],
        ],
        documented: "New Relic, License key",
        ..Rule::PREFIX
    },
    Rule {
        id: "rootly-key",
        kind: "ROOTLY_KEY",
        words: &["rootly_"],
        how: How::Pattern("rootly_[a-f0-9]{64,}"),
        positive: &[&[
            "roo",
            "tly_",
            "df13e793b007d528446be0",
            "5eb30b53d242fc423d60cd",
            "ab8bef78bb672de172a2",
        ]],
        documented: "Rootly, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "checkly-key",
        kind: "CHECKLY_KEY",
        words: &["cu_"],
        how: How::Pattern(r"(cu_[a-f0-9]{32})(?:[^A-Za-z0-9_-]|\z)"),
        positive: &[&["c", "u_", "d38d0dba9089dae755702d", "bceea97414"]],
        documented: "Checkly, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "segment-token",
        kind: "SEGMENT_TOKEN",
        words: &["sgp_"],
        how: How::Pattern(r"(sgp_[A-Za-z0-9]{64})(?:[^A-Za-z0-9_-]|\z)"),
        check: bytes::mixed,
        positive: &[&[
            "sg",
            "p_",
            "Wao9bz9IBZMhg5CViaDARU",
            "EWBZ2kgktVOrLvp2kLs28v",
            "7UWjIKDFdt3Ic8UpNx4j",
        ]],
        documented: "Segment, Public API",
        ..Rule::PREFIX
    },
    Rule {
        id: "statsig-secret",
        kind: "STATSIG_SECRET",
        words: &["secret-"],
        how: How::Pattern("secret-[A-Za-z0-9]{40,}"),
        check: bytes::mixed,
        positive: &[&["sec", "ret-", "H0VUIBGU0GrkeMDQY7hyTE", "NzwGXF9dwQbhJhQvQqgyLs", "E"]],
        documented: "Statsig, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "configcat-key",
        kind: "CONFIGCAT_KEY",
        words: &["configcat-"],
        how: How::Pattern("configcat-(?:sdk|proxy)-1/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22,}"),
        positive: &[&["config", "cat-sdk-1/", "HFzKHfkFFVGBy4Wllqfktq", "/", "8zfvUgrd591skBso9wI2gS"]],
        documented: "ConfigCat, SDK keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "flagsmith-key",
        kind: "FLAGSMITH_KEY",
        words: &["ser."],
        how: How::Pattern(r"(ser\.[A-Za-z0-9]{22})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 35,
        check: bytes::mixed,
        positive: &[&["s", "er.", "DE5JXGuATH5wkBJU01slEG"]],
        negative: &[&["ser.", "validateThatEveryFieldX2"]],
        documented: "Flagsmith, Server-side SDKs",
        ..Rule::PREFIX
    },
    Rule {
        id: "unleash-token",
        kind: "UNLEASH_TOKEN",
        words: &[":development.", ":production.", ":staging.", ":default."],
        how: How::Pattern(r":(?:development|production|staging|default)\.([a-f0-9]{50,})"),
        begins: bytes::anywhere,
        positive: &[&[
            "default:deve",
            "lopment.",
            "[[",
            "d1343081a283872ff892ff",
            "68b7165b95236c4ff73a63",
            "df805dd5e807",
            "]]",
        ]],
        documented: "Unleash, API tokens and client keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "splunk-token",
        kind: "SPLUNK_TOKEN",
        words: &["Splunk "],
        how: How::Pattern("Splunk ([A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12})"),
        positive: &[&["Authorization: Spl", "unk ", "[[", "29c26365-4c02-48b4-ae14-", "45c2360ac8c0", "]]"]],
        documented: "Splunk, HTTP event collector",
        ..Rule::PREFIX
    },
    Rule {
        id: "sumo-logic-id",
        kind: "SUMO_LOGIC_ID",
        words: &["sumo", "Sumo", "SUMO"],
        how: How::Pattern(
            r#"(?i:sumo)[A-Za-z0-9_ .-]{0,30}[\s"\x27:=(,>]{1,12}(su[A-Za-z0-9]{12})(?:[^A-Za-z0-9_-]|\z)"#,
        ),
        check: bytes::mixed,
        positive: &[&["SUMO_ACCESS_", "ID=", "[[", "su", "AwOI6flYzeEn", "]]"]],
        documented: "Sumo Logic, Access keys",
        ..Rule::CONTEXT
    },
    Rule {
        id: "endor-labs-secret",
        kind: "ENDOR_LABS_SECRET",
        words: &["endr+"],
        how: How::Pattern(r"endr\+[A-Za-z0-9-]{16,}"),
        positive: &[&["en", "dr+", "5PVApsdZ6PVCydiH"]],
        documented: "Endor Labs, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "proxmox-token",
        kind: "PROXMOX_TOKEN",
        words: &["PVEAPIToken="],
        how: How::Pattern(r#"PVEAPIToken=([^\s"\x27<>!]{1,60}![A-Za-z0-9_.-]{1,60}=[a-f0-9-]{36})"#),
        positive: &[&[
            "Authorization: PVEAPI",
            "Token=",
            "[[",
            "root@pam!x=",
            "6b573f06-0dff-4216-a088-",
            "cc482d264e16",
            "]]",
        ]],
        documented: "Proxmox VE, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "rancher-token",
        kind: "RANCHER_TOKEN",
        words: &["token-", "kubeconfig-u"],
        how: How::Pattern("(?:token-[a-z0-9]{5}|kubeconfig-u[a-z0-9.-]{5,30}):[a-z0-9]{50,}"),
        positive: &[&[
            "tok",
            "en-",
            "7xrea",
            ":",
            "oni3fqe4vulh5xzmi7h4a2",
            "2xlxtuzykpl7x7kvxr7w7e",
            "q3pg7k2ujh",
        ]],
        documented: "Rancher, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "kube-bootstrap-token",
        kind: "KUBE_BOOTSTRAP_TOKEN",
        words: &["bootstrap-token", "bootstrapToken", "kubeadm join"],
        how: How::Pattern(
            r#"(?:bootstrap-?[Tt]oken|kubeadm join[^\n<>]{1,80}--token)["\x27]?[ =:]{1,3}["\x27]?([a-z0-9]{6}\.[a-z0-9]{16})(?:[^A-Za-z0-9._-]|\z)"#,
        ),
        check: bytes::has_digit,
        positive: &[&["--tls-bootstrap-to", "ken ", "[[", "kf3foi", ".", "2u2dsendq3we6i35", "]]"]],
        documented: "Kubernetes, Authenticating with bootstrap tokens",
        ..Rule::CONTEXT
    },
    Rule {
        id: "truenas-key",
        kind: "TRUENAS_KEY",
        words: &["auth.login_with_api_key"],
        how: How::Pattern(r#"auth\.login_with_api_key"[^<>\]]{1,80}?"([0-9]{1,5}-[A-Za-z0-9]{64})""#),
        positive: &[&[
            "\"method\":\"auth.login_with_",
            "api_key\", \"params\": [\"",
            "[[",
            "7-",
            "fWn9smKRix6LzoxrUSzWsL",
            "35Jcv5vbHJBw83vRhLtS62",
            "0uO8jpCZZE0Tm8gEp4OH",
            "]]",
            "\"]",
        ]],
        documented: "TrueNAS, API reference",
        ..Rule::CONTEXT
    },
];
