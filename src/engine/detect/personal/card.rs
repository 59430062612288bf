//! Owns the numbers of payment cards. It must not accept a number without an issuer or with a wrong check digit.

use std::ops::Range;

use super::{begins, digits, ends};
use crate::engine::detect::bytes;

/// Digits in a card's number.
const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// How numbers are set in groups; the last two for American Express and Diners Club.
const LAYOUTS: [&[usize]; 5] = [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 4, 4, 4, 2], &[4, 6, 5], &[4, 6, 4]];

/// An issuer: the first four digits from, to, and the lengths it uses.
struct Issuer(u32, u32, &'static [usize]);

/// From the issuers' own pages and ISO/IEC 7812: Visa, Mastercard twice, American Express twice, Diners Club four
/// times, Discover three times, JCB, UnionPay, Maestro by number, Mir.
const ISSUERS: [Issuer; 20] = [
    Issuer(4000, 4999, &[13, 16, 19]),
    Issuer(5100, 5599, &[16]),
    Issuer(2221, 2720, &[16]),
    Issuer(3400, 3499, &[15]),
    Issuer(3700, 3799, &[15]),
    Issuer(3000, 3059, &[14, 16]),
    Issuer(3095, 3095, &[14, 16]),
    Issuer(3600, 3699, &[14, 16]),
    Issuer(3800, 3999, &[14, 16]),
    Issuer(6011, 6011, &[16, 19]),
    Issuer(6440, 6499, &[16, 19]),
    Issuer(6500, 6599, &[16, 19]),
    Issuer(3528, 3589, &[16, 19]),
    Issuer(6200, 6299, &[16, 17, 18, 19]),
    Issuer(5018, 5018, &[13, 15, 16, 19]),
    Issuer(5020, 5020, &[13, 15, 16, 19]),
    Issuer(5893, 5893, &[13, 15, 16, 19]),
    Issuer(6304, 6304, &[13, 15, 16, 19]),
    Issuer(6759, 6763, &[13, 15, 16, 19]),
    Issuer(2200, 2204, &[16, 17, 18, 19]),
];

/// The card number whose first digit stands at `at`.
pub(super) fn at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let first = bytes::run(text, at, bytes::digit, LONGEST + 1);
    let plain = (SHORTEST..=LONGEST).contains(&first).then_some(first);
    let length = plain.or_else(|| LAYOUTS.iter().filter_map(|layout| grouped(text, at, layout)).max())?;
    let number = text.get(at..at + length)?;
    let is_card = begins(text, at) && ends(text, at + length) && is_issued(number) && has_check_digit(number);
    is_card.then_some(at..at + length)
}

/// Length in bytes of a number that is set in these groups, between them always the same one byte.
fn grouped(text: &[u8], at: usize, layout: &[usize]) -> Option<usize> {
    let mut end = at;
    let mut separator = None;
    for (place, &count) in layout.iter().enumerate() {
        if place > 0 {
            let here = *text.get(end)?;
            if !matches!(here, b' ' | b'-') || separator.is_some_and(|known| known != here) {
                return None;
            }
            separator = Some(here);
            end += 1;
        }
        super::number(text, end, count)?;
        end += count;
    }
    ends(text, end).then_some(end - at)
}

fn is_issued(number: &[u8]) -> bool {
    let prefix = digits(number).take(4).fold(0, |sum, digit| sum * 10 + u32::from(digit));
    let length = digits(number).count();
    ISSUERS
        .iter()
        .any(|Issuer(from, to, lengths)| (*from..=*to).contains(&prefix) && lengths.contains(&length))
}

/// Luhn's sum: from the right, every second digit doubled, its own digits added.
fn has_check_digit(number: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits(number)
        .rev()
        .enumerate()
        .map(|(place, digit)| u32::from(if place % 2 == 1 { doubled(digit) } else { digit }))
        .sum();
    sum.is_multiple_of(10)
}
