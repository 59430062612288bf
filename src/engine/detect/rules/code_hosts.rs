//! Owns the rules for code hosts, registries and build services. Data only.

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
        id: "npm-token",
        kind: "NPM_TOKEN",
        words: &["npm_"],
        how: How::Pattern("npm_[A-Za-z0-9]{36,}"),
        positive: &[&["np", "m_", "wXqSo84kmHQEfVF2I6rzl6", "aEIhWwec0yUshE"]],
        negative: &[
            &["npm_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"],
            &["npm_", "config_cafile_or_some_other_setting_here"],
        ],
        documented: "npm Docs, About access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "pypi-token",
        kind: "PYPI_TOKEN",
        words: &["pypi-AgE"],
        how: How::Pattern("pypi-AgE[A-Za-z0-9_-]{50,}"),
        positive: &[&[
            "py",
            "pi-",
            "AgEIcHlwaS5vcmc",
            "CJ",
            "XiTrpUkBbfYY5hOFw1ETBl",
            "GhM0d718kOhe8dr6eJmzNz",
            "AobtDV-hfFyhC700l4lmNB",
            "rzsei9NANPBPBEW9Jwv-27",
            "1eKWUUMwib7a_yZKchh0LO",
            "SOwxu3jD3F",
        ]],
        documented: "PyPI help, API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "rubygems-key",
        kind: "RUBYGEMS_KEY",
        words: &["rubygems_"],
        how: How::Pattern("rubygems_[a-f0-9]{48,}"),
        positive: &[&["ruby", "gems_", "175cf6750f8f1eb7860a5d", "c3271924406250da7e595d", "940e"]],
        documented: "RubyGems guides, API key scopes",
        ..Rule::PREFIX
    },
    Rule {
        id: "nuget-key",
        kind: "NUGET_KEY",
        words: &["oy2"],
        how: How::Pattern("oy2[a-z0-9]{43}"),
        positive: &[&["oy", "2", "ptbkg6ev81s1oy7n6znwl8", "ixzwo0p5clcxgwo9xtlj1"]],
        negative: &[&["oy2", "abc"]],
        documented: "Microsoft Learn, Publish NuGet packages",
        ..Rule::PREFIX
    },
    Rule {
        id: "crates-token",
        kind: "CRATES_TOKEN",
        words: &["cio"],
        how: How::Pattern("cio[A-Za-z0-9]{32,}"),
        check: bytes::mixed,
        positive: &[&["ci", "o", "1RHqzaiaIQ6CD8ASQacClA", "6YDY1yUVNm"]],
        negative: &[&["cio", "nalization"]],
        documented: "The Cargo Book, Publishing: API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "docker-hub-token",
        kind: "DOCKER_TOKEN",
        words: &["dckr_pat_", "dckr_oat_"],
        how: How::Pattern("dckr_[po]at_[A-Za-z0-9_-]{24,}"),
        positive: &[&["dckr", "_pat_", "GeAphWEIT6j0P1O_UeFCxx", "4FrKv"]],
        documented: "Docker Docs, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "jfrog-key",
        kind: "JFROG_KEY",
        words: &["AKCp", "cmVmdGtu"],
        how: How::Pattern("AKCp[A-Za-z0-9]{65,}|cmVmdGtu[A-Za-z0-9]{50,}"),
        positive: &[
            &[
                "AK",
                "Cp",
                "BVU46Whr9BB2ModD1H4ve8",
                "FOow16DnZeMIh0uoP2qGN3",
                "IiWVLyeFWo5lEEWRlDH4Vd",
                "GPc",
            ],
            &["cmVm", "dGtu", "1GOaApy1pRXDYxij3h8nk5", "L9JlQUylcr17NkmSszXweC", "aF7VydwbE1Rm"],
        ],
        documented: "JFrog, User profile and identity tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "sonar-token",
        kind: "SONAR_TOKEN",
        words: &["sqp_", "squ_", "sqa_"],
        how: How::Pattern("sq[pua]_[a-f0-9]{40,}"),
        positive: &[&["sq", "p_", "2e3b5993aae7805475920f", "35122eeb74fc483776"]],
        documented: "SonarQube, Managing your tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "circleci-token",
        kind: "CIRCLECI_TOKEN",
        words: &["CCIPAT_", "CCIPRJ_"],
        how: How::Pattern("CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[a-f0-9]{40,}"),
        positive: &[&[
            "CCI",
            "PAT_",
            "cwZ2rF5UU1LT1McTQWrFvz",
            "_",
            "de0125b536644eac6671eb",
            "ef3bded35459047217",
        ]],
        documented: "CircleCI, Managing API tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "buildkite-token",
        kind: "BUILDKITE_TOKEN",
        words: &["bkua_"],
        how: How::Pattern("bkua_[a-z0-9]{40,}"),
        positive: &[&["bk", "ua_", "5jlhji9nuvpad8trolky19", "lblcc28jng07s53o77"]],
        documented: "Buildkite, Managing API access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "clojars-token",
        kind: "CLOJARS_TOKEN",
        words: &["CLOJARS_"],
        how: How::Pattern("CLOJARS_[a-f0-9]{60,}"),
        positive: &[&[
            "CLO",
            "JARS_",
            "2895dbfab945785902f9b9",
            "e86003b38c81b709b2d121",
            "1c587968714c1de7",
        ]],
        documented: "Clojars, Deploy tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "sourcegraph-token",
        kind: "SOURCEGRAPH_TOKEN",
        words: &["sgp_"],
        how: How::Pattern("sgp_(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40,}"),
        positive: &[&["sg", "p_", "9f2337c1ddcfd140", "_", "c3d1ddf252fb15c2d9a896", "5ba5e396a9d70aa5d9"]],
        documented: "Sourcegraph, Access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "docker-swarm-secret",
        kind: "DOCKER_SWARM_SECRET",
        words: &["SWMKEY-1-", "SWMTKN-1-"],
        how: How::Pattern("SWM(?:KEY|TKN)-1-[A-Za-z0-9+/]{40,}(?:-[a-z0-9]{25})?"),
        positive: &[
            &[
                "SWM",
                "TKN-1-",
                "ryptpn18p6kht56lu773e1",
                "p6ztyxi60gtam5iaco9vhz",
                "3fjupv",
                "-",
                "m2dykfu4br4fdywln3acvd",
                "nhj",
            ],
            &["SWM", "KEY-1-", "9G6uCGCaVqO8MfXZZOUt/L", "l2iSSZg16xBj3z1jqqSoj"],
        ],
        documented: "Docker Docs, Swarm join and unlock tokens",
        ..Rule::PREFIX
    },
];
