//! Owns the claim that a text of any kind costs in proportion to its length, counted in bytes that rules look at and
//! not in time.

use std::sync::LazyLock;

use super::bytes::work;
use super::{Detector, Place, Settings, rules};

/// Lengths that are compared, in bytes.
const SHORT: usize = 1024;
const LONG: usize = 4 * SHORT;
/// Of all rules' words with all endings, every so many-th is tried.
const EVERY: usize = 17;
/// Work that does not depend on the length: the first places of a text, a second look.
const START: u64 = 8 * 1024;

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| Detector::new(Settings::default()));

/// The bytes that are looked at in a text of that length, made of one piece.
fn cost(unit: &str, length: usize) -> u64 {
    let text = unit.repeat(length / unit.len());
    work::taken();
    let _found = DETECTOR.find(text.as_bytes(), Place::default());
    work::taken()
}

fn assert_linear(unit: &str) {
    let (short, long) = (cost(unit, SHORT), cost(unit, LONG));
    assert!(long <= 6 * short + START, "{unit:?}: {short} for {SHORT} bytes, {long} for {LONG}");
}

#[test]
fn four_times_the_text_is_at_most_six_times_the_work() {
    let words = rules::BUILT_IN.words().map(|word| String::from_utf8_lossy(word).into_owned());
    let endings = ["", " ", "=", ":", "=\"", "==", "_key=", "A", "-", ". ", " key ", "\\", "://a:"];
    let units = words.flat_map(|word| endings.map(|ending| format!("{word}{ending}")));
    units.step_by(EVERY).for_each(|unit| assert_linear(&unit));
}

#[test]
fn what_was_quadratic_once_is_linear() {
    for unit in [
        "token:",
        "key=",
        "pw==",
        "AccountKey==",
        "access_token==",
        "Cookie:",
        "COOKIE: a=",
        "password is ",
        "://a:",
        "-----BEGIN PRIVATE KEY-----\n",
        "\"key\":\"",
        "key key=",
        "pw =_key=",
        "sk-",
        "eyJ",
        "<pl:",
        "a",
        "=",
        "\\",
        "\"",
        "%3D",
        "data:\n  a: ",
        "curl -u ",
        "machine ",
        "otpauth://",
        "apiVersion: v1\nkind: Secret\n",
        "\"d\":\"",
    ] {
        assert_linear(unit);
    }
}

#[test]
fn the_count_sees_what_is_not_linear() {
    work::taken();
    let text = "a".repeat(LONG);
    for at in 0..text.len() {
        super::bytes::run(text.as_bytes(), at, super::bytes::alnum, text.len());
    }
    assert!(work::taken() > 6 * (SHORT * SHORT / 2) as u64 + START);
}
