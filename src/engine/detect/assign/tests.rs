use super::*;

fn found(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let words = ["pass", "pasw", "pwd", "ecret", "oken", "key", "auth"];
    let hits = words.iter().flat_map(|word| lower.match_indices(word)).map(|(at, _)| at);
    let mut found: Vec<_> = hits.filter_map(|at| value_of(text.as_bytes(), at)).collect();
    found.sort_by_key(|found| found.range.start);
    found.into_iter().next().map(|found| &text[found.range])
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
        "var dbPassword string = \"hunter2x\"",
        "Dim password As String = \"hunter2x\"",
        "let password: &'static str = \"hunter2x\";",
        "char password[32] = \"hunter2x\";",
        "$config['password'] = 'hunter2x';",
        "$h{password} = \"hunter2x\"",
        "password :::= \"hunter2x\"",
        "$password .= \"hunter2x\"",
        "password <- \"hunter2x\"",
        "if password != \"hunter2x\":",
        "os.environ[\"PASSWORD\"] or \"hunter2x\"",
        "process.env.PASSWORD || 'hunter2x'",
        "${PASSWORD:-hunter2x}",
        "builder.setPassword(\"hunter2x\")",
        "setopt(curl, CURLOPT_KEYPASSWD, \"hunter2x\");",
        "<Password><Value>hunter2x</Value>",
        "<key>password</key>\n\t<string>hunter2x</string>",
        "password=&quot;hunter2x&quot;",
        "%22password%22%3A%22hunter2x%22",
        "x%26password%3Dhunter2x%26y",
        "**Password:** hunter2x",
        "| password | hunter2x |",
        "the password for \"me\" is 'hunter2x'",
        "#define PASSWORD hunter2x",
        "PASWORD=hunter2x",
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
        "password: *const c_char2,",
        "t.pass(\"tests/pass/*.rs\")",
        "token: rust_openssl.x509v3.Certificate2",
        "password = sha256",
        "pass => $self->causes_fail2",
        "gpg --recv-keys 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356",
        "Authorization: Bearer",
        "def timed(setup=\"pass\", limit=Nothing1)",
        "than a two-pass memchr2+SWAR scan",
        "echo $password | md5sum",
        "\"…and checks the password\", \"hunter2x\"",
        "auth::token: refreshed token in 12ms",
        "the password must2be longer",
        "token bucket: rate=100/s",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_value_ends_where_its_place_says() {
    for (text, value) in [
        ("password: dipPr16Gg!\nnext", "dipPr16Gg!"),
        ("user:me,password:dipPr16Gg! ip:1", "dipPr16Gg!"),
        ("PASSWORD=a1,b(c&d\n", "a1,b(c&d"),
        ("Server=db;Uid=me;Pwd=p4ss,w(o;Encrypt=yes", "p4ss,w(o"),
        ("{password: hunter2x}, next", "hunter2x"),
        ("?password=hunter2x&user=me", "hunter2x"),
    ] {
        assert_eq!(found(text), Some(value), "{text}");
    }
}

#[test]
fn a_long_value_is_found_whole() {
    let value = "q7Rt9Lm2Xc4Vb6Nz8Kp1".repeat(200);
    for text in [format!("TOKEN={value}\n"), format!("\"token\": \"{value}\"")] {
        assert_eq!(found(&text), Some(value.as_str()));
    }
}

#[test]
fn a_value_that_is_an_assignment_is_left_to_its_own_name() {
    assert_eq!(found("token:token:token:q7Rt9Lm2Xc4Vb6Nz8Kp1"), Some("q7Rt9Lm2Xc4Vb6Nz8Kp1"));
    assert_eq!(value_of(b"token:token:q7Rt9Lm2Xc4Vb6Nz8Kp1", 0), None);
}

#[test]
fn a_word_is_a_password_only_beside_a_users_name() {
    assert_eq!(found("Username=someone\nPassword=thisismine\n"), Some("thisismine"));
    assert_eq!(found("Password=thisismine\n"), None);
    assert_eq!(found("\"AdminPassword\" : \"thisismypassword\""), Some("thisismypassword"));
    for text in ["{username: string, password: string}", "user: \"User\", password: \"required\""] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn the_scheme_of_a_header_is_no_secret() {
    for scheme in ["NTLM", "Token", "ApiKey-v1"] {
        let text = format!("Authorization: {scheme} TlRMTVNTUAABq7Rt9Lm2Xc4Vb6Nz8Kp1");
        assert_eq!(found(&text), Some("TlRMTVNTUAABq7Rt9Lm2Xc4Vb6Nz8Kp1"), "{text}");
    }
    let member = member(b"Authorization", b"Token q7Rt9Lm2Xc4Vb6Nz8Kp1");
    assert_eq!(member.map(|(range, _)| range), Some(6..26));
}

#[test]
fn passwords_in_other_languages_are_found() {
    let found = |text: &str| {
        let at = ABROAD.iter().filter_map(|word| text.find(word)).min()?;
        abroad(text.as_bytes(), at).map(|found| text[found.range].to_owned())
    };
    for text in [
        "密码：hunter2x",
        "您的密码是hunter2x",
        "пароль: hunter2x",
        "La contraseña es hunter2x",
        "비번:hunter2x",
    ] {
        assert_eq!(found(text).as_deref(), Some("hunter2x"), "{text}");
    }
    for text in ["密码：${PASSWORD1}", "парольная фраза1", "senha: obrigatória"] {
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
