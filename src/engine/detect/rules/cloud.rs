//! Owns the rules for the big clouds. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "aws-access-key-id",
        kind: "AWS_ACCESS_KEY_ID",
        words: &["AKIA", "ASIA", "ABIA", "ACCA"],
        how: How::Pattern(r"(A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16,})(?:[^a-z]|\z)"),
        positive: &[&["AK", "IA", "PYCDYBK377OXTZQ6"], &["AS", "IA", "SVIZX3ORO7NZQDG4"]],
        negative: &[
            &["AKIA", "[0-9A-Z]{16}"],
            &["AKIA", "XXXXXXXXXXXXXXXX"],
            &["xAKIA", "QYLPMN5HHHFPZAM2"],
            &["AKIA", "QYLPMN5HHHFPZAM2abc"],
        ],
        documented: "AWS IAM user guide, Unique identifiers",
        ..Rule::PREFIX
    },
    Rule {
        id: "aws-session-token",
        kind: "AWS_SESSION_TOKEN",
        words: &["IQoJb3JpZ2lu", "FwoGZXIvYXdz", "FQoGZXIvYXdz"],
        how: How::Pattern("(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=]{80,}"),
        begins: bytes::outside_base64,
        positive: &[&[
            "IQoJb3J",
            "pZ2lu",
            "S6xxMYHxq2B5kRP0r6UV1c",
            "ZB3urJ1mKpWx+KA7EvZtxr",
            "9Pko2JjCKlpXFB7BSv0hD9",
            "Oi22Jc8FQF6cA1EZeXrddM",
            "gg1mhzLaPI89Aay6Sa7XXh",
            "V6L9uf9D8DXa+RAnfBmKOO",
            "5KMOZPI+",
        ]],
        documented: "AWS STS API reference, GetSessionToken",
        ..Rule::PREFIX
    },
    Rule {
        id: "aws-bedrock-key",
        kind: "AWS_BEDROCK_KEY",
        words: &["ABSK", "bedrock-api-key-"],
        how: How::Pattern("ABSKQ[A-Za-z0-9+/]{90,}={0,2}|bedrock-api-key-[A-Za-z0-9+/=]{24,}"),
        begins: bytes::outside_base64,
        positive: &[
            &[
                "AB",
                "SKQ",
                "oVpbR2CDjlt1BC5Gco7fco",
                "poFShyAO9H5sLwzcZjS6dD",
                "b1qrWMYJc/fwFp64OJxA+6",
                "EgQaISMKsvrBsD37GL4Jay",
                "TZwkJrj/L+21Dikr4w7T2i",
                "uSzSuY9Ui2NICGDm",
                "=",
            ],
            &["bedrock-api", "-key-", "bn7db9nTle7Rt++dF85e4o", "o8VYFlMfaKQzYUit8p"],
        ],
        documented: "Amazon Bedrock user guide, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-api-key",
        kind: "GOOGLE_API_KEY",
        words: &["AIza"],
        how: How::Pattern("AIza[A-Za-z0-9_-]{35,}"),
        positive: &[&["AI", "za", "xbkcM5yeDswqoiAvYxGJ9B", "gi4ycOAw3sI7q"]],
        negative: &[&["AIzaSy", "..."], &["AIza", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]],
        documented: "Google Cloud, Manage API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-ai-key",
        kind: "GOOGLE_AI_KEY",
        words: &["AQ.Ab"],
        how: How::Pattern(r"AQ\.Ab[A-Za-z0-9_-]{40,}"),
        positive: &[&["AQ", ".Ab", "ijLYLsGhkcfSVOnh-LGu48", "qclNx_QTLH9c0pqbUHuFKE", "lU6V"]],
        documented: "Gemini API, Using API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-oauth-secret",
        kind: "GOOGLE_OAUTH_SECRET",
        words: &["GOCSPX-"],
        how: How::Pattern("GOCSPX-[A-Za-z0-9_-]{24,}"),
        positive: &[&["GOC", "SPX-", "Ex4zIv6MqCW5Q8Vid64foO", "7OvqUY"]],
        documented: "Google Identity, OAuth 2.0 client credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-access-token",
        kind: "GOOGLE_ACCESS_TOKEN",
        words: &["ya29."],
        how: How::Pattern(r"ya29\.(?:[a-z]\.)?[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9_-]+)*"),
        positive: &[
            &[
                "ya",
                "29.",
                "NYrICuuZFaRAdrnrt8kSif",
                "jFNalcRFslf6OZoA_ePIzh",
                "toNK8QcV88xVzvLgkGoy6-",
                "LmMrBwuEsC3tkOBvuO2Lhk",
                "TU9xZrPKyw7zsJXSAs655m",
                "Gj4N-MCnlE",
            ],
            &[
                "ya",
                "29.",
                "c.",
                "EpXhqUsGaClEKL3RwoFLbf",
                "TFoLiMQCxukSW08H6FB5D2",
                "MQT9XzW-T_oJ6PmPSQpSEI",
                "lcnoEmx-gwsmr-mYVJ-6WS",
                "pC9GYXDcg4BAXl-L0bkXmC",
                "CqrsvG1utd",
            ],
        ],
        documented: "Google Identity, Using OAuth 2.0 to access Google APIs",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-refresh-token",
        kind: "GOOGLE_REFRESH_TOKEN",
        words: &["1//0"],
        how: How::Pattern("1//0[A-Za-z0-9_-]{40,}"),
        positive: &[&["1/", "/0", "Wt2kLkW8ymfi34Dcntk7Om", "AODTJZwDY3FhoM4d9bvWTc", "EMqDWJ9wBztdiD8X"]],
        documented: "Google Identity, OAuth 2.0 for web server applications",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-storage-key",
        kind: "AZURE_STORAGE_KEY",
        words: &["AccountKey="],
        how: How::Pattern("AccountKey=([A-Za-z0-9+/]{86,}={0,2})"),
        positive: &[&[
            "Account",
            "Key=",
            "[[",
            "XfDgulkDl6WKkrnwGOl9gu",
            "XCYJmdQFTvffexLPuWmLPP",
            "+JkOTRGUrSIR5WZ8FOI5pG",
            "e+Vz3GlX2dCQaCMRY/hV",
            "==",
            "]]",
        ]],
        documented: "Azure Storage, Configure connection strings",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-shared-access-key",
        kind: "AZURE_SHARED_ACCESS_KEY",
        words: &["SharedAccessKey="],
        how: How::Pattern("SharedAccessKey=([A-Za-z0-9+/]{43,}=?)"),
        positive: &[&[
            "SharedAccess",
            "Key=",
            "[[",
            "5tcJMl11bxefDClL+AUByz",
            "YS1U+vcq17cNyuZw2XGPc",
            "=",
            "]]",
        ]],
        documented: "Azure Service Bus, Connection strings",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-sas-signature",
        kind: "AZURE_SAS_SIGNATURE",
        words: &["sig="],
        how: How::Pattern("sig=([A-Za-z0-9+/%]{43,}(?:=|%3[Dd]))"),
        positive: &[&[
            "&si",
            "g=",
            "[[",
            "nLwVRtwnxgwgziLIi4If58",
            "KdTSBl8xS6xU2uk46UA7",
            "%2F",
            "%3D",
            "]]",
        ]],
        documented: "Azure Storage, Create a service SAS",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-client-secret",
        kind: "AZURE_CLIENT_SECRET",
        words: &["0Q~", "1Q~", "2Q~", "3Q~", "4Q~", "5Q~", "6Q~", "7Q~", "8Q~", "9Q~"],
        how: How::Led(
            Lead { class: bytes::dotted, least: 3, most: 3 },
            "[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{30,}[A-Za-z0-9_~-]",
        ),
        begins: bytes::outside_word,
        positive: &[&["YEF", "8", "Q~", "5Q9CwuT5q5OQDaNROHavp6", "K5i6BVcIAc5L"]],
        documented: "Microsoft Entra, Application credentials",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-devops-token",
        kind: "AZURE_DEVOPS_TOKEN",
        words: &["AZDO"],
        how: How::Led(Lead { class: bytes::alnum, least: 76, most: 76 }, "[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}"),
        positive: &[&[
            "Az6T56RB8WMCIkPgAGYNxc",
            "TebhjnMomiaKrBlOFAAO2O",
            "eZ1qhG9P6VGKVYbomOhFIH",
            "mA91Q0Qi22",
            "AZ",
            "DO",
            "zBOZ",
        ]],
        documented: "Azure DevOps, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "alibaba-access-key-id",
        kind: "ALIBABA_ACCESS_KEY_ID",
        words: &["LTAI"],
        how: How::Pattern("LTAI[A-Za-z0-9]{12,26}"),
        check: bytes::mixed,
        positive: &[&["LT", "AI", "Mn2UuQKVSzmir80suYqj"]],
        documented: "Alibaba Cloud RAM, AccessKey pairs",
        ..Rule::PREFIX
    },
    Rule {
        id: "tencent-secret-id",
        kind: "TENCENT_SECRET_ID",
        words: &["AKID"],
        how: How::Pattern("AKID[A-Za-z0-9]{32,}"),
        check: bytes::mixed,
        positive: &[&["AK", "ID", "QjGR2CrzB3QP2IpHo7joyw", "u0ABROxF6L"]],
        documented: "Tencent Cloud CAM, Access keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "yandex-key",
        kind: "YANDEX_KEY",
        words: &["AQVN"],
        how: How::Pattern("AQVN[A-Za-z0-9_-]{35,}"),
        positive: &[&["AQ", "VN", "NB-VbOm703B9vTEyhwK_Yw", "BJ-LSDr4tKp7iC"]],
        documented: "Yandex Cloud IAM, API keys",
        ..Rule::PREFIX
    },
];
