use super::*;
use crate::engine::detect::{Detector, KnownValue, Settings};
use crate::engine::placeholder::{PlaceholderKey, SecretType};
use crate::engine::provider::Dialect;
use crate::engine::vault::Vault;
use crate::secret::SecretBytes;

/// A known value that is spelled the same in JSON, and one that is not.
pub(super) const SECRET: &str = "correct-horse-42";
pub(super) const ODD: &str = "c\u{f6}rrect \"horse\"\\\n+42&=%";

pub(super) struct Desk {
    detector: Detector,
    vault: Vault,
}

impl Desk {
    pub(super) fn new() -> Self {
        let known = [SECRET, ODD].map(|secret| KnownValue {
            kind: SecretType::from_name("KNOWN"),
            secret: SecretBytes::new(secret.as_bytes().to_vec()),
        });
        let detector = Detector::new(Settings { known: known.into(), ..Settings::default() });
        Self { detector, vault: Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project")) }
    }

    pub(super) fn read(&self, content_type: &str, body: &[u8]) -> Result<Tokenized, Unreadable> {
        let tokenizer = Tokenizer { detector: &self.detector, vault: &self.vault };
        tokenize(content_type, body, Dialect::Anthropic.layout(), tokenizer)
    }

    /// What leaves, and what is said of it.
    pub(super) fn sent(&self, content_type: &str, body: impl AsRef<[u8]>) -> (String, Report) {
        let read = self.read(content_type, body.as_ref()).unwrap();
        let sent = read.body.unwrap_or_else(|| body.as_ref().to_vec());
        (String::from_utf8(sent).unwrap(), read.report)
    }

    pub(super) fn placeholder(&self, secret: &str) -> String {
        self.vault.issue(secret.as_bytes(), &SecretType::from_name("KNOWN")).unwrap().to_string()
    }
}

fn in_url(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn a_form_keeps_every_byte_but_those_of_its_secrets() {
    let desk = Desk::new();
    let placeholder = |secret| in_url_of_placeholder(&desk.placeholder(secret));
    let partly = "corr%65ct-horse-42";
    let body = format!("a=%7e+x&b={SECRET}&{partly}=1&c=x{}y&&d&e={}%zz&=", in_url(ODD), in_url(SECRET));
    let (sent, report) = desk.sent(FORM, &body);
    let (known, odd) = (placeholder(SECRET), placeholder(ODD));
    assert_eq!(sent, format!("a=%7e+x&b={known}&{known}=1&c=x{odd}y&&d&e={known}%zz&="));
    let paths: Vec<_> = report.hits.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(paths, ["form.b", "form.*", "form.c", "form.e"]);
}

fn in_url_of_placeholder(placeholder: &str) -> String {
    placeholder.replace('<', "%3C").replace(':', "%3A").replace('>', "%3E")
}

#[test]
fn a_form_without_secrets_leaves_as_it_came() {
    let desk = Desk::new();
    for body in ["a=1&b=two+words%21", "", "&", "=", "a", "%", "%4", "a=%ff%fe", "correct=horse-42"] {
        assert!(desk.read(FORM, body.as_bytes()).unwrap().body.is_none(), "{body}");
    }
}

#[test]
fn a_secret_whose_plus_was_not_encoded_is_found_as_it_stands() {
    let plus = "aB3+dE6/gH9+kL2mN5pQ";
    let known = KnownValue {
        kind: SecretType::from_name("KNOWN"),
        secret: SecretBytes::new(plus.as_bytes().to_vec()),
    };
    let desk = Desk {
        detector: Detector::new(Settings { known: vec![known], ..Settings::default() }),
        ..Desk::new()
    };
    let (sent, report) = desk.sent(FORM, format!("a=x%20y&b={plus}"));
    assert!(!sent.contains(plus) && sent.starts_with("a=x%20y&b=%3Cpl%3A"), "{sent}");
    assert_eq!(report.hits.len(), 1);
}

#[test]
fn the_name_of_a_field_says_what_its_value_is() {
    let desk = Desk::new();
    let value = ["q7Rt9Lm2", "Xc4Vb6Nz8Kp1"].concat();
    assert!(desk.read(FORM, format!("title={value}").as_bytes()).unwrap().body.is_none());
    let (sent, _) = desk.sent(FORM, format!("api_key={value}"));
    assert!(sent.starts_with("api_key=%3Cpl%3A") && sent.ends_with("%3E"), "{sent}");
    // Once is enough: what was put in is not found again.
    let sent = format!("{sent}&x=%20");
    assert!(desk.read(FORM, sent.as_bytes()).unwrap().body.is_none(), "{sent}");
}

#[test]
fn json_that_calls_itself_a_form_is_read_as_json() {
    let desk = Desk::new();
    let odd = serde_json::to_string(ODD).unwrap();
    let (sent, _) = desk.sent(FORM, format!("{{\"a\":{odd}}}"));
    assert_eq!(sent, format!("{{\"a\":\"{}\"}}", desk.placeholder(ODD)));
    assert!(
        desk.read(FORM, format!("{{\"a\":\"{}\"}}", SECRET.replace('-', "%2D")).as_bytes()).is_err_or_hides()
    );
}

/// What is neither passed on nor forgotten.
trait Hides {
    fn is_err_or_hides(&self) -> bool;
}

impl Hides for Result<Tokenized, Unreadable> {
    fn is_err_or_hides(&self) -> bool {
        self.as_ref().map_or(true, |read| read.body.is_some())
    }
}

#[test]
fn a_mark_before_utf_8_stays() {
    let desk = Desk::new();
    for content_type in ["application/json", "", "text/plain", "application/x-ndjson"] {
        let (sent, _) = desk.sent(content_type, format!("\u{feff}{{\"a\":\"{SECRET}\"}}"));
        assert_eq!(sent, format!("\u{feff}{{\"a\":\"{}\"}}", desk.placeholder(SECRET)), "{content_type}");
    }
    assert!(desk.read("application/json", "\u{feff}{".as_bytes()).is_err());
    assert!(desk.read("application/json", "\u{feff}\u{feff}{}".as_bytes()).is_err());
}

/// The four ways to write UTF-16.
fn wide(text: &str) -> [Vec<u8>; 4] {
    let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
    let little = |text: &str| units(text).into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let big = |text: &str| units(text).into_iter().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let marked = format!("\u{feff}{text}");
    [little(text), big(text), little(&marked), big(&marked)]
}

#[test]
fn what_only_begins_like_utf_16_hides_no_secret() {
    let desk = Desk::new();
    for start in [&b"\xff\xfe"[..], b"\xfe\xff", b"\0a\0b", b"a\0b\0"] {
        for end in [&b""[..], b" "] {
            let body = [start, SECRET.as_bytes(), end].concat();
            for content_type in ["", "application/json", "text/plain", "image/png"] {
                // What is UTF-8 all the same is rewritten, everything else refused.
                let read = desk.read(content_type, &body);
                let sent = read.map_or(Vec::new(), |read| read.body.unwrap_or_else(|| body.clone()));
                assert_eq!(memchr::memmem::find(&sent, SECRET.as_bytes()), None, "{content_type} {start:?}");
            }
        }
    }
}

#[test]
fn utf_16_is_read_and_leaves_as_utf_16() {
    let desk = Desk::new();
    let odd = serde_json::to_string(ODD).unwrap();
    let before = format!("{{\"a\":{odd},\"\u{1f600}\":\"\u{e9}\"}}");
    let after = before.replace(&odd, &format!("\"{}\"", desk.placeholder(ODD)));
    for content_type in ["application/json", "application/json; charset=utf-16", "text/plain", ""] {
        for (body, expected) in wide(&before).into_iter().zip(wide(&after)) {
            assert_eq!(desk.read(content_type, &body).unwrap().body, Some(expected), "{content_type}");
        }
        for body in wide("{\"a\":1}") {
            assert!(desk.read(content_type, &body).unwrap().body.is_none(), "{content_type}");
        }
    }
    for (body, expected) in
        wide(&format!("see {SECRET}")).into_iter().zip(wide(&format!("see {}", desk.placeholder(SECRET))))
    {
        assert_eq!(desk.read("text/plain", &body).unwrap().body, Some(expected));
    }
}

#[test]
fn text_that_is_not_as_it_says_is_refused() {
    let desk = Desk::new();
    let half = [&wide("{\"a\":\"")[0][..], b"\x00\xd8", &wide("\"}")[0]].concat();
    for content_type in ["application/json", "text/plain", ""] {
        assert_eq!(
            desk.read(content_type, &half).unwrap_err(),
            Unreadable::Charset("UTF-16 with half characters")
        );
        assert!(desk.read(content_type, &wide("{\"a\":1}")[0][..13]).is_err());
    }
    for content_type in
        ["text/plain; charset=utf-16", "text/plain; charset=utf-7", "application/json;charset=IBM037"]
    {
        assert!(
            matches!(desk.read(content_type, b"plain text"), Err(Unreadable::Charset(_))),
            "{content_type}"
        );
    }
    assert!(desk.read("text/plain; charset=\"ISO-8859-1\"", b"caf\xe9").is_ok());
}

#[test]
fn text_of_two_or_four_bytes_a_character_does_not_hide_a_secret_anywhere() {
    let desk = Desk::new();
    let four: Vec<u8> = format!("x {SECRET}").bytes().flat_map(|byte| [byte, 0, 0, 0]).collect();
    let behind = [&b"PK\x03\x04\xff"[..], &wide(SECRET)[0], b"\xff"].concat();
    for content_type in ["text/plain", "", "image/png", "application/octet-stream"] {
        for body in [&four, &behind] {
            assert!(desk.read(content_type, body).is_err(), "{content_type}");
        }
    }
}

#[test]
fn json_lines_are_read_in_the_dialect_of_the_path_that_a_row_names() {
    let desk = Desk::new();
    let message =
        serde_json::json!({"content": [{"type": "thinking", "thinking": SECRET, "signature": "c2ln"}]});
    let row = |url: &str| format!("{}\n{{}}\n", serde_json::json!({"url": url, "messages": [message]}));
    for (url, stays) in
        [("/v1/messages", true), ("none", true), ("/v1/chat/completions", false), ("/v1/responses", false)]
    {
        let (sent, report) = desk.sent("application/jsonl", row(url));
        assert_eq!((sent.contains(SECRET), report.exempt), (stays, u64::from(stays)), "{url}");
    }
}

#[test]
fn only_the_secrets_of_json_lines_change() {
    let desk = Desk::new();
    let odd = serde_json::to_string(ODD).unwrap();
    let body = format!("{{\"a\": {odd}}}\r\n\r\n [\"{SECRET}\"] \n{{\"url\":\"{SECRET}\"}}");
    let expected = body
        .replace(&odd, &format!("\"{}\"", desk.placeholder(ODD)))
        .replace(SECRET, &desk.placeholder(SECRET));
    for content_type in ["application/jsonl", "application/x-ndjson; charset=utf-8", "text/plain", ""] {
        assert_eq!(desk.sent(content_type, &body).0, expected, "{content_type}");
    }
    let broken = format!("{{\"a\":1}}\n{{\"b\":\"{SECRET}\"\n");
    assert_eq!(
        desk.read("application/jsonl", broken.as_bytes()).unwrap_err(),
        Unreadable::Malformed(Malformed::Syntax(broken.len()))
    );
}
