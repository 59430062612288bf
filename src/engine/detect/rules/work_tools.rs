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
            "jWgz0vlIwbSowSariQRyQ1",
            "Lk_EjNPYzSdqsCvQPVJkmm",
            "hbl4Gx5J_e1nGAZL_dAzPO",
            "C4cVVVkk1sll3QrGB4CAjw",
            "HF8Oad74TkoGPZyzsDpyFd",
            "Y1Opz5wv_wTF7eR-koOgU2",
            "ND0x5FKfbC9lII1RodMBcF",
            "rjKB9lHjhTG4rFrfUsil9j",
            "8TST",
        ]],
        documented: "Atlassian, Manage API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "linear-key",
        kind: "LINEAR_KEY",
        words: &["lin_api_", "lin_oauth_"],
        how: How::Pattern("lin_(?:api|oauth)_[A-Za-z0-9]{40,}"),
        positive: &[&["lin", "_api_", "UlvHUBpxaReDpEicV3qpaS", "Ji5nGQFC1Ev1vOHWwo"]],
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
            &["nt", "n_", "71886946432", "D7OPHjkcfhyMVxyYYypUgs", "nLDC4xJLyDFGb"],
            &["sec", "ret_", "yZQhFLcnTfzysSvzqLjsod", "9RI5PG6btAYLHPOwDgfdJ"],
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
        positive: &[&["fi", "gd_", "2yJaJhqG-z37hAqEWTvdtY", "klVJ7GDElVZjL8rS7W"]],
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
                "uO603Y8Km7Oc8OWMPbq1du",
                "4CP8hG7-2F6CAU3_oTqBU5",
                "2OVlJNfUaaiF6Umydw2VZj",
                "SeM58UiaNfjS_FfkB1vE4a",
                "88xd4Sj7kc20DzB9OccUlw",
                "vhtbfJ-4V6ikLxKOP9OXtL",
                "g92",
            ],
            &[
                "s",
                "l.u.",
                "XdQrLwPMNNzyMlQjFJGTw7",
                "aASOC_bYtC7dpDxoU80BwV",
                "mHiDkaJq6JPSACG-Kcknxd",
                "TSokMi0-HVMx8AXl0jUHpu",
                "4NO8S8s6LQhcoXfhTv8fk6",
                "IpSOV7KI3ZTno3DdLH98P2",
                "jExDw2eN",
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
            "868fc71e7d8bb0d966367c",
            "29",
            "-",
            "028a26592aebab23b60b24",
            "a1d1e18dce09",
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
            "143305a4",
            "-",
            "3940",
            "-4",
            "d9e",
            "-a",
            "1ed",
            "-",
            "08ccb26f4616",
        ]],
        documented: "HubSpot, Private apps",
        ..Rule::PREFIX
    },
    Rule {
        id: "typeform-token",
        kind: "TYPEFORM_TOKEN",
        words: &["tfp_"],
        how: How::Pattern("tfp_[A-Za-z0-9_=-]{40,}"),
        positive: &[&["tf", "p_", "tIAe2a__5Y-8RWrZw9NzbZ", "zG4sXuPmIMdX8frrxMooV2"]],
        documented: "Typeform, Personal access token",
        ..Rule::PREFIX
    },
    Rule {
        id: "contentful-token",
        kind: "CONTENTFUL_TOKEN",
        words: &["CFPAT-"],
        how: How::Pattern("CFPAT-[A-Za-z0-9_-]{43,}"),
        positive: &[&["CF", "PAT-", "XiiG5TZPgSgi5v04TPkANc", "ThuuDRWINjCyD1_q6Ct5Z"]],
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
            "6MNV4SyWlthK67h4VOV0cm",
            "A6fjOPrXUlJl8MAYMgH0cC",
            "zczJZHUXaS59mOgu",
            ".",
            "SxQ0yGXeB4ZDeRqidR3YsX",
        ]],
        documented: "Mapbox, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "clickup-token",
        kind: "CLICKUP_TOKEN",
        words: &["pk_"],
        how: How::Pattern("pk_[0-9]{6,}_[A-Z0-9]{32,}"),
        positive: &[&["p", "k_", "80320613", "_", "ZCJUET60I2756N921XDLWU", "9KOM1DJ9UO"]],
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
            "sPilo0Ubns81nV",
            ".",
            "68a6d25658685a065d09f4",
            "02ebcf7c7a1942c66f5060",
            "38f3251b543bdfaee082",
        ]],
        documented: "Airtable, Personal access tokens",
        ..Rule::PREFIX
    },
];
