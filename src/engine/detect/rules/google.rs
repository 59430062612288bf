//! Owns the rules for Google. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
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
        id: "google-hmac-id",
        kind: "GOOGLE_HMAC_ID",
        words: &["GOOG"],
        how: How::Pattern("GOOG[A-Z0-9]{20,}"),
        min_entropy: 30,
        check: bytes::has_digit,
        positive: &[&["GO", "OG", "1E", "WKZ64XE1T8ROQ9OGAG3BA4", "GWFC3V7J755BP492C2HH4X", "Z8P8FTCASVMZX"]],
        negative: &[&["GOOG", "LEAPPLICATIONCREDENTIALS"]],
        documented: "Google Cloud Storage, HMAC keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-auth-code",
        kind: "GOOGLE_AUTH_CODE",
        words: &["4/0A"],
        how: How::Pattern("4/0A[A-Za-z0-9_-]{40,}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
        positive: &[&[
            "4/",
            "0A",
            "NV31eSjE8hlafb0tCYm_9c",
            "ZWHUWNo41jlMi_enXkVzlZ",
            "qrE2nd2eCO2X_WUU-IbuJn",
            "G5Hl",
        ]],
        documented: "Google Identity, OAuth 2.0 for web server applications",
        ..Rule::PREFIX
    },
    Rule {
        id: "firebase-server-key",
        kind: "FIREBASE_SERVER_KEY",
        words: &[":APA91b"],
        how: How::Led(
            Lead { class: bytes::url64, least: 11, most: 11 },
            "[A-Za-z0-9_-]{11}:APA91b[A-Za-z0-9_-]{100,}",
        ),
        positive: &[&[
            "AA",
            "AA",
            "KY-X7sM",
            ":APA",
            "91b",
            "d-bc7wxZugdJFsqX2kC3E3",
            "iO6bftOZ1lIJMF7RvwV__q",
            "EKbQWAS0T1-i0_ZTx35_P3",
            "kGpsGpL2Yfx1DxOZpl9Cm_",
            "rkDtQiKoyCvEU92_9XxebX",
            "DCchuV0DuNkixRz91tzLXi",
            "Yr",
        ]],
        documented: "Firebase Cloud Messaging, Legacy HTTP protocol",
        ..Rule::PREFIX
    },
    Rule {
        id: "google-chat-webhook",
        kind: "GOOGLE_CHAT_WEBHOOK",
        words: &["chat.googleapis.com/"],
        how: How::Pattern(
            r"chat\.googleapis\.com/v1/spaces/[A-Za-z0-9_-]+/messages\?(key=[A-Za-z0-9_-]{30,}&(?:amp;)?token=[A-Za-z0-9_%=-]{20,})",
        ),
        positive: &[&[
            "chat.googlea",
            "pis.com/v1/spaces/",
            "80MecQept5a",
            "/messages?",
            "[[",
            "key=",
            "AI",
            "za",
            "fS7bvMp3jfcD8uzhNN3-nQ",
            "FcurmIdjh_tYT",
            "&token=",
            "xPEEUlV_xH8G5RmMkSsRHd",
            "9MRHONf216qhYmDQI-FsY",
            "]]",
        ]],
        documented: "Google Chat, Build a webhook",
        ..Rule::PREFIX
    },
];
