//! Owns the rules for work tools. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "atlassian-token",
        kind: "ATLASSIAN_TOKEN",
        words: &["ATATT3", "ATSTT3"],
        how: How::Pattern("AT(?:AT|ST)T3[A-Za-z0-9_=-]{50,}"),
        positive: &[&[
            "ATA",
            "TT3",
            "xFfGF0",
            "WLRYGtLCgdM1T6mlh2yJaJ",
            "hqG-z37hAqEWTvdtYklVJ7",
            "GDElVZjL8rS7WuO603Y8Km",
            "7Oc8OWMPbq1du4CP8hG7-2",
            "F6CAU3_oTqBU52OVlJNfUa",
            "aiF6Umydw2VZjSeM58UiaN",
            "fjS_FfkB1vE4a88xd4Sj7k",
            "c20DzB9OccUlwvhtbfJ-4V",
            "6ikL",
        ]],
        documented: "Atlassian, Manage API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "linear-key",
        kind: "LINEAR_KEY",
        words: &["lin_api_", "lin_oauth_"],
        how: How::Pattern("lin_(?:api|oauth)_[A-Za-z0-9]{40,}"),
        positive: &[&["lin", "_api_", "lXs9ZuT72u8K2ENJuUyJ7j", "Xsd2E4JBybKvZisluQ"]],
        documented: "Linear, API and webhooks",
        ..Rule::PREFIX
    },
    Rule {
        id: "notion-token",
        kind: "NOTION_TOKEN",
        words: &["ntn_", "secret_"],
        how: How::Pattern("ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43,}"),
        check: bytes::mixed,
        positive: &[
            &["nt", "n_", "89444334151", "3p4rHqwlDPaWRnUw7ISHu9", "SoRFaz0joWPJD"],
            &["sec", "ret_", "0Jb8PhOolLhxEAZLnHlxKg", "qeG0GORo68fPaUriDrPOu"],
        ],
        negative: &[&["secret_", "key_of_the_application_in_the_configuration"]],
        documented: "Notion, Authorization",
        ..Rule::PREFIX
    },
    Rule {
        id: "figma-token",
        kind: "FIGMA_TOKEN",
        words: &["figd_", "figo_", "figu_", "figor_", "figoh_", "figuh_"],
        how: How::Pattern("fig(?:d|o|u|or|oh|uh)_[A-Za-z0-9_-]{38,}"),
        positive: &[&["fi", "gd_", "SACG-KcknxdTSokMi0-HVM", "x8AXl0jUHpu4NO8S8s"]],
        documented: "Figma REST API, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "dropbox-token",
        kind: "DROPBOX_TOKEN",
        words: &["sl."],
        how: How::Pattern(r"sl\.(?:u\.)?[A-Za-z0-9_=-]{100,}"),
        positive: &[
            &[
                "s",
                "l.",
                "6LQhcoXfhTv8fk6IpSOV7K",
                "I3ZTno3DdLH98P2jExDw2e",
                "NJzJ8YCf7C2GSTa3MzBoAF",
                "YkMalHQkAxMiP6UQUimSya",
                "VisPe2g5gI2Z5dNhrmpauP",
                "toLtd0N5h70bGYZTlB9tAe",
                "ztI",
            ],
            &[
                "s",
                "l.u.",
                "Ae2a__5Y-8RWrZw9NzbZzG",
                "4sXuPmIMdX8frrxMooV2Xi",
                "iG5TZPgSgi5v04TPkANcTh",
                "uuDRWINjCyD1_q6Ct5ZXwN",
                "ppey1ltJxx0ne5YfYaznOS",
                "xQ0yGXeB4ZDeRqidR3YsXc",
                "Eva1mAZf",
            ],
        ],
        documented: "Dropbox, OAuth guide",
        ..Rule::PREFIX
    },
    Rule {
        id: "postman-key",
        kind: "POSTMAN_KEY",
        words: &["PMAK-"],
        how: How::Pattern("PMAK-[a-f0-9]{24}-[a-f0-9]{34,}"),
        positive: &[&[
            "PM",
            "AK-",
            "4a29d4ef6edb15ba576d14",
            "a7",
            "-",
            "9457069668a6d25658685a",
            "065d09f402eb",
        ]],
        documented: "Postman, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "hubspot-token",
        kind: "HUBSPOT_TOKEN",
        words: &["pat-na", "pat-eu"],
        how: How::Pattern("pat-(?:na|eu)[0-9]-[A-Fa-f0-9-]{36}"),
        positive: &[&[
            "pat",
            "-na1-",
            "cf7c7a19",
            "-",
            "42c6",
            "-4",
            "6f5",
            "-a",
            "060",
            "-",
            "38f3251b543b",
        ]],
        documented: "HubSpot, Private apps",
        ..Rule::PREFIX
    },
    Rule {
        id: "typeform-token",
        kind: "TYPEFORM_TOKEN",
        words: &["tfp_"],
        how: How::Pattern("tfp_[A-Za-z0-9_=-]{40,}"),
        positive: &[&["tf", "p_", "1-R44dJi7g_VZ9CD85mn09", "v3qtqu2TorHOTCmtOJm8Hl"]],
        documented: "Typeform, Personal access token",
        ..Rule::PREFIX
    },
    Rule {
        id: "contentful-token",
        kind: "CONTENTFUL_TOKEN",
        words: &["CFPAT-"],
        how: How::Pattern("CFPAT-[A-Za-z0-9_-]{43,}"),
        positive: &[&["CF", "PAT-", "QiUWhPfv97urZtvx6_o2E4", "vnl3l7Qnd6ZnicZ_7aege"]],
        documented: "Contentful, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "mapbox-token",
        kind: "MAPBOX_TOKEN",
        words: &["sk.eyJ"],
        how: How::Pattern(r"sk\.eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,}"),
        positive: &[&[
            "sk",
            ".eyJ1Ijoi",
            "gA6ghU56gEOeoUk3732L5f",
            "PjT1tHVRlcVRx0w7khAwaw",
            "Xl9e1Sia4cCadXvU",
            ".",
            "u7hG8iRlQgTPMQ51-58KOp",
        ]],
        documented: "Mapbox, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "clickup-token",
        kind: "CLICKUP_TOKEN",
        words: &["pk_"],
        how: How::Pattern("pk_[0-9]{6,}_[A-Z0-9]{32,}"),
        positive: &[&["p", "k_", "04556485", "_", "6WYXG0CAPUX1Y9K16WHDTO", "CGH6S4W330"]],
        documented: "ClickUp, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "airtable-token",
        kind: "AIRTABLE_TOKEN",
        words: &["pat"],
        how: How::Pattern(r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64,}"),
        positive: &[&[
            "pa",
            "t",
            "VWwotUswxeuxgx",
            ".",
            "dcdd0c0ead770cb5f57b44",
            "95f1fbcb401ca9f2b3938e",
            "f3eb537e736285391684",
        ]],
        documented: "Airtable, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "facebook-token",
        kind: "FACEBOOK_TOKEN",
        words: &["EAA"],
        how: How::Pattern("EAA[A-Za-z0-9]{80,}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
        positive: &[&[
            "EA",
            "A",
            "qPJFes47tDKkslDb1TNqsi",
            "AfpiIxohLaPqZkhMbtisYo",
            "0duf5GbwTwFM0Hno5J32H3",
            "VwWF1PdAh8J57saVE5yXr5",
            "f1YEO153xcxTL7zvW2w6Ql",
            "3bilS8Wdzr",
        ]],
        documented: "Meta for Developers, Access tokens",
        ..Rule::PREFIX
    },
];
