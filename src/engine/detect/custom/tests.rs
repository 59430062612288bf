use super::*;
use crate::engine::detect::{Detector, Place, Settings};

fn rule(regex: &str) -> WrittenRule {
    WrittenRule { id: "my-rule".into(), regex: regex.into(), ..WrittenRule::default() }
}

fn read(written: WrittenRule) -> CustomRule {
    CustomRule::new(written).unwrap_or_else(|error| panic!("{error}"))
}

fn find_in(written: WrittenRule, text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    Custom::new(vec![read(written)]).find(text.as_bytes(), &mut found);
    found.into_iter().map(|finding| &text[finding.range]).collect()
}

fn list(target: Target, all: bool, patterns: &[&str], stopwords: &[&str]) -> Vec<Arc<AllowList>> {
    vec![Arc::new(AllowList::new(target, all, patterns, stopwords).unwrap())]
}

#[test]
fn the_secret_is_the_group_asked_for_or_the_first_that_is_not_empty_or_all() {
    for (regex, secret_group, text, expected) in [
        ("acme-[0-9]{4}", 0, "an acme-1234 here", "acme-1234"),
        ("acme=(x?)([0-9]{4})", 0, "acme=1234", "1234"),
        ("acme=(x?)([0-9]{4})", 0, "acme=x1234", "x"),
        ("(acme)=([0-9]{4})", 2, "acme=1234", "1234"),
        ("acme=(x?)([0-9]{4})", 1, "acme=1234", "acme=1234"),
        ("\\nacme-[0-9]{4}\\n+", 0, "\nacme-1234\n\n", "acme-1234"),
    ] {
        assert_eq!(find_in(WrittenRule { secret_group, ..rule(regex) }, text), [expected], "{regex}");
    }
}

#[test]
fn every_match_in_a_text_is_found() {
    assert_eq!(
        find_in(rule("acme-[0-9]{2}"), "acme-12acme-34 acme-5 acme-67"),
        ["acme-12", "acme-34", "acme-67"]
    );
}

#[test]
fn a_key_word_must_stand_anywhere_in_the_text_in_any_case() {
    let find = |keywords: &[&str], text| {
        let keywords = keywords.iter().map(|&word| word.into()).collect();
        find_in(WrittenRule { keywords, ..rule("x[0-9]{4}") }, text).len()
    };
    assert_eq!(find(&[], "x1234"), 1);
    assert_eq!(find(&["acme", "other"], "x1234"), 0);
    assert_eq!(find(&["acme", "OTHER"], "x1234 for Other"), 1);
    // Too short for the word table, and not ASCII.
    assert_eq!(find(&["q~"], "x1234 Q~"), 1);
    assert_eq!(find(&["q~"], "x1234 Q"), 0);
    assert_eq!(find(&["пароль"], "x1234 ПАРОЛЬ"), 1);
    assert_eq!(find(&["пароль", "acme"], "x1234 acme"), 1);
}

#[test]
fn entropy_must_be_above_the_least() {
    let find = |entropy, text| find_in(WrittenRule { entropy, ..rule("k=([a-z]+)") }, text).len();
    assert_eq!(find(0.0, "k=aaaaaaaa"), 1);
    assert_eq!(find(3.0, "k=abcdefgh"), 0);
    assert_eq!(find(2.99, "k=abcdefgh"), 1);
    assert_eq!(find(2.5, "k=aaaaaaab"), 0);
}

#[test]
fn an_allow_list_sees_secret_match_or_line_and_never_frees_the_rest() {
    let text = "k=abcd1 ok\nk=efgh1";
    let find = |allow_lists| find_in(WrittenRule { allow_lists, ..rule("k=([a-z]+[0-9])") }, text);
    use Target::{Line, Match, Secret};
    assert_eq!(find(vec![]), ["abcd1", "efgh1"]);
    assert_eq!(find(list(Secret, false, &["^abc"], &[])), ["efgh1"]);
    assert_eq!(find(list(Secret, false, &["^k=abc"], &[])), ["abcd1", "efgh1"]);
    assert_eq!(find(list(Match, false, &["^k=abc"], &[])), ["efgh1"]);
    assert_eq!(find(list(Match, false, &["ok$"], &[])), ["abcd1", "efgh1"]);
    assert_eq!(find(list(Line, false, &["ok$"], &[])), ["efgh1"]);
    assert_eq!(find(list(Secret, false, &["^nothing"], &["FGH"])), ["abcd1"]);
    assert_eq!(find(list(Secret, true, &["^abc"], &["fgh"])), ["abcd1", "efgh1"]);
    assert_eq!(find(list(Secret, true, &["^efg"], &["fgh"])), ["abcd1"]);
    assert_eq!(find(list(Secret, true, &[], &[])), ["abcd1", "efgh1"]);
    assert_eq!(
        find([list(Secret, false, &["abc"], &[]), list(Secret, false, &["efg"], &[])].concat()),
        [""; 0]
    );
}

#[test]
fn a_rule_that_would_eat_everything_or_nothing_is_refused() {
    let refused = |regex: &str| CustomRule::new(rule(regex)).map(|_| ()).unwrap_err();
    for (regex, expected) in [
        (r"[^\s\S]", BadRule::MatchesNothing),
        ("a[^\\x00-\\x{10FFFF}]", BadRule::MatchesNothing),
        ("x*", BadRule::MatchesEmpty),
        ("a|", BadRule::MatchesEmpty),
        (r"\b", BadRule::MatchesEmpty),
        (r"(?:[a-z]{1000}){66}", BadRule::TooLong),
        (r"acme-(?:[a-z]{0,1000}){66}", BadRule::TooLong),
        (r".+", BadRule::MatchesAll),
        (r"[\s\S]{3,}", BadRule::MatchesAll),
        (r"\w+", BadRule::MatchesAll),
        (r"\S{2,}", BadRule::MatchesAll),
        (r"(?i)[a-z0-9 ]{4,}", BadRule::MatchesAll),
        (r"[^\x00]", BadRule::MatchesAll),
        (r"[ -~]{20,}", BadRule::MatchesAll),
    ] {
        assert_eq!(refused(regex), expected, "{regex}");
    }
    assert_eq!(
        CustomRule::new(WrittenRule { secret_group: 2, ..rule("acme(x)") }).map(|_| ()).unwrap_err(),
        BadRule::NoSuchGroup { group: 2, groups: 1 }
    );
    // A key word does not save a rule that eats everything once it is there.
    let keyed = WrittenRule { keywords: vec!["acme".into()], ..rule(".+") };
    assert_eq!(CustomRule::new(keyed).map(|_| ()).unwrap_err(), BadRule::MatchesAll);
    for fine in [r#""[^"]+""#, r"\b[0-9a-f]{32}\b", r"[A-Za-z0-9+/]{40}", "acme.*"] {
        read(rule(fine));
    }
}

#[test]
fn a_custom_rule_is_one_of_the_detectors_and_the_less_telling_name() {
    let pat = ["gh", "p_", "q7Rt9Lm2Xc4Vb6Nz8Kp1", "Wd3Fg5Hj7Ys9Ua2T"].concat();
    let rules = vec![read(rule("acme-[0-9]{4}|gh[a-z]_[0-9A-Za-z]{36} note"))];
    let detector = Detector::new(Settings { rules, ..Settings::default() });
    let text = format!("acme-1234 and {pat} note");
    let found = detector.find(text.as_bytes(), Place::default());
    let found: Vec<_> = found.iter().map(|it| (it.kind.as_str(), &text[it.range.clone()])).collect();
    assert_eq!(found, [("MY_RULE", "acme-1234"), ("GITHUB_TOKEN", &text[14..])]);
    let machine_made = Place { machine_made: true, ..Place::default() };
    assert_eq!(detector.find(b"acme-1234", machine_made), []);
    assert_eq!(detector.find(b"<pl:MY_RULE:0123456789abcdef>", Place::default()), []);
}
