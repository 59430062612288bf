//! Owns the rules for hosting, edge and databases as a service. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "digitalocean-token",
        kind: "DIGITALOCEAN_TOKEN",
        words: &["dop_v1_", "doo_v1_", "dor_v1_"],
        how: How::Pattern("do[opr]_v1_[a-f0-9]{64,}"),
        positive: &[&[
            "dop",
            "_v1_",
            "29e0cb9d2806fdca2b532b",
            "d1f1136fdc44b4262b2a62",
            "d636a3a98edd0c3b7a3f",
        ]],
        documented: "DigitalOcean, Create a personal access token",
        ..Rule::PREFIX
    },
    Rule {
        id: "cloudflare-origin-ca-key",
        kind: "CLOUDFLARE_ORIGIN_CA_KEY",
        words: &["v1.0-"],
        how: How::Pattern(r"v1\.0-[a-f0-9]{24}-[a-f0-9]{100,}"),
        positive: &[&[
            "v1",
            ".0-",
            "98782d66345b32f54b7e74",
            "0e",
            "-",
            "add7851666965f1ebd2ff3",
            "616478db0e03c9ca75b987",
            "68b8fd00edd076c1eb5fc5",
            "9385048baa54e4a9ec63e4",
            "7cbec1a253482f1dcad932",
            "c3d9ee0cb65854572ab136",
            "8915817d3ff75f",
        ]],
        documented: "Cloudflare API, Origin CA keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "cloudflare-token",
        kind: "CLOUDFLARE_TOKEN",
        words: &["cfut_", "cfat_", "cfk_"],
        how: How::Pattern("cf(?:ut|at|k)_[A-Za-z0-9]{40,}"),
        positive: &[&["cf", "ut_", "405WO8x6bsc5LNdpOg5xYG", "4akPB4qiO9udlGYBbTwPTa", "32B3"]],
        documented: "Cloudflare, API token formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "fly-token",
        kind: "FLY_TOKEN",
        words: &["fo1_", "fm1a_", "fm1r_", "fm2_", "FlyV1 "],
        how: How::Pattern(
            "FlyV1 [A-Za-z0-9+/=_,.-]{60,}|fo1_[A-Za-z0-9_-]{43,}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{60,}={0,3}",
        ),
        positive: &[
            &["fo", "1_", "p-sAruPfURxW64k0TwDIHE", "C40HCUdMteT6x2IVPhATS"],
            &[
                "fm",
                "2_",
                "uJ4rwqFtyDDdrL64ca5muC",
                "fq5eBj3PEYFhhLsyurwhlz",
                "45f7gD+BnHnUuFKQvzpojz",
                "wFoxpCYO4L4S9iK3eVL4hs",
                "jH2oOoFw3zw6",
            ],
        ],
        documented: "Fly.io, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "heroku-key",
        kind: "HEROKU_KEY",
        words: &["HRKU-"],
        how: How::Pattern("HRKU-[A-Za-z0-9_-]{36,}"),
        positive: &[&[
            "HR",
            "KU-",
            "AA",
            "EPpiS23_5y4rIZ84ekIT-E",
            "m1YGQU3e7jCqAHv5SzkmEo",
            "mgncgMdvJIawU4",
        ]],
        documented: "Heroku Platform API, Authorizations",
        ..Rule::PREFIX
    },
    Rule {
        id: "netlify-token",
        kind: "NETLIFY_TOKEN",
        words: &["nfp_", "nfc_", "nfo_"],
        how: How::Pattern("nf[pco]_[A-Za-z0-9]{36,}"),
        positive: &[&["nf", "p_", "WtyCAUUvhKQgy4LOGVcGnZ", "yuXFxfJWB2tUC7"]],
        documented: "Netlify, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "render-key",
        kind: "RENDER_KEY",
        words: &["rnd_"],
        how: How::Pattern("rnd_[A-Za-z0-9]{28,}"),
        check: bytes::has_digit,
        positive: &[&["rn", "d_", "orLKcnOwRj598XruSlQ7DS", "AoTBwH"]],
        documented: "Render, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "vercel-token",
        kind: "VERCEL_TOKEN",
        words: &["vcp_", "vci_", "vca_", "vcr_", "vck_"],
        how: How::Pattern("vc[piark]_[A-Za-z0-9_-]{24,}"),
        check: bytes::mixed,
        positive: &[&["vc", "p_", "pUs1dATpr7GeXO2Qoe1qhr", "oYOgz4VlonY1EKNDZuDyOW", "HVXa3NXGOZxD"]],
        documented: "Vercel, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "supabase-token",
        kind: "SUPABASE_TOKEN",
        words: &["sbp_", "sb_secret_"],
        how: How::Pattern("sbp_(?:v0_)?[a-f0-9]{40,}|sb_secret_[A-Za-z0-9_-]{30,}"),
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
        words: &["dapi", "dose"],
        how: How::Pattern("d(?:api|ose)[a-f0-9]{32,}(?:-[0-9])?"),
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
];
