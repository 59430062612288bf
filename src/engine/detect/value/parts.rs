//! Owns the search for any of a few short texts in a value: one pass, whatever their number. It must not know what
//! they mean.

/// Texts to look for.
pub(super) struct Parts {
    texts: &'static [&'static [u8]],
    /// With which bytes, in lower case, one begins.
    firsts: [bool; 256],
}

impl Parts {
    /// Takes texts in lower case.
    pub(super) const fn new(texts: &'static [&'static [u8]]) -> Self {
        let mut firsts = [false; 256];
        let mut rest = texts;
        while let Some((text, after)) = rest.split_first() {
            if let Some((_, slots)) = firsts.as_mut_slice().split_at_mut_checked(first(text))
                && let Some(slot) = slots.first_mut()
            {
                *slot = true;
            }
            rest = after;
        }
        Self { texts, firsts }
    }

    /// Whether one stands in the value as it is.
    pub(super) fn stand_in(&self, value: &[u8]) -> bool {
        self.any(value, u8::clone, |text, part| text == part)
    }

    /// Whether one stands in the value, in letters of either case.
    pub(super) fn stand_in_any_case(&self, value: &[u8]) -> bool {
        self.any(value, u8::to_ascii_lowercase, <[u8]>::eq_ignore_ascii_case)
    }

    #[inline]
    fn any(&self, value: &[u8], fold: fn(&u8) -> u8, is_same: fn(&[u8], &[u8]) -> bool) -> bool {
        value.iter().enumerate().any(|(at, byte)| {
            let rest = value.get(at..).unwrap_or_default();
            let begins = |text: &&[u8]| rest.get(..text.len()).is_some_and(|part| is_same(text, part));
            self.firsts.get(usize::from(fold(byte))) == Some(&true) && self.texts.iter().any(begins)
        })
    }
}

const fn first(text: &[u8]) -> usize {
    match text.first() {
        Some(byte) => *byte as usize,
        None => 256,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_of_the_texts_is_found_in_either_case() {
        static PARTS: Parts = Parts::new(&[b"example", b"xxxx", b"**"]);
        for value in ["example", "my-EXAMPLE-1", "aXxXx", "a**", "eexample"] {
            assert!(PARTS.stand_in_any_case(value.as_bytes()), "{value}");
        }
        for value in ["", "exampl", "xxx", "*", "e x a m p l e"] {
            assert!(!PARTS.stand_in_any_case(value.as_bytes()), "{value}");
        }
        assert!(PARTS.stand_in(b"my-example") && !PARTS.stand_in(b"my-Example"));
    }
}
