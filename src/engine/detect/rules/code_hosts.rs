//! Owns the rules for code hosts. Data only.

use crate::engine::detect::bytes;
use crate::engine::detect::rule::{How, Rule};

/// The family.
pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "github-token",
        kind: "GITHUB_TOKEN",
        words: &["ghp_", "gho_", "ghu_", "ghr_"],
        how: How::Pattern("gh[pour]_[A-Za-z0-9]{36,}"),
        positive: &[
            &["gh", "p_", "Mvz5q7KKx8ICRSqmdlMVGy", "J9TDhT6mYePSIs"],
            &["gh", "o_", "QsMBlBMa08JdKVz8FbX3A5", "gRvKGBpHCQ6EcT"],
            &["gh", "u_", "qSngM0KO2jN0po3qNwbjjM", "gMw1jYGH8IaLuR"],
            &[
                "gh",
                "r_",
                "CBlY1Gfe33ZskGuwxi5InD",
                "apuPN96XO8iJfWrw3FOMv8",
                "0rb81DLMcxuM1RUrAsJVJo",
                "dh6EgTRHSr",
            ],
        ],
        negative: &[&["ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], &["ghp_", "[0-9a-zA-Z]{36}"]],
        documented: "GitHub Docs, About authentication to GitHub",
        ..Rule::PREFIX
    },
    Rule {
        id: "github-app-token",
        kind: "GITHUB_APP_TOKEN",
        words: &["ghs_"],
        how: How::Pattern(r"ghs_[A-Za-z0-9_]{36,}(?:\.[A-Za-z0-9_-]+)*"),
        positive: &[&["gh", "s_", "cLDBBuwHvvLwAUMgK4zaZR", "DxUubLJ3bIZsTg"]],
        documented: "GitHub Docs, About authentication to GitHub",
        ..Rule::PREFIX
    },
    Rule {
        id: "github-fine-grained-token",
        kind: "GITHUB_PAT",
        words: &["github_pat_"],
        how: How::Pattern("github_pat_[A-Za-z0-9_]{36,}"),
        positive: &[&[
            "github",
            "_pat_",
            "DjLx7erDjHxoJVp4oDkGT0",
            "_",
            "8h2Z6ZF6s1odNYf0q0QLt3",
            "l8is6OqnxMzD0u1s4dQ1v5",
            "XYsSGp9OjqKHmrl",
        ]],
        documented: "GitHub Docs, Managing your personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "gitlab-token",
        kind: "GITLAB_TOKEN",
        words: &[
            "glpat-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glsoat-", "glimt-",
            "glagent-", "gloas-", "glffct-", "glwt-",
        ],
        how: How::Pattern(
            r"gl(?:pat|dt|rtr?|cbt|ptt|ft|soat|imt|agent|oas|ffct|wt)-[A-Za-z0-9_-]{20,}(?:\.[A-Za-z0-9]{2}\.[A-Za-z0-9]{7,})?",
        ),
        positive: &[
            &["gl", "pat-", "eJOJXpSyRofsO4xTd-CF"],
            &["gl", "pat-", "Gtf3tufcYXdyuglzMCsin5", "7vD4I", ".01.", "2ru1ygzgi"],
            &["gl", "rt-", "IDLyFsRhl03SUSD3TN_R"],
            &["gl", "cbt-", "64_", "H1tNmsxBkixfneD_nPO3"],
            &["gl", "ptt-", "c6549cd85f06e99dcd2d54", "cf1f87dd87ff79fb3b"],
        ],
        negative: &[&["glpat-", "xxxxxxxxxxxxxxxxxxxx"]],
        documented: "GitLab, Token overview",
        ..Rule::PREFIX
    },
    Rule {
        id: "gitlab-runner-token",
        kind: "GITLAB_RUNNER_TOKEN",
        words: &["GR1348941"],
        how: How::Pattern("GR1348941[A-Za-z0-9_-]{20,}"),
        positive: &[&["GR13", "48941", "z4UBD4D3lLpMSxRnjQCN"]],
        documented: "GitLab, Token overview",
        ..Rule::PREFIX
    },
    Rule {
        id: "bitbucket-token",
        kind: "BITBUCKET_TOKEN",
        words: &["ATBB", "ATCTT3"],
        how: How::Pattern("ATBB[A-Za-z0-9_=-]{28,}|ATCTT3[A-Za-z0-9_=-]{60,}"),
        positive: &[&["AT", "BB", "3YGe2zg5B17ZwX9Wm0ROnT", "8adlR01IYE"]],
        documented: "Bitbucket Cloud, App passwords and access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "sourcegraph-token",
        kind: "SOURCEGRAPH_TOKEN",
        words: &["sgp_", "slk_"],
        how: How::Pattern("sgp_(?:[a-fA-F0-9]{16}_)?(?:local_)?[a-fA-F0-9]{40,}|slk_[a-f0-9]{64,}"),
        positive: &[&["sg", "p_", "9f2337c1ddcfd140", "_", "c3d1ddf252fb15c2d9a896", "5ba5e396a9d70aa5d9"]],
        documented: "Sourcegraph, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "gitlab-session",
        kind: "GITLAB_SESSION",
        words: &["_gitlab_session="],
        how: How::Pattern("_gitlab_session=([A-Za-z0-9]{32,})"),
        begins: bytes::anywhere,
        positive: &[&["Cookie: _gitlab_", "session=", "[[", "e7a32bddfe6e48cfe128bf", "73dc8abd1e", "]]"]],
        documented: "GitLab, Active sessions",
        ..Rule::PREFIX
    },
    Rule {
        id: "jetbrains-token",
        kind: "JETBRAINS_TOKEN",
        words: &["perm:", "perm-"],
        how: How::Pattern(r"perm[:-][A-Za-z0-9+/]{4,}={0,2}\.[A-Za-z0-9+/]{2,}={0,2}\.[A-Za-z0-9+/]{20,}"),
        positive: &[&[
            "pe",
            "rm:",
            "eoPJ8inZWq",
            "=.",
            "kCwmf6g5",
            ".",
            "p86ThRGgQdgbd14YtbNWkr",
            "ZNOrGaMI",
        ]],
        documented: "JetBrains YouTrack, Manage permanent tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "val-town-token",
        kind: "VAL_TOWN_TOKEN",
        words: &["vtwn_"],
        how: How::Pattern("vtwn_[A-Za-z0-9]{24,}"),
        positive: &[&["vt", "wn_", "lxSCWtyCAUUvhKQgy4LOGV", "cGnZyuXFxf"]],
        documented: "Val Town, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "wakatime-key",
        kind: "WAKATIME_KEY",
        words: &["waka_", "sec_waka_"],
        how: How::Pattern("(?:sec_)?waka_[a-f0-9-]{36,}"),
        positive: &[&["wa", "ka_", "d9e7816b-48a5-4ed7-adb3-", "b4d06b34e81c"]],
        documented: "WakaTime, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "jenkins-crumb",
        kind: "JENKINS_CRUMB",
        words: &["Jenkins-Crumb"],
        how: How::Pattern(r#"Jenkins-Crumb["\x27]?[ :=,]{1,4}["\x27]?([a-f0-9]{32,64})"#),
        positive: &[&[
            "Jenkins-",
            "Crumb: ",
            "[[",
            "27c386fa96a64f838e9234",
            "07ec0a320625dd30a55ed9",
            "c7d1041cc63edb4941ef",
            "]]",
        ]],
        documented: "Jenkins, Remote access API: CSRF protection",
        ..Rule::CONTEXT
    },
];
