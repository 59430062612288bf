//! The way out: the parent's proxy, addresses, and connections that are shared, kept and opened ahead.

use std::net::SocketAddr;

use super::world::{
    BlackHole, Gate, H2_STREAMS, Line, Manner, More, ParentProxy, Relay, Reply, Upstream, Wire, World, soon,
};

const HOST: &str = "api.anthropic.com";

/// A session that finds its provider through the proxy that its parent has in these variables.
fn behind(manner: impl FnOnce(SocketAddr) -> Manner, variables: &[(&str, &str)]) -> (World, ParentProxy) {
    let upstream = soon(Upstream::start(false));
    let proxy = ParentProxy::with(manner(upstream.address()));
    let setup = variables.iter().fold(World::new().without_overrides(), |setup, (name, form)| {
        let form = form.replace("PASSWORD", &ParentProxy::password());
        setup.env(name, form.replace("PROXY", &proxy.address().to_string()))
    });
    (setup.start_below(upstream), proxy)
}

/// A session whose provider is at these addresses and nowhere else.
fn at(addresses: &[SocketAddr], upstream: Upstream) -> World {
    let setup = addresses.iter().fold(World::new().without_overrides(), |setup, address| {
        setup.flag("--connect-to", &format!("{HOST}:443={address}"))
    });
    setup.start_below(upstream)
}

fn post(world: &World) -> super::world::Answer {
    world.agent().post(HOST, "/v1/messages", "{}")
}

/// What a client is told when nothing can be reached.
fn refusal(world: &World) -> String {
    let answer = post(world);
    assert_eq!(answer.status, 502, "{}", answer.text());
    assert!(world.upstream().seen().is_empty());
    answer.json()["error"]["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_proxy_is_gone_through_under_every_name_and_in_every_form() {
    for (tls, name, form) in [
        (false, "HTTPS_PROXY", "http://corp:PASSWORD@PROXY"),
        (false, "https_proxy", "http://corp:PASSWORD@PROXY/"),
        (false, "ALL_PROXY", "corp:PASSWORD@PROXY"),
        (false, "all_proxy", " HTTP://c%6Frp:PASSWORD@PROXY "),
        (true, "HTTPS_PROXY", "https://corp:PASSWORD@PROXY"),
    ] {
        let (world, proxy) = behind(|to| Manner { tls, ..Manner::to(to) }, &[(name, form)]);
        let answer = post(&world);
        assert_eq!(answer.status, 200, "{name}={form}: {}", answer.text());
        let heads = proxy.heads();
        assert!(heads[0].starts_with("CONNECT api.anthropic.com:443 HTTP/1.1\r\n"), "{heads:?}");
        assert_eq!((heads.len(), world.upstream().seen().len()), (1, 1));
        assert!(world.kept(&ParentProxy::password()));
    }
}

#[test]
fn a_proxy_at_an_ipv6_address_is_gone_through() {
    let upstream = soon(Upstream::start(false));
    let proxy = ParentProxy::to(upstream.address());
    let line = Relay::new("::1", Some(proxy.address()));
    let url = proxy.url().replace(&proxy.address().to_string(), &line.address().to_string());
    let world = World::new().without_overrides().env("HTTPS_PROXY", url).start_below(upstream);
    assert_eq!(post(&world).status, 200);
    assert_eq!(proxy.heads().len(), 1);
}

#[test]
fn hosts_that_go_without_the_proxy_go_without_it() {
    let url = "http://corp:PASSWORD@PROXY";
    let list = "elsewhere.example:80 , 127.0.0.0/8:9,127.0.0.2/32";
    let (world, proxy) = behind(Manner::to, &[("HTTPS_PROXY", url), ("no_proxy", list)]);
    let aside = Relay::new("127.0.0.2", Some(world.upstream().plain_address()));
    let beside = Relay::new("127.0.0.1", Some(world.upstream().plain_address()));
    for (address, heads) in [(aside.address(), 0), (beside.address(), 1)] {
        let mut wire = world.agent().dial();
        let credentials = world.agent().credentials;
        wire.send(
            format!(
                "CONNECT {address} HTTP/1.1\r\nHost: {address}\r\nProxy-Authorization: {credentials}\r\n\r\n"
            )
            .as_bytes(),
        );
        assert!(wire.head(true).unwrap().starts_with("HTTP/1.1 200"));
        assert_eq!(proxy.heads().len(), heads, "{address}");
    }
    // A port other than the listed one does not count.
    let tunnelled = world.agent().trusting_upstream().ask("GET", "elsewhere.example", "/").send();
    assert_eq!((tunnelled.status, proxy.heads().len()), (200, 2));
}

#[test]
fn a_plain_request_is_made_of_the_proxy_itself() {
    let upstream = soon(Upstream::start(false));
    let proxy = ParentProxy::to(upstream.plain_address());
    let setup = World::new().without_overrides().env("http_proxy", proxy.url());
    let world = setup.flag("--host", "llm.example").start_below(upstream);
    for host in ["other.example", "llm.example"] {
        let answer = world.agent().ask("POST", host, "/p?q").plain().body("{}").send();
        assert_eq!(answer.status, 200, "{}", answer.text());
        let seen = world.upstream().seen().pop().unwrap();
        assert!(seen.head.starts_with(&format!("POST http://{host}/p?q HTTP/1.1\r\n")), "{}", seen.head);
        assert_eq!(seen.header("host"), Some(host));
    }
}

#[test]
fn the_proxys_credentials_do_not_go_where_the_proxy_is_not() {
    let upstream = soon(Upstream::start(false));
    let proxy = ParentProxy::to(upstream.plain_address());
    let world = World::new().env("http_proxy", proxy.url()).start_below(upstream);
    assert_eq!(world.agent().ask("GET", "other.example", "/").plain().send().status, 200);
    assert_eq!(world.upstream().only().header("proxy-authorization"), None);
    assert!(proxy.heads().is_empty());
}

#[test]
fn a_socks_proxy_is_refused_at_the_start() {
    for name in ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"] {
        let ran = World::new().env(name, "socks5h://corp:S0cksPa55@127.0.0.1:1080").run(&["true"]);
        assert_eq!(ran.status.code(), Some(125), "{}", ran.stderr);
        let expected = format!(
            "ww: {name} names a SOCKS proxy, which ww cannot go through: name an HTTP proxy there, or unset it\n"
        );
        assert_eq!(ran.stderr, expected);
    }
    let world =
        World::new().env("ALL_PROXY", "socks5://127.0.0.1:1").env("http_proxy", "").env("https_proxy", "");
    assert!(world.run(&["true"]).status.success(), "one that stands in for nothing is nobody's concern");
}

#[test]
fn what_a_proxy_answers_instead_is_told_and_its_credentials_are_not() {
    let echo = format!("HTTP/1.1 407 no such user corp {}\r\n", ParentProxy::password());
    for (line, told) in [
        ("HTTP/1.1 403 Blocked by policy 17\r\n", "answered 403 Blocked by policy 17;"),
        ("HTTP/1.0 502 Bad Gateway\r\n", "answered 502 Bad Gateway;"),
        ("HTTP/1.1 407\r\n", "answered 407 Proxy Authentication Required;"),
        (&echo, "answered 407 Proxy Authentication Required;"),
        ("HTTP/1.1 302 \x1b[31mFound\r\nLocation: http://portal/\r\n", "no way through the proxy"),
        ("SSH-2.0-here\r\n", "no way through the proxy"),
        ("", "no way through the proxy"),
    ] {
        let refused = format!("{line}Content-Length: 4\r\n\r\nno\r\n");
        let refusal_text = if line.is_empty() { String::new() } else { refused };
        let (world, proxy) = behind(
            |to| Manner { refusal: Some(refusal_text), ..Manner::to(to) },
            &[("HTTPS_PROXY", "http://corp:PASSWORD@PROXY")],
        );
        let message = refusal(&world);
        assert!(message.contains(told), "{line}: {message}");
        assert!(message.contains(&proxy.address().to_string()) && !message.contains('\x1b'), "{message}");
        assert!(!message.contains(&ParentProxy::password()) && world.kept(&ParentProxy::password()));
        assert!(!world.entries("refused").is_empty());
    }
}

#[test]
fn a_plain_request_that_the_proxy_wants_credentials_for_is_refused_by_us() {
    let upstream = soon(Upstream::start(false));
    let proxy = ParentProxy::to(upstream.plain_address());
    let url = proxy.url().replace(&ParentProxy::password(), "wr0ngPa55word");
    let world = World::new().without_overrides().env("http_proxy", url).start_below(upstream);
    let answer = world.agent().ask("GET", "other.example", "/").plain().send();
    assert_eq!((answer.status, answer.header("proxy-authenticate")), (502, None));
    assert!(answer.text().contains("answered 407"), "{}", answer.text());
    assert!(!answer.text().contains("wr0ngPa55word"));
}

#[test]
fn a_tunnel_is_open_whatever_the_proxy_calls_it() {
    for opened in [
        "HTTP/1.0 200 Connection established\r\n\r\n",
        "HTTP/1.1 200\r\nContent-Length: 0\r\nVia: corp\r\n\r\n",
        "HTTP/1.1 201 Yes\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
        let variables = [("HTTPS_PROXY", "http://corp:PASSWORD@PROXY")];
        let (world, _proxy) = behind(|to| Manner { opened, ..Manner::to(to) }, &variables);
        let answer = post(&world);
        assert_eq!(answer.status, 200, "{opened}: {}", answer.text());
    }
}

#[test]
fn an_address_that_is_dead_or_closed_does_not_stand_before_one_that_lives() {
    let hole = BlackHole::new();
    let closed = soon(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap().local_addr().unwrap();
    let upstream = soon(Upstream::start(false));
    let v6 = Relay::new("::1", Some(upstream.address()));
    for addresses in [
        &[hole.address(), upstream.address()][..],
        &[closed, upstream.address()],
        &[hole.address(), hole.address(), closed, v6.address()],
        &[v6.address(), upstream.address()],
        &[v6.address()],
    ] {
        let world = at(addresses, upstream.clone());
        assert_eq!(post(&world).status, 200, "{addresses:?}");
    }
    let world = at(&[closed], soon(Upstream::start(false)));
    assert!(refusal(&world).contains("api.anthropic.com cannot be reached: cannot connect:"));
}

#[test]
fn an_ipv6_literal_is_a_host_like_any_other() {
    let upstream = soon(Upstream::start(false));
    let tls = Relay::new("::1", Some(upstream.address()));
    let plain = Relay::new("::1", Some(upstream.plain_address()));
    let setup = World::new().flag("--host", "::1=anthropic");
    let world = setup.flag("--connect-to", &format!("[::1]:443={}", tls.address())).start_below(upstream);
    let agent = world.agent();
    let tls = agent.secure(agent.tunnel("[::1]").into_io(), "::1", "http/1.1").unwrap();
    let mut wire = Wire::over(tls);
    wire.send(b"POST /v1/messages HTTP/1.1\r\nHost: [::1]\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(world.upstream().only().header("host"), Some("[::1]"));
    let host = plain.address().to_string();
    assert_eq!(agent.ask("GET", &host, "/").plain().send().status, 200);
    assert_eq!(world.upstream().seen().pop().unwrap().header("host"), Some(host.as_str()));
}

/// So many requests at once, each answered up to a gate; their answers and the gate.
fn at_once(world: &World, count: usize) -> (Vec<Wire>, Gate) {
    let gate = Gate::closed();
    let shared = gate.clone();
    world
        .upstream()
        .always(move |_| Reply::sse("").gated(&shared, [b"data: 1\n\n".to_vec(), b"data: 2\n\n".to_vec()]));
    let ask = world.agent().ask("POST", HOST, "/v1/messages").header("content-type", "application/json");
    let ask = ask.body("{}");
    let mut wires: Vec<_> = (0..count).map(|_| ask.open()).collect();
    for wire in &mut wires {
        assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
        wire.more_until("data: 1");
    }
    (wires, gate)
}

fn finish(wires: Vec<Wire>, gate: &Gate) {
    wires.iter().for_each(|_| gate.open());
    for mut wire in wires {
        wire.more_until("data: 2");
        while let More::Data(_) = wire.more() {}
    }
}

#[test]
fn requests_at_once_share_one_h2_connection() {
    let world = World::new().h2().start();
    let streams = usize::try_from(H2_STREAMS).unwrap();
    let (wires, gate) = at_once(&world, streams);
    assert_eq!(world.upstream().connections(), 1);
    finish(wires, &gate);
    let (wires, gate) = at_once(&world, streams);
    assert_eq!(world.upstream().connections(), 1);
    finish(wires, &gate);
}

#[test]
fn more_streams_than_the_provider_allows_on_a_connection_go_on_another() {
    let world = World::new().h2().start();
    let streams = usize::try_from(H2_STREAMS).unwrap();
    let (wires, gate) = at_once(&world, streams * 2 + 1);
    assert_eq!(world.upstream().connections(), 3);
    finish(wires, &gate);
    world.upstream().reply(Reply::json("{}"));
    assert_eq!(post(&world).status, 200);
}

#[test]
fn requests_at_once_over_http1_have_a_connection_each_and_leave_them_to_the_next() {
    let world = World::plain();
    let (wires, gate) = at_once(&world, 8);
    let connections = world.upstream().connections();
    assert!(connections >= 8, "{connections}");
    finish(wires, &gate);
    world.upstream().reply(Reply::json("{}"));
    assert_eq!(post(&world).status, 200);
    assert_eq!(world.upstream().connections(), connections);
}

#[test]
fn the_way_out_is_open_once_the_client_is_and_carries_its_first_request() {
    for h2 in [false, true] {
        let upstream = soon(Upstream::start(h2));
        let mut line = Relay::new("127.0.0.1", Some(upstream.address()));
        let world = at(&[line.address()], upstream);
        let mut wire = world.agent().connect(HOST);
        assert_eq!(line.next(), Line::Begun);
        assert!(world.upstream().seen().is_empty());
        wire.send(b"POST /v1/messages HTTP/1.1\r\nHost: api.anthropic.com\r\nContent-Length: 2\r\n\r\n{}");
        assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
        assert_eq!(world.upstream().seen().len(), 1);
        assert!(line.is_quiet());
    }
}

#[test]
fn a_way_out_that_is_not_open_yet_goes_with_its_client() {
    let mut line = Relay::new("127.0.0.1", None);
    let world = at(&[line.address()], soon(Upstream::start(false)));
    let wire = world.agent().connect(HOST);
    assert_eq!(line.next(), Line::Begun);
    drop(wire);
    assert_eq!(line.next(), Line::Ended);
}

#[test]
fn no_way_out_is_opened_for_who_does_not_begin_with_tls_or_goes_out_of_scope() {
    let mut line = Relay::new("127.0.0.1", None);
    let world = at(&[line.address()], soon(Upstream::start(false)));
    drop(world.agent().tunnel(HOST));
    let mut wire = world.agent().tunnel(HOST);
    wire.send(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(wire.rest(), b"");
    assert!(line.is_quiet());
}

#[test]
fn a_connection_that_ended_unused_costs_the_next_request_nothing() {
    for h2 in [false, true] {
        let upstream = soon(Upstream::start(h2));
        let mut line = Relay::new("127.0.0.1", Some(upstream.address()));
        let world = at(&[line.address()], upstream);
        assert_eq!(post(&world).status, 200);
        assert_eq!(line.next(), Line::Begun);
        line.cut();
        assert_eq!(post(&world).status, 200);
        assert_eq!(line.next(), Line::Begun);
        assert_eq!((world.upstream().seen().len(), world.entries("request").len()), (2, 2));
        assert!(world.entries("refused").is_empty());
    }
}

#[test]
fn a_request_of_which_something_was_sent_is_not_sent_again() {
    let world = World::plain();
    assert_eq!(post(&world).status, 200);
    world.upstream().reply(Reply::json("{}").hang_up());
    let answer = post(&world);
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("could not be completed"), "{}", answer.text());
    assert_eq!((world.upstream().seen().len(), world.entries("request").len()), (2, 2));
    assert_eq!(world.entries("refused").len(), 1);
}

#[test]
fn a_silent_peer_is_asked_whether_it_is_still_there() {
    let world = World::plain();
    let (wires, gate) = at_once(&world, 1);
    let port = format!(":{:04X}", world.upstream().address().port());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    let ours: Vec<_> = rows.filter(|row| row[2].ends_with(&port) && row[3] == "01").collect();
    // The timer of the connection is that of keep-alive (proc_pid_net(5)).
    assert!(!ours.is_empty() && ours.iter().all(|row| row[5].starts_with("02:")), "{ours:?}");
    finish(wires, &gate);
}
