//! Owns the rules for Microsoft Azure. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Lead, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
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
        how: How::Pattern("sig=([A-Za-z0-9+/%_-]{43,}=?)"),
        min_entropy: 40,
        check: bytes::mixed,
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
        id: "azure-short-key",
        kind: "AZURE_KEY",
        words: &["AzCa", "AIoT", "+ASb", "+AEh", "+ARm"],
        how: How::Led(
            Lead { class: bytes::slashed, least: 33, most: 33 },
            r"[A-Za-z0-9+/]{33}(?:AzCa|AIoT|\+(?:ASb|AEh|ARm))[A-P][A-Za-z0-9+/]{5}=",
        ),
        positive: &[
            &["n76l1SkpUXj7oIHBj3fu2n", "TkGkVGuBsXJ", "Az", "Ca", "D", "6dfVw", "="],
            &["75x5ElzLiIWusm0QWlDH3m", "jry9IwG5J73", "+A", "Sb", "C", "nYjD1", "="],
        ],
        documented: "Microsoft Security Utilities, Identifiable key formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-search-key",
        kind: "AZURE_KEY",
        words: &["AzSe", "+ACR"],
        how: How::Led(
            Lead { class: bytes::slashed, least: 42, most: 42 },
            r"[A-Za-z0-9+/]{42}(?:AzSe|\+ACR)[A-D][A-Za-z0-9]{5}",
        ),
        positive: &[
            &["R4CCgPS0qeG9OCtFtoWg2f", "pphY3y5dixNYjqaLo57f", "Az", "Se", "B", "s5J6B"],
            &["OvPM5lh92U5p08sac0VZw2", "pLhVJs2OReYItvoV7QHl", "+A", "CR", "C", "S9QqD"],
        ],
        documented: "Microsoft Security Utilities, Identifiable key formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-function-key",
        kind: "AZURE_KEY",
        words: &["AzFu"],
        how: How::Led(
            Lead { class: bytes::url64, least: 44, most: 44 },
            "[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]={0,2}",
        ),
        positive: &[&["HP9pnZC26oYU6HBKTtWvUw", "E85ymy5YFw5-98hr-9ug1S", "Az", "Fu", "vYhw1", "Q", "=="]],
        documented: "Microsoft Security Utilities, Identifiable key formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-long-key",
        kind: "AZURE_KEY",
        words: &["+ASt", "+AMC", "+ABa", "ACDb", "APIM"],
        how: How::Led(
            Lead { class: bytes::slashed, least: 76, most: 76 },
            r"[A-Za-z0-9+/]{76}(?:ACDb|APIM|\+(?:ASt|AMC|ABa))[A-P][A-Za-z0-9+/]{5}={0,2}",
        ),
        positive: &[
            &[
                "prf2bMghpglV1FGdlTjgiO",
                "Fgz1XGxr6FWR9IDTMywhIY",
                "oE1qzWPy0o0bdYNCnXYSnL",
                "5yfM90F2Us",
                "+A",
                "St",
                "C",
                "Zo8o2",
                "==",
            ],
            &[
                "1XiHiLjkNqHAU9LkZ0jJT2",
                "byjBfYsfIG4S0WyXEmGgQR",
                "ceWUBCRSoTbgjfN8N6DuK7",
                "gnu5KowrMJ",
                "AC",
                "Db",
                "B",
                "z5lWo",
                "==",
            ],
        ],
        documented: "Microsoft Security Utilities, Identifiable key formats",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-ai-key",
        kind: "AZURE_AI_KEY",
        words: &["JQQJ99"],
        how: How::Led(
            Lead { class: bytes::alnum, least: 52, most: 52 },
            "[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{20,}",
        ),
        positive: &[&[
            "z8BWpVdSVh5tKCbPWYEaKk",
            "yTwbptHioyrTGMElnmjbGM",
            "NNeoOJEG",
            "JQ",
            "QJ99",
            "BCAC",
            "5yS5SyIc4oH7dkN32ffKN2",
        ]],
        documented: "Azure AI services, Authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-app-configuration-secret",
        kind: "AZURE_APP_CONFIGURATION_SECRET",
        words: &[";Secret="],
        how: How::Pattern(";Secret=([A-Za-z0-9+/]{36,}={0,2})"),
        begins: bytes::anywhere,
        positive: &[&[
            "Endpoint=https://x.azconfig.io;Id=ab-l0-s0",
            ":A1b2",
            ";Sec",
            "ret=",
            "[[",
            "ofDyNs7figUlqWQU+MKT4f",
            "/REMdkI2GXyozTSrWg3Jb",
            "=",
            "]]",
        ]],
        documented: "Azure App Configuration, Access keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-communication-key",
        kind: "AZURE_COMMUNICATION_KEY",
        words: &[";accesskey=", ";AccessKey="],
        how: How::Pattern("(?i:;accesskey)=([A-Za-z0-9+/]{40,}={0,2})"),
        begins: bytes::anywhere,
        positive: &[&[
            "endpoint=https://x.communication.azure.com/",
            ";access",
            "key=",
            "[[",
            "c/OcH7ls9SuS0kygsu1uFr",
            "X33f1uw+qx6i9wLrv/YCS/",
            "02IzE88Up6urCHPMhqQc3K",
            "XFQIWxmBG8q1fIyB/1oH",
            "==",
            "]]",
        ]],
        documented: "Azure Communication Services and Azure SignalR, Connection strings",
        ..Rule::PREFIX
    },
    Rule {
        id: "azure-function-code",
        kind: "AZURE_FUNCTION_CODE",
        words: &["azurewebsites.net/api/"],
        how: How::Pattern(
            r#"azurewebsites\.net/api/[^\s"\x27<>?]{1,100}\?(?:[^\s"\x27<>]{1,100}&)?code=([A-Za-z0-9_/+%-]{30,}={0,2})"#,
        ),
        positive: &[&[
            "https://x.azurewebsites.net/",
            "api/Hook?co",
            "de=",
            "[[",
            "Cj-HQrt1fPM_AWa0Rlc8co",
            "MH9ofsPFnxnmOQm3IzOw-A",
            "UxGLFNPP",
            "==",
            "]]",
        ]],
        documented: "Azure Functions, Work with access keys",
        ..Rule::PREFIX
    },
];
