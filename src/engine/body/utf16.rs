//! Owns text of two bytes a character: knowing it, and turning it into UTF-8 and back again. It must give up on what
//! would not come back as it was.

/// How the text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Encoding {
    is_big_endian: bool,
    has_mark: bool,
}

impl Encoding {
    /// The encoding of a body that begins as UTF-16 does: with its mark, or with every other byte zero.
    pub fn of(body: &[u8]) -> Option<Self> {
        let (is_big_endian, has_mark) = match *body {
            [0xff, 0xfe, ..] => (false, true),
            [0xfe, 0xff, ..] => (true, true),
            [0, b, 0, d, ..] if b != 0 && d != 0 => (true, false),
            [a, 0, c, 0, ..] if a != 0 && c != 0 => (false, false),
            _ => return None,
        };
        Some(Self { is_big_endian, has_mark })
    }

    /// The text without its mark; `None` when it holds half a character.
    pub fn decoded(self, body: &[u8]) -> Option<String> {
        let (units, rest) = body.split_at(if self.has_mark { 2 } else { 0 }).1.as_chunks::<2>();
        let unit =
            |&pair| if self.is_big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
        let text = char::decode_utf16(units.iter().map(unit)).collect::<Result<_, _>>().ok();
        text.filter(|_| rest.is_empty())
    }

    /// The text as it came.
    pub fn encoded(self, text: &str) -> Vec<u8> {
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        let units = mark.encode_utf16().chain(text.encode_utf16());
        units
            .flat_map(|unit| if self.is_big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_decoded_comes_back_as_it_was(text in "[ -~]{2}.{0,20}", is_big_endian: bool, has_mark: bool) {
            let body = Encoding { is_big_endian, has_mark }.encoded(&text);
            let encoding = Encoding::of(&body).unwrap();
            prop_assert_eq!(encoding.decoded(&body).unwrap(), &*text);
            prop_assert_eq!(encoding.encoded(&text), body);
        }
    }

    #[test]
    fn half_a_character_is_none() {
        for body in [&b"{\0}\0\0"[..], b"{\0}\0\x00\xd8", b"\xfe\xff\xdc\x00", b"\xff\xfe\0"] {
            assert_eq!(Encoding::of(body).unwrap().decoded(body), None, "{body:?}");
        }
    }
}
