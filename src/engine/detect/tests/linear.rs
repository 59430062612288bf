//! Owns the claim that no text costs more than its length: four times the text costs at most a little more than four
//! times the work, whatever the text is made of. Work is counted in bytes looked at, so no clock and no machine matter.

use crate::engine::detect::bytes::work;
use crate::engine::detect::{Detector, Place, Settings, rules};

/// Bytes of the shorter text of each pair; the longer has [`TIMES`] as many.
const SHORT: usize = 2 * 1024;
const TIMES: usize = 4;
/// Most work for the longer text, in parts of that for the shorter: what is read at a text's end, and windows that a
/// short text does not fill.
const MOST: u64 = 6;
/// Bytes whose work does not count: what one rule may read once.
const ONCE: u64 = 32 * 1024;

/// What stands behind a word, word after word.
const BEHIND: [&str; 12] = ["", " ", "=", ":", "=\"", "_key=", "A", "-", ". ", " key ", "\\\"", "%3D"];

/// Units that were once, or could be, read again and again.
const UNITS: &[&str] = &[
    "pw==",
    "PW==",
    "pw:=",
    "pw::=",
    "pw:::====",
    "pw?=",
    "pw??=",
    "pw+=",
    "pw.=",
    "pw->",
    "pw=~",
    "pw*：",
    "pw**：",
    "pw**:",
    "pw%3D",
    "pw%22%3A",
    "pw=b",
    "pw=\\",
    "pw=\\\\\"",
    "pw='",
    "pw=\"'`",
    "pw=\"pw='pw=`",
    "pw=&quot;",
    "pw=&#34;pw=%22pw=&apos;",
    "pw : str = ",
    "pw for user x is ",
    "pw=<pl:",
    "<pl:",
    "AccountKey==",
    "PVEAPIToken==",
    "access_token==",
    "SharedAccessKey==",
    "OOKIE:",
    "ookie:",
    "Cookie: a=b;",
    "\"Cookie\": \"a=b;",
    "key_key_key_key=",
    "keyKeyKey",
    "a.key=a.key=",
    "Authorization: Bearer ",
    "authorization=Basic ",
    "\"kty",
    "{\"kty\":{",
    "\"d\":\"",
    "kind: Secret\n",
    "kind: Secret\ndata:\n",
    "- kind: Secret\n",
    "{\"kind\":\"Secret\",\"data\":{\"a\":\"b\",",
    "-----BEGIN PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\\n\\",
    "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n",
    "-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAA1aA\n",
    "$ANSIBLE_VAULT;1.1;AES256\n",
    "otpauth://totp/a?secret=",
    "otpauth://totp/a?secret",
    "://",
    "a://b:c",
    "a://b:c@",
    "a://b:c/d@",
    "curl -u ",
    "curl \"",
    "curl \\\n",
    "mysql -",
    "machine a login b ",
    "machine a\n",
    "IDENTIFIED WITH a BY ",
    "login('a',",
    "aws ",
    "aws/",
    "AKIA",
    "twilio ",
    "%",
    "%4",
    "%41",
    "eyJ",
    "eyJA.",
    "eyJAAAAAAAA.",
    "sk-",
    "A",
    "A1b",
    "0",
    "=",
    ":",
    "\\",
    "\"",
    "'",
    "{",
    "[",
    "<",
    "\n",
    " ",
    "-",
    "é",
    "密码：",
    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo",
    "deadbeef",
    "password is ",
    "pass=abcdefg ",
    "user=a pass=abcdefg\n",
    "token=pass:word:",
    "AZDO",
    "APIM",
    "+ABa",
    "+ABa++",
    "y0_A-",
    "BSA-",
    "npmAuthToken_key=",
];

/// Stands in a unit for digits that differ from one to the next.
const DIGITS: &str = "{digits}";

/// Units each of which holds a secret of its own.
const NUMBERED: &[&str] = &[
    "sk_live_{digits} ",
    "%20sk_live_{digits}",
    "%20pw%3D{digits}",
    "password=aB!{digits} ",
    "password=\"aB!{digits}\\n",
    "a://b:{digits}@c ",
    "Cookie: session={digits};",
    "\"k\":\"{digits}{digits}AbCdEfGhIjK\",",
];

fn cost(detector: &Detector, unit: &str, length: usize) -> u64 {
    let digits = |number: u64| format!("{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let units = (1..=length / unit.len() + 1).map(|number| unit.replace(DIGITS, &digits(number as u64)));
    let text = units.collect::<String>();
    work::taken();
    let _ = detector.find(text.as_bytes(), Place::default());
    work::taken() + length as u64
}

/// Fails when the longer text costs too much.
fn check(detector: &Detector, unit: &str) {
    let (short, long) = (cost(detector, unit, SHORT), cost(detector, unit, SHORT * TIMES));
    assert!(
        long <= short * MOST + ONCE,
        "{unit:?}: {short} for {SHORT} bytes, {long} for {TIMES} times as many"
    );
}

#[test]
fn a_text_full_of_a_rules_word_costs_what_it_is_long() {
    let detector = Detector::new(Settings::default());
    let mut words: Vec<&[u8]> = rules::BUILT_IN.words().collect();
    words.sort_unstable();
    words.dedup();
    // One of the endings for each word: words of one family stand side by side and meet all of them.
    for (word, behind) in words.iter().zip(BEHIND.iter().cycle()) {
        check(&detector, &format!("{}{behind}", String::from_utf8_lossy(word)));
    }
}

#[test]
fn a_text_full_of_what_opens_and_never_ends_costs_what_it_is_long() {
    let detector = Detector::new(Settings::default());
    for unit in UNITS {
        check(&detector, unit);
    }
}

#[test]
fn a_text_full_of_secrets_that_differ_costs_what_it_is_long() {
    let detector = Detector::new(Settings::default());
    for unit in NUMBERED {
        check(&detector, unit);
    }
}
