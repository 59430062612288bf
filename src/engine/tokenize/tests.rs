use super::*;
use crate::engine::allow::{Allow, PathPattern};
use crate::engine::detect::{CustomRule, KnownValue, Personal, RuleId, Settings, WrittenRule};
use crate::engine::placeholder::PlaceholderKey;
use crate::engine::provider::Dialect;
use crate::engine::reply::{Format, Never, Reply};
use crate::secret::SecretBytes;
use proptest::prelude::*;

struct Desk {
    detector: Detector,
    vault: Vault,
}

impl Desk {
    fn knowing(secrets: &[&str]) -> Self {
        let kind = || SecretType::new("KNOWN").unwrap();
        let known =
            |secret: &&str| KnownValue { kind: kind(), secret: SecretBytes::new(secret.as_bytes().to_vec()) };
        let detector =
            Detector::new(Settings { known: secrets.iter().map(known).collect(), ..Settings::default() });
        Self { detector, vault: Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project")) }
    }

    fn tokenizer(&self) -> Tokenizer<'_> {
        Tokenizer { detector: &self.detector, vault: &self.vault }
    }

    fn json(&self, body: &str, dialect: Dialect) -> (String, Report) {
        let done = self.tokenizer().json(body.as_bytes(), dialect.layout()).unwrap();
        (done.body.map_or(body.to_owned(), |body| String::from_utf8(body).unwrap()), done.report)
    }

    fn placeholder(&self, secret: &str) -> String {
        self.vault.issue(secret.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap().to_string()
    }
}

const SECRET: &str = "correct-horse-42";

/// A token in GitHub's format.
fn token() -> String {
    format!("gh{}_{}", "p", "fakeFAKEfakeFAKEfakeFAKEfakeFAKE0123")
}

#[test]
fn a_secret_is_replaced_wherever_a_string_can_stand() {
    let desk = Desk::knowing(&[SECRET]);
    let placeholder = desk.placeholder(SECRET);
    for body in [
        r#"{"system":"x SECRET y"}"#,
        r#"{"system":[{"type":"text","text":"SECRET"}]}"#,
        r#"{"messages":[{"role":"user","content":"SECRET"},{"role":"assistant","content":"ok"}]}"#,
        r#"{"messages":[{"role":"assistant","content":[{"type":"text","text":"it is SECRET."}]}]}"#,
        r#"{"messages":[{"content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"SECRET"}]}]}"#,
        r#"{"messages":[{"content":[{"type":"tool_result","content":[{"type":"text","text":"SECRET"}]}]}]}"#,
        r#"{"messages":[{"content":[{"type":"tool_use","input":{"a":{"b":["SECRET"]}}}]}]}"#,
        r#"{"messages":[{"content":[{"type":"mcp_tool_result","content":[{"text":"SECRET"}]}]}]}"#,
        r#"{"messages":[{"content":[{"type":"document","source":{"type":"text","data":"SECRET"}}]}]}"#,
        r#"{"messages":[{"content":[{"type":"block_of_tomorrow","data":"a SECRET"}]}]}"#,
        r#"{"input":[{"type":"function_call_output","output":"SECRET"}]}"#,
        r#"{"input":[{"type":"custom_tool_call_output","output":[{"text":"SECRET"}]}]}"#,
        r#"{"tools":[{"name":"t","description":"SECRET"}]}"#,
        r#"{"tools":[{"input_schema":{"properties":{"SECRET":{"type":"string"}}}}]}"#,
        r#"{"contents":[{"parts":[{"functionResponse":{"response":{"x":"SECRET"}}}]}]}"#,
        r#""SECRET""#,
        r#"["SECRET"]"#,
    ] {
        let body = body.replace("SECRET", SECRET);
        for (_, dialect) in Dialect::NAMES {
            let (out, report) = desk.json(&body, dialect);
            assert_eq!(out, body.replace(SECRET, &placeholder), "{dialect:?}");
            assert_eq!(report.hits.iter().map(|hit| hit.count).sum::<u64>(), 1);
        }
    }
}

#[test]
fn only_the_matched_bytes_change() {
    let desk = Desk::knowing(&[SECRET]);
    let body =
        format!(" {{ \"n\" : 1.50e+3 ,\"a\":\"\\u00e9\\/ {SECRET}\\n\",\r\n\t\"z\":null, \"a\":[ ] }}\n");
    let (out, _) = desk.json(&body, Dialect::Generic);
    assert_eq!(out, body.replace(SECRET, &desk.placeholder(SECRET)));
}

#[test]
fn a_body_with_nothing_to_hide_has_no_new_body() {
    let desk = Desk::knowing(&[SECRET]);
    let body = br#"{"model":"m","messages":[{"role":"user","content":"hello \u00e9"}]}"#;
    assert!(desk.tokenizer().json(body, Dialect::Anthropic.layout()).unwrap().body.is_none());
}

#[test]
fn an_escaped_spelling_is_the_same_secret() {
    let secret = "a\"b\\c\nd-é-42";
    let desk = Desk::knowing(&[secret]);
    let placeholder = desk.placeholder(secret);
    for spelling in
        [r#"a\"b\\c\nd-é-42"#, r#"a\u0022b\u005cc\u000Ad-\u00e9-42"#, r#"\u0061\"b\\c\nd-é-\u00342"#]
    {
        let body = format!("{{\"x\":\"<{spelling}>\"}}");
        assert_eq!(desk.json(&body, Dialect::Generic).0, format!("{{\"x\":\"<{placeholder}>\"}}"));
    }
}

#[test]
fn a_secret_in_json_text_has_the_placeholder_it_has_elsewhere() {
    let secret = "a\"b\\c\nd-42";
    let desk = Desk::knowing(&[secret]);
    let arguments = serde_json::json!({"cmd": format!("echo {secret}"), "n": 1}).to_string();
    for (body, dialect) in [
        (
            serde_json::json!({"messages":[{"tool_calls":[{"function":{"arguments": arguments}}]}]}),
            Dialect::OpenAiChat,
        ),
        (
            serde_json::json!({"input":[{"type":"function_call","arguments": arguments}]}),
            Dialect::OpenAiResponses,
        ),
    ] {
        let (out, _) = desk.json(&body.to_string(), dialect);
        let inner = serde_json::to_string(&arguments).unwrap();
        let escaped = serde_json::to_string(&serde_json::to_string(secret).unwrap()).unwrap();
        let escaped = escaped.strip_prefix(r#""\""#).unwrap().strip_suffix(r#"\"""#).unwrap();
        let expected = body.to_string().replace(&inner, &inner.replace(escaped, &desk.placeholder(secret)));
        assert_eq!(out, expected);
        assert!(out.contains(&desk.placeholder(secret)));
    }
}

#[test]
fn what_the_provider_signed_stays_and_is_counted() {
    let desk = Desk::knowing(&[SECRET]);
    let signed = format!(
        r#"{{"messages":[{{"content":[{{"type":"thinking","thinking":"{SECRET}","signature":"c2ln"}}]}}]}}"#
    );
    let (out, report) = desk.json(&signed, Dialect::Anthropic);
    assert_eq!((out, report.exempt), (signed.clone(), 1));
    // Without a signature nobody vouches that the provider wrote it.
    let unsigned = signed.replace("c2ln", "");
    assert_eq!(
        desk.json(&unsigned, Dialect::Anthropic).0,
        unsigned.replace(SECRET, &desk.placeholder(SECRET))
    );
    // Under another dialect the place means nothing.
    assert_ne!(desk.json(&signed, Dialect::OpenAiChat).0, signed);
}

#[test]
fn an_exempt_place_is_named_by_its_path_and_not_by_its_key() {
    let desk = Desk::knowing(&[SECRET]);
    for body in [
        r#"{"messages":[{"content":[{"type":"text","signature":"SECRET"}]}]}"#,
        r#"{"messages":[{"content":[{"type":"text","text":"x","data":"SECRET"}]}]}"#,
        r#"{"messages":[{"content":[{"type":"tool_use","input":{"model":"SECRET","type":"SECRET"}}]}]}"#,
        r#"{"metadata":{"x":{"user_id":"SECRET"}}}"#,
        r#"{"messages":[{"content":[{"type":"document","source":{"type":"base64","data":"not base64: SECRET"}}]}]}"#,
    ] {
        let body = body.replace("SECRET", SECRET);
        assert!(!desk.json(&body, Dialect::Anthropic).0.contains(SECRET), "{body}");
    }
}

#[test]
fn a_key_in_an_opaque_place_is_replaced_and_media_there_stays() {
    let desk = Desk::knowing(&["knownvalue42"]);
    let body = |data: &str| {
        format!(r#"{{"messages":[{{"content":[{{"type":"image_url","image_url":{{"url":"{data}"}}}}]}}]}}"#)
    };
    for secret in [token(), "knownvalue42".to_owned()] {
        assert!(!desk.json(&body(&secret), Dialect::OpenAiChat).0.contains(&secret));
    }
    for media in ["iVBORw0KGgo=".to_owned(), "iVBORw0KGgo".repeat(200)] {
        assert_eq!(desk.json(&body(&media), Dialect::OpenAiChat).0, body(&media));
    }
}

#[test]
fn names_and_ids_keep_their_value_unless_it_is_a_vendors_key() {
    let desk = Desk::knowing(&["claude-sonnet-4-5"]);
    let body = r#"{"model":"claude-sonnet-4-5"}"#;
    let (out, report) = desk.json(body, Dialect::Anthropic);
    assert_eq!((out.as_str(), report.hits.len()), (body, 0));
    let body = format!(r#"{{"model":"{}"}}"#, token());
    assert!(!desk.json(&body, Dialect::Anthropic).0.contains(&token()));
}

#[test]
fn the_place_of_a_hit_never_shows_a_secret() {
    let desk = Desk::knowing(&[SECRET]);
    let body = format!(r#"{{"a":{{"{SECRET}":["{SECRET}"]}}}}"#);
    let (_, report) = desk.json(&body, Dialect::Generic);
    let paths: Vec<_> = report.hits.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(paths, ["a.*", "a.*[0]"]);
}

#[test]
fn a_body_that_is_not_json_is_refused() {
    let desk = Desk::knowing(&[]);
    for body in [&b"{"[..], b"{\"a\":\"\xff\"}", b"{}{}"] {
        let refused = desk.tokenizer().json(body, Dialect::Generic.layout());
        assert!(matches!(refused, Err(Unreadable::Malformed(_))));
    }
}

#[test]
fn a_secret_in_binary_data_is_refused_and_other_binary_data_is_counted() {
    let desk = Desk::knowing(&[SECRET]);
    let with = [&b"\x00\xff"[..], SECRET.as_bytes(), b"\x00"].concat();
    assert!(matches!(desk.tokenizer().binary(&with), Err(Unreadable::Binary(_))));
    assert_eq!(desk.tokenizer().binary(b"\x00\xff\x00").unwrap().opaque, 3);
}

#[test]
fn what_was_tokenized_holds_nothing_more_to_find() {
    let desk = Desk::knowing(&[SECRET]);
    let body = format!(r#"{{"a":"{SECRET}","b":"password={}"}}"#, token());
    let (once, _) = desk.json(&body, Dialect::Generic);
    assert!(desk.tokenizer().json(once.as_bytes(), Dialect::Generic.layout()).unwrap().body.is_none());
}

/// Any JSON, with `S0` to `S2` where a secret is to stand.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let text = prop::collection::vec(
        prop_oneof![Just("S0"), Just("S1"), Just("S2"), Just(" "), Just("\n"), Just("é\""), Just("<pl:")],
        0..6,
    );
    let leaf = prop_oneof![
        text.prop_map(|parts| serde_json::Value::String(parts.concat())),
        any::<i32>().prop_map(Into::into),
        any::<bool>().prop_map(Into::into),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            prop::collection::vec(("[a-z]{1,4}|S0", inner), 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn tokenizing_and_restoring_is_the_identity(
        document in any_json(),
        secrets in prop::collection::hash_set(r#"[a-z0-9"\\\n<é]{3}Q[A-Z0-9]{8}"#, 3),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        pretty in any::<bool>(),
    ) {
        let secrets: Vec<_> = secrets.iter().map(String::as_str).collect();
        let desk = Desk::knowing(&secrets);
        let mut text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
        for (index, secret) in secrets.iter().enumerate() {
            let escaped = serde_json::to_string(secret).unwrap();
            text = text.replace(&format!("S{index}"), &escaped[1..escaped.len() - 1]);
        }
        let (out, _) = desk.json(&text, Dialect::Generic);
        for secret in &secrets {
            let escaped = serde_json::to_string(secret).unwrap();
            prop_assert!(!out.contains(&escaped[1..escaped.len() - 1]));
        }
        let mut reply = Reply::new(Some(Format::Json), Dialect::Generic.layout(), &Never::default());
        let mut back = Vec::new();
        let mut from = 0;
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(out.len() + 1)).collect();
        cuts.sort_unstable();
        for cut in cuts.into_iter().chain([out.len()]) {
            reply.push(&out.as_bytes()[from..cut], &desk.vault, &mut back).unwrap();
            from = cut;
        }
        reply.finish(&desk.vault, &mut back).unwrap();
        let back: serde_json::Value = serde_json::from_slice(&back).unwrap();
        let before: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(back, before);
    }
}

/// A desk that knows [`SECRET`], has a rule for `acme-…`, and allows what `allow` says.
fn allowing(allow: impl FnOnce(&PlaceholderKey) -> Allow) -> Desk {
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let rule =
        WrittenRule { id: "acme".into(), regex: "acme-[0-9]+|whole [a-z]+".into(), ..WrittenRule::default() };
    let rules = CustomRule::new(rule).map(|rule| vec![rule]).unwrap();
    let known = vec![KnownValue {
        kind: SecretType::new("KNOWN").unwrap(),
        secret: SecretBytes::new(SECRET.as_bytes().to_vec()),
    }];
    let settings = Settings { known, rules, ..Settings::default() };
    let settings = Settings { allow: allow(vault.key()), ..settings };
    Desk { detector: Detector::new(settings), vault }
}

fn rules(ids: &[&str]) -> Allow {
    let ids = ids.iter().map(|id| RuleId((*id).to_owned().into()));
    Allow { rules: ids.collect(), ..Allow::default() }
}

#[test]
fn what_an_allowed_rule_finds_stays_and_is_counted_unless_another_finds_it_too() {
    let desk = allowing(|_| Allow::default());
    let name = desk.detector.find(token().as_bytes(), Place::default()).remove(0).rule.0;
    let desk = allowing(|_| rules(&[&name, "acme"]));
    let body = format!(r#"{{"system":"{} and acme-1234"}}"#, token());
    let (sent, report) = desk.json(&body, Dialect::Anthropic);
    assert_eq!((sent, report.exempt, report.hits.len()), (body, 2, 0));
    // The name says that it is a secret, whatever its own rule would say.
    let body = format!(r#"{{"password":"{}","x":"acme-{SECRET}"}}"#, token());
    let (sent, _) = desk.json(&body, Dialect::Anthropic);
    assert!(!sent.contains(&token()) && !sent.contains(SECRET), "{sent}");
}

#[test]
fn a_value_that_the_user_named_stays_even_when_it_is_known() {
    let by_id = allowing(|key| Allow { ids: [key.id_of(SECRET.as_bytes())].into(), ..Allow::default() });
    let by_digest =
        allowing(|key| Allow { values: [key.digest_of(SECRET.as_bytes())].into(), ..Allow::default() });
    for desk in [by_id, by_digest] {
        let body = format!(r#"{{"system":"{SECRET} and {}"}}"#, token());
        let (sent, report) = desk.json(&body, Dialect::Anthropic);
        assert!(sent.contains(SECRET) && !sent.contains(&token()), "{sent}");
        assert_eq!((report.exempt, report.hits.len()), (1, 1));
        let text = desk.tokenizer().text(SECRET, "header x", true).unwrap();
        assert_eq!((text.body, text.report.exempt), (None, 1));
        assert!(desk.tokenizer().binary(SECRET.as_bytes()).is_ok());
    }
}

#[test]
fn an_allowed_place_keeps_what_rules_find_and_gives_up_known_values() {
    let place = PathPattern::new("tools[*].description").unwrap();
    let desk = allowing(|_| Allow { paths: vec![place], ..Allow::default() });
    let body = format!(r#"{{"tools":[{{"description":"{0} {SECRET}","name":"{0}"}}]}}"#, token());
    let (sent, report) = desk.json(&body, Dialect::Anthropic);
    assert!(sent.starts_with(&format!(r#"{{"tools":[{{"description":"{} <pl:"#, token())), "{sent}");
    assert_eq!(sent.matches("<pl:").count(), 2, "{sent}");
    assert!(!sent.contains(SECRET));
    assert_eq!(report.exempt, 1);
}

#[test]
fn a_match_that_no_secret_can_be_refuses_the_body() {
    let desk = allowing(|_| Allow::default());
    let body = |length: usize| format!(r#"{{"system":"whole {}"}}"#, "a".repeat(length));
    let fits = MAX_CUSTOM_MATCH - "whole ".len();
    assert!(desk.tokenizer().json(body(fits).as_bytes(), Dialect::Anthropic.layout()).is_ok());
    let error = desk.tokenizer().json(body(fits + 1).as_bytes(), Dialect::Anthropic.layout()).unwrap_err();
    assert!(error.to_string().contains("ACME"), "{error}");
}

#[test]
fn personal_data_is_replaced_in_what_the_model_reads_and_stays_in_what_machines_read() {
    let settings = Settings { personal: vec![Personal::Email, Personal::Card], ..Settings::default() };
    let desk = Desk { detector: Detector::new(settings), ..Desk::knowing(&[]) };
    let body = r#"{"messages":[{"content":"jane@corp.com paid with 4111 1111 1111 1111"}],"model":"x"}"#;
    let (sent, report) = desk.json(body, Dialect::Anthropic);
    assert!(sent.contains("<pl:EMAIL:") && sent.contains("<pl:CARD:"), "{sent}");
    assert_eq!(report.hits.len(), 2);
    let tokenizer = desk.tokenizer();
    assert!(tokenizer.text("jane@corp.com", "header", true).unwrap().body.is_none());
    assert!(tokenizer.text("jane@corp.com", "text", false).unwrap().body.is_some());
    assert!(tokenizer.binary(b"\xff\xd8 Exif jane@corp.com").is_ok());
}
