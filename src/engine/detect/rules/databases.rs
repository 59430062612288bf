//! Owns the rules for databases as a service. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "supabase-token",
        kind: "SUPABASE_TOKEN",
        words: &["sbp_", "sb_secret_"],
        how: How::Pattern("sbp_(?:v0_|oauth_)?[a-f0-9]{40,}|sb_secret_[A-Za-z0-9_-]{30,}"),
        positive: &[
            &["sb", "p_", "5566ab7e3f68719640380c", "0ab16760b9d08ce1d5"],
            &["sb_", "secret_", "2O1GsUvQVz-qlG4E2hZJFV", "abXdhG0Fnxqmjt"],
        ],
        documented: "Supabase, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "planetscale-secret",
        kind: "PLANETSCALE_SECRET",
        words: &["pscale_tkn_", "pscale_oauth_", "pscale_pw_"],
        how: How::Pattern("pscale_(?:tkn|oauth|pw)_[A-Za-z0-9_.=-]{31,}[A-Za-z0-9_=-]"),
        positive: &[
            &["pscale", "_tkn_", "lhOqdcZVY_ZbXrvUrLPE2U", "eYtucrrDu_-ZRZFKq4yIw"],
            &["pscale", "_pw_", "YAcfVMdhwTZ26_P2VsB3qf", "uNiQ01tElxhfrAZhs0F4q"],
        ],
        documented: "PlanetScale API, Service tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "neon-key",
        kind: "NEON_KEY",
        words: &["napi_"],
        how: How::Pattern("napi_[a-z0-9]{60,}"),
        positive: &[&[
            "na",
            "pi_",
            "7ikh8dqqnnq7fequaogzke",
            "sd4z3xg482mwesla5jge6f",
            "mb6pqadw382ayxipx8lp",
        ]],
        documented: "Neon, Manage API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "databricks-token",
        kind: "DATABRICKS_TOKEN",
        words: &["dapi", "dose", "dkea"],
        how: How::Pattern("d(?:api|ose|kea)[A-Fa-f0-9]{32,}(?:-[0-9])?"),
        positive: &[
            &["da", "pi", "a32d5a9709978d2ab7be4c", "b75bbea42e"],
            &["da", "pi", "fb353212ddf1bb10b870f5", "97106e226b", "-2"],
        ],
        documented: "Databricks, Personal access token authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "confluent-secret",
        kind: "CONFLUENT_SECRET",
        words: &["cflt"],
        how: How::Pattern("cflt[A-Za-z0-9+/]{60,}"),
        positive: &[&["cf", "lt", "f/Vkz3290apEMY7pp2SHFF", "h9Dc490Lq+d/8xMqLuqdxm", "hifAhp1HSOmIhBVr"]],
        documented: "Confluent Cloud, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "mongodb-atlas-secret",
        kind: "MONGODB_ATLAS_SECRET",
        words: &["mdb_sa_sk_"],
        how: How::Pattern("mdb_sa_sk_[A-Za-z0-9_-]{32,}"),
        positive: &[&["mdb_sa", "_sk_", "VORZeBthh2jR76METw4u0N", "qCRiizk5SlAPTiPRVh"]],
        documented: "MongoDB Atlas, Service accounts",
        ..Rule::PREFIX
    },
    Rule {
        id: "pinecone-key",
        kind: "PINECONE_KEY",
        words: &["pcsk_"],
        how: How::Pattern("pcsk_[A-Za-z0-9_]{50,}"),
        positive: &[&[
            "pc",
            "sk_",
            "7fdEGB",
            "_",
            "NA7xvAo1Y4MgYzC6sLmnUa",
            "x52jXBgjWuyP7eAQua5YGh",
            "2HUjWYTbRwrHWuEGLr",
        ]],
        documented: "Pinecone, Manage API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "neon-password",
        kind: "NEON_PASSWORD",
        words: &["npg_"],
        how: How::Pattern("npg_[A-Za-z0-9]{12,}"),
        check: bytes::mixed,
        positive: &[&["np", "g_", "zI4tzuJokxPX"]],
        negative: &[&["npg_", "create_connection_pool"]],
        documented: "Neon, Connect from any application",
        ..Rule::PREFIX
    },
    Rule {
        id: "cockroach-key",
        kind: "COCKROACH_KEY",
        words: &["CCDB1_"],
        how: How::Pattern("CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40,}"),
        positive: &[&[
            "CC",
            "DB1_",
            "SUUMRtrpKnrxr8JE12AbbY",
            "_",
            "TDBA34apmYz0cDYPxkKEzI",
            "6kStgrlJ3bJXj0OqwL",
        ]],
        documented: "CockroachDB Cloud, Service account API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "clickhouse-key",
        kind: "CLICKHOUSE_KEY",
        words: &["4b1d"],
        how: How::Pattern(r"(4b1d[A-Za-z0-9]{38})(?:[^A-Za-z0-9_-]|\z)"),
        begins: bytes::outside_base64,
        min_entropy: 35,
        check: bytes::mixed,
        positive: &[&["4b", "1d", "vulX9LjDi8vZ1GUZIRsDzm", "YGgCjQpyxVCyLdNu"]],
        documented: "ClickHouse Cloud, Managing API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "astra-token",
        kind: "ASTRA_TOKEN",
        words: &["AstraCS:"],
        how: How::Pattern("AstraCS:[A-Za-z0-9+/]{8,}:[a-f0-9]{60,}"),
        positive: &[&[
            "Astra",
            "CS:",
            "RVfkhGjHqf2FdB77yGI78I",
            "uA",
            ":",
            "932c3d9ee0cb65854572ab",
            "1368915817d3ff75fb0911",
            "73b05d84a15d0b0d3f46",
        ]],
        documented: "DataStax Astra DB, Application tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "aiven-password",
        kind: "AIVEN_PASSWORD",
        words: &["AVNS_"],
        how: How::Pattern("AVNS_[A-Za-z0-9_-]{16,}"),
        positive: &[&["AV", "NS_", "HiP-kuGcx2vXly5DGC", "k"]],
        documented: "Aiven, Service user passwords",
        ..Rule::PREFIX
    },
    Rule {
        id: "elastic-cloud-key",
        kind: "ELASTIC_KEY",
        words: &["essu_"],
        how: How::Pattern("essu_[A-Za-z0-9+/]{40,}={0,2}"),
        positive: &[&[
            "es",
            "su_",
            "GwlL/ZVPYY7Lrq7pNH+C3O",
            "9A9qoOSxWbVtjcwW+D8lBr",
            "7xud1GnSwKwkHr8/ili8pj",
            "mooX",
            "=",
        ]],
        documented: "Elastic Cloud, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "tinybird-token",
        kind: "TINYBIRD_TOKEN",
        words: &["p.eyJ"],
        how: How::Pattern(r"p\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}"),
        positive: &[&[
            "p",
            ".eyJ",
            "gkoc3iLCc6PnORe--upKz5",
            "pd-dsjmWkiOldfSm9CCc4D",
            "5Zdo5F8nYO2gq4Wg4Uxkps",
            "3Hv-k5mhheNm_p",
            ".",
            "SCwEVeV6sBcK_4930xG64X",
            "QsCTd1_0Peq7MPBh8uhp8",
        ]],
        documented: "Tinybird, Auth tokens",
        ..Rule::PREFIX
    },
];
