//! Owns the search for values that nothing but their randomness tells. It must not run unless the user asked for it:
//! identifiers, digests and media look random too, and only some of them can be told apart.

use std::ops::Range;

use super::bytes::{self, Class};
use super::value;
use super::{Finding, RuleId, Source};
use crate::engine::placeholder::SecretType;

/// Bytes of a run: fewer are too often a name, and more are data.
const SHORTEST: usize = 20;
const LONGEST: usize = 512;
/// Least entropy in tenths of a bit per byte. Hex has at most 40; twenty bytes of anything have at most 43.
const HEX: u8 = 30;
const SHORT_MIXED: u8 = 38;
const MIXED: u8 = 42;
/// From how many bytes on a mixed run must have [`MIXED`].
const LONG: usize = 32;
/// How far before a run the words that name a digest or an identifier are looked for, in bytes.
const REACH: usize = 80;

/// Words, in lower case, after which something random is no secret.
const NO_SECRET: [&[u8]; 23] = [
    b"sha1",
    b"sha2",
    b"sha3",
    b"sha5",
    b"sha-",
    b"md5",
    b"hash",
    b"digest",
    b"checksum",
    b"integrity",
    b"commit",
    b"index ",
    b"tree ",
    b"parent ",
    b"blob ",
    b"merge ",
    b"etag",
    b"signature",
    b"uuid",
    b"fingerprint",
    b"base64,",
    b"_id",
    b"h1:",
];
/// What identifiers of model providers begin with.
const IDENTIFIERS: [&[u8]; 14] = [
    b"toolu_",
    b"msg_",
    b"call_",
    b"resp_",
    b"req_",
    b"fc_",
    b"rs_",
    b"chatcmpl-",
    b"run_",
    b"thread_",
    b"asst_",
    b"file-",
    b"file_",
    b"srvtoolu_",
];

/// Everything in the text that is as random as a key.
pub(super) fn find(text: &[u8]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = text.get(at..).unwrap_or_default().iter().take_while(|&&byte| in_run(byte)).count();
        if length >= SHORTEST {
            found.extend(secret(text, at..at + length).map(|range| Finding {
                range,
                rule: RuleId::built_in("high-entropy"),
                kind: SecretType::from_name("HIGH_ENTROPY"),
                source: Source::Context,
            }));
        }
        at += length + 1;
    }
    found
}

/// Base64 of either alphabet, and the dot that joins parts of a name or a version to it.
fn in_run(byte: u8) -> bool {
    bytes::base64(byte) || bytes::url64(byte) || byte == b'.'
}

/// The secret that a run is, or is once names before an `=` are off.
fn secret(text: &[u8], run: Range<usize>) -> Option<Range<usize>> {
    let padded = bytes::run_back(text, run.end, |byte| byte == b'=' || byte == b'.', run.len());
    let end = run.end - padded;
    let start = text.get(run.start..end)?.iter().rposition(|&byte| byte == b'=');
    let start = start.map_or(run.start, |equals| run.start + equals + 1);
    // `\n` and its kin spelled out.
    let start = start + usize::from(matches!(text.get(..=start)?, [.., b'\\', b'n' | b't' | b'r']));
    let value = text.get(start..end)?;
    // Padding belongs to base64.
    let end = end + bytes::run(text, end, |byte| byte == b'=', 2);
    let fits = (SHORTEST..=LONGEST).contains(&value.len());
    (fits && is_random(value) && !is_told(text, start) && !value::is_filler(value)).then_some(start..end)
}

fn is_random(value: &[u8]) -> bool {
    const ALPHABETS: [(Class, u8); 2] = [(bytes::slashed, b'/'), (bytes::url64, b'-')];
    if value.iter().all(|&byte| bytes::hex(byte)) {
        // Forty digits are a commit, wherever they stand.
        let one_case = !bytes::cased(value);
        let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        return one_case
            && letters >= 4
            && value.len() != 40
            && bytes::has_digit(value)
            && bytes::entropy(value) >= HEX;
    }
    let least = if value.len() < LONG { SHORT_MIXED } else { MIXED };
    let of_one_alphabet = ALPHABETS.iter().any(|(class, _)| value.iter().all(|&byte| class(byte)));
    let separators = value.iter().filter(|byte| !byte.is_ascii_alphanumeric()).count();
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let longest = value.split(|byte| !byte.is_ascii_alphanumeric()).max_by_key(|part| part.len());
    of_one_alphabet
        && separators * 8 <= value.len()
        && bytes::cased(value)
        // A name may have one.
        && digits >= 2
        && bytes::entropy(value) >= least
        && longest.is_some_and(|part| part.len() >= 8 && bytes::scrambled(part))
        && !value.split(|byte| matches!(byte, b'_' | b'-')).any(is_word)
}

/// Letters that a name is made of.
fn is_word(part: &[u8]) -> bool {
    part.len() >= 4 && part.iter().all(u8::is_ascii_alphabetic) && !bytes::cased(part)
}

/// Whether what stands before a run, or its own beginning, says that it is a digest, an identifier or data.
fn is_told(text: &[u8], start: usize) -> bool {
    let before = text.get(start.saturating_sub(REACH)..start).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).and_then(|end| before.get(end..)).unwrap_or(before);
    // What the run itself begins with counts too: `sha512-…`.
    let own = text.get(start..text.len().min(start + 10)).unwrap_or_default();
    let lower = [line, own].concat().to_ascii_lowercase();
    let begins = |prefix: &&[u8]| own.starts_with(prefix);
    // As `sha256sum` prints it.
    let rest = text.get(start..).unwrap_or_default();
    let behind = rest.get(bytes::run(rest, 0, bytes::hex, LONGEST)..);
    let listed = matches!(behind, Some([b' ', b' ' | b'*', b'!'..=b'~', ..]));
    let path =
        matches!(text.get(..=start), Some([.., b'/' | b'~' | b'\\' | b'.' | b'@', _]) | Some([.., b'/']));
    path || listed
        || IDENTIFIERS.iter().any(begins)
        || NO_SECRET.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
}

#[cfg(test)]
mod tests {
    use crate::engine::detect::{Detector, Place, Settings, Source};

    fn found(text: &str) -> Vec<&str> {
        let detector = Detector::new(Settings { aggressive: true, ..Settings::default() });
        let found = detector.find(text.as_bytes(), Place::default());
        found.into_iter().map(|finding| &text[finding.range]).collect()
    }

    #[test]
    fn what_is_as_random_as_a_key_is_found_without_a_name() {
        for value in [
            "q7Rt9Lm2Xc4Vb6Nz8Kp1",
            "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB",
            "kV9x2Lq8+Rt4Wb7/Yc1Nz5Mp3Hs6Jd0Gf==",
            "0f3a9c5d7e1b2846c8d0f3a95d7e1b28",
            "Xc4Vb6Nz8Kp1-q7Rt9Lm2_Wd3Fg5Hj7",
        ] {
            for (before, after) in
                [("", ""), ("use ", " now"), ("x=", "&y=1"), ("\"", "\","), ("\\n", "\\n"), ("(", ").")]
            {
                let text = format!("{before}{value}{after}");
                assert_eq!(found(&text), [value], "{text:?}");
            }
        }
    }

    #[test]
    fn what_only_looks_random_stays() {
        for text in [
            "commit 7ce6654b0ba0df68e186ecc26a5ece9868e4ab00",
            "7ce6654b0ba0df68e186ecc26a5ece9868e4ab00",
            "sha256:ae9f61200db4f10771dc572950f4ab548289854897e5aea09987107efb13e075",
            "checksum = \"ae9f61200db4f10771dc572950f4ab548289854897e5aea09987107efb13e075\"",
            "sha512-z9tr3hUqi+spgnyRs8Bg2V3n0+sz9tr3hUqi+spgnyRs8Bg2V3n0+sABCDEFGH0123456789abcdefg==",
            "fc567d05-9992-424d-99ce-adfe8711d53b",
            "toolu_01kgPoYqnCDoYzBKbftfOoXT",
            "call_N8s9WpnwKplr347a7tpDOe2U",
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
            "HUF_decompress4X2_usingDTable_internal",
            "h1:f5Moco0B7Hr8dh2J5piZnZlbpaZk4iMTTPMdwLwZvR0=",
            "7962d970f8d3f504f325f55e8f85eb8ce4a97c6011095e17745f615f51d4de18  file.txt",
            "/usr/lib/x86_64-linux-gnu/libsecret-1.so.0.0.0",
            "registry/src/index-1949cf8c6b5b557f/tokio-1.40.0/src/runtime",
            "assert_send_sync_static_and_unwind_safe_for_all",
            "AbstractSingletonProxyFactoryBean2",
            "getUserAccountById2AndReturnIt",
            "12345678901234567890123456789012",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "model-00001-of-00004.safetensors",
            "x86_64-unknown-linux-gnu-stable-2026-11-22",
            "https://example.org/a/b/c/index.html",
            "<pl:GITHUB_TOKEN:0123456789abcdef>",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn it_is_off_unless_asked_for_and_in_machine_made_places() {
        let text = b"q7Rt9Lm2Xc4Vb6Nz8Kp1";
        assert_eq!(Detector::new(Settings::default()).find(text, Place::default()), []);
        let detector = Detector::new(Settings { aggressive: true, ..Settings::default() });
        assert_eq!(detector.find(text, Place { machine_made: true, ..Place::default() }), []);
        let found = detector.find(text, Place::default());
        assert_eq!((found[0].kind.as_str(), found[0].source), ("HIGH_ENTROPY", Source::Context));
        assert_eq!(found[0].rule.0, "high-entropy");
    }
}
