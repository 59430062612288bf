//! Owns the rules for work tools. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "atlassian-token",
        kind: "ATLASSIAN_TOKEN",
        words: &["ATATT3", "ATSTT3"],
        how: How::Pattern(r"AT(?:AT|ST)T3[A-Za-z0-9_=-]{50,}(?:(?:\\+=|%3[Dd]|\\+u003[Dd])[A-F0-9]{6,8})?"),
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
        words: &["lin_api_", "lin_oauth_", "lin_wh_"],
        how: How::Pattern("lin_(?:api|oauth|wh)_[A-Za-z0-9]{40,}"),
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
        words: &["pat-na", "pat-eu", "pat-ap"],
        how: How::Pattern("pat-(?:na|eu|ap)[0-9]-[A-Fa-f0-9-]{36,}"),
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
        words: &["sk.eyJ", "tk.eyJ"],
        how: How::Pattern(r"[st]k\.eyJ[A-Za-z0-9_-]{40,}\.[A-Za-z0-9_-]{20,}"),
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
        id: "salesforce-token",
        kind: "SALESFORCE_TOKEN",
        words: &["00D", "5Aep"],
        how: How::Pattern("00D[A-Za-z0-9]{9,15}![A-Za-z0-9._]{60,}|5Aep[0-9]{3}[A-Za-z0-9._]{50,}"),
        positive: &[&[
            "00",
            "D",
            "hG4gSTmp6AXG",
            "!",
            "AQ",
            "UPaY4oaEhEJSIEULlxVNDD",
            "EPJV683E1B1gB7UK5adLYi",
            "95l5hrzqCdN7sV06bcYSCQ",
            "r63dwU31Bb0CxbVuQtMIad",
            "MuFFye",
        ]],
        documented: "Salesforce, OAuth tokens and scopes",
        ..Rule::PREFIX
    },
    Rule {
        id: "salesforce-consumer-key",
        kind: "SALESFORCE_CONSUMER_KEY",
        words: &["3MVG9"],
        how: How::Pattern("3MVG9[A-Za-z0-9._]{60,}[A-Za-z0-9_]"),
        positive: &[&[
            "3M",
            "VG9",
            "JGFz2b2nuJkpeDDSFCZyyt",
            "9S17rrSMuqePCoHxLA69w1",
            "t8KYwzZVHvSedCrZrCEWPn",
            "b2yKu7kRgayamb",
        ]],
        documented: "Salesforce, Connected apps",
        ..Rule::PREFIX
    },
    Rule {
        id: "asana-access-token",
        kind: "ASANA_TOKEN",
        words: &["0/1", "1/1", "2/1"],
        how: How::Pattern("[0-2]/1[0-9]{9,20}(?:/[0-9]{10,20})?:[a-f0-9]{32,}"),
        begins: bytes::outside_base64,
        positive: &[&[
            "2",
            "/1",
            "243669837498122",
            "/",
            "7559672593215127",
            ":",
            "150502ff49d42087783ed9",
            "eb1e4349a7",
        ]],
        documented: "Asana, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "trello-token",
        kind: "TRELLO_TOKEN",
        words: &["ATTA"],
        how: How::Pattern("ATTA[A-Za-z0-9]{60,}"),
        begins: bytes::outside_base64,
        positive: &[&[
            "AT",
            "TA",
            "b7264dcbe383f1223fd525",
            "399cf584b396fa1bda26c8",
            "1c7886642ccce4b59fc3",
            "A145BDBE",
        ]],
        documented: "Atlassian Trello, Authorization",
        ..Rule::PREFIX
    },
    Rule {
        id: "zoho-token",
        kind: "ZOHO_TOKEN",
        words: &["1000."],
        how: How::Pattern(r"1000\.[a-f0-9]{32}\.[a-f0-9]{32,}"),
        positive: &[&[
            "10",
            "00.",
            "e348c1af75df4dd643ea79",
            "db41da942b",
            ".",
            "89e659000342b67f105473",
            "d827c64c3d",
        ]],
        documented: "Zoho CRM, OAuth authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "klaviyo-key",
        kind: "KLAVIYO_KEY",
        words: &["pk_"],
        how: How::Pattern("pk_(?:[A-Za-z0-9]{6}_)?[a-f0-9]{34,}"),
        positive: &[&["p", "k_", "27a404c606780a9ec05d3e", "fed6ed38a327"]],
        documented: "Klaviyo, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "gitbook-token",
        kind: "GITBOOK_TOKEN",
        words: &["gb_api_"],
        how: How::Pattern("gb_api_[A-Za-z0-9]{36,}"),
        positive: &[&["gb", "_api_", "q443vsGpl37gWikFPHacQW", "vnJVjjARtJ4QZgWnUx"]],
        documented: "GitBook, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "adobe-secret",
        kind: "ADOBE_SECRET",
        words: &["p8e-", "p8-"],
        how: How::Pattern(r"(p8e?-[A-Za-z0-9_-]{32})(?:[^A-Za-z0-9_-]|\z)"),
        min_entropy: 33,
        check: bytes::has_digit,
        positive: &[&["p8", "e-", "Rt0chE7Jd2omLTNRAGhZqA", "qU0k4PfPlU"]],
        documented: "Adobe Developer, OAuth server-to-server credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "retool-token",
        kind: "RETOOL_TOKEN",
        words: &["retool_"],
        how: How::Pattern("retool_[0-9a-z]{24,}"),
        positive: &[&["ret", "ool_", "brejyvmzninrura4j47bgr", "motu"]],
        documented: "Retool, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "n8n-key",
        kind: "N8N_KEY",
        words: &["n8n_api_"],
        how: How::Pattern("n8n_api_[A-Za-z0-9_-]{40,}"),
        positive: &[&[
            "n8",
            "n_api_",
            "ULJ6ePgT6SNsOwm8jnEWsy",
            "dA51WzjZBPERt0SZqiyzPY",
            "jjizwCDL1r8VCCbQSsrW",
        ]],
        documented: "n8n, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "teamwork-token",
        kind: "TEAMWORK_TOKEN",
        words: &["tkn.v1_"],
        how: How::Pattern(r"tkn\.v1_[A-Za-z0-9+/_-]{60,}={0,2}"),
        positive: &[&[
            "tk",
            "n.v1_",
            "SKkPPv8rbPPG6FPhv3PplA",
            "fbhIwiJfESvOa614q29ECd",
            "40JmkfddDo4zC9BqCHNWFX",
            "Mr7F",
            "=",
        ]],
        documented: "Teamwork, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "frameio-token",
        kind: "FRAMEIO_TOKEN",
        words: &["fio-u-"],
        how: How::Pattern("fio-u-[A-Za-z0-9_=-]{60,}"),
        positive: &[&[
            "fi",
            "o-u-",
            "8nJKw9aW0AmZPQZB0P17df",
            "UGY-Thfpjj7vV3u8YeExMu",
            "tF7E9_lRs3b9V_osFvD",
            "k",
        ]],
        documented: "Frame.io, Developer tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "zapier-webhook",
        kind: "ZAPIER_WEBHOOK",
        words: &["hooks.zapier.com/"],
        how: How::Pattern(r"hooks\.zapier\.com/hooks/catch/[0-9]{4,}/[A-Za-z0-9]{5,}(?:/silent)?"),
        positive: &[&["hooks.zap", "ier.com/hooks/catch/", "1656636", "/", "b4cs6l"]],
        documented: "Zapier, Trigger Zaps from webhooks",
        ..Rule::PREFIX
    },
    Rule {
        id: "ifttt-key",
        kind: "IFTTT_KEY",
        words: &["maker.ifttt.com/"],
        how: How::Pattern(
            r#"maker\.ifttt\.com/(?:use|trigger/[^\s"\x27<>/]{1,80}(?:/json)?/with/key)/([A-Za-z0-9_-]{20,})"#,
        ),
        positive: &[&[
            "https://maker.ift",
            "tt.com/trigger/x/with/key/",
            "[[",
            "IXVk9AtdAMY4nCweC39Lvu",
            "3X5vcL8eW2hm98BsLGyuq",
            "]]",
        ]],
        documented: "IFTTT, Webhooks",
        ..Rule::PREFIX
    },
    Rule {
        id: "maxmind-key",
        kind: "MAXMIND_KEY",
        words: &["_mmk"],
        how: How::Led(
            Lead { class: bytes::url64, least: 36, most: 36 },
            "[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk",
        ),
        positive: &[&["Z6ahEI", "_", "hb2kdYCPUuGYjx4Hl8gWI8", "s0q1ePi", "_m", "mk"]],
        documented: "MaxMind, License key format",
        ..Rule::PREFIX
    },
];
