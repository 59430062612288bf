//! Owns personal data: which kinds may be looked for, and where in a text each may begin. It must not look for a kind
//! that the user did not ask for.
//!
//! Every kind has a number or an `@` in it. One pass finds the beginnings of numbers, and only there is a kind tried,
//! over at most some sixty bytes, so that all of it is linear.

mod card;
mod email;
mod iban;
mod phone;
mod ssn;

use std::ops::Range;

use super::bytes::{alnum, outside_word};
use super::{Finding, RuleId, Source};
use crate::engine::placeholder::SecretType;

/// A kind of personal data.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Personal {
    /// An e-mail address; not those of RFC 2606 nor senders that nobody reads.
    Email,
    /// The number of a payment card, with an issuer's prefix and the right check digit.
    Card,
    /// An international bank account number, of its country's length and with the right check digits.
    Iban,
    /// A social security number of the United States.
    Ssn,
    /// A telephone number with its country code, or one of North America with its area code.
    Phone,
}

/// Everything there is to say about one kind.
struct About {
    kind: Personal,
    rule: &'static str,
    label: &'static str,
    documented: &'static str,
}

const ALL: [About; 5] = [
    About { kind: Personal::Email, rule: "pii-email", label: "EMAIL", documented: "RFC 5321, section 4.1.2" },
    About {
        kind: Personal::Card,
        rule: "pii-card",
        label: "CARD",
        documented: "ISO/IEC 7812-1, with the issuers' ranges",
    },
    About {
        kind: Personal::Iban,
        rule: "pii-iban",
        label: "IBAN",
        documented: "ISO 13616, with the lengths of the SWIFT IBAN registry",
    },
    About {
        kind: Personal::Ssn,
        rule: "pii-ssn",
        label: "SSN",
        documented: "SSA, Social Security number randomization",
    },
    About {
        kind: Personal::Phone,
        rule: "pii-phone",
        label: "PHONE",
        documented: "ITU-T E.164; North American Numbering Plan",
    },
];

impl Personal {
    /// The words for the kinds, as a profile has them.
    pub const WORDS: [&'static str; 5] = ["email", "card", "iban", "ssn", "phone"];

    fn finding(self, range: Range<usize>) -> Option<Finding> {
        let about = ALL.iter().find(|about| about.kind == self)?;
        Some(Finding {
            range,
            rule: RuleId::built_in(about.rule),
            kind: SecretType::from_name(about.label),
            source: Source::Personal,
        })
    }

    /// What begins where the number at `at` begins, or just before it.
    fn at(self, text: &[u8], at: usize) -> Option<Range<usize>> {
        match self {
            Self::Card => card::at(text, at),
            Self::Iban => iban::at(text, at),
            Self::Ssn => ssn::at(text, at),
            Self::Phone => phone::at(text, at),
            Self::Email => None,
        }
    }
}

/// The document that states the format of what a rule of this room finds.
pub(super) fn documented(rule: &str) -> Option<&'static str> {
    ALL.iter().find(|about| about.rule == rule).map(|about| about.documented)
}

/// Personal data of these kinds, in no order; findings may overlap.
pub(super) fn find(kinds: &[Personal], text: &[u8]) -> Vec<Finding> {
    let mut found = Vec::new();
    if kinds.contains(&Personal::Email) {
        found.extend(email::all(text).filter_map(|range| Personal::Email.finding(range)));
    }
    if kinds.iter().any(|&kind| kind != Personal::Email) {
        let mut inside = false;
        for (at, byte) in text.iter().enumerate() {
            if byte.is_ascii_digit() && !inside {
                let begun = kinds.iter().filter_map(|kind| kind.finding(kind.at(text, at)?));
                found.extend(begun);
            }
            inside = byte.is_ascii_digit();
        }
    }
    found
}

/// Whether a number may begin at `at`: neither inside a word nor as a later part of an identifier, a version, a
/// decimal, a path.
fn begins(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let joined = matches!(before, [.., a, b'.' | b'-' | b'_' | b'/' | b'+' | b'#'] if alnum(*a));
    outside_word(text, at) && !joined && !before.ends_with(b"+")
}

/// Whether a number may end before `end`: nothing of a word, an identifier, a version or a decimal follows.
fn ends(text: &[u8], end: usize) -> bool {
    match text.get(end..).unwrap_or_default() {
        [b'-' | b'_' | b'.' | b'@', next, ..] => !alnum(*next),
        [next, ..] => !alnum(*next),
        [] => true,
    }
}

/// The digits' values in a piece of text, whatever stands between them.
fn digits(piece: &[u8]) -> impl DoubleEndedIterator<Item = u8> + '_ {
    piece.iter().filter(|byte| byte.is_ascii_digit()).map(|digit| digit - b'0')
}

/// The number that the next `count` bytes spell, if they are digits and no digit follows.
fn number(text: &[u8], at: usize, count: usize) -> Option<u32> {
    let digits = text.get(at..at + count)?;
    let apart = text.get(at + count).is_none_or(|next| !next.is_ascii_digit());
    let value = |sum: u32, byte: &u8| char::from(*byte).to_digit(10).map(|digit| sum * 10 + digit);
    digits.iter().try_fold(0, value).filter(|_| apart)
}

#[cfg(test)]
mod tests;
