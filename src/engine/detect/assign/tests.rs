use super::*;

fn found(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let at =
        ["pass", "pwd", "ecret", "oken", "key", "auth"].iter().filter_map(|word| lower.find(word)).min()?;
    value_of(text.as_bytes(), at).map(|found| &text[found.range])
}

#[test]
fn every_way_to_assign_is_read() {
    for text in [
        "password = \"hunter2x\"",
        "password: hunter2x",
        "DB_PASSWORD=hunter2x",
        "export PGPASSWORD='hunter2x'",
        "{\"password\": \"hunter2x\"}",
        "{\\\"password\\\": \\\"hunter2x\\\"}",
        "password := `hunter2x`",
        "'password' => 'hunter2x',",
        "config[\"password\"] = \"hunter2x\"",
        "password: str = \"hunter2x\"",
        "--password hunter2x",
        "--password=hunter2x -v",
        "?password=hunter2x&x=1",
        "<password>hunter2x</password>",
        "<password>\n    hunter2x\n</password>",
        "<add name=\"Password\" value=\"hunter2x\" />",
        "define('PASSWORD', 'hunter2x');",
        "ALTER USER me WITH PASSWORD 'hunter2x'",
        "the password is hunter2x.",
        "password = b\"hunter2x\"",
        "password%3Dhunter2x",
        "password=hunter2x",
        "password ?= \"hunter2x",
        "password == \"hunter2x\"",
        "password: hunter2x\nnext: line",
    ] {
        assert_eq!(found(text), Some("hunter2x"), "{text}");
    }
}

#[test]
fn code_about_secrets_stays() {
    for text in [
        "password = os.environ[\"DB_PASSWORD1\"]",
        "const token = process.env.GITHUB_TOKEN1;",
        "token: ${{ secrets.GITHUB_TOKEN1 }}",
        "let api_key = std::env::var(\"OPENAI_API_KEY1\")?;",
        "PASSWORD=$PASSWORD1",
        "password = hash_password2(password)",
        "password == hunter2x",
        "def login(password: str, n: int) -> T1:",
        "password: Option<Secret2>,",
        "password = var.db_password2",
        "TOKEN=\"$(cat /run/secrets/token2)\"",
        "--token-file /run/secrets/token2",
        "password = request.password2",
        "pass `asn1Spec` to it",
        "auth::token: refreshed token in 12ms",
        "the password must2be longer",
        "token bucket: rate=100/s",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn an_escaped_quote_does_not_end_a_value() {
    assert_eq!(found(r#"password = "hunt\"er2x""#), Some(r#"hunt\"er2x"#));
}

#[test]
fn a_member_is_judged_by_its_name() {
    let found = |name: &str, text: &str| member(name.as_bytes(), text.as_bytes()).map(|(range, _)| range);
    assert_eq!(found("password", "hunter2hunter2"), Some(0..14));
    assert_eq!(found("password", " hunter2hunter2\n"), Some(1..15));
    assert_eq!(found("password", "at least 12 characters"), None);
    assert_eq!(found("prompt_cache_key", "q7Rt9Lm2Xc4Vb6Nz8Kp1"), None);
}
