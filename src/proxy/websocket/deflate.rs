//! Owns what is agreed about permessage-deflate (RFC 7692) with one side. It must not take on terms that are not kept:
//! an extension is spoken or declined, never ignored.

use std::fmt::{self, Display};

use hyper::header::HeaderValue;

const NAME: &str = "permessage-deflate";

/// What the provider is offered, whatever the client has offered us. Our own window is the full one, so it is not
/// offered to be narrowed.
pub const OFFER: HeaderValue = HeaderValue::from_static(NAME);

/// The widest window of deflate, in bits.
const WINDOW: u8 = 15;

/// The terms on which one connection compresses.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Terms {
    server_no_context_takeover: bool,
    client_no_context_takeover: bool,
    server_max_window_bits: Option<u8>,
}

/// Terms that cannot be kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unkept;

impl Display for Terms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.server_no_context_takeover {
            f.write_str("; server_no_context_takeover")?;
        }
        if self.client_no_context_takeover {
            f.write_str("; client_no_context_takeover")?;
        }
        match self.server_max_window_bits {
            Some(bits) => write!(f, "; server_max_window_bits={bits}"),
            None => Ok(()),
        }
    }
}

/// The first of a client's offers that can be kept. Other extensions are declined by not being named.
#[must_use]
pub fn agreed<'a>(offers: impl IntoIterator<Item = &'a HeaderValue>) -> Option<Terms> {
    let listed = |value: &'a HeaderValue| value.to_str().unwrap_or_default().split(',');
    let offered = offers.into_iter().flat_map(listed).filter_map(|offer| read(offer, true).ok());
    // We compress with the full window.
    offered.into_iter().find(|terms| terms.server_max_window_bits.is_none_or(|bits| bits == WINDOW))
}

/// What a provider answered to [`OFFER`]; `None` when it does not compress.
///
/// # Errors
/// [`Unkept`] for an extension or a term that was not offered.
pub fn accepted<'a>(answers: impl IntoIterator<Item = &'a HeaderValue>) -> Result<Option<Terms>, Unkept> {
    let mut terms = None;
    for value in answers {
        for answer in value.to_str().map_err(|_| Unkept)?.split(',') {
            if terms.replace(read(answer, false)?).is_some() {
                return Err(Unkept);
            }
        }
    }
    Ok(terms)
}

/// Reads one offer, or one answer to ours.
fn read(element: &str, is_offer: bool) -> Result<Terms, Unkept> {
    let mut parts = element.split(';').map(str::trim);
    if parts.next() != Some(NAME) {
        return Err(Unkept);
    }
    let mut terms = Terms::default();
    let mut seen = Vec::new();
    for part in parts {
        let (name, value) =
            part.split_once('=').map_or((part, None), |(name, value)| (name.trim_end(), Some(value)));
        let value = value.map(|value| value.trim_start().trim_matches('"'));
        let bits = || match value.and_then(|value| value.parse().ok()) {
            Some(bits @ 8..=WINDOW) => Ok(bits),
            _ => Err(Unkept),
        };
        if seen.contains(&name) {
            return Err(Unkept);
        }
        seen.push(name);
        match (name, value) {
            ("server_no_context_takeover", None) => terms.server_no_context_takeover = true,
            ("client_no_context_takeover", None) => terms.client_no_context_takeover = true,
            ("server_max_window_bits", _) => terms.server_max_window_bits = Some(bits()?),
            // That the client could narrow its window is of no use to us.
            ("client_max_window_bits", None) if is_offer => {}
            ("client_max_window_bits", Some(_)) if is_offer => drop(bits()?),
            _ => return Err(Unkept),
        }
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_offer_that_can_be_kept_is_taken() {
        for (offer, answer) in [
            ("permessage-deflate", Some("permessage-deflate")),
            ("permessage-deflate; client_max_window_bits", Some("permessage-deflate")),
            ("permessage-deflate;client_max_window_bits=\"10\"", Some("permessage-deflate")),
            (
                "permessage-deflate; client_no_context_takeover ;server_no_context_takeover",
                Some("permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
            ),
            (
                "x-webkit-deflate-frame, permessage-deflate; server_max_window_bits = 10, permessage-deflate; \
                 server_max_window_bits=15",
                Some("permessage-deflate; server_max_window_bits=15"),
            ),
            ("permessage-deflate; unheard_of", None),
            ("permessage-deflate; server_max_window_bits", None),
            ("permessage-deflate; server_max_window_bits=16", None),
            ("permessage-deflate; client_max_window_bits=7", None),
            ("permessage-deflate; server_no_context_takeover=1", None),
            ("permessage-deflate; server_no_context_takeover; server_no_context_takeover", None),
            ("permessage-bzip2", None),
            ("", None),
        ] {
            let header = HeaderValue::from_static(offer);
            assert_eq!(agreed([&header]).map(|terms| terms.to_string()).as_deref(), answer, "{offer}");
        }
        let two = ["foo", "permessage-deflate"].map(HeaderValue::from_static);
        assert_eq!(agreed(&two), Some(Terms::default()));
    }

    #[test]
    fn an_answer_is_kept_or_ends_the_handshake() {
        let kept = "permessage-deflate; server_max_window_bits=12; client_no_context_takeover";
        for (answer, is_kept) in [
            ("permessage-deflate", true),
            (kept, true),
            ("permessage-deflate, permessage-deflate", false),
            ("permessage-deflate; client_max_window_bits=15", false),
            ("permessage-deflate; client_max_window_bits", false),
            ("foo", false),
            ("permessage-deflate; mode=fast", false),
            ("", false),
        ] {
            let header = HeaderValue::from_static(answer);
            assert_eq!(accepted([&header]).is_ok(), is_kept, "{answer}");
        }
        assert_eq!(accepted([]), Ok(None));
    }
}
