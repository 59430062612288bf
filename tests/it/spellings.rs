//! Claims about placeholders that a model copied imperfectly: where only one secret can be meant it comes back, in the
//! coding of its place, and is counted.

use serde_json::{Value, json};

use super::world::{APIS, Answer, Api, Reply, World, github_token, odd_password};

/// The secret, percent-encoded.
fn percent(secret: &str) -> String {
    let spell = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    secret.bytes().map(spell).collect()
}

fn html(secret: &str) -> String {
    let text = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

fn quoted(secret: &str) -> String {
    let text = serde_json::to_string(secret).unwrap();
    let text = text.trim_matches('"').replace('<', r"\u003c").replace('>', r"\u003e");
    text.replace('&', r"\u0026")
}

/// `placeholder` in every spelling but its own, and what becomes of it.
fn spellings(placeholder: &str, secret: &str) -> Vec<(String, String)> {
    let inner = placeholder.trim_matches(['<', '>']);
    let digits = placeholder.len() - 17;
    let wrong = |at: usize| {
        let (before, rest) = placeholder.split_at(digits + at);
        let digit = if rest.starts_with('7') { '8' } else { '7' };
        format!("{before}{digit}{}", &rest[1..])
    };
    vec![
        (inner.to_owned(), secret.to_owned()),
        (format!("<pl:{}>", inner[3..].to_uppercase()), secret.to_owned()),
        (format!("<{}>", inner.to_lowercase()), secret.to_owned()),
        (wrong(0), secret.to_owned()),
        (wrong(15), secret.to_owned()),
        (format!(r"\u003c{inner}\u003e"), quoted(secret)),
        (format!("&lt;{inner}&gt;"), html(secret)),
        (format!("%3C{}%3E", inner.replace(':', "%3A")), percent(secret)),
        (format!("%3c{inner}%3e"), percent(secret)),
    ]
}

/// A session that knows the password, and the password's placeholder.
fn told() -> (World, String) {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    let body = json!({"system": odd_password()}).to_string();
    world.agent().post("api.anthropic.com", "/v1/messages", body);
    let placeholder = world.upstream().only().json()["system"].as_str().unwrap().to_owned();
    (world, placeholder)
}

fn answered(world: &World, api: &Api, reply: Reply) -> Answer {
    world.upstream().reply(reply);
    let answer = world.agent().post(api.host, api.path, "{}");
    assert!(answer.whole);
    answer
}

/// All spellings in one text, and what becomes of it.
fn all(placeholder: &str, secret: &str) -> (String, String) {
    let rows = spellings(placeholder, secret);
    let text =
        |of: fn(&(String, String)) -> &String| rows.iter().map(|row| format!("({}) ", of(row))).collect();
    (text(|row| &row.0), text(|row| &row.1))
}

#[test]
fn every_spelling_comes_back_in_a_document_of_every_dialect_and_is_counted() {
    let (world, placeholder) = told();
    let (text, expected) = all(&placeholder, &odd_password());
    for api in &APIS {
        let answer = answered(&world, api, Reply::json(api.document(&text)));
        let expected: Value = serde_json::from_str(&api.document(&expected)).unwrap();
        assert_eq!(answer.json(), expected, "{}", api.name);
        let response = world.entries("response").pop().unwrap();
        assert_eq!((&response["respelled"], &response["unresolved"]), (&json!(9), &json!(0)), "{response}");
        assert_eq!(response["restored"][0]["count"], 9, "{response}");
    }
    assert!(world.kept(&odd_password()));
}

#[test]
fn every_spelling_comes_back_when_it_streams_character_by_character() {
    let (world, placeholder) = told();
    let (text, expected) = all(&placeholder, &odd_password());
    for api in &APIS {
        for size in [1, 2, 3, 7] {
            let pieces: Vec<_> =
                text.as_bytes().chunks(size).map(|it| std::str::from_utf8(it).unwrap()).collect();
            for cut in [1460, 7] {
                let stream = api.stream(&pieces).concat();
                let answer = answered(&world, api, Reply::sse(stream).cut(cut)).text();
                assert_eq!(api.said(&answer), expected, "{}, {size} at a time", api.name);
            }
        }
    }
}

#[test]
fn every_spelling_comes_back_at_every_cut_in_two() {
    let (world, placeholder) = told();
    for (spelling, expected) in spellings(&placeholder, &odd_password()) {
        let pieces: Vec<_> = (0..=spelling.len()).map(|cut| spelling.split_at(cut)).collect();
        // One stream has every cut, each in a block of its own.
        let delta = |index: usize, text: &str| {
            let delta = json!({"type": "text_delta", "text": text});
            super::world::event("content_block_delta", json!({"index": index, "delta": delta}))
        };
        let stop = |index: usize| super::world::event("content_block_stop", json!({"index": index}));
        let blocks = pieces.iter().enumerate();
        let stream: String = blocks
            .map(|(index, (head, tail))| delta(index, head) + &delta(index, tail) + &stop(index))
            .collect();
        let answer = answered(&world, &APIS[0], Reply::sse(stream).cut(3)).text();
        assert_eq!(APIS[0].said(&answer), expected.repeat(pieces.len()), "{spelling}");
    }
}

#[test]
fn every_spelling_in_streamed_tool_input_leaves_it_json() {
    let (world, placeholder) = told();
    let (text, expected) = all(&placeholder, &odd_password());
    let input = json!({"command": text, "last": placeholder.trim_matches(['<', '>'])}).to_string();
    for api in &APIS[..3] {
        for size in [1, 5] {
            let pieces: Vec<_> =
                input.as_bytes().chunks(size).map(|it| std::str::from_utf8(it).unwrap()).collect();
            let answer = answered(&world, api, Reply::sse(api.tool_stream(&pieces).concat()).cut(2)).text();
            let called: Value = serde_json::from_str(&api.called(&answer)).unwrap();
            assert_eq!(called, json!({"command": expected, "last": odd_password()}), "{}", api.name);
        }
    }
}

#[test]
fn plain_text_that_ends_in_one_without_brackets_is_restored_to_its_end() {
    let (world, placeholder) = told();
    let bare = placeholder.trim_matches(['<', '>']);
    for cut in [1, 2, 3, 7, 1460] {
        let reply = Reply::new(200, "text/plain", format!("so: {bare}")).chunked().cut(cut);
        assert_eq!(answered(&world, &APIS[0], reply).text(), format!("so: {}", odd_password()));
    }
    let reply = Reply::new(200, "text/plain", format!("so: {bare}5"));
    assert_eq!(answered(&world, &APIS[0], reply).text(), format!("so: {bare}5"));
    let response = world.entries("response").pop().unwrap();
    assert_eq!((&response["respelled"], &response["restored"]), (&json!(0), &json!([])), "{response}");
}

#[test]
fn what_is_too_far_from_a_placeholder_or_of_another_type_stays_and_is_counted() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", json!({"system": github_token()}).to_string());
    let placeholder = world.upstream().only().json()["system"].as_str().unwrap().to_owned();
    let (before, digits) = placeholder.split_at(placeholder.len() - 17);
    let far: String = digits.chars().take(3).map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    let texts = [
        format!("{before}{far}{}", &digits[3..]),
        placeholder.replace("GITHUB_TOKEN", "GITLAB_TOKEN"),
        placeholder.replace("GITHUB_TOKEN", "GITLAB_TOKEN").replace(['<', '>'], ""),
    ];
    let document = APIS[0].document(&texts.join(" "));
    assert_eq!(answered(&world, &APIS[0], Reply::json(document.clone())).text(), document);
    let response = world.entries("response").pop().unwrap();
    assert_eq!((&response["respelled"], &response["unresolved"]), (&json!(0), &json!(3)), "{response}");
}

#[test]
fn a_respelled_placeholder_in_a_request_leaves_as_it_came() {
    let (world, placeholder) = told();
    for (spelling, _) in spellings(&placeholder, &odd_password()) {
        let body = APIS[0].request(&format!("I see {spelling}."));
        world.agent().post(APIS[0].host, APIS[0].path, body.clone());
        assert_eq!(world.upstream().seen().pop().unwrap().text(), body);
    }
}
