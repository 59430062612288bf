use data_encoding::{BASE64, BASE64_MIME, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

use super::*;
use crate::engine::detect::words::Words;

/// A value with all that encodings must escape.
const ODD: &str = "p\"a/ss \\w\u{f6}rd\u{1f600}\n\t<7>&'x$`!~+=%";

fn known(values: &[&str]) -> Known {
    let value = |text: &&str| KnownValue {
        kind: SecretType::from_name("KNOWN"),
        secret: SecretBytes::new(text.as_bytes().to_vec()),
    };
    Known::new(values.iter().map(value).map(Arc::new))
}

fn found_by<'a>(known: &Known, text: &'a [u8]) -> Vec<&'a [u8]> {
    let mut ranges = Vec::new();
    Words::new(&known.heads().collect::<Vec<_>>()).each(text, |head, at| {
        ranges.extend(known.at(head, text, at).map(|finding| finding.range));
    });
    // Two words of one spelling find the same.
    ranges.dedup();
    ranges.into_iter().map(|range| &text[range]).collect()
}

fn found(values: &[&str], text: &str) -> Vec<String> {
    let found = found_by(&known(values), text.as_bytes());
    found.into_iter().map(|part| String::from_utf8(part.to_vec()).unwrap()).collect()
}

/// Sees to it that `spelled` is found whole between other text.
#[track_caller]
fn is_found(value: &str, spelled: &str) {
    let text = format!("see ({spelled}) there");
    assert_eq!(found(&[value], &text), [spelled], "{text}");
}

#[test]
fn a_known_value_is_found_inside_a_longer_word() {
    assert_eq!(found(&["hunter2"], "xhunter2x hunter2"), ["hunter2", "hunter2"]);
}

#[test]
fn the_longest_value_that_begins_at_a_place_is_found() {
    assert_eq!(found(&["hunter2", "hunter2hunter3"], "hunter2hunter3")[0], "hunter2hunter3");
    let nested = ["abcdef", "abcdefgh", "abcdefghij", "abcdefzz", "abcdeg"];
    for (text, expected) in [
        ("abcdefghijk", "abcdefghij"),
        ("abcdefghix", "abcdefgh"),
        ("abcdefgx", "abcdef"),
        ("abcdefzy", "abcdef"),
        ("abcdefzz", "abcdefzz"),
        ("abcdeg", "abcdeg"),
    ] {
        assert_eq!(found(&nested, text), [expected], "{text}");
    }
    assert!(found(&nested, "abcdeh").is_empty());
}

#[test]
fn values_that_overlap_are_all_found() {
    assert_eq!(found(&["abcdefgh", "efghijkl"], "abcdefghijkl"), ["abcdefgh", "efghijkl"]);
}

#[test]
fn short_values_are_ignored() {
    assert!(found(&["short", ""], "a short text").is_empty());
}

#[test]
fn of_a_thousand_values_with_one_head_each_is_found() {
    let values: Vec<String> = (0..1000).map(|number| format!("token-{number:03}")).collect();
    let refs: Vec<&str> = values.iter().map(String::as_str).collect();
    assert_eq!(found(&refs, &values.join(" ")), values);
}

#[test]
fn a_value_is_found_as_json_and_source_code_spell_it() {
    for spelled in [
        r#"p\"a/ss \\wörd😀\n\t<7>&'x$`!~+=%"#,
        r#"p\"a\/ss \\wörd😀\n\t<7>&'x$`!~+=%"#,
        r#"p\"a/ss \\w\u00f6rd\ud83d\ude00\n\t<7>&'x$`!~+=%"#,
        r#"p\"a/ss \\wörd😀\n\t\u003c7\u003e\u0026'x$`!~+=%"#,
        r#"p\u0022a/ss \\w\u00F6rd\uD83D\uDE00\n\t\u003C7\u003E\u0026\u0027x$\u0060!~\u002B=%"#,
        r#"p\\\"a/ss \\\\wörd😀\\n\\t<7>&'x$`!~+=%"#,
        r#"p\\\"a/ss \\\\w\\u00f6rd\\ud83d\\ude00\\n\\t<7>&'x$`!~+=%"#,
        r#"p"a/ss \\w\xc3\xb6rd\xf0\x9f\x98\x80\n\t<7>&\'x$`!~+=%"#,
        r#"p\"a/ss \\w\303\266rd\360\237\230\200\n\t<7>&\'x$`!~+=%"#,
    ] {
        is_found(ODD, spelled);
    }
    let all = |text: &str| text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
    is_found(ODD, &all(ODD));
    is_found("hunter2", &all("hunter2").to_uppercase().replace("\\U", "\\u"));
}

#[test]
fn a_value_is_found_as_shells_quote_it() {
    is_found("it's a#b&c,d", r"it'\''s a#b&c,d");
    is_found("it's a#b&c,d", r#"it'"'"'s a#b&c,d"#);
    is_found("it's a#b&c,d", r"it\'s\ a#b\&c\,d");
    is_found("#~it's", r"\#\~it\'s");
    is_found("pa$s`\"\\", r#"pa\$s\`\"\\"#);
    is_found("line 1\nline '2", r"line 1\nline \'2");
}

#[test]
fn a_value_is_found_as_urls_and_markup_spell_it() {
    let value = "p/a~s!s w(ö)rd*'x+y:z@&<7>%\"";
    for spelled in [
        "p%2Fa~s!s%20w(%C3%B6)rd*'x%2By%3Az%40%26%3C7%3E%25%22",
        "p%2fa~s!s%20w(%c3%b6)rd*'x%2by%3az%40%26%3c7%3e%25%22",
        "p/a~s!s%20w(%C3%B6)rd*'x+y:z@&%3C7%3E%25%22",
        "p/a~s%21s%20w%28%C3%B6%29rd%2A%27x%2By%3Az%40%26%3C7%3E%25%22",
        "p%2Fa%7Es%21s+w%28%C3%B6%29rd*%27x%2By%3Az%40%26%3C7%3E%25%22",
        "p%2Fa~s%21s+w%28%C3%B6%29rd%2A%27x%2By%3Az%40%26%3C7%3E%25%22",
        "p/a~s!s w(ö)rd*&#39;x+y:z@&amp;&lt;7&gt;%&quot;",
        "p/a~s!s w(ö)rd*&#x27;x+y:z@&amp;&lt;7&gt;%&#34;",
    ] {
        is_found(value, spelled);
    }
    for value in [value, "hunter2"] {
        let all: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
        is_found(value, &all);
        is_found(value, &all.to_lowercase());
    }
}

#[test]
fn a_value_is_found_in_hex_of_either_case_and_over_lines() {
    for value in [ODD, "hunter2", "sixsix"] {
        is_found(value, &HEXLOWER.encode(value.as_bytes()));
        is_found(value, &HEXUPPER.encode(value.as_bytes()));
    }
    let hex = HEXLOWER.encode(ODD.as_bytes());
    is_found(ODD, &format!("{}\n{}", &hex[..24], &hex[24..]));
}

/// The characters of base64 that hold a bit of the bytes `from..to`.
fn bits(coded: &str, from: usize, to: usize) -> &str {
    &coded[from * 8 / 6..(to * 8).div_ceil(6)]
}

#[test]
fn in_base64_every_character_with_a_bit_of_the_value_is_found() {
    for value in [ODD, "hunter22", "hunter2", "\u{fb}\u{ff}\u{bf}\u{fb}\u{ff}\u{bf}"] {
        for before in ["", "a", "ab", "abc", "user:"] {
            for after in ["", "z", "zy", "zyx", "\n"] {
                let text = format!("{before}{value}{after}");
                for coded in [BASE64.encode(text.as_bytes()), BASE64URL_NOPAD.encode(text.as_bytes())] {
                    let expected = bits(&coded, before.len(), before.len() + value.len());
                    assert_eq!(found(&[value], &coded), [expected], "{before:?} {value} {after:?}");
                }
            }
        }
    }
}

#[test]
fn base64_in_lines_is_found_wherever_they_end() {
    for before in 0..90 {
        let text = "x".repeat(before) + ODD;
        let coded = BASE64_MIME.encode(text.as_bytes());
        let indented = coded.replace("\r\n", "\n    ");
        for coded in [coded, indented] {
            let found = found(&[ODD], &coded);
            let joined: String = found.concat().split_whitespace().collect();
            let whole: String = coded.split_whitespace().collect();
            assert_eq!(joined, bits(&whole, before, before + ODD.len()), "{coded}");
        }
    }
}

#[test]
fn base64_is_not_looked_for_where_little_of_it_depends_on_the_value() {
    for (before, is_found) in [("", true), ("a", false), ("ab", false)] {
        let coded = BASE64.encode(format!("{before}sixsix").as_bytes());
        assert_eq!(!found(&["sixsix"], &coded).is_empty(), is_found, "{before:?}");
    }
}

#[test]
fn what_differs_in_one_bit_is_not_found() {
    for spelled in ["hunter3", "68756e74657233", "aHVudGVyMw==", "eGh1bnRlcjM=", "hunter%33", "%68unter3"] {
        assert!(found(&["hunter2"], spelled).is_empty(), "{spelled}");
    }
    // The last character holds bits of what follows too; the value's own are compared all the same.
    assert_eq!(found(&["hunter2"], "aHVudGVyMj"), ["aHVudGVyMj"]);
    assert!(found(&["hunter2"], "aHVudGVyMz").is_empty());
}

#[test]
fn more_values_are_added_and_none_is_lost() {
    let first = known(&["hunter2"]);
    let more = |text: &str| {
        let secret = SecretBytes::new(text.as_bytes().to_vec());
        vec![KnownValue { kind: SecretType::from_name("MORE"), secret }]
    };
    assert!(first.with(more("hunter2")).is_none());
    assert!(first.with(more("short")).is_none());
    let both = first.with(more("hunter3")).unwrap();
    assert_eq!(found_by(&both, b"hunter2 hunter3"), [&b"hunter2"[..], b"hunter3"]);
}

#[test]
fn no_cut_of_a_text_makes_a_reading_fail() {
    let text = format!("{ODD} %41%4 \\u00f \\ud83d\\u &#x; &#99999999; aHVudGVy\n 4142 '\\'' \\0 \\x4");
    let known = known(&[ODD, "hunter2", "AAAAAA"]);
    for from in 0..text.len() {
        for to in from..text.len() {
            found_by(&known, &text.as_bytes()[from..to]);
        }
    }
}
