//! Owns the rules for hosting and edge. Data only.

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
        id: "digitalocean-spaces-id",
        kind: "DIGITALOCEAN_SPACES_ID",
        words: &["DO00", "DO801"],
        how: How::Pattern("DO(?:00[A-Z0-9]{16}|801[A-Z0-9]{15})"),
        min_entropy: 28,
        positive: &[&["DO", "00", "BTMK7ZL1YQUBNWTW"], &["DO", "801", "NXGWGZI8I8FD1LX"]],
        documented: "DigitalOcean, Manage access to Spaces",
        ..Rule::PREFIX
    },
    Rule {
        id: "cloudflare-tunnel-token",
        kind: "CLOUDFLARE_TUNNEL_TOKEN",
        words: &["eyJhIjoi"],
        how: How::Pattern("eyJhIjoi[A-Za-z0-9+/_-]{120,}={0,2}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
        positive: &[&[
            "ey",
            "JhIjoi",
            "S6xU2uk46UA7YEFCvEolG0",
            "kNwQCiC33uvSQoaVXtvuqQ",
            "akSVPhHDJsWCeD9nZxbrKn",
            "2b2WRQC400sAz6T56RB8WM",
            "CIkPgAGYNxcTebhjnMomia",
            "KrBlOFAAO2OeZ1qhG9P6VG",
            "KVYbomOhFIHmA91Q0Q",
        ]],
        documented: "Cloudflare One, Tunnel tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "vercel-blob-token",
        kind: "VERCEL_BLOB_TOKEN",
        words: &["vercel_blob_rw_"],
        how: How::Pattern("vercel_blob_rw_[A-Za-z0-9]{10,}_[A-Za-z0-9]{24,}"),
        positive: &[&["vercel_", "blob_rw_", "i22zBOZMn2UuQKVS", "_", "zmir80suYqjQjGR2CrzB3Q", "P2IpHo7j"]],
        documented: "Vercel, Blob",
        ..Rule::PREFIX
    },
    Rule {
        id: "scaleway-access-key",
        kind: "SCALEWAY_ACCESS_KEY",
        words: &["SCW"],
        how: How::Pattern(r"(SCW[A-Z0-9]{17})(?:[^A-Za-z0-9_-]|\z)"),
        begins: bytes::outside_base64,
        min_entropy: 30,
        check: bytes::has_digit,
        positive: &[&["SC", "W", "OYWU01X5TN5XAUG30"]],
        documented: "Scaleway, How to create API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "scalingo-token",
        kind: "SCALINGO_TOKEN",
        words: &["tk-us-"],
        how: How::Pattern("tk-us-[A-Za-z0-9_-]{48,}"),
        positive: &[&["tk", "-us-", "JTNBNnEkNwpQ5mdlHsF_Gl", "SOGWn7Xr7ZVFsI-woiS94I", "C1j", "k"]],
        documented: "Scalingo, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "upcloud-token",
        kind: "UPCLOUD_TOKEN",
        words: &["ucat_"],
        how: How::Pattern("ucat_[A-Z0-9]{26,}"),
        positive: &[&["uc", "at_", "EOES29AYXS0EQ66AM51YVF", "WKHE"]],
        documented: "UpCloud, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "exoscale-key",
        kind: "EXOSCALE_KEY",
        words: &["EXO"],
        how: How::Pattern("EXO[a-f0-9]{24,}"),
        positive: &[&["EX", "O", "bd1f1136fdc44b4262b2a6", "2d"]],
        documented: "Exoscale, IAM keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "deno-token",
        kind: "DENO_TOKEN",
        words: &["ddp_", "ddw_"],
        how: How::Pattern("dd[pw]_[A-Za-z0-9]{36,}"),
        positive: &[&["dd", "p_", "RnMhK4JmTP2ugKv2Ht9qIC", "AAazXYhT1xZJOo"]],
        documented: "Deno Deploy, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "kong-token",
        kind: "KONG_TOKEN",
        words: &["kpat_", "spat_"],
        how: How::Pattern("[ks]pat_[A-Za-z0-9]{32,}"),
        positive: &[&["kp", "at_", "uhEtXSKHrK24Tp7r4MeJA9", "WmWKRnG7JhOi2kxhXZf0F7", "KkZiw"]],
        documented: "Kong Konnect, Personal and system access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "zuplo-key",
        kind: "ZUPLO_KEY",
        words: &["zpka_"],
        how: How::Pattern("zpka_[a-f0-9]{32,}_[a-f0-9]{8,}"),
        positive: &[&["zp", "ka_", "7e740eadd7851666965f1e", "bd2ff36164", "_", "78db0e03"]],
        documented: "Zuplo, API key format",
        ..Rule::PREFIX
    },
];
