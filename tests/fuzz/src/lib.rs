//! Owns what the fuzz targets share: a vault with one secret in it, and the claims that hold for any input. A control
//! character of the input stands for what a fuzzer would not guess.

use std::sync::LazyLock;

use aws_smithy_eventstream::frame::write_message_to;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use data_encoding::BASE64;
use waterwall::engine::detect::{Detector, KnownValue, Settings};
use waterwall::engine::json::{self, Kind};
use waterwall::engine::placeholder::{PlaceholderKey, SecretType};
use waterwall::engine::provider::Dialect;
use waterwall::engine::reply::{BrokenReply, Format, Never, Reply};
use waterwall::engine::restore::{Level, Restore, Tally};
use waterwall::engine::tokenize::Tokenizer;
use waterwall::engine::vault::Vault;
use waterwall::secret::SecretBytes;

/// The secret: quotes, a backslash, a line end and a letter of two bytes make every escaping differ from the plain text.
pub const SECRET: &str = "fuzz\"ed-\\sec\nret-é%41";

/// A detector that knows the secret, and a vault that has issued its placeholder.
pub struct Desk {
    detector: Detector,
    /// Holds the secret.
    pub vault: Vault,
    placeholder: String,
}

/// One for the whole run; nothing a target does to it shows.
pub static DESK: LazyLock<Desk> = LazyLock::new(|| {
    let kind = SecretType::from_name("KNOWN");
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let placeholder = vault.issue(SECRET.as_bytes(), &kind).unwrap().to_string();
    let known = vec![KnownValue { kind, secret: SecretBytes::new(SECRET.as_bytes().to_vec()) }];
    Desk { detector: Detector::new(Settings { known, ..Settings::default() }), vault, placeholder }
});

impl Desk {
    /// Replaces secrets.
    pub fn tokenizer(&self) -> Tokenizer<'_> {
        Tokenizer { detector: &self.detector, vault: &self.vault }
    }

    /// The input with the secret as JSON says it in place of each byte 1, and the placeholder in place of each byte 2.
    pub fn planted(&self, input: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for &byte in input {
            match byte {
                1 => assert!(json::escape(SECRET.as_bytes(), &mut out)),
                2 => out.extend_from_slice(self.placeholder.as_bytes()),
                _ => out.push(byte),
            }
        }
        out
    }
}

/// Any dialect.
pub fn dialect(choice: u8) -> Dialect {
    Dialect::NAMES[usize::from(choice) % Dialect::NAMES.len()].1
}

/// A choice and the rest of an input.
pub fn choice(input: &[u8]) -> (u8, &[u8]) {
    input.split_first().map_or((0, input), |(first, rest)| (*first, rest))
}

/// The input in pieces whose lengths follow from `seed`, the first of them of any length.
pub fn pieces(input: &[u8], seed: u8) -> Vec<&[u8]> {
    let (first, rest) = input.split_at(input.len() * usize::from(seed) / 256);
    std::iter::once(first).chain(rest.chunks(1 + usize::from(seed % 7))).collect()
}

/// What a JSON text says: its values in their order, strings without their escapes.
pub type Meaning = Vec<(Kind, Vec<u8>)>;

/// What a JSON text says; `None` when it is not JSON.
pub fn meaning(text: &[u8]) -> Option<Meaning> {
    let mut values = Vec::new();
    let mut visit = |visit: json::Visit<'_, '_>| {
        let is_text = matches!(visit.kind, Kind::Key | Kind::String);
        let value = if is_text { json::unescape(visit.raw).into_owned() } else { visit.raw.to_vec() };
        values.push((visit.kind, value));
    };
    json::walk(text, &mut visit).ok().map(|()| values)
}

/// Whether others take a text for JSON.
pub fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(text).is_ok()
}

/// A text with its placeholders replaced by what they stand for.
pub fn restored(text: &[u8]) -> Vec<u8> {
    let (mut out, mut tally) = (Vec::new(), Tally::default());
    let mut restore = Restore::new(Level::Text);
    restore.push(text, &DESK.vault, &mut tally, &mut out);
    restore.finish(&mut out);
    out
}

/// The same in every string.
pub fn restored_in(meaning: Option<Meaning>) -> Option<Meaning> {
    Some(meaning?.into_iter().map(|(kind, text)| (kind, restored(&text))).collect())
}

/// Restores a whole response, cut as the first bytes of `input` say, and in one piece.
pub fn reply_fuzz(format: Format, input: &[u8]) {
    let (which, rest) = choice(input);
    let (seed, rest) = choice(rest);
    let stream = DESK.planted(rest);
    let dialect = dialect(which);
    let whole = restored_reply(format, dialect, &[&stream]);
    assert_eq!(restored_reply(format, dialect, &pieces(&stream, seed)), whole);
    // Text that may yet become a placeholder is sent on in an event of its own.
    if !stream.iter().any(|byte| b"<\\&%pP".contains(byte)) {
        assert_eq!(whole.map(|(out, _)| out), Ok(stream));
    }
}

/// What comes out of a response that arrives in these pieces.
pub fn restored_reply(
    format: Format,
    dialect: Dialect,
    pieces: &[&[u8]],
) -> Result<(Vec<u8>, Tally), BrokenReply> {
    let (mut reply, mut out) = (Reply::new(Some(format), dialect.layout(), &Never::default()), Vec::new());
    pieces.iter().try_for_each(|piece| reply.push(piece, &DESK.vault, &mut out))?;
    let tally = reply.finish(&DESK.vault, &mut out)?;
    Ok((out, tally))
}

/// An AWS event stream: the input between zero bytes, the first byte of each part saying what it is.
pub fn event_frames(input: &[u8]) -> Vec<u8> {
    let mut stream = Vec::new();
    for part in input.split(|&byte| byte == 0) {
        let (which, rest) = choice(part);
        let kind = ["contentBlockDelta", "chunk", "contentBlockStop", "metadata"][usize::from(which % 4)];
        let payload = DESK.planted(rest);
        let payload = if kind == "chunk" {
            format!("{{\"bytes\":\"{}\"}}", BASE64.encode(&payload)).into_bytes()
        } else {
            payload
        };
        let header =
            |name: &'static str, value: &'static str| Header::new(name, HeaderValue::String(value.into()));
        let message = Message::new(payload)
            .add_header(header(":event-type", kind))
            .add_header(header(":message-type", "event"));
        write_message_to(&message, &mut stream).unwrap();
    }
    stream
}

/// The placeholder as a model may spell it, and the secret as it must then come back.
pub fn spelled(choice: u8) -> (String, String) {
    let mut bare = DESK.placeholder.trim_matches(['<', '>']).to_owned();
    if choice & 8 != 0 {
        bare = bare.to_ascii_uppercase().replacen("PL:", "pl:", 1);
    }
    if choice & 16 != 0 {
        let last = bare.pop().unwrap();
        bare.push(if last == '0' { '1' } else { '0' });
    }
    let quoted = serde_json::to_string(SECRET).unwrap();
    match choice % 5 {
        0 => (format!("<{bare}>"), SECRET.to_owned()),
        1 => (bare, SECRET.to_owned()),
        2 => (format!("&lt;{bare}&gt;"), SECRET.replace('"', "&quot;")),
        3 => {
            let coded = SECRET.bytes().map(|byte| match byte {
                b'-' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            });
            (format!("%3C{}%3E", bare.replace(':', "%3A")), coded.collect())
        }
        _ => (format!(r"\u003c{bare}\u003e"), quoted.trim_matches('"').to_owned()),
    }
}
