use super::*;
use crate::engine::placeholder::{MAX_TYPE, PlaceholderKey};
use proptest::prelude::*;

const SECRET: &str = "pa\"s's\\wo\nrd 5%2F<é>&amp;";

fn kind(text: &str) -> SecretType {
    SecretType::new(text).unwrap()
}

fn id(digits: &str) -> PlaceholderId {
    PlaceholderId::parse(digits.as_bytes()).unwrap()
}

fn vault() -> Vault {
    Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"))
}

fn issued() -> (Vault, String) {
    let vault = vault();
    let placeholder = vault.issue(SECRET.as_bytes(), &kind("KNOWN_2")).unwrap().to_string();
    (vault, placeholder)
}

fn restored(level: Level, pieces: &[&[u8]], vault: &Vault) -> (String, Tally) {
    let (mut out, mut tally) = (Vec::new(), Tally::default());
    let mut restore = Restore::new(level);
    for piece in pieces {
        restore.push(piece, vault, &mut tally, &mut out);
        assert!(restore.held.len() <= MAX_HELD);
    }
    restore.finish(&mut out);
    (String::from_utf8(out).unwrap(), tally)
}

/// Restores `text` whole, cut in two at every byte, and byte by byte: all must agree.
#[track_caller]
fn restored_at_every_cut(level: Level, text: &str, vault: &Vault) -> (String, Tally) {
    let whole = restored(level, &[text.as_bytes()], vault);
    for cut in 0..=text.len() {
        let (head, tail) = text.as_bytes().split_at(cut);
        assert_eq!(restored(level, &[head, tail], vault), whole, "cut at {cut} of {text}");
    }
    let bytes: Vec<_> = text.as_bytes().chunks(1).collect();
    assert_eq!(restored(level, &bytes, vault), whole, "{text} byte by byte");
    whole
}

fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    assert!(json::escape(text.as_bytes(), &mut out));
    String::from_utf8(out).unwrap()
}

fn all_escaped(text: &str) -> String {
    text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
}

fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

fn html_decoded(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

fn json_decoded(text: &str) -> String {
    serde_json::from_str(&format!("\"{text}\"")).unwrap()
}

type Decode = fn(&str) -> String;

/// The spellings of a placeholder, with what a reader of each coding makes of the secret.
fn spellings(placeholder: &str) -> Vec<(String, Decode)> {
    let inner = &placeholder[1..placeholder.len() - 1];
    let coloned = inner.replace(':', "%3A");
    let as_it_is: Decode = str::to_owned;
    let raised = inner[3..].to_uppercase();
    vec![
        (inner.to_owned(), as_it_is),
        (format!("<pl:{raised}>"), as_it_is),
        (format!("<{}>", inner.to_lowercase()), as_it_is),
        (format!("pl:{raised}"), as_it_is),
        (format!(r"\u003c{inner}\u003e"), json_decoded),
        (format!(r"\u003C{inner}\u003E"), json_decoded),
        (format!(r"\u003cpl:{raised}>"), json_decoded),
        (format!("&lt;{inner}&gt;"), html_decoded),
        (format!("&LT;{inner}>"), html_decoded),
        (format!("%3C{coloned}%3E"), percent_decoded),
        (format!("%3c{}%3e", coloned.to_lowercase()), percent_decoded),
        (format!("%3C{inner}%3E"), percent_decoded),
        (format!("%3C{}%3e", inner.replacen(':', "%3a", 1)), percent_decoded),
    ]
}

#[test]
fn a_secret_comes_back_at_every_cut_in_plain_text() {
    let (vault, placeholder) = issued();
    let text = format!("a<b {placeholder}{placeholder}> é <");
    let (out, tally) = restored_at_every_cut(Level::Text, &text, &vault);
    assert_eq!(out, text.replace(&placeholder, SECRET));
    assert_eq!((tally.restored.values().sum::<u64>(), tally.respelled, tally.unresolved), (2, 0, 0));
}

#[test]
fn inside_json_text_the_secret_is_escaped_whatever_the_spelling_of_the_placeholder() {
    let (vault, placeholder) = issued();
    let half = placeholder.replace('<', "\\u003C").replace('>', "\\u003e");
    for spelling in [placeholder.clone(), half, all_escaped(&placeholder)] {
        let text = format!(r#"{{"a\"\\":"x\\{spelling}\n"}}"#);
        let (out, tally) = restored_at_every_cut(Level::Json, &text, &vault);
        assert_eq!(out, text.replace(&spelling, &escaped(SECRET)));
        // An escape is how JSON may say it: nothing was misspelt.
        assert_eq!((tally.restored.values().sum::<u64>(), tally.respelled), (1, 0), "{text}");
    }
}

#[test]
fn every_spelling_comes_back_in_its_own_coding_at_every_cut() {
    let (vault, placeholder) = issued();
    for (spelling, decode) in spellings(&placeholder) {
        for (before, after) in [("", ""), ("x: \"", "\", p"), ("pl <p % ", " <"), ("\n", "\n"), ("密", "码")]
        {
            let text = format!("{before}{spelling}{after}");
            let (out, tally) = restored_at_every_cut(Level::Text, &text, &vault);
            let secret = out.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap();
            assert_eq!(decode(secret), SECRET, "{text}");
            assert_eq!((tally.restored.values().sum::<u64>(), tally.respelled), (1, 1), "{text}");
            let inner = escaped(&text);
            let (out_inner, tally_inner) = restored_at_every_cut(Level::Json, &inner, &vault);
            assert_eq!((json_decoded(&out_inner), tally_inner), (out, tally), "{inner}");
        }
        let text = all_escaped(&format!(" {spelling} "));
        let (out, _) = restored_at_every_cut(Level::Json, &text, &vault);
        assert_eq!(decode(json_decoded(&out).trim_matches(' ')), SECRET, "{text}");
    }
}

#[test]
fn every_secret_survives_every_coding() {
    for secret in [
        "\"",
        "\\",
        "\\u003c",
        "\r\n\t\u{1}\u{7f}",
        "ß密😀",
        "100%",
        "%3C&lt;<>",
        "a+b c/d?e=f&g#h",
        "'",
        "</script>",
    ] {
        let vault = vault();
        let placeholder = vault.issue(secret.as_bytes(), &kind("KNOWN")).unwrap().to_string();
        for (spelling, decode) in spellings(&placeholder) {
            let (out, _) = restored(Level::Text, &[spelling.as_bytes()], &vault);
            assert_eq!(decode(&out), secret, "{spelling}");
            let (out, _) = restored(Level::Json, &[escaped(&spelling).as_bytes()], &vault);
            assert_eq!(decode(&json_decoded(&out)), secret, "{spelling}");
        }
    }
}

#[test]
fn an_escaped_backslash_begins_an_escape_of_the_text_within_only() {
    let (vault, placeholder) = issued();
    let text = placeholder.replace('<', r"\\u003c");
    let (out, tally) = restored_at_every_cut(Level::Json, &text, &vault);
    assert_eq!(json_decoded(&json_decoded(&out)), SECRET);
    assert_eq!(tally.respelled, 1);
    let text = placeholder.replace('<', r"\\\\u003c");
    assert_eq!(restored_at_every_cut(Level::Json, &text, &vault).0, text);
}

#[test]
fn up_to_two_wrong_digits_are_made_good_in_every_spelling() {
    let vault = vault();
    vault.issue_as(id("00112233445566ff"), &kind("KNOWN"), b"right");
    vault.issue_as(id("ffffffffffffffff"), &kind("OTHER"), b"wrong");
    for digits in
        ["00112233445566fe", "a0112233445566ff", "0011223344556677", "f0112233445566f0", "00112233E45566FF"]
    {
        for (spelling, decode) in spellings(&format!("<pl:KNOWN:{digits}>")) {
            let (out, tally) = restored_at_every_cut(Level::Text, &spelling, &vault);
            assert_eq!(decode(&out), "right", "{spelling}");
            assert_eq!(tally.restored, BTreeMap::from([((kind("KNOWN"), id("00112233445566ff")), 1)]));
            assert_eq!(tally.respelled, 1);
        }
    }
}

#[test]
fn what_is_in_doubt_stays_and_is_counted() {
    let vault = vault();
    vault.issue_as(id("0011223344556600"), &kind("KNOWN"), b"one");
    vault.issue_as(id("0011223344556611"), &kind("KNOWN"), b"other");
    vault.issue_as(id("ff11223344556600"), &kind("OTHER"), b"third");
    for text in [
        "<pl:KNOWN:0011223344556610>", // two are near
        "<pl:KNOWN:1111223344556622>", // three digits are wrong
        "<pl:OTHER:0011223344556600>", // another TYPE's
        "<pl:KNOWN:ff11223344556600>", // another TYPE has the exact id
        "<pl:KNOWM:0011223344556600>",
        "pl:KNOWN:0011223344556610",
        "&lt;pl:KNOWN:0123456789abcdef&gt;",
    ] {
        let (out, tally) = restored_at_every_cut(Level::Text, text, &vault);
        assert_eq!((out.as_str(), tally), (text, Tally { unresolved: 1, ..Tally::default() }));
    }
}

#[test]
fn what_only_looks_like_a_placeholder_is_left_alone() {
    let (vault, placeholder) = issued();
    let bare = &placeholder[1..placeholder.len() - 1];
    let mut texts = vec![
        placeholder.replace("<pl", "<PL"),
        placeholder.replace("<pl", "< pl"),
        placeholder.replace("KNOWN_2", ""),
        placeholder.replace("KNOWN_2", "2KNOWN"),
        placeholder.replace("KNOWN_2", "KNOWN-2"),
        placeholder.replace("KNOWN_2", &"K".repeat(MAX_TYPE + 1)),
        "<pl:A:0123456789abcde>".to_owned(),
        "<pl:<pl:".to_owned(),
        "pl".to_owned(),
        "a people's plan: 3 % of <p".to_owned(),
        bare.replace(':', "%3A"),
    ];
    // Half a bracket, an escape or a letter beside it.
    let beside =
        ["<", ">", "&lt;", "&gt;", "%3C", "%3E", r"\u003c", r"\u003e", r"\n", r"\", "&", "%", "x", "_", "0"];
    texts.extend(beside.iter().flat_map(|it| [format!("{it}{bare}"), format!(" {it}{bare} ")]));
    texts.extend(beside.iter().flat_map(|it| [format!("{bare}{it}"), format!(" {bare}{it} ")]));
    // Brackets that belong to no one spelling.
    let brackets =
        [("<", "&gt;"), ("<", "%3E"), ("&lt;", "%3E"), ("%3C", "&gt;"), (r"\u003c", "&gt;"), ("<", "")];
    texts.extend(brackets.map(|(open, close)| format!("{open}{bare}{close} ")));
    for text in texts.iter().filter(|text| *text != &format!("{bare};")) {
        let (out, tally) = restored_at_every_cut(Level::Text, text, &vault);
        assert_eq!((&out, tally), (text, Tally::default()));
        let inner = escaped(text);
        assert_eq!(restored_at_every_cut(Level::Json, &inner, &vault), (inner, Tally::default()));
    }
}

#[test]
fn without_brackets_it_stands_by_itself() {
    let (vault, placeholder) = issued();
    let bare = &placeholder[1..placeholder.len() - 1];
    for (before, after) in
        [("", "."), ("=", ""), ("'", "'"), ("(", ")"), ("://u:", "@host"), ("é", "-x"), ("\t", "\r\n")]
    {
        let text = format!("{before}{bare}{after}");
        let (out, tally) = restored_at_every_cut(Level::Text, &text, &vault);
        assert_eq!((out, tally.respelled), (format!("{before}{SECRET}{after}"), 1));
    }
    // In JSON the letter of an escape is no letter.
    let text = format!(r#"\n{bare}\t{bare}\"{bare}"#);
    assert_eq!(restored_at_every_cut(Level::Json, &text, &vault).0, text.replace(bare, &escaped(SECRET)));
    let text = format!(r"\u0041{bare}");
    assert_eq!(restored_at_every_cut(Level::Json, &text, &vault).0, text);
}

#[test]
fn what_was_counted_for_an_end_that_did_not_come_is_taken_back() {
    let (vault, placeholder) = issued();
    let bare = &placeholder.as_bytes()[1..placeholder.len() - 1];
    let (mut out, mut tally) = (Vec::new(), Tally::default());
    let mut restore = Restore::new(Level::Text);
    restore.push(bare, &vault, &mut tally, &mut out);
    assert_eq!((tally.restored.len(), tally.respelled, restore.is_holding(), out.len()), (1, 1, true, 0));
    restore.push(b"", &vault, &mut tally, &mut out);
    assert_eq!((tally.restored.len(), tally.respelled, out.len()), (1, 1, 0));
    restore.push(b"e", &vault, &mut tally, &mut out);
    assert_eq!((tally, restore.is_holding()), (Tally::default(), false));
    // A tally of its own for each message has nothing to take back.
    restore.push(b" ", &vault, &mut Tally::default(), &mut out);
    restore.push(bare, &vault, &mut Tally::default(), &mut out);
    restore.push(b"e", &vault, &mut Tally::default(), &mut out);
    restore.finish(&mut out);
    assert_eq!(out, [bare, b"e ", bare, b"e"].concat());
}

#[test]
fn an_unknown_placeholder_is_counted_and_does_not_block_the_next() {
    let (vault, placeholder) = issued();
    let text = format!("<pl:KNOWN:0123456789abcdef>{placeholder}");
    let (out, tally) = restored(Level::Text, &[text.as_bytes()], &vault);
    assert_eq!(out, format!("<pl:KNOWN:0123456789abcdef>{SECRET}"));
    assert_eq!((tally.unresolved, tally.restored.values().sum::<u64>()), (1, 1));
}

#[test]
fn text_that_cannot_become_a_placeholder_is_passed_on_at_once() {
    let vault = vault();
    for (level, text, held) in [
        (Level::Text, "a < b", 0),
        (Level::Text, "<pl:-", 0),
        (Level::Text, "<pl:A:0g", 0),
        (Level::Text, "x && y", 0),
        (Level::Text, "&str", 0),
        (Level::Text, "help", 0),
        (Level::Text, "a simpl", 0),
        (Level::Text, "simpl:", 0),
        (Level::Text, "pl.", 0),
        (Level::Text, "pl:A:0123456789abcdef ", 0),
        (Level::Text, "pl:A:0123456789abcdef0", 0),
        (Level::Text, "5%2", 0),
        (Level::Text, r"\u00e", 0),
        (Level::Json, r#"\n\u00e9"#, 0),
        (Level::Json, r"\u00e9\n pl\n", 0),
        (Level::Json, r"\\n", 0),
        (Level::Text, "a p", 1),
        (Level::Text, "a pl", 2),
        (Level::Text, "a\npl:", 3),
        (Level::Text, "a <", 1),
        (Level::Text, "a &l", 2),
        (Level::Text, "5%", 1),
        (Level::Text, "pl pl pl:known:0", 10),
        (Level::Text, r"a\u003", 5),
        (Level::Json, r"\np", 1),
        (Level::Json, r"a\\", 2),
        (Level::Json, r"a\\u00\", 6),
        (Level::Json, r"\u0070\u006C:", 13),
    ] {
        let (mut out, mut tally) = (Vec::new(), Tally::default());
        let mut restore = Restore::new(level);
        restore.push(text.as_bytes(), &vault, &mut tally, &mut out);
        assert_eq!((restore.held.len(), restore.is_holding()), (held, held > 0), "{text}");
        assert_eq!(out, &text.as_bytes()[..text.len() - held]);
        restore.finish(&mut out);
        assert_eq!(out, text.as_bytes());
    }
}

#[test]
fn the_longest_spelling_is_held_to_its_last_byte_and_no_longer() {
    let vault = vault();
    let kind = kind(&"K".repeat(MAX_TYPE));
    let placeholder = vault.issue(b"secret", &kind).unwrap().to_string();
    let longest = format!(r"\u003c{}\u003e", &placeholder[1..placeholder.len() - 1]);
    for (level, text, most) in [
        (Level::Text, longest.clone(), MAX_CHARACTERS - 1),
        (Level::Json, all_escaped(&longest), MAX_HELD - 1),
    ] {
        let (mut out, mut tally) = (Vec::new(), Tally::default());
        let mut restore = Restore::new(level);
        for byte in text.as_bytes() {
            assert!(out.is_empty());
            restore.push(&[*byte], &vault, &mut tally, &mut out);
            assert!(restore.held.len() <= most);
        }
        assert_eq!((out, restore.is_holding()), (b"secret".to_vec(), false));
    }
}

/// Text that is mostly nearly a placeholder.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => Just("P"), 4 => Just("B"), 2 => Just("W"), 1 => Just("Q"),
        8 => prop::sample::select(vec![
            "<", ">", "&lt;", "&gt;", "%3C", "%3e", "\\u003c", "\\u003E", "pl:", "pl%3A", "p", "l", ":", "A", "0", "&", "%",
            "\\", "\\u00", "3c", "\n", " ", "é", "x", "\"",
        ]),
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

fn filled(text: &str, placeholder: &str) -> String {
    let bare = &placeholder[1..placeholder.len() - 1];
    let wrong = if bare.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{wrong}", &bare[..bare.len() - 1]);
    let text = text.replace('P', placeholder).replace('B', bare).replace('W', &wrong);
    text.replace('Q', &all_escaped(placeholder))
}

proptest! {
    #[test]
    fn any_split_gives_the_bytes_of_the_whole(
        text in text(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        json in any::<bool>(),
    ) {
        let (vault, placeholder) = issued();
        let level = if json { Level::Json } else { Level::Text };
        let text = filled(&text, &placeholder);
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([text.len()]) {
            pieces.push(&text.as_bytes()[from..cut]);
            from = cut;
        }
        prop_assert_eq!(restored(level, &pieces, &vault), restored(level, &[text.as_bytes()], &vault));
    }

    #[test]
    fn json_text_says_what_the_plain_text_would(text in text()) {
        let (vault, placeholder) = issued();
        let text = filled(&text, &placeholder);
        let (plain, plain_tally) = restored(Level::Text, &[text.as_bytes()], &vault);
        let (inner, tally) = restored(Level::Json, &[escaped(&text).as_bytes()], &vault);
        prop_assert_eq!((json_decoded(&inner), tally), (plain, plain_tally));
    }
}

#[test]
fn a_placeholder_is_told_in_every_spelling_issued_or_not() {
    let text = b"<pl:A:0123456789abcdef> <pl:a:0123456789ABCDEF> <pl:B:0123> <pl:<pl:C_1:0123456789abcdef> xpl:A:0123456789abcdef, pl:A:0123456789abcdef";
    assert_eq!(placeholders(text), [0..23, 24..47, 64..89, 114..135]);
    for (spelling, _) in spellings("<pl:A:0123456789abcdef>") {
        let text = format!("é {spelling} <pl:");
        let ranges = placeholders(text.as_bytes());
        assert_eq!(ranges.into_iter().map(|it| &text[it]).collect::<Vec<_>>(), [&spelling]);
    }
    for text in ["", "<", "pl:A:0123456789abcde", "a: b % c"] {
        assert!(placeholders(text.as_bytes()).is_empty());
    }
}
