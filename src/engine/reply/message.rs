//! Owns the messages of one WebSocket direction on their way back: each restored by itself, but for texts that go on
//! from one message to the next. It must not join, drop or reorder messages, and invents one only to let go of held
//! text.

use super::BrokenReply;
use super::event::Channels;
use super::never::Never;
use super::wrap::{Passed, Wrap};
use crate::engine::json;
use crate::engine::provider::Layout;
use crate::engine::restore::Tally;
use crate::engine::vault::Vault;

/// Ends each message that lets go of held text: the one byte that no JSON text has in it.
const END: u8 = 0;

/// Restores messages of one kind, text or binary: a text that arrives in one kind does not go on in the other. Holds
/// what its open texts hold, each at most [`MAX_HELD`](crate::engine::restore::MAX_HELD) bytes and one message.
#[must_use = "held text is lost unless the messages are finished"]
pub struct Messages {
    channels: Channels,
    is_text: bool,
}

/// What to send for one message.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Restored {
    /// Messages that go before it: text of which it is now clear that it was no placeholder.
    pub before: Vec<Vec<u8>>,
    /// The message; `None` when it goes on as it came.
    pub message: Option<Vec<u8>>,
}

impl Messages {
    /// The messages of one kind in the dialect of this layout. Calls of the tools in `never` stay as they are.
    pub fn new(layout: &'static Layout, never: &Never, is_text: bool) -> Self {
        // The next message may be the answer to what the client says to this one.
        Self { channels: Channels::at_once(layout, never.clone()), is_text }
    }

    /// Restores one message. Binary messages are restored only where they are JSON: other formats count their bytes.
    ///
    /// # Errors
    /// [`BrokenReply::Channels`]; the WebSocket must then be broken off.
    pub fn push(&mut self, data: &[u8], vault: &Vault, tally: &mut Tally) -> Result<Restored, BrokenReply> {
        if vault.is_empty()
            || !self.channels.concerns(data)
            || !self.is_text && json::walk(data, &mut |_| {}).is_err()
        {
            return Ok(Restored::default());
        }
        let mut before = Vec::new();
        let wrap = Wrap { before: b"", after: &[END], again: b"", fold: b"\n", kind: None };
        let message = match self.channels.event(data, (&wrap, false), vault, tally, &mut before)? {
            Passed::Changed(data) => Some(data),
            Passed::AsItCame | Passed::Later => None,
        };
        Ok(Restored { before: apart(&before), message })
    }

    /// Ends the messages: those that let go of all that is still held.
    pub fn finish(mut self) -> Vec<Vec<u8>> {
        let mut out = Vec::new();
        self.channels.end_all(&mut out);
        apart(&out)
    }
}

/// The messages that stand one after the other in `joined`.
fn apart(joined: &[u8]) -> Vec<Vec<u8>> {
    joined
        .split_inclusive(|&byte| byte == END)
        .map(|it| it.strip_suffix(&[END]).unwrap_or(it).to_vec())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::placeholder::{PlaceholderKey, SecretType};
    use crate::engine::provider::Dialect;

    const SECRET: &str = "pa\"ss\\wo\nrd";

    fn issued() -> (Vault, String) {
        let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
        let placeholder = vault.issue(SECRET.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap();
        (vault, placeholder.to_string())
    }

    fn delta(text: &str) -> String {
        let text = serde_json::to_string(text).unwrap();
        format!(
            r#"{{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":{text}}}"#
        )
    }

    /// All messages that come out for those that go in, in order.
    fn restored(is_text: bool, messages: &[&[u8]], vault: &Vault) -> Vec<Vec<u8>> {
        let mut all = Messages::new(Dialect::OpenAiResponses.layout(), &Never::default(), is_text);
        let (mut out, mut tally) = (Vec::new(), Tally::default());
        for message in messages {
            let restored = all.push(message, vault, &mut tally).unwrap();
            out.extend(restored.before);
            out.push(restored.message.unwrap_or_else(|| message.to_vec()));
        }
        out.extend(all.finish());
        out
    }

    /// What a client puts together out of the deltas.
    fn said(messages: &[Vec<u8>]) -> String {
        let delta = |message: &Vec<u8>| {
            let value: serde_json::Value = serde_json::from_slice(message).unwrap();
            value["delta"].as_str().unwrap_or_default().to_owned()
        };
        messages.iter().map(delta).collect()
    }

    #[test]
    fn a_placeholder_is_restored_wherever_messages_cut_it() {
        let (vault, placeholder) = issued();
        let text = format!("a {placeholder}{placeholder} <pl:K");
        let expected = text.replace(&placeholder, SECRET);
        for cut in 0..=text.len() {
            let (head, tail) = text.split_at(cut);
            let (head, tail) = (delta(head), delta(tail));
            for end in [r#"{"type":"response.completed"}"#, r#"{"type":"unheard.of"}"#] {
                let messages = [head.as_bytes(), tail.as_bytes(), end.as_bytes()];
                for is_text in [true, false] {
                    let out = restored(is_text, &messages, &vault);
                    assert_eq!(said(&out), expected, "cut at {cut}");
                    assert!(out.contains(&end.as_bytes().to_vec()));
                }
            }
        }
        let single: Vec<_> = text.chars().map(|c| delta(&c.to_string())).collect();
        let single: Vec<_> = single.iter().map(String::as_bytes).collect();
        assert_eq!(said(&restored(true, &single, &vault)), expected);
    }

    #[test]
    fn text_that_was_held_goes_out_before_what_ends_it() {
        let (vault, _) = issued();
        let (held, done) = (
            delta("x <pl:KNO"),
            r#"{"type":"response.output_text.done","output_index":0,"content_index":0}"#,
        );
        let out = restored(true, &[held.as_bytes(), done.as_bytes()], &vault);
        assert_eq!(out, [delta("x ").into_bytes(), delta("<pl:KNO").into_bytes(), done.as_bytes().to_vec()]);
    }

    #[test]
    fn several_texts_are_let_go_in_messages_of_their_own() {
        let (vault, _) = issued();
        let at =
            |index: u8| delta("<pl:").replace("\"output_index\":0", &format!("\"output_index\":{index}"));
        let out = restored(true, &[at(0).as_bytes(), at(1).as_bytes()], &vault);
        assert_eq!(out.len(), 4);
        assert_eq!((&out[2], &out[3]), (&at(0).into_bytes(), &at(1).into_bytes()));
    }

    #[test]
    fn what_needs_no_change_keeps_its_bytes() {
        let (vault, placeholder) = issued();
        let unknown = "<pl:KNOWN:0123456789abcdef>";
        for message in
            [&b""[..], b" {\"a\" : 1.0e0}\n", b"\"\\u003c\"", unknown.as_bytes(), b"not JSON <", b"\xff<\0"]
        {
            assert_eq!(restored(true, &[message], &vault), [message]);
        }
        let protobuf = [b"\x0a\x1f".as_slice(), placeholder.as_bytes()].concat();
        assert_eq!(restored(false, &[&protobuf], &vault), [protobuf]);
    }

    #[test]
    fn text_that_is_no_json_is_restored_as_it_stands() {
        let (vault, placeholder) = issued();
        assert_eq!(
            restored(true, &[format!("say {placeholder}").as_bytes()], &vault),
            [format!("say {SECRET}").as_bytes()]
        );
    }

    #[test]
    fn a_vault_that_fills_later_restores_from_then_on() {
        let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
        let mut messages = Messages::new(Dialect::OpenAiResponses.layout(), &Never::default(), true);
        let mut tally = Tally::default();
        assert_eq!(messages.push(b"{\"a\":\"<pl:\"}", &vault, &mut tally).unwrap(), Restored::default());
        let placeholder = vault.issue(SECRET.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap();
        let message = delta(&placeholder.to_string());
        let out = messages.push(message.as_bytes(), &vault, &mut tally).unwrap();
        assert_eq!(said(&[out.message.unwrap()]), SECRET);
        assert_eq!(tally.restored.values().sum::<u64>(), 1);
        assert_eq!(messages.finish(), Vec::<Vec<u8>>::new());
    }
}
