//! Owns the rules for the big clouds beside Google and Microsoft. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "aws-access-key-id",
        kind: "AWS_ACCESS_KEY_ID",
        words: &["AKIA", "ASIA", "ABIA", "ACCA", "A3T"],
        how: How::Pattern(r"(A(?:KIA|SIA|BIA|CCA|3T[A-Z0-9])[A-Z0-9]{16,})(?:[^a-z]|\z)"),
        // Where AWS writes an example, it says so.
        check: |id| !id.ends_with(b"EXAMPLE"),
        positive: &[&["AK", "IA", "PYCDYBK377OXTZQ6"], &["AS", "IA", "SVIZX3ORO7NZQDG4"]],
        negative: &[
            &["AKIA", "[0-9A-Z]{16}"],
            &["AKIA", "IOSFODNN7EXAMPLE"],
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
    Rule {
        id: "aws-mws-token",
        kind: "AWS_MWS_TOKEN",
        words: &["amzn.mws."],
        how: How::Pattern(r"amzn\.mws\.[a-f0-9-]{36,}"),
        positive: &[&["amzn.m", "ws.", "7c11c05d-ff7b-49c8-af9a-", "4cbd787f6c81"]],
        documented: "Amazon MWS developer guide, Authorize the API",
        ..Rule::PREFIX
    },
    Rule {
        id: "aws-appsync-key",
        kind: "AWS_APPSYNC_KEY",
        words: &["da2-"],
        how: How::Pattern("da2-[a-z0-9]{26,}"),
        positive: &[&["da", "2-", "g4w5lltzqli3n4fvu2i5xx", "2bzn"]],
        documented: "AWS AppSync developer guide, API_KEY authorization",
        ..Rule::PREFIX
    },
    Rule {
        id: "alibaba-sts-token",
        kind: "ALIBABA_STS_TOKEN",
        words: &["CAIS", "STS."],
        how: How::Pattern(r"CAIS[A-Za-z0-9+/=]{100,}|STS\.[A-Za-z0-9]{20,}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
        positive: &[
            &[
                "CA",
                "IS",
                "BRkirAg//Ohyl/F6sn23DS",
                "p8kV/jliKE1QufhQNB9reo",
                "sfhypnXLDn+S9wPNWkPLR3",
                "47A7TPdoE2u6Qe1NBPBTrb",
                "EpvpDbnIIAp0/zKLMcyKH+",
                "i7M07QbbSt",
            ],
            &["ST", "S.", "aW8mHDKw3OaWDyyIdYxWDs", "U78"],
        ],
        documented: "Alibaba Cloud RAM, AssumeRole of STS",
        ..Rule::PREFIX
    },
    Rule {
        id: "yandex-token",
        kind: "YANDEX_TOKEN",
        words: &["t1.9", "y0_A", "y1_A", "y2_A", "y3_A", "YCM", "YCN", "YCO", "YCP"],
        how: How::Pattern(
            r"(t1\.9[A-Za-z0-9_-]{20,}={0,2}\.[A-Za-z0-9_-]{80,}={0,2}|y[0-3]_A[A-Za-z0-9_-]{38,}|YC[MNOP][A-Za-z0-9_-]{37})(?:[^A-Za-z0-9_-]|\z)",
        ),
        check: bytes::mixed,
        positive: &[
            &[
                "t",
                "1.",
                "9",
                "E9kcE3oEJJ8X1o9585y-a6",
                "Fv4ngcV-SOgsR8uQYu",
                ".",
                "Nz-N_rTFhxhavBToSo2IeJ",
                "KfLjG7A0-IQoCWVGPqbQTh",
                "4DPcT850bh-hpwdmnu4LE_",
                "CI9jsl6OUmbXzY3eXwYD",
            ],
            &["y0", "_A", "g", "r-PbFclphD1Cu_LrH9-MnF", "DOpdJvarwItsjk5inSjV5o", "3BDqGsC5IH"],
            &["YC", "P", "5frPi-NeFsF_5BVI18Ao4e", "Sfi67KClDVwQB9", "k"],
        ],
        documented: "Yandex Cloud, Authentication with IAM tokens, OAuth tokens and static keys",
        ..Rule::PREFIX
    },
];
