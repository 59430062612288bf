use super::*;
use crate::engine::detect::{KnownValue, Settings};

fn token() -> String {
    ["gh", "p_", "q7Rt9Lm2Xc4Vb6Nz8Kp1", "Wd3Fg5Hj7Ys9Ua2T"].concat()
}

/// The bytes of each finding as they stand in the text, its line, and what a model would read.
fn found(text: &[u8], as_json: bool) -> Vec<(String, usize, String)> {
    let detector = Detector::new(Settings::default());
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let found = search(&detector, text, as_json);
    found.iter().map(|it| (shown(&text[it.range.clone()]), it.line, shown(it.secret.expose()))).collect()
}

fn freed(text: &str, as_json: bool) -> Vec<bool> {
    let found = search(&Detector::new(Settings::default()), text.as_bytes(), as_json);
    found.iter().map(|found| found.freed).collect()
}

#[test]
fn strings_of_json_are_read_unescaped_and_found_where_they_stand() {
    let raw = r#"hunt\u00e92\"x"#;
    let text =
        format!("\u{feff}{{\n \"db\": {{\"password\": \"{raw}\"}},\n \"k\": [\"a\\n{}\"]\n}}", token());
    let expected = [(raw.into(), 2, "hunt\u{e9}2\"x".into()), (token(), 3, token())];
    assert_eq!(found(text.as_bytes(), true), expected);
}

#[test]
fn lines_of_json_and_what_is_none_are_read_each_as_what_they_are() {
    let key = "MIIEowIBAAKCAQEAtq9Zk1Xw3vC7dN5bE8gHjK";
    let pem = ["-----BEG", "IN PRIVATE KEY-----\n", key, "\n-----END PRIV", "ATE KEY-----"].concat();
    let lines = [
        r#"{"password": "hunt\\2x"}"#.to_owned(),
        pem.clone(),
        format!("{{\"x\": \"{}\"}}", token()),
        format!("{{\"torn\": \"{}", token()),
    ];
    let found = found(lines.join("\n").as_bytes(), true);
    let places: Vec<_> = found.iter().map(|(_, line, secret)| (*line, secret.len())).collect();
    assert_eq!(places, [(1, 7), (2, pem.len()), (5, token().len()), (6, token().len())]);
}

#[test]
fn a_name_is_searched_and_a_deep_or_broken_document_is_read_as_text() {
    for text in [
        format!("{{\"{}\": 1}}", token()),
        format!("{}\"{}\"", "[".repeat(1000), token()),
        format!("{{// comment\n\"a\": \"{}\"}}", token()),
    ] {
        assert_eq!(found(text.as_bytes(), true).len(), 1, "{text}");
    }
    let latin1 = [b"{\"caf\xe9\": \"".as_slice(), token().as_bytes(), b"\"}"].concat();
    assert_eq!(found(&latin1, true).len(), 1);
}

#[test]
fn a_mark_frees_its_own_line_only() {
    let text = format!("{0} ww:allow\n{0}\n# gitleaks:allow\n{0} {0} # gitleaks:allow {0}\n", token());
    assert_eq!(freed(&text, false), [true, false, true, true, true]);
    // A mark elsewhere on the line of a document is no mark in the string.
    let text = format!(r#"{{"a": "{0} ww:allow\n{0}", "b": "ww:allow"}}"#, token());
    assert_eq!(freed(&text, true), [true, false]);
}

#[test]
fn values_that_divide_a_character_are_one_finding() {
    let known = |bytes: &[u8]| KnownValue {
        kind: SecretType::from_name("MINE"),
        secret: SecretBytes::new(bytes.to_vec()),
    };
    let known = vec![known(b"abcdefg\xc3"), known(b"\xa9hijklmn")];
    let detector = Detector::new(Settings { known, ..Settings::default() });
    let found = search(&detector, br#"["abcdefg\u00e9hijklmn"]"#, true);
    let [found] = found.as_slice() else { panic!("{} findings", found.len()) };
    assert_eq!(found.range, 2..22);
}

#[test]
fn what_is_json_is_told_by_its_name_or_without_one_by_its_beginning() {
    for (path, text, expected) in [
        (Some("a.json"), "x", true),
        (Some("d.json/a.py"), "{", false),
        (Some("s.jsonl"), "", true),
        (None, " {", true),
        (None, "[section]", true),
        (None, "x", false),
    ] {
        assert_eq!(is_json(path.map(Path::new), text.as_bytes()), expected, "{path:?} {text}");
    }
}
