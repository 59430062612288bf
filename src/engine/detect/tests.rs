mod linear;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::secret::SecretBytes;

/// A detector that knows these values, each after its TYPE.
fn detector(known: &[(&str, &str)]) -> Detector {
    let value = |(kind, secret): &(&str, &str)| KnownValue {
        kind: SecretType::from_name(kind),
        secret: SecretBytes::new(secret.as_bytes().to_vec()),
    };
    Detector::new(Settings { known: known.iter().map(value).collect(), ..Settings::default() })
}

fn find(text: &str, place: Place<'_>) -> Vec<(String, String)> {
    let found = DETECTOR.find(text.as_bytes(), place);
    found.iter().map(|f| (f.kind.to_string(), text[f.range.clone()].to_owned())).collect()
}

fn member<'a>(name: &'a str) -> Place<'a> {
    Place { name: Some(name.as_bytes()), machine_made: false }
}

/// Knows one value.
static DETECTOR: LazyLock<Detector> = LazyLock::new(|| detector(&[("KNOWN", "known-value")]));

/// A GitHub token, in pieces.
fn github() -> String {
    ["gh", "p_", "q7Rt9Lm2Xc4Vb6Nz8Kp1", "Wd3Fg5Hj7Ys9Ua2T"].concat()
}

/// The text with every finding replaced by a placeholder.
fn tokenized(detector: &Detector, text: &[u8], place: Place<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = 0;
    for finding in detector.find(text, place) {
        out.extend_from_slice(&text[from..finding.range.start]);
        out.extend_from_slice(format!("<pl:{}:0123456789abcdef>", finding.kind).as_bytes());
        from = finding.range.end;
    }
    out.extend_from_slice(&text[from..]);
    out
}

#[test]
fn a_members_name_is_the_context_of_its_value() {
    let whole = |kind: &str, text: &str| vec![(kind.to_owned(), text.to_owned())];
    assert_eq!(find("hunter2hunter2", member("password")), whole("PASSWORD", "hunter2hunter2"));
    assert_eq!(find("hunter2hunter2", member("title")), []);
    assert_eq!(find("hunter2hunter2", Place::default()), []);
}

#[test]
fn a_known_value_names_the_union_it_is_part_of() {
    let detector = detector(&[("MINE", "Wd3Fg5Hj7Ys9Ua2T")]);
    let text = format!("token={}", github());
    let found = detector.find(text.as_bytes(), Place::default());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].kind.as_str(), found[0].source), ("MINE", Source::Known));
    assert_eq!(text[found[0].range.clone()], github());
}

#[test]
fn in_machine_made_places_only_prefixes_count() {
    let place = Place { name: Some(b"password"), machine_made: true };
    let detector = detector(&[("MINE", "hunter2hunter2")]);
    assert_eq!(detector.find(b"hunter2hunter2", place), []);
    assert_eq!(detector.find(b"password=\"hunter3hunter3\"", place), []);
    assert_eq!(detector.find(github().as_bytes(), place).len(), 1);
}

#[test]
fn a_placeholder_is_never_found() {
    let detector = detector(&[("MINE", "0123456789abcdef"), ("MINE", "<pl:GITHUB_TOKEN:")]);
    for text in [
        "<pl:GITHUB_TOKEN:0123456789abcdef>",
        "password=\"<pl:PASSWORD:0123456789abcdef>\"",
        // As a model may have spelled it.
        "pl:DB_PASSWORD:0123456789abcdef",
        "password=<pl:PASSWORD:0123456789ABCDEF>",
        "password=&lt;pl:PASSWORD:0123456789abcdef&gt;",
        "password=%3Cpl%3APASSWORD%3A0123456789abcdef%3E",
        r#""password":"\u003cpl:PASSWORD:0123456789abcdef\u003e""#,
    ] {
        assert_eq!(detector.find(text.as_bytes(), Place::default()), [], "{text}");
        assert_eq!(detector.find(text.as_bytes(), member("password")), [], "{text}");
    }
}

#[test]
fn a_published_example_stays_unless_it_is_known() {
    let example = ["wJalrXUtnFEMI/", "K7MDENG/", "bPxRfiCY", "EXAMPLEKEY"].concat();
    let text = format!("AWS_SECRET_ACCESS_KEY={example}");
    assert_eq!(find(&text, Place::default()), []);
    assert_eq!(find(&example, member("secret_access_key")), []);
    let detector = detector(&[("MINE", &example)]);
    assert_eq!(detector.find(text.as_bytes(), Place::default()).len(), 1);
}

#[test]
fn what_agents_and_tools_print_stays() {
    for text in [
        "toolu_01kgPoYqnCDoYzBKbftfOoXT",
        "msg_019bmOxojRlO8f2NxmZQqDGc",
        "resp_027fcc17152272ec924358a2f15c7c830a7b511159a5c39a",
        "call_N8s9WpnwKplr347a7tpDOe2U",
        "\"prompt_cache_key\":\"1ef31849-a27a-49b5-b12c-eee53893fb39\"",
        "checksum = \"ae9f61200db4f10771dc572950f4ab548289854897e5aea09987107efb13e075\"",
        "\"integrity\": \"sha512-z9tr3hUqi+spgnyRs8Bg2V3n0+sz9tr3hUqi+spgnyRs8Bg2V3n0+sABCDEFGH0123456789abcdefg==\"",
        "commit 7ce6654b0ba0df68e186ecc26a5ece9868e4ab00",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ",
        "\"signature\":\"Eu1cuCqrvdEu4nc0FohVfnsmQrMXs7MRs0CxuaDVaNiQNYuOGeweXVqD4yxhRoxKf5vijfmOV1iRBusU2\"",
        "/usr/lib/x86_64-linux-gnu/libsecret-1.so.0.0.0",
        "registry/src/index-1949cf8c6b5b557f/tokio-1.40.0/src/runtime/task/harness.rs:161",
        "\"uuid\": \"fc567d05-9992-424d-99ce-adfe8711d53b\"",
        "\"input_tokens\": 12345, \"cache_read_input_tokens\": 99321",
        "task-0123456789abcdef0123456789abcdef0123",
        "fn assert_send_sync_static_and_unwind_safe_for_all_generated_types() {}",
    ] {
        assert_eq!(find(text, Place::default()), [], "{text}");
    }
}

#[test]
fn a_rule_that_rests_on_a_format_names_its_document() {
    let documented = |id: &'static str| DETECTOR.explain(&RuleId::built_in(id)).map(|it| it.documented);
    for id in ["github-token", "pii-iban"] {
        assert!(documented(id).is_some_and(|document| !document.is_empty()), "{id}");
    }
    for id in ["known-value", "high-entropy", "password-assignment", ""] {
        assert_eq!(documented(id), None, "{id}");
    }
}

#[test]
fn secrets_side_by_side_are_all_found() {
    let text = format!("{0},{0} {0}\n{0}", github());
    assert_eq!(find(&text, Place::default()).len(), 4);
}

/// Texts made of what rules look for, so that they meet in every order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        github(),
        ["AK", "IA", "QYLPMN5HHHFPZAM2"].concat(),
        ["sk-a", "nt-api03-", &"q7Rt9Lm2Xc4".repeat(9)].concat(),
        ["wJalrXUtnFEMI/K7MDENG", "/bPxRfiCYq7Rt9Lm2Xc"].concat(),
        ["12345678", ":A", "AHq7Rt9Lm2Xc4Vb6Nz8Kp1Wd3Fg5Hj7Ys9Ua"].concat(),
        ["-----BEG", "IN PRIVATE KEY-----\nMIIEowIBAAKCAQEAtq9Zk1Xw3vC7dN5bE8gHjK\n"].concat(),
        ["eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".q7Rt9Lm2Xc4Vb6Nz8Kp1"].concat(),
        "password".into(),
        "aws_secret".into(),
        "token".into(),
        "API_KEY".into(),
        "hunter2x".into(),
        "Bearer ".into(),
        "Authorization".into(),
        "curl -u ".into(),
        "Cookie: sid".into(),
        "kind: Secret\ndata:\n  a: YWRtaW4=\n  ".into(),
        "{\"kty\":\"oct\",\"k\":\"".into(),
        "username".into(),
        " is ".into(),
        "密码".into(),
        "://user:".into(),
        "pa55word".into(),
        "@host".into(),
        "=".into(),
        ": ".into(),
        "\"".into(),
        "'".into(),
        "\n".into(),
        " ".into(),
        "\\n".into(),
        "<".into(),
        ">".into(),
        ",".into(),
        "_".into(),
        "-".into(),
        "/".into(),
        "<pl:GITHUB_TOKEN:0123456789abcdef>".into(),
        "known-value".into(),
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_tokenized_holds_nothing_new(text in pieces()) {
        for place in [Place::default(), member("password")] {
            let once = tokenized(&DETECTOR, text.as_bytes(), place);
            let twice = tokenized(&DETECTOR, &once, place);
            prop_assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
        }
    }

    #[test]
    fn findings_are_sorted_apart_and_inside_the_text(text in pieces()) {
        let found = DETECTOR.find(text.as_bytes(), Place::default());
        let mut end = 0;
        for finding in found {
            prop_assert!(end <= finding.range.start && finding.range.start < finding.range.end);
            end = finding.range.end;
        }
        prop_assert!(end <= text.len());
    }

    #[test]
    fn any_bytes_are_searched_without_harm(text in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = DETECTOR.find(&text, Place::default());
    }
}

#[test]
fn a_secret_behind_an_encoding_takes_the_encoded_run_with_it() {
    let settings = format!("[server]\nhost = db\ntoken = {}\n", github());
    let base64 = data_encoding::BASE64.encode(settings.as_bytes());
    let text = format!("data:\n  config: {base64}\n");
    assert_eq!(find(&text, Place::default()), [("GITHUB_TOKEN".to_owned(), base64)]);
    let url = "mysql%3A%2F%2Fapp%3Ak3f9-q2x7%40db.example.com%2Fapp";
    let found = find(&format!("https://example.com/?to={url}&x=1"), Place::default());
    assert_eq!(found, [("URL_PASSWORD".to_owned(), url.to_owned())]);
}

#[test]
fn a_secret_that_is_plain_in_an_encoded_run_is_taken_alone() {
    let text = format!("to=https%3A%2F%2Fexample.com%2F%3Ftoken%3D{}", github());
    assert_eq!(find(&text, Place::default()), [("GITHUB_TOKEN".to_owned(), github())]);
}

#[test]
fn a_mark_in_the_text_frees_nothing() {
    for mark in ["gitleaks:allow", "ww:allow", "nosec", "pragma: allowlist secret"] {
        let found = find(&format!("{} # {mark}", github()), Place::default());
        assert_eq!(found, [("GITHUB_TOKEN".to_owned(), github())], "{mark}");
    }
}
