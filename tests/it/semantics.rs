//! Claims about HTTP itself: what a client and a provider may rely on, `ww` between them or not, and what neither may
//! do.

use super::world::{
    APIS, Agent, CODINGS, Ending, Gate, More, Reply, Wire, World, encoded, github_token, soon,
};

const HOST: &str = "api.anthropic.com";

/// A request as it is typed; `\n` stands for a line end.
fn send(wire: &mut Wire, request: &str) {
    wire.send(request.replace('\n', "\r\n").as_bytes());
}

/// The whole of the next answer: status and body.
#[track_caller]
fn answer(wire: &mut Wire) -> (u16, String) {
    let head = wire.head(false).expect("an answer");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut body = Vec::new();
    loop {
        match wire.more() {
            More::Data(data) => body.extend(data),
            More::End(_) => return (status, String::from_utf8(body).unwrap()),
            More::Broken => panic!("broken after {head}"),
        }
    }
}

/// A session that has something to restore.
fn told() -> World {
    let world = World::plain();
    world.agent().post(HOST, "/v1/messages", APIS[0].request(&github_token()));
    world
}

/// Ends the session; says why requests were refused in it.
fn reasons(world: World) -> Vec<String> {
    let places = std::sync::Arc::clone(world.places());
    world.end();
    places.entries("refused").iter().map(|entry| entry["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_client_that_waits_for_leave_gets_it_and_then_its_answer() {
    let world = World::plain();
    let mut wire = world.agent().connect(HOST);
    for _ in 0..2 {
        send(
            &mut wire,
            "POST /v1/messages HTTP/1.1\nHost: api.anthropic.com\nContent-Length: 2\nExpect: 100-continue\n\n",
        );
        assert!(wire.head(true).unwrap().starts_with("HTTP/1.1 100 "));
        wire.send(b"{}");
        assert_eq!(answer(&mut wire), (200, "{}".to_owned()));
    }
    assert!(world.upstream().seen().iter().all(|seen| seen.header("expect").is_none()));
}

#[test]
fn a_client_that_waits_for_leave_is_told_early_what_will_not_be_read() {
    let world = World::plain();
    for header in [
        "Content-Length: 67108865",
        "Content-Length: 2\nContent-Encoding: aes128gcm",
        "Content-Length: 2\nContent-Type: application/json\nContent-Type: text/plain",
        "Content-Length: 2\nUpgrade: websocket",
    ] {
        let mut wire = world.agent().connect(HOST);
        let request = "POST /v1/messages HTTP/1.1\nHost: api.anthropic.com\nExpect: 100-continue\nHEADER\n\n";
        send(&mut wire, &request.replace("HEADER", header));
        let (status, told) = answer(&mut wire);
        assert!(status == 502 || status == 426, "{header}: {status}");
        assert!(told.contains("ww refused: "), "{told}");
    }
    assert!(world.upstream().seen().is_empty());
    assert_eq!(world.entries("refused").len(), 4);
}

#[test]
fn trailers_of_a_request_do_not_carry_a_secret_by() {
    let world = World::plain();
    let mut wire = world.agent().connect(HOST);
    let head = "POST /v1/messages HTTP/1.1\nHost: api.anthropic.com\nTE: trailers\nTrailer: x-note\nTransfer-Encoding: chunked\n\n";
    send(&mut wire, &format!("{head}2\n{{}}\n0\nx-note: {}\n\n", github_token()));
    assert_eq!(answer(&mut wire).0, 200);
    let seen = world.upstream().only();
    assert_eq!(
        (seen.header("trailer"), seen.header("te"), seen.text()),
        (None, Some("trailers"), "{}".to_owned())
    );
    assert!(world.kept(&github_token()));
}

#[test]
fn chunks_with_extensions_are_one_body_and_extensions_do_not_leave() {
    let world = World::plain();
    let secret = github_token();
    let body = APIS[0].request(&secret);
    let (first, second) = body.split_at(body.find(&secret).unwrap() + 5);
    let mut wire = world.agent().connect(HOST);
    let head = "POST /v1/messages HTTP/1.1\nHost: api.anthropic.com\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n";
    let chunks = format!(
        "{:x};note={secret}\n{first}\n{:X} ; a=\"b\"\n{second}\n0;last\n\n",
        first.len(),
        second.len()
    );
    send(&mut wire, &format!("{head}{chunks}"));
    assert_eq!(answer(&mut wire).0, 200);
    assert!(world.upstream().only().text().contains("<pl:"));
    assert!(world.kept(&secret));
    // And back.
    let mut wire = world.agent().connect(HOST);
    world.upstream().reply(Reply::json(body.clone()).cut(3).chunked());
    send(&mut wire, "GET /v1/files HTTP/1.1\nHost: api.anthropic.com\n\n");
    assert_eq!(answer(&mut wire), (200, body));
}

#[test]
fn broken_chunks_are_refused_and_nothing_of_them_leaves() {
    let world = World::plain();
    for chunks in ["zz\n{}\n0\n\n", "-1\n", "fffffffffffffffff\n", "2\n{}xx\n0\n\n", "2 2\n{}\n0\n\n"] {
        let mut wire = world.agent().connect(HOST);
        send(
            &mut wire,
            &format!(
                "POST /v1/messages HTTP/1.1\nHost: api.anthropic.com\nTransfer-Encoding: chunked\n\n{chunks}"
            ),
        );
        wire.finish();
        let told = String::from_utf8_lossy(&wire.rest()).into_owned();
        assert!(!told.contains(" 200 "), "{chunks:?}: {told}");
    }
    assert!(world.upstream().seen().is_empty());
}

#[test]
fn a_body_of_another_length_than_said_does_not_leave_or_is_cut_as_said() {
    let world = World::plain();
    let mut wire = world.agent().connect(HOST);
    send(&mut wire, "POST /v1/a HTTP/1.1\nHost: api.anthropic.com\nContent-Length: 3\n\n{}");
    wire.finish();
    wire.rest();
    assert!(world.upstream().seen().is_empty());
    // What is more than was said is another request, and none.
    let mut wire = world.agent().connect(HOST);
    send(
        &mut wire,
        &format!(
            "POST /v1/a HTTP/1.1\nHost: api.anthropic.com\nContent-Length: 2\n\n{{}} {}\n\n",
            github_token()
        ),
    );
    assert_eq!(answer(&mut wire).0, 200);
    assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 400 "));
    assert_eq!(world.upstream().only().text(), "{}");
    assert!(world.kept(&github_token()));
}

#[test]
fn a_request_that_two_readers_would_cut_in_two_ways_is_cut_in_one() {
    let world = World::plain();
    let smuggled = format!("GET /v1/{} HTTP/1.1\nHost: api.anthropic.com\n\n", github_token());
    // Both lengths: chunks count (RFC 9112, 6.3), what leaves says its length once, and the connection ends there.
    for lengths in
        ["Content-Length: 4\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\nContent-Length: 4"]
    {
        let mut wire = world.agent().connect(HOST);
        send(
            &mut wire,
            &format!("POST /v1/a HTTP/1.1\nHost: api.anthropic.com\n{lengths}\n\n2\n{{}}\n0\n\n{smuggled}"),
        );
        assert_eq!(answer(&mut wire).0, 200);
        assert_eq!(wire.rest(), b"");
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(
            (seen.text(), seen.header("content-length"), seen.header("transfer-encoding")),
            ("{}".to_owned(), Some("2"), None)
        );
    }
    let before = world.upstream().seen().len();
    for headers in [
        "Content-Length: 2\nContent-Length: 3",
        "Content-Length: 2, 3",
        "Content-Length: +2",
        "Content-Length: -2",
        "Content-Length: 0x2",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: xchunked",
        "X-Folded: a\n b",
        "X-Space : a",
        " X-First: a",
        "X-Control: a\u{1}b",
        "NoColon",
    ] {
        let mut wire = world.agent().connect(HOST);
        send(&mut wire, &format!("POST /v1/a HTTP/1.1\nHost: api.anthropic.com\n{headers}\n\n{{}}"));
        let head = wire.head(false).unwrap_or_default();
        assert!(head.starts_with("HTTP/1.1 400 "), "{headers}: {head}");
    }
    assert_eq!(world.upstream().seen().len(), before);
    assert!(world.kept(&github_token()));
    let reasons = reasons(world);
    assert_eq!(reasons.len(), 13);
    assert!(reasons.iter().all(|reason| reason.contains("not HTTP as it should be")), "{reasons:?}");
}

#[test]
fn a_head_that_is_too_large_is_refused_and_one_that_is_merely_large_passes() {
    let world = World::plain();
    let many = |count: usize| (0..count).map(|n| format!("x-{n}: {n}\n")).collect::<String>();
    let long = |length: usize| format!("x-long: {}\n", "a b".repeat(length / 3));
    for (headers, status) in
        [(many(90), "200"), (long(60_000), "200"), (many(200), "431"), (long(1_000_000), "431")]
    {
        let mut wire = world.agent().connect(HOST);
        let request = format!("GET /v1/files HTTP/1.1\nHost: api.anthropic.com\n{headers}\n");
        // The other side may be through with it before all was written.
        let is_sent = wire.try_send(request.replace('\n', "\r\n").as_bytes());
        match wire.head(false) {
            Some(head) => assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}"),
            None => assert!(!is_sent || status == "431"),
        }
    }
    let large =
        world.agent().ask("GET", HOST, "/v1/files").header("x-long", &"a b".repeat(100_000)).h2().attempt();
    assert!(large.is_none_or(|answer| answer.status == 431));
    assert_eq!(world.upstream().seen().len(), 2);
    let reasons = reasons(world);
    let too_large = reasons.iter().filter(|reason| reason.contains("head is too large"));
    assert_eq!(too_large.count(), 2, "{reasons:?}");
}

#[test]
fn targets_of_every_form_lead_to_the_same_place() {
    let world = World::plain();
    let mut wire = world.agent().connect(HOST);
    for (target, seen) in [
        ("/v1/files?a=b", "/v1/files?a=b"),
        ("https://api.anthropic.com/v1/files?a=b", "/v1/files?a=b"),
        ("https://API.anthropic.com:443/v1/x", "/v1/x"),
        ("//v1//x", "//v1//x"),
        ("/v1/x?", "/v1/x?"),
    ] {
        send(&mut wire, &format!("GET {target} HTTP/1.1\nHost: api.anthropic.com\n\n"));
        assert_eq!(answer(&mut wire).0, 200, "{target}");
        let head = world.upstream().seen().pop().unwrap().head;
        assert!(head.starts_with(&format!("GET {seen} HTTP/1.1\r\n")), "{target}: {head}");
    }
    for target in
        ["https://api.anthropic.com:8443/", "https://x@api.anthropic.com/", "http://elsewhere.example/"]
    {
        let mut wire = world.agent().connect(HOST);
        send(&mut wire, &format!("GET {target} HTTP/1.1\nHost: api.anthropic.com\n\n"));
        let status = answer(&mut wire).0;
        assert!(status == 502 || status == 400, "{target}: {status}");
    }
}

#[test]
fn an_old_client_is_served_without_chunks_and_a_break_is_a_break_for_it_too() {
    let world = told();
    for request in [
        "GET /v1/x HTTP/1.0\nHost: api.anthropic.com\n\n",
        "GET /v1/x HTTP/1.0\nHost: api.anthropic.com\nConnection: close\n\n",
    ] {
        world.upstream().reply(Reply::sse("data: {}\n\n"));
        let mut wire = world.agent().connect(HOST);
        send(&mut wire, request);
        let head = wire.head(false).unwrap();
        assert!(!head.to_ascii_lowercase().contains("transfer-encoding"), "{head}");
        assert_eq!(wire.rest(), b"data: {}\n\n");
    }
    // One that says beforehand that it is old.
    let agent = world.agent();
    let mut wire = Wire::over(agent.secure(agent.tunnel(HOST).into_io(), HOST, "http/1.0").unwrap());
    send(&mut wire, "GET /v1/x HTTP/1.0\n\n");
    assert_eq!(answer(&mut wire).0, 502, "it names no host");
    let gate = Gate::closed();
    let cut = Reply::sse("").gated(&gate, [b"data: {}\n\n".to_vec()]).then_wait(&gate).ending(Ending::Reset);
    world.upstream().reply(cut);
    let mut wire = world.agent().connect(HOST);
    send(&mut wire, "GET /v1/x HTTP/1.0\nHost: api.anthropic.com\n\n");
    wire.head(false).unwrap();
    assert_eq!(wire.more(), More::Data(b"data: {}\n\n".to_vec()));
    gate.open();
    assert!(wire.ends_badly());
}

#[test]
fn requests_that_are_sent_ahead_are_answered_in_order_also_around_a_refusal() {
    let world = World::plain();
    world.upstream().always(|seen| Reply::json(seen.body.clone()));
    let request = |body: &str| {
        let length = body.len();
        format!(
            "POST /v1/a HTTP/1.1\nHost: api.anthropic.com\nContent-Type: application/json\nContent-Length: {length}\n\n{body}"
        )
    };
    let mut wire = world.agent().connect(HOST);
    send(&mut wire, &["[1]", "{", "[2]", "[3", "[4]"].map(request).concat());
    let answers: Vec<_> = (0..5).map(|_| answer(&mut wire)).collect();
    let statuses: Vec<_> = answers.iter().map(|(status, _)| *status).collect();
    assert_eq!(statuses, [200, 502, 200, 502, 200]);
    assert_eq!((&*answers[0].1, &*answers[2].1, &*answers[4].1), ("[1]", "[2]", "[4]"));
}

#[test]
fn a_client_that_closes_is_answered_and_closed() {
    let world = World::plain();
    let mut wire = world.agent().connect(HOST);
    send(
        &mut wire,
        "GET /v1/x HTTP/1.1\nHost: api.anthropic.com\nConnection: close, x-private\nx-private: 1\n\n",
    );
    assert_eq!(answer(&mut wire).0, 200);
    assert_eq!(wire.rest(), b"");
    assert_eq!(world.upstream().only().header("x-private"), None);
}

#[test]
fn hints_before_an_answer_do_not_hold_or_replace_it() {
    let world = told();
    for status in [100, 102, 103] {
        world.upstream().reply(Reply::json("{\"a\":1}").after(status, "link: </x>; rel=preload"));
        let answer = world.agent().post(HOST, "/v1/messages", "{}");
        assert_eq!(
            (answer.status, answer.text(), answer.header("link")),
            (200, "{\"a\":1}".to_owned(), None)
        );
    }
}

#[test]
fn an_answer_to_head_keeps_what_it_says_of_a_body_that_is_not_there() {
    let world = told();
    for coding in CODINGS {
        let body = encoded(coding, b"{\"a\":1}");
        for h2 in [false, true] {
            let length = body.len().to_string();
            world.upstream().reply(Reply::json(body.clone()).header("content-encoding", coding));
            let ask = world.agent().ask("HEAD", HOST, "/v1/files");
            let answer = if h2 { ask.h2().send() } else { ask.send() };
            assert_eq!((answer.status, answer.body.len(), answer.whole), (200, 0, true));
            assert_eq!(
                (answer.header("content-encoding"), answer.header("content-length")),
                (Some(coding), Some(&*length))
            );
        }
    }
    world.upstream().reply(Reply::new(304, "", "").header("content-encoding", "gzip"));
    let answer = world.agent().ask("GET", HOST, "/v1/files").send();
    assert_eq!((answer.status, answer.body.len()), (304, 0));
}

#[test]
fn a_body_that_ends_with_its_connection_breaks_where_that_does() {
    let world = told();
    for reply in [
        Reply::json("{\"a\":1}"),
        Reply::sse(APIS[0].stream(&["a"]).concat()),
        Reply::new(200, "", "x".repeat(100)),
    ] {
        world.upstream().reply(reply.clone().until_close());
        assert!(world.agent().ask("GET", HOST, "/v1/x").send().whole);
        world.upstream().reply(reply.until_close().ending(Ending::Reset));
        assert!(
            world
                .agent()
                .ask("GET", HOST, "/v1/x")
                .attempt()
                .is_none_or(|answer| !answer.whole || answer.status == 502)
        );
    }
}

#[test]
fn a_client_that_goes_away_while_it_sends_leaves_nothing_behind() {
    let world = World::plain();
    for size in [0, 1, 50] {
        let mut wire = world.agent().connect(HOST);
        send(&mut wire, "POST /v1/a HTTP/1.1\nHost: api.anthropic.com\nContent-Length: 100\n\n");
        wire.send(&vec![b' '; size]);
        drop(wire);
    }
    // And nobody else is the worse for it.
    assert_eq!(world.agent().post(HOST, "/v1/messages", "{}").status, 200);
    assert_eq!(world.upstream().only().text(), "{}");
    let reasons = reasons(world);
    assert!(reasons.iter().all(|reason| reason.contains("broke off")), "{reasons:?}");
    assert_eq!(reasons.len(), 3);
}

#[test]
fn a_client_that_goes_away_while_it_reads_is_told_to_the_provider_in_every_version() {
    for h2 in [false, true] {
        let world = told();
        let gone = Gate::closed();
        world.upstream().reply(Reply::sse("data: {\"first\":1}\n\n").when_gone(&gone));
        let agent = world.agent();
        if h2 {
            agent.ask("GET", HOST, "/v1/x").leave_h2_after("first");
        } else {
            let mut wire = agent.ask("GET", HOST, "/v1/x").open();
            wire.head(false).unwrap();
            wire.more_until("first");
        }
        soon(gone.pass());
    }
}

#[test]
fn what_is_not_http_2_is_turned_away_and_recorded() {
    let world = World::plain();
    let tls = |agent: &Agent| agent.secure(agent.tunnel(HOST).into_io(), HOST, "h2").unwrap();
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    // A frame longer than any may be; data on a stream that nobody opened.
    for frames in [
        &b"\x00\x00\x00\x04\x00\x00\x00\x00\x00\xff\xff\xff\x00\x00\x00\x00\x00\x00"[..],
        b"\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x09x",
    ] {
        let mut wire = Wire::over(tls(&world.agent()));
        wire.send(&[preface, frames].concat());
        wire.rest();
    }
    assert_eq!(world.agent().post(HOST, "/v1/messages", "{}").status, 200);
    let reasons = reasons(world);
    assert_eq!(reasons.len(), 2);
    assert!(reasons.iter().all(|reason| reason.contains("not HTTP/2 as it should be")), "{reasons:?}");
}
