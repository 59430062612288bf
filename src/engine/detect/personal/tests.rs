use super::*;
use crate::engine::detect::{Detector, Place, Settings};

fn detector(personal: &[Personal]) -> Detector {
    Detector::new(Settings { personal: personal.to_vec(), ..Settings::default() })
}

fn found(kind: Personal, text: &str) -> Vec<&str> {
    let detector = detector(&[kind]);
    let found = detector.find(text.as_bytes(), Place::default());
    found.into_iter().map(|finding| &text[finding.range]).collect()
}

/// That exactly `number` is found whatever stands around it, and under its own name.
fn is_found(kind: Personal, number: &str) {
    for (before, after) in [
        ("", ""),
        ("x: ", "."),
        ("=", "&y=1"),
        ("(", ")"),
        ("\"", "\","),
        ("\\n", "\\n"),
        ("é ", "\n"),
        (">", "<"),
    ] {
        let text = format!("{before}{number}{after}");
        assert_eq!(found(kind, &text), [number], "{text:?}");
    }
    let findings = find(&[kind], number.as_bytes());
    let about = ALL.iter().find(|about| about.kind == kind).unwrap();
    assert!(findings.iter().all(|finding| finding.source == Source::Personal));
    assert!(
        findings.iter().all(|finding| finding.rule.0 == about.rule && finding.kind.as_str() == about.label)
    );
}

#[test]
fn every_kind_has_its_word_and_its_document() {
    for (about, word) in ALL.iter().zip(Personal::WORDS) {
        assert_eq!(about.rule, format!("pii-{word}"));
        assert_eq!(documented(about.rule), Some(about.documented));
    }
}

#[test]
fn nothing_is_looked_for_unless_asked() {
    let text = b"4111 1111 1111 1111, jane@corp.com, +14155552671, GB29NWBK60161331926819, ssn 078051120";
    assert_eq!(detector(&[]).find(text, Place::default()), []);
    let all = detector(&ALL.map(|about| about.kind));
    assert_eq!(all.find(text, Place::default()).len(), 5);
    let machine_made = Place { machine_made: true, ..Place::default() };
    assert_eq!(all.find(text, machine_made), []);
}

#[test]
fn cards_of_every_issuer_are_found() {
    // The test numbers that payment processors publish.
    for number in [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111111111111111",
        "4012888888881881",
        "4222222222222",
        "4242 4242 4242 4242",
        "5555555555554444",
        "5105 1051 0510 5100",
        "2223003122003222",
        "378282246310005",
        "3782 822463 10005",
        "371449635398431",
        "30569309025904",
        "3056 930902 5904",
        "38520000023237",
        "6011111111111117",
        "6011 0009 9013 9424",
        "3530111333300000",
        "6200000000000005",
        "6759649826438453",
        "2200770212727079",
    ] {
        is_found(Personal::Card, number);
    }
}

#[test]
fn numbers_that_are_no_cards_stay() {
    for text in [
        "4111 1111 1111 1112",
        "4111111111111112",
        "1700000000000",
        "1700000000000000000",
        "20261122213456789",
        "1234567812345670",
        "9111111111111111",
        "0.4111111111111111",
        "v1.4111111111111111",
        "4111111111111111.5",
        "a4111111111111111",
        "4111111111111111f",
        "id_4111111111111111",
        "/users/4111111111111111",
        "41111111111111114111111111111111",
        "4111 1111-1111 1111",
        "4111  1111 1111 1111",
        "411111111111111",
        "550e8400-e29b-41d4-a716-446655440000",
        "b4bc72cd0c64d2194111111111111111",
        "<pl:GITHUB_TOKEN:4111111111111111>",
    ] {
        assert_eq!(found(Personal::Card, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn accounts_are_found_by_length_and_checksum() {
    // The examples of the IBAN registry and of central banks.
    for number in [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947",
        "NL91ABNA0417164300",
        "CH93 0076 2011 6238 5295 7",
        "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
        "SA0380000000608010167519",
    ] {
        is_found(Personal::Iban, number);
    }
    for text in [
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XX89370400440532013000",
        "de89370400440532013000",
        "XDE89370400440532013000",
        "IT60",
        "AT20 is a version",
    ] {
        assert_eq!(found(Personal::Iban, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn social_security_numbers_are_found_with_dashes_or_after_their_name() {
    is_found(Personal::Ssn, "078-05-1120");
    is_found(Personal::Ssn, "219-09-9999");
    for text in ["SSN: 219099999", "her social security number is 219099999", "{\"ssn\": \"219099999\"}"] {
        assert_eq!(found(Personal::Ssn, text), ["219099999"], "{text}");
    }
    for text in [
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "987-65-4320",
        "219-00-9999",
        "219-09-0000",
        "219099999",
        "ssn\n219099999",
        "ssn 000099999",
        "219-09-99999",
        "1219-09-9999",
        "2026-219-09-9999",
        "219-09-9999-1",
        "a219-09-9999",
        "12-219-09",
    ] {
        assert_eq!(found(Personal::Ssn, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn addresses_are_found() {
    for address in [
        "jane.doe@corp.com",
        "jane+tag@mail.corp.co.uk",
        "j@corp.de",
        "j_d-1@a-b.museum",
        "JANE@CORP.COM",
        "jane@xn--bcher-kva.xn--p1ai",
        "o'brien@corp.ie",
    ] {
        is_found(Personal::Email, address);
    }
    for (text, address) in [
        ("mailto:jane@corp.com", "jane@corp.com"),
        ("Jane <jane@corp.com>", "jane@corp.com"),
        ("'jane@corp.com'", "jane@corp.com"),
        ("https://corp.com/?to=jane@corp.com&x=1", "jane@corp.com"),
        ("Write to jane@corp.com: she knows", "jane@corp.com"),
    ] {
        assert_eq!(found(Personal::Email, text), [address], "{text}");
    }
}

#[test]
fn what_only_looks_like_an_address_stays() {
    for text in [
        "git@github.com:org/repo.git",
        "deploy@host.corp.com:path/x",
        "ssh://git@github.com/org/repo",
        "ssh://jane@host.corp.com/x",
        "https://jane:pw@host.corp.com/x",
        "noreply@corp.com",
        "no-reply@corp.com",
        "1+jane@users.noreply.github.com",
        "jane@example.com",
        "jane@mail.example.org",
        "jane@corp.example",
        "jane@localhost",
        "jane@printer.local",
        "lodash@4.17.21",
        "@types/node@20.1.0",
        "icon@2x.png",
        "getty@tty1.service",
        "@app.route",
        "a@b",
        "jane@corp..com",
        "jane.@corp.com",
        "ja..ne@corp.com",
        "docker.io/library/alpine@sha256:0123",
    ] {
        assert_eq!(found(Personal::Email, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn telephone_numbers_are_found() {
    for number in [
        "+14155552671",
        "+1 415 555 2671",
        "+1 (415) 555-2671",
        "+1-415-555-2671",
        "+442071838750",
        "+44 20 7183 8750",
        "+49 (0)30 901820",
        "+551155256325",
        "+81 3-1234-5678",
        "+358 9 1234567",
        "(415) 555-2671",
        "(415)555-2671",
        "415-555-2671",
        "415.555.2671",
        "415 555-2671",
        "1-415-555-2671",
        "1 (415) 555-2671",
    ] {
        is_found(Personal::Phone, number);
    }
}

#[test]
fn numbers_that_are_no_telephone_numbers_stay() {
    for text in [
        "4155552671",
        "1700000000",
        "2026-11-22",
        "2026-11-22T21:34:07+01:00",
        "1.2.3+20261122",
        "+20261122",
        "+20261122213456",
        "+1700000000",
        "+1700000000000",
        "+0123456789",
        "+1234567",
        "a+14155552671",
        "i++14155552671",
        "x/+14155552671",
        "512 256 1024",
        "123-456-7890",
        "415-155-2671",
        "411-555-2671",
        "415-555-26711",
        "4415-555-2671",
        "192.168.1.1",
        "255.255.255.0",
        "415-555.2671",
        "415-5555-671",
        "f(415) + 555-2671",
        "1.415.555",
        "550e8400-e29b-41d4-a716-446655440000",
        "@@ -415,6 +415,7 @@",
        "+1e9999999999",
    ] {
        assert_eq!(found(Personal::Phone, text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn a_text_full_of_beginnings_stays_linear() {
    let all = detector(&ALL.map(|about| about.kind));
    for piece in ["4111 ", "@", "a@b.", "+4", "DE89 ", "415-", "ssn 2", "1-(", "'"] {
        let text = piece.repeat(100_000 / piece.len());
        assert_eq!(all.find(text.as_bytes(), Place::default()), [], "{piece}");
    }
}
