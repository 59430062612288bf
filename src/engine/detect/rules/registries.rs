//! Owns the rules for package registries and build services. Data only.

use crate::engine::detect::rule::{How, Lead, Rule};
use crate::engine::detect::{bytes, value};

/// The family.
pub(super) const RULES: &[Rule] = &[
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
        words: &["AKCp", "cmVmd"],
        how: How::Pattern("AKCp[A-Za-z0-9]{65,}|cmVmd[A-Za-z0-9]{59,}={0,2}"),
        begins: bytes::outside_base64,
        check: bytes::mixed,
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
        words: &["sqp_", "squ_", "sqa_", "sqb_"],
        how: How::Pattern("sq[puab]_[a-f0-9]{40,}"),
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
        words: &["bkua_", "bkaa_", "bkaj_", "bkar_", "bkct_"],
        how: How::Pattern(
            r"bk(?:ua|aa|aj|ar|ct)_[A-Za-z0-9_-]{30,}(?:\.[A-Za-z0-9_-]+)*|bk(?:ua|aa|ar|ct)_[A-Za-z0-9]{2,8}\.[A-Za-z0-9]{40,}",
        ),
        positive: &[&["bk", "ua_", "5jlhji9nuvpad8trolky19", "lblcc28jng07s53o77"]],
        documented: "Buildkite, Token security",
        ..Rule::PREFIX
    },
    Rule {
        id: "clojars-token",
        kind: "CLOJARS_TOKEN",
        words: &["CLOJARS_"],
        how: How::Pattern("CLOJARS_[A-Za-z0-9]{60,}"),
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
    Rule {
        id: "packagist-token",
        kind: "PACKAGIST_TOKEN",
        words: &["packagist_"],
        how: How::Pattern("packagist_[ou][ru]t_[a-f0-9]{60,}"),
        positive: &[&[
            "packa",
            "gist_ort_",
            "ada31d4143ca16eb233cd7",
            "997c576ac8bc0d9c8ac575",
            "566ab7e3f68719640380c0",
            "ab",
        ]],
        documented: "Private Packagist, API authentication",
        ..Rule::PREFIX
    },
    Rule {
        id: "nuget-password",
        kind: "NUGET_PASSWORD",
        words: &[
            "key=\"ClearTextPassword\"",
            "key=\"Password\"",
            "key=\"cleartextpassword\"",
            "key=\"password\"",
        ],
        how: How::Pattern(r#"key="(?i:(?:cleartext)?password)"\s{1,4}value="([^\s"<>$%{}]{4,})""#),
        min_entropy: 15,
        check: |secret| !value::is_filler(secret),
        positive: &[&["<add key=\"ClearText", "Password\" value=\"", "[[", "9cX7mombOGS4xs", "]]", "\" />"]],
        negative: &[&["<add key=\"ClearTextPassword\" value=\"", "%NUGET_PASSWORD%\" />"]],
        documented: "Microsoft Learn, nuget.config reference, packageSourceCredentials",
        ..Rule::CONTEXT
    },
    Rule {
        id: "cloudsmith-key",
        kind: "CLOUDSMITH_KEY",
        words: &["csa_"],
        how: How::Pattern("csa_[a-f0-9]{32}[A-Za-z0-9]{6,}"),
        positive: &[&["cs", "a_", "d08ce1d5dad84b5ab6f428", "e7d1c87b00", "qNAp5X"]],
        documented: "Cloudsmith, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "dependency-track-key",
        kind: "DEPENDENCY_TRACK_KEY",
        words: &["odt_"],
        how: How::Pattern("odt_(?:[A-Za-z0-9]{8}_)?[A-Za-z0-9]{32,}"),
        positive: &[&["od", "t_", "ZgliSgejGFFWU9pd96T2qa", "UbciezOU0I"]],
        documented: "OWASP Dependency-Track, REST API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "appveyor-token",
        kind: "APPVEYOR_TOKEN",
        words: &["appveyor", "APPVEYOR", "AppVeyor"],
        how: How::Pattern(r#"(?i:appveyor)[A-Za-z0-9_ .-]{0,24}[\s"\x27:=]{1,6}(v2\.[a-z0-9]{20})"#),
        positive: &[&["APPVEYOR_API_", "TOKEN=", "[[", "v2", ".", "rumb3t7pfkhh46ctljdc", "]]"]],
        documented: "AppVeyor, API tokens",
        ..Rule::CONTEXT
    },
    Rule {
        id: "snyk-key",
        kind: "SNYK_KEY",
        words: &["snyk_uat.", "snyk_sat."],
        how: How::Pattern(r"snyk_[us]at\.[a-f0-9]{8}\.[A-Za-z0-9_.-]{60,}"),
        positive: &[&[
            "snyk",
            "_uat.",
            "3e6a6678",
            ".",
            "8vTKMSsrW7135d7fd_uibb",
            "zPK_VxI9HQWTz_Fz3ayTOW",
            "ikxHSiHsNuM6H-QN2Bx62J",
            "cz4jJMkSPbi_HUokFFzvzW",
            "ps",
            "k",
        ]],
        documented: "Snyk, Personal access tokens",
        ..Rule::PREFIX
    },
    Rule {
        id: "readme-key",
        kind: "README_KEY",
        words: &["rdme_"],
        how: How::Pattern("rdme_[A-Za-z0-9]{60,}"),
        positive: &[&[
            "rd",
            "me_",
            "xtbdlwz357u3xjn3icktev",
            "22jpfldcinzdj2p4iikhdq",
            "qnnqfequaogzkesd6z5xg6",
            "4mwe",
        ]],
        documented: "ReadMe, API keys",
        ..Rule::PREFIX
    },
    Rule {
        id: "travis-token",
        kind: "TRAVIS_TOKEN",
        words: &["travis-ci.com/", "travis-ci.org/"],
        how: How::Pattern(
            r#"travis-ci\.(?:com|org)/[^\s"\x27<>]{1,120}\?(?:branch=[^\s"\x27<>&]{1,40}&)?token=([A-Za-z0-9_-]{20,})"#,
        ),
        positive: &[&["https://travis-ci.", "com/a/b.svg?tok", "en=", "[[", "3s1laFjTgeGMfOmUbNGQ", "]]"]],
        documented: "Travis CI, Embedding status images of private repositories",
        ..Rule::CONTEXT
    },
    Rule {
        id: "sidekiq-url",
        kind: "SIDEKIQ_URL",
        words: &["@gems.contribsys.com", "@enterprise.contribsys.com"],
        how: How::Led(
            Lead { class: |byte| bytes::hex(byte) || byte == b':', least: 17, most: 17 },
            r"([a-f0-9]{8}:[a-f0-9]{8})@(?:gems|enterprise)\.contribsys\.com",
        ),
        positive: &[&["https://", "[[", "090bb6a5", ":", "109872ec", "]]", "@gems.contrib", "sys.com/"]],
        documented: "Sidekiq wiki, Commercial FAQ",
        ..Rule::PREFIX
    },
];
