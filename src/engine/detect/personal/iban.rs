//! Owns international bank account numbers. It must not accept one of a wrong length or with wrong check digits.

use std::ops::Range;

use super::begins;
use crate::engine::detect::bytes::alnum;

/// Countries, and how many characters their numbers have: the SWIFT IBAN registry.
const LENGTHS: [(&[u8; 2], usize); 88] = [
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
];

/// The account number whose check digits stand at `at`, behind the country.
pub(super) fn at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let start = at.checked_sub(2)?;
    let country = text.get(start..at)?;
    let length = LENGTHS.iter().find(|(code, _)| code.as_slice() == country)?.1;
    if !begins(text, start) {
        return None;
    }
    let mut characters = Vec::with_capacity(length);
    let mut end = start;
    while characters.len() < length {
        match *text.get(end)? {
            byte @ (b'0'..=b'9' | b'A'..=b'Z') => characters.push(byte),
            // Printed in groups of four.
            b' ' if !characters.is_empty() && characters.len() % 4 == 0 => {}
            _ => return None,
        }
        end += 1;
    }
    let is_account = text.get(end).is_none_or(|&next| !alnum(next)) && has_check_digits(&characters);
    is_account.then_some(start..end)
}

/// ISO 7064, MOD 97-10: the first four characters moved to the end, letters as 10 to 35, the rest of the division 1.
fn has_check_digits(characters: &[u8]) -> bool {
    let (head, tail) = characters.split_at(characters.len().min(4));
    let rest = tail.iter().chain(head).fold(0, |rest, &byte| match char::from(byte).to_digit(36) {
        Some(value) if value > 9 => (rest * 100 + value) % 97,
        Some(value) => (rest * 10 + value) % 97,
        None => rest,
    });
    rest == 1
}
