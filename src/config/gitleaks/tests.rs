use std::fs;
use std::io::Write;

use super::*;
use crate::engine::detect::{Detector, Place, Settings};

/// A directory with these files in it.
fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

/// What comes of a profile that says `detect` under `[detect]`, beside these files.
fn loaded_with(detect: &str, files: &[(&str, &str)]) -> Result<Loaded, String> {
    let directory = directory(files);
    let home = directory.path().join("home");
    let told = |error: ConfigError| {
        let cause = std::error::Error::source(&error).map_or_else(String::new, |cause| format!(": {cause}"));
        format!("{error}{cause}").replace(&format!("{}/", directory.path().display()), "")
    };
    load(&directory.path().join("p.toml"), detect, &home, &toml::from_str(detect).unwrap()).map_err(told)
}

fn loaded(text: &str) -> Result<Loaded, String> {
    loaded_with("rules = ['g.toml']", &[("g.toml", text)])
}

fn complaint(text: &str) -> String {
    let Err(complaint) = loaded(text) else { panic!("it was read: {text}") };
    assert!(!complaint.contains('\n'), "{complaint}");
    complaint
}

/// What the rules of a file find in a text, each with its TYPE, where the rules that come with `ww` find nothing.
fn found(loaded: Loaded, text: &str) -> Vec<(String, String)> {
    let detector = Detector::new(Settings { rules: loaded.rules, ..Settings::default() });
    let found = detector.find(text.as_bytes(), Place::default());
    found.into_iter().map(|it| (it.kind.to_string(), text[it.range].to_owned())).collect()
}

fn finds(text: &str, searched: &str) -> Vec<String> {
    let loaded = loaded(text).unwrap_or_else(|error| panic!("{error}"));
    found(loaded, searched).into_iter().map(|(_, secret)| secret).collect()
}

/// Every key that the format has and that can be honoured.
const EVERYTHING: &str = r#"
title = "ours"
description = "all keys"
minVersion = "v8.25.0"

[extend]
path = "base.toml"
disabledRules = ["base-off"]

[[allowlists]]
description = "for all"
regexes = ['''^all-''']
[[allowlists]]
targetRules = ["acme-key", "base-key"]
stopwords = ["EXAMPLE"]

[[rules]]
id = "acme-key"
description = "a key of ours"
regex = '''(acme)_([a-z-]{8,40})'''
secretGroup = 2
entropy = 2
keywords = ["ACME"]
tags = ["one", "two"]
[[rules.allowlists]]
condition = "AND"
regexTarget = "match"
regexes = ['''^acme_same''']
stopwords = ["same-one"]
[[rules.allowlists]]
condition = "||"
regexTarget = "line"
regexes = ['''# sample$''']
paths = ['''tests/''']
commits = ["0123abc"]
[[rules.allowlists]]
condition = "&&"
paths = ['''tests/''']
regexes = ['''.''']

[[rules]]
id = "old-key"
regex = '''old_[a-z]{8}'''
path = '''(?i)\.ya?ml$'''
[rules.allowlist]
regexes = ['''old_aaaa''']

[[rules]]
ID = "Odd-Case"
Regex = '''odd_[a-z]{8}'''
SecretGroup = 0
Entropy = 1.5

[[rules]]
id = "only-files"
path = '''\.p12$'''

[[rules]]
id = "for-others"
regex = '''others_[a-z]{8}'''
skipReport = true

[[rules]]
id = "base-key"
entropy = 3.2
"#;

const BASE: &str = r#"
[[rules]]
id = "base-key"
regex = '''base_[a-z]{8,30}'''
[[rules]]
id = "base-off"
regex = '''off_[a-z]{8}'''
[allowlist]
stopwords = ["from-base"]
regexes = ['''^base_allowed''']
"#;

#[test]
fn every_key_means_what_it_means_to_gitleaks() {
    let read = || {
        let files = [("sub/g.toml", EVERYTHING), ("base.toml", BASE)];
        loaded_with("rules = ['sub/g.toml']", &files).unwrap_or_else(|error| panic!("{error}"))
    };
    for (text, secrets) in [
        ("an acme_thing-four", &["thing-four"][..]),
        ("an ACME acme_aaaaaaaa", &[]),
        ("acme_all-things-same", &[]),
        ("acme_things-same-all", &["things-same-all"]),
        ("acme_same-one-thing", &[]),
        ("acme_same-two-thing", &["same-two-thing"]),
        ("acme_thing-four # sample", &[]),
        ("acme_thing-four # sample\nacme_thing-five", &["thing-five"]),
        ("acme_thing-example", &[]),
        ("acme_thing-from-base", &[]),
        ("old_abcdefgh old_aaaabbbb", &["old_abcdefgh"]),
        ("odd_abcdefgh odd_dddddddd", &["odd_abcdefgh"]),
        ("others_abcdefgh off_abcdefgh", &[]),
        ("base_abcdefgh base_aaaabbbb", &["base_abcdefgh"]),
        ("base_abcdefexample base_allowed", &[]),
    ] {
        let found = found(read(), text);
        assert_eq!(found.iter().map(|(_, secret)| secret.as_str()).collect::<Vec<_>>(), secrets, "{text}");
    }
    assert_eq!(found(read(), "odd_abcdefgh"), [("ODD_CASE".to_owned(), "odd_abcdefgh".to_owned())]);
    let loaded = read();
    let [warning] = loaded.warnings.as_slice() else { panic!("{:?}", loaded.warnings) };
    assert!(warning.contains("sub/g.toml") && warning.ends_with(": `only-files`"), "{warning}");
    let names: Vec<_> = loaded.files.iter().map(|file| file.path.file_name().unwrap()).collect();
    assert_eq!(names, ["g.toml", "base.toml"]);
}

#[test]
fn what_cannot_be_honoured_is_an_error_with_file_line_and_rule() {
    for (text, parts) in [
        (
            "[[rules]]\nid='a'\npath='p'\n[[rules]]\nid='b'\nregex='x*'\n",
            &["g.toml, line 4: rule `b`: ", "empty string"][..],
        ),
        ("[[rules]]\nid='a'\nregex='[^\\s\\S]'\n", &["line 1: rule `a`", "nothing", "skip = [\"a\"]"]),
        ("[[rules]]\nid='a'\nregex='[\\s\\S]+'\n", &["rule `a`", "matches most of any ordinary text"]),
        ("[[rules]]\nid='a'\nregex='a(b'\n", &["rule `a`", "cannot be read: unclosed group"]),
        ("[[rules]]\nid='a'\nregex='a(?=b)'\n", &["rule `a`", "look-around"]),
        (
            "[[rules]]\nid='a'\nregex='a[0-9]{8}(?:[a-z]{0,1000}){66}'\n",
            &["rule `a`", "more than 65536 bytes"],
        ),
        ("[[rules]]\nid='a'\nregex='abc(d)'\nsecretGroup=2\n", &["rule `a`", "secretGroup is 2", "1 group"]),
        ("[[rules]]\nid='a'\n", &["rule `a`", "neither"]),
        ("[[rules]]\nid='a'\nregex='abc'\n[[rules.required]]\nid='b'\n", &["rule `a`", "`required`"]),
        ("[[rules]]\nid='a'\nregex='abc'\n[[rules]]\nid='a'\nregex='abd'\n", &["line 4: rule `a`", "twice"]),
        (
            "[[rules]]\nid='a'\nregex='abc'\n[[rules.allowlists]]\nregexes=['(']\n",
            &["rule `a`", "allow list cannot be read"],
        ),
        (
            "[[rules]]\nid='a'\nregex='abc'\n[rules.allowlist]\nregexes=['a']\n[[rules.allowlists]]\nregexes=['a']\n",
            &["rule `a`", "keep the latter"],
        ),
    ] {
        let said = complaint(text);
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
}

#[test]
fn a_mistake_in_the_file_names_its_line() {
    for (text, parts) in [
        ("[[rules]]\nregex='abc'\n", &["g.toml, line 1:", "without an `id`"][..]),
        (
            "\n[[rules]]\nid='a'\nregexp='abc'\n",
            &["line 4:", "unknown key `regexp`", "did you mean `regex`?"],
        ),
        ("[[rule]]\nid='a'\n", &["line 1:", "unknown key `rule`", "did you mean `rules`?"]),
        ("[rules]\nid='a'\n", &["line 1:", "[[…rules]]"]),
        ("[[rules]]\nid='a'\nregex=3\n", &["line 3:", "`regex` must be a string"]),
        ("[[rules]]\nid='a'\nentropy=-1\n", &["line 3:", "`entropy` must be a number"]),
        ("[[rules]]\nid='a'\nsecretGroup=-1\n", &["line 3:", "whole number"]),
        ("[[rules]]\nid='a'\nkeywords='x'\n", &["line 3:", "list of strings"]),
        ("[[rules]]\nid='a'\nregex='''abc\n", &["line "]),
        ("[extend]\nurl='https://x.example'\n", &["line 1:", "`url`"]),
        ("[extend]\npath='a'\nuseDefault=true\n", &["line 1:", "keep one"]),
        ("[[allowlists]]\ncondition='XOR'\nregexes=['a']\n", &["line 1:", "`condition`"]),
        ("[[allowlists]]\nregexTarget='lien'\nregexes=['a']\n", &["line 1:", "`regexTarget`"]),
        ("[[allowlists]]\ndescription='a'\n", &["line 1:", "without commits"]),
        ("\n[[allowlists]]\nregexes=['(']\n", &["line 2:", "allow list cannot be read"]),
        ("[allowlist]\nregexes=['a']\n[[allowlists]]\nregexes=['a']\n", &["keep the latter"]),
        (
            "[[rules]]\nid='acme'\nregex='abc'\n[[allowlists]]\ntargetRules=['acne']\nregexes=['a']\n",
            &["line 4:", "`acne`", "did you mean `acme`?"],
        ),
    ] {
        let said = complaint(text);
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
}

#[test]
fn a_rule_that_is_skipped_is_not_asked_for_anything() {
    let text = "[[rules]]\nid='bad'\nregex='x*'\n[[rules]]\nid='good'\nregex='good_[a-z]{4}'\n[[rules]]\nid='file'\npath='x'\n";
    let read = loaded_with("rules = ['g.toml']\nskip = ['bad', 'file']", &[("g.toml", text)]);
    let read = read.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.warnings, [""; 0]);
    assert_eq!(read.rules.len(), 1);
    let Err(said) = loaded_with("rules = ['g.toml']\n\nskip = ['bad', 'goods']", &[("g.toml", text)]) else {
        panic!("it was read");
    };
    assert!(said.starts_with("p.toml, line 3:") && said.ends_with("did you mean `good`?"), "{said}");
}

#[test]
fn gitleaks_own_rules_are_answered_by_ours_and_it_is_said() {
    let read = loaded(
        "[extend]\nuseDefault = true\ndisabledRules = ['generic-api-key']\n\
         [[rules]]\nid='github-pat'\n[[rules.allowlists]]\nregexes=['a']\n\
         [[rules]]\nid='mine'\nregex='mine_[a-z]{4}'\n\
         [[allowlists]]\ntargetRules=['jwt']\nregexes=['a']\n",
    );
    let read = read.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.rules.len(), 1);
    let [warning] = read.warnings.as_slice() else { panic!("{:?}", read.warnings) };
    assert!(
        warning.contains("default rules") && warning.contains("of `github-pat` has no effect"),
        "{warning}"
    );
}

#[test]
fn files_build_on_files_only_so_deep_and_on_files_only() {
    let on = |name: &str| format!("[extend]\npath='{name}'\n");
    let files = |last: &str| {
        let (a, b, c) = (on("b.toml"), on("c.toml"), last.to_owned());
        loaded_with("rules = ['a.toml']", &[("a.toml", &a), ("b.toml", &b), ("c.toml", &c)])
            .map(|it| it.files.len())
    };
    assert_eq!(files(""), Ok(3));
    for last in ["a.toml", "c.toml", "b.toml"] {
        let said = files(&on(last)).unwrap_err();
        assert!(said.starts_with("c.toml, line 1:") && said.contains("join them"), "{said}");
    }
    for name in ["/dev/zero", ".", "missing.toml"] {
        let Err(said) = loaded_with(&format!("rules = ['{name}']"), &[]) else { panic!("{name} was read") };
        assert!(said.starts_with("cannot read "), "{said}");
    }
}

#[test]
fn a_tilde_is_the_home_directory() {
    let rule = "[[rules]]\nid='a'\nregex='mine_[a-z]{4}'\n";
    let read = loaded_with("rules = ['~/rules/a.toml']", &[("home/rules/a.toml", rule)]);
    assert_eq!(read.map(|read| read.rules.len()), Ok(1));
}

#[test]
fn an_allow_list_frees_nothing_of_another_file() {
    let rule = |id: &str| format!("[[rules]]\nid='{id}'\nregex='acme_[a-z]{{4}}'\n");
    let (one, other) = (format!("{}[allowlist]\nregexes=['.']\n", rule("one")), rule("other"));
    let read =
        loaded_with("rules = ['one.toml', 'other.toml']", &[("one.toml", &one), ("other.toml", &other)]);
    let found = found(read.unwrap_or_else(|error| panic!("{error}")), "acme_abcd");
    assert_eq!(found, [("OTHER".to_owned(), "acme_abcd".to_owned())]);
}

#[test]
fn finds_in_a_text_are_those_of_the_rule() {
    assert_eq!(finds("[[rules]]\nid='a'\nregex='k=(\\w{4})'\n", "k=abcd\nk=efgh"), ["abcd", "efgh"]);
}

/// The file that gitleaks itself ships, where a copy lies beside the project.
#[test]
fn the_file_that_gitleaks_ships_is_read_as_it_is() {
    let stock =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|at| at.join("shared/corpus/gitleaks.toml"));
    let Some(text) = stock.filter_map(|path| fs::read_to_string(path).ok()).next() else {
        let said = "the rule file of gitleaks is not beside the project: whether it is read was not checked";
        writeln!(std::io::stderr(), "{said}").unwrap();
        return;
    };
    let read = loaded(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.rules.len(), 221);
    let [warning] = read.warnings.as_slice() else { panic!("{:?}", read.warnings) };
    assert!(warning.ends_with(": `pkcs12-file`"), "{warning}");
    let token = ["adafruit_key = '", &"q7rt9lm2xc4vb6nz".repeat(2), "'"].concat();
    assert_eq!(found(read, &token).len(), 1);
}
