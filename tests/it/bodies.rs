//! Claims about bodies of every kind: what is secret in them leaves as a placeholder, every other byte as it came, and
//! what cannot be read does not leave.

use serde_json::json;

use super::world::{
    APIS, Answer, CODINGS, Reply, Seen, Setup, World, contains, decoded, encoded, github_token, odd_password,
};

fn told() -> Setup {
    World::new().env("DB_PASSWORD", odd_password())
}

/// What is sent as, and to where.
struct Sending<'a> {
    world: &'a World,
    host: &'a str,
    path: &'a str,
}

impl Sending<'_> {
    fn files(world: &World) -> Sending<'_> {
        Sending { world, host: "api.openai.com", path: "/v1/files" }
    }

    fn send(&self, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        let ask = self.world.agent().ask("POST", self.host, self.path);
        headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)).body(body).send()
    }

    /// Sends a body that may leave, and says what left.
    #[track_caller]
    fn sent(&self, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Seen {
        let answer = self.send(headers, body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        self.world.upstream().seen().pop().unwrap()
    }

    /// Sends a body that may not leave, and says what the agent was told.
    #[track_caller]
    fn refused(&self, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> String {
        let (before, refused) = (self.world.upstream().seen().len(), self.world.entries("refused").len());
        let answer = self.send(headers, body);
        assert_eq!(answer.status, 502, "{headers:?}");
        assert_eq!(self.world.upstream().seen().len(), before, "{headers:?}");
        assert_eq!(self.world.entries("refused").len(), refused + 1, "{headers:?}");
        answer.text()
    }
}

/// The placeholder of a secret, as it leaves in JSON.
fn placeholder(world: &World, secret: &str) -> String {
    world.agent().post("api.anthropic.com", "/v1/messages", json!({"system": secret}).to_string());
    world.upstream().seen().pop().unwrap().json()["system"].as_str().unwrap().to_owned()
}

fn in_url(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=----a1b2";

/// A file of a form.
fn file(media_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "Content-Disposition: form-data; name=\"file\"; filename=\"x.jsonl\"\r\nContent-Type: {media_type}"
    );
    let purpose = "Content-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch";
    let before = format!("------a1b2\r\n{purpose}\r\n------a1b2\r\n{head}\r\n\r\n");
    [before.as_bytes(), content, b"\r\n------a1b2--\r\n"].concat()
}

#[test]
fn a_secret_in_a_form_leaves_percent_encoded_and_everything_else_as_it_came() {
    let world = told().start();
    let files = Sending::files(&world);
    let in_form = |secret: &str| {
        placeholder(&world, secret).replace('<', "%3C").replace(':', "%3A").replace('>', "%3E")
    };
    let (token, odd) = (in_form(&github_token()), in_form(&odd_password()));
    let body = |token: &str, odd: &str| format!("a=two+words%21&token={token}&%7e=%7E{odd}&{token}&&b");
    let typed = [("content-type", FORM)];
    for (token_spelled, odd_spelled) in
        [(github_token(), in_url(&odd_password())), (in_url(&github_token()), in_url(&odd_password()))]
    {
        assert_eq!(files.sent(&typed, body(&token_spelled, &odd_spelled)).text(), body(&token, &odd));
    }
    assert_eq!(files.sent(&typed, "a=1&b=two+words%21").text(), "a=1&b=two+words%21");
    assert!(world.kept(&github_token()) && world.kept(&odd_password()));
}

#[test]
fn a_file_of_a_form_is_rewritten_and_its_boundaries_stay() {
    let world = told().start();
    let files = Sending::files(&world);
    let odd = serde_json::to_string(&odd_password()).unwrap();
    let odd_placeholder = format!("\"{}\"", placeholder(&world, &odd_password()));
    let token = placeholder(&world, &github_token());
    let row = |secret: &str, token: &str| {
        format!(
            "{{\"custom_id\":\"1\",\"url\":\"/v1/chat/completions\",\"body\":{{\"a\":{secret}}}}}\n{{\"b\":\"{token}\"}}\n"
        )
    };
    let (before, after) = (row(&odd, &github_token()), row(&odd_placeholder, &token));
    for media_type in ["application/jsonl", "application/octet-stream", "text/plain"] {
        for size in [1, 2, 3, 7, 1460] {
            let ask =
                world.agent().ask("POST", files.host, files.path).header("content-type", MULTIPART).cut(size);
            assert_eq!(ask.body(file(media_type, before.as_bytes())).send().status, 200);
            let seen = world.upstream().seen().pop().unwrap();
            assert_eq!(seen.body, file(media_type, after.as_bytes()), "{media_type} in {size}");
            assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));
        }
    }
    let image = [&b"\x89PNG\r\n\x1a\n\xff\x00\r\n--"[..], &[7; 300]].concat();
    assert_eq!(
        files.sent(&[("content-type", MULTIPART)], file("image/png", &image)).body,
        file("image/png", &image)
    );
    assert_eq!(world.entries("request").pop().unwrap()["opaque"], image.len());
    assert!(world.kept(&github_token()) && world.kept(&odd_password()));
}

#[test]
fn multipart_that_cannot_be_read_is_refused_in_a_sentence() {
    let world = told().start();
    let files = Sending::files(&world);
    let token = github_token();
    let good = String::from_utf8(file("text/plain", token.as_bytes())).unwrap();
    let head = "Content-Type: text/plain";
    for (content_type, body, said) in [
        ("multipart/form-data", good.clone(), "does not name one boundary"),
        (MULTIPART, good.replace("------a1b2--", ""), "does not end with its boundary"),
        (MULTIPART, good.replace("\r\n------a1b2--", "\n------a1b2--"), "not on a line of its own"),
        (
            MULTIPART,
            good.replace(head, &format!("{head}\r\nContent-Transfer-Encoding: x-uue")),
            "head in part 1",
        ),
        (MULTIPART, good.replace(head, &format!("{head}\r\nContent-Encoding: br")), "head in part 1"),
        (
            MULTIPART,
            good.replace(&token, "\u{0}\u{1}").replace("x.jsonl", &token.replace('_', "\\_")),
            "escapes",
        ),
        (
            MULTIPART,
            good.replace(head, &format!("{head}\r\nContent-Transfer-Encoding: base64"))
                .replace(&token, &data_encoding::BASE64.encode(token.as_bytes())),
            "transfer encoding",
        ),
        (MULTIPART, format!("{token}\r\n{good}"), "the parts of a multipart body"),
    ] {
        let told = files.refused(&[("content-type", content_type)], body);
        assert!(told.contains(said) && told.contains("nothing was sent") && !told.contains(&token), "{told}");
    }
    let inside = [b"\x00\xff ", token.as_bytes(), b" "].concat();
    let binary = files.refused(&[("content-type", MULTIPART)], file("image/png", &inside));
    assert!(!binary.contains(&token));
    assert!(world.kept(&token));
}

#[test]
fn utf_16_and_a_mark_before_utf_8_leave_as_they_came() {
    let world = told().start();
    let files = Sending::files(&world);
    let json = |it: &str| format!("{{\"a\":\"{it}\",\"\u{1f600}\":1}}");
    let (before, after) = (json(&github_token()), json(&placeholder(&world, &github_token())));
    let wide = |text: &str, mark: &str, turn: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{text}").encode_utf16().flat_map(turn).collect()
    };
    for content_type in ["application/json", "application/json; charset=utf-16", "text/plain"] {
        for mark in ["\u{feff}", ""] {
            for turn in [u16::to_le_bytes, u16::to_be_bytes] {
                let sent = files.sent(&[("content-type", content_type)], wide(&before, mark, turn));
                assert_eq!(sent.body, wide(&after, mark, turn), "{content_type}");
            }
        }
    }
    let sent = files.sent(&[("content-type", "application/json")], format!("\u{feff}{before}"));
    assert_eq!(sent.text(), format!("\u{feff}{after}"));
    let half =
        [wide("{\"a\":\"", "", u16::to_le_bytes), vec![0, 0xd8], wide("\"}", "", u16::to_le_bytes)].concat();
    assert!(files.refused(&[("content-type", "application/json")], half).contains("UTF-8"));
    assert!(files.refused(&[("content-type", "text/plain; charset=ibm037")], "x").contains("UTF-8"));
    assert!(world.kept(&github_token()));
}

#[test]
fn every_kind_of_body_is_read_under_every_coding() {
    let world = told().start();
    let files = Sending::files(&world);
    let token = placeholder(&world, &github_token());
    let in_form = token.replace('<', "%3C").replace(':', "%3A").replace('>', "%3E");
    let json = |it: &str| format!("{{\"a\":\"{it}\"}}").into_bytes();
    let kinds: [(&str, Vec<u8>, Vec<u8>); 4] = [
        (FORM, format!("a={}", github_token()).into(), format!("a={in_form}").into()),
        (
            MULTIPART,
            file("application/jsonl", &json(&github_token())),
            file("application/jsonl", &json(&token)),
        ),
        ("application/json", json(&github_token()), json(&token)),
        ("text/plain", github_token().into(), token.clone().into()),
    ];
    for (content_type, before, after) in kinds {
        for coding in CODINGS {
            for second in ["", "gzip", "zstd", "br", "deflate"] {
                let codings =
                    if second.is_empty() { coding.to_owned() } else { format!("{coding}, {second}") };
                let twice = |body: &[u8]| {
                    let once = encoded(coding, body);
                    if second.is_empty() { once } else { encoded(second, &once) }
                };
                let headers = [("content-type", content_type), ("content-encoding", codings.as_str())];
                let seen = files.sent(&headers, twice(&before));
                assert_eq!(decoded(coding, &decoded(second, &seen.body)), after, "{content_type} {codings}");
                assert_eq!(seen.header("content-encoding"), Some(&*codings));
            }
        }
    }
    assert!(!world.upstream().seen().iter().any(|seen| contains(&seen.body, github_token().as_bytes())));
}

#[test]
fn codings_that_ask_for_too_much_are_refused_with_the_reason() {
    let world = World::plain();
    let files = Sending::files(&world);
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.window_log(25).unwrap();
    std::io::Write::write_all(&mut encoder, &vec![b' '; 4096]).unwrap();
    std::io::Write::flush(&mut encoder).unwrap();
    let wide = encoder.finish().unwrap();
    let json = [("content-type", "application/json"), ("content-encoding", "zstd")];
    assert!(files.refused(&json, wide).contains("a window of more than 8 MiB"));
    let five = ("content-encoding", "gzip, gzip, gzip, gzip, gzip");
    assert!(files.refused(&[json[0], five], "x").contains("more than 4 content codings"));
}

/// The most memory that a process has had, in bytes.
fn peak(pid: i32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

#[test]
fn an_answer_that_expands_a_thousandfold_is_never_held_whole() {
    const LENGTH: usize = 64 << 20;
    let world = World::plain();
    placeholder(&world, &github_token());
    let before = peak(world.pid());
    for coding in CODINGS {
        let bomb = encoded(coding, &vec![b'x'; LENGTH]);
        assert!(bomb.len() < LENGTH / 500);
        let reply = Reply::new(200, "text/plain", bomb).header("content-encoding", coding);
        world.upstream().reply(reply);
        let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/files/1/content").open();
        wire.head(false).unwrap();
        let mut length = 0;
        while let super::world::More::Data(data) = wire.more() {
            length += data.len();
        }
        assert_eq!(length, LENGTH, "{coding}");
    }
    let grown = peak(world.pid()) - before;
    assert!(grown < LENGTH / 3, "{} MiB", grown >> 20);
}

#[test]
fn a_body_with_nothing_to_hide_leaves_as_it_came_whatever_it_is() {
    let world = told().start();
    placeholder(&world, &github_token());
    let files = Sending::files(&world);
    for (content_type, body) in [
        (FORM, b"a=%7e&b=+&&=%zz".to_vec()),
        (MULTIPART, file("text/plain", b"  nothing\r\n--\r\n")),
        ("application/x-ndjson", b"{\"a\": 1}\r\n\r\n[2]".to_vec()),
        ("text/plain", APIS[0].request("hello").into_bytes()),
        ("application/x-protobuf", b"\x0a\x03abc\x10\x01\xff".to_vec()),
        ("application/pdf", b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n".to_vec()),
        ("", b"[unfinished".to_vec()),
    ] {
        let typed = [("content-type", content_type)];
        let headers = if content_type.is_empty() { &[][..] } else { &typed[..] };
        assert_eq!(files.sent(headers, body.clone()).body, body, "{content_type}");
    }
}
