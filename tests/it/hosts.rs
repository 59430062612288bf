//! Claims about who is asked for: no spelling of a host, no first byte and no disagreement leads round the reading, and
//! nobody but the child is served.

use super::world::{APIS, ParentProxy, Reply, Upstream, World, github_token, soon};

const TARGETS: [&str; 3] = ["API.Anthropic.COM", "api.anthropic.com.", "Api.Anthropic.Com."];

/// A CONNECT as it is typed, and the head of its answer.
fn connect(world: &World, request: &str) -> (super::world::Wire, String) {
    let mut wire = world.agent().dial();
    wire.send(
        request.replace("AUTH", &format!("Proxy-Authorization: {}", world.agent().credentials)).as_bytes(),
    );
    let head = wire.head(true).unwrap();
    (wire, head)
}

fn request_to(host: &str, body: &str) -> String {
    format!(
        "POST /v1/messages HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[test]
fn no_spelling_of_a_host_leads_round_the_reading() {
    let world = World::plain();
    let body = APIS[0].request(&github_token());
    for target in TARGETS {
        let (wire, head) =
            connect(&world, &format!("CONNECT {target}:443 HTTP/1.1\r\nHost: {target}:443\r\nAUTH\r\n\r\n"));
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let tls = world.agent().secure(wire.into_io(), "api.anthropic.com", "http/1.1").unwrap();
        let mut wire = super::world::Wire::over(tls);
        wire.send(request_to(target, &body).as_bytes());
        let head = wire.head(false).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{target}: {head}");
        let plain = world
            .agent()
            .ask("POST", target, "/v1/messages")
            .header("content-type", "application/json")
            .plain();
        assert_eq!(plain.body(body.clone()).send().status, 200, "{target}");
    }
    assert_eq!(world.upstream().seen().len(), 6);
    assert!(world.upstream().seen().iter().all(|seen| seen.header("host") == Some("api.anthropic.com")));
    assert!(world.kept(&github_token()));
}

#[test]
fn names_that_disagree_are_refused() {
    let world = World::plain();
    let body = APIS[0].request("x");
    for host in [
        "api.openai.com",
        "elsewhere.example",
        "api.anthropic.com:8443",
        "x@api.anthropic.com",
        "api.anthropic.com\r\nHost: api.openai.com",
        "",
    ] {
        let mut wire = world.agent().connect("api.anthropic.com");
        wire.send(request_to(host, &body).as_bytes());
        let head = wire.head(false).unwrap();
        assert!(!head.starts_with("HTTP/1.1 2"), "{host}: {head}");
    }
    let absolute =
        request_to("api.anthropic.com", &body).replace("/v1/messages", "https://api.openai.com/v1/messages");
    let mut wire = world.agent().connect("api.anthropic.com");
    wire.send(absolute.as_bytes());
    assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 502"));
    assert!(world.upstream().seen().is_empty());

    let other = world.agent().secure(
        world.agent().tunnel("api.anthropic.com").into_io(),
        "api.openai.com",
        "http/1.1",
    );
    assert!(other.is_err(), "SNI of one host in the tunnel to another");
    assert!(!world.entries("refused").is_empty());
    assert!(world.upstream().seen().is_empty());
}

#[test]
fn a_host_in_scope_cannot_hide_behind_the_tunnel_to_another() {
    let world = World::plain();
    for agent in [world.agent(), world.agent().trusting_upstream()] {
        let tls = agent.secure(agent.tunnel("elsewhere.example").into_io(), "api.anthropic.com", "http/1.1");
        assert!(tls.is_err());
    }
    // Nor behind its address.
    let address = world.upstream().address();
    let (wire, head) =
        connect(&world, &format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\nAUTH\r\n\r\n"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let agent = world.agent().trusting_upstream();
    assert!(agent.secure(wire.into_io(), "api.anthropic.com", "http/1.1").is_err());
    assert!(world.upstream().seen().is_empty());
    let refused = world.entries("refused");
    assert_eq!((refused.len(), &refused[0]["host"]), (3, &"api.anthropic.com".into()));
}

/// The bytes of a ClientHello as our own client writes them.
fn hello(name: &str) -> Vec<u8> {
    let config =
        rustls::ClientConfig::builder().with_root_certificates(Upstream::roots()).with_no_client_auth();
    let name = rustls::pki_types::ServerName::try_from(name.to_owned()).unwrap();
    let mut client = rustls::ClientConnection::new(std::sync::Arc::new(config), name).unwrap();
    let mut bytes = Vec::new();
    while client.wants_write() {
        client.write_tls(&mut bytes).unwrap();
    }
    bytes
}

#[test]
fn a_client_hello_in_any_pieces_is_seen_for_what_it_is() {
    let world = World::plain();
    for sizes in [&[1, 5000][..], &[5, 1, 5000], &[1; 5000]] {
        for (tunnel, answered) in [("api.anthropic.com", true), ("elsewhere.example", false)] {
            let mut wire = world.agent().tunnel(tunnel);
            let bytes = hello("api.anthropic.com");
            let mut rest = bytes.as_slice();
            for &size in sizes {
                let (piece, after) = rest.split_at(size.min(rest.len()));
                if !piece.is_empty() {
                    wire.send(piece);
                }
                rest = after;
            }
            // A ServerHello, by us; or, behind the wrong tunnel, nothing at all.
            if answered {
                assert_eq!(wire.exactly(1), [0x16]);
            } else {
                assert_eq!(wire.rest(), b"");
            }
        }
    }
    assert!(world.upstream().seen().is_empty());
}

#[test]
fn plain_http_inside_a_connect_to_a_host_in_scope_is_not_forwarded() {
    let world = World::plain();
    for cut in [1, 4096] {
        let mut wire = world.agent().tunnel("api.anthropic.com");
        let bytes = request_to("api.anthropic.com", &APIS[0].request(&github_token()));
        wire.send_cut(&bytes.as_bytes()[..1], cut);
        assert_eq!(wire.rest(), b"");
    }
    assert_eq!(world.upstream().connections(), 0);
    assert!(world.kept(&github_token()));
    assert_eq!(world.entries("refused").len(), 2);
}

#[test]
fn an_offer_of_another_way_to_the_provider_is_withheld() {
    for h2 in [false, true] {
        let world = if h2 { World::new().h2().start() } else { World::plain() };
        world
            .upstream()
            .reply(Reply::json("{}").header("alt-svc", "h3=\":443\"; ma=86400").header("x-kept", "1"));
        let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}");
        assert_eq!((answer.header("alt-svc"), answer.header("x-kept")), (None, Some("1")));
    }
}

#[test]
fn old_and_closing_connects_get_their_tunnel() {
    let world = World::plain();
    for request in [
        "CONNECT HOST:443 HTTP/1.0\r\nAUTH\r\n\r\n",
        "CONNECT HOST:443 HTTP/1.0\r\nHost: HOST\r\nAUTH\r\nProxy-Connection: close\r\n\r\n",
        "CONNECT HOST:443 HTTP/1.1\r\nHost: HOST:443\r\nAUTH\r\nConnection: close\r\n\r\n",
        "CONNECT HOST:443 HTTP/1.1\r\nHost: HOST:443\r\nAUTH\r\nUser-Agent: git/2.51\r\nProxy-Connection: Keep-Alive\r\n\r\n",
    ] {
        for (host, agent) in
            [("api.anthropic.com", world.agent()), ("elsewhere.example", world.agent().trusting_upstream())]
        {
            let (wire, head) = connect(&world, &request.replace("HOST", host));
            assert!(head.contains(" 200 "), "{request}: {head}");
            let mut wire = super::world::Wire::over(agent.secure(wire.into_io(), host, "http/1.1").unwrap());
            wire.send(request_to(host, "{}").as_bytes());
            assert!(wire.head(false).unwrap().starts_with("HTTP/1.1 200"));
        }
    }
}

#[test]
fn wrong_credentials_are_asked_for_right_ones_and_serve_nothing() {
    let world = World::plain();
    for wrong in ["Basic d3c6d3Jvbmc=", "Basic", "Bearer x", "Basic !!!", ""] {
        for request in [
            "CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\n",
            "GET http://elsewhere.example/ HTTP/1.1\r\nHost: elsewhere.example\r\n",
        ] {
            let (_, head) = connect(&world, &format!("{request}Proxy-Authorization: {wrong}\r\n\r\n"));
            assert!(head.starts_with("HTTP/1.1 407"), "{wrong}: {head}");
            assert!(head.to_ascii_lowercase().contains("proxy-authenticate: basic"), "{head}");
        }
    }
    // As git does it: without credentials first; the same user may.
    let (_, head) =
        connect(&world, "CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert_eq!(world.upstream().connections(), 0);
}

#[test]
fn a_client_that_asks_the_proxy_for_itself_is_told_what_it_is() {
    let world = World::plain();
    let (_, head) = connect(&world, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAUTH\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    let (_, head) = connect(&world, "CONNECT nonsense HTTP/1.1\r\nHost: nonsense\r\nAUTH\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
}

#[test]
fn a_tunnel_out_of_scope_carries_every_byte_and_is_counted() {
    let world = World::plain();
    let agent = world.agent().trusting_upstream();
    let body = APIS[0].request(&github_token());
    world.upstream().reply(Reply::json(vec![b'x'; 100_000]));
    let answer = agent.ask("POST", "elsewhere.example", "/v1/messages").body(body.clone()).send();
    assert_eq!(answer.body.len(), 100_000);
    assert_eq!(world.upstream().only().text(), body);
    let places = std::sync::Arc::clone(world.places());
    world.end();
    let tunnels = places.entries("tunnel");
    assert_eq!(
        (tunnels.len(), &tunnels[0]["host"], &tunnels[0]["port"]),
        (1, &"elsewhere.example".into(), &443.into())
    );
    assert!(
        tunnels[0]["up"].as_u64().unwrap() > 200 && tunnels[0]["down"].as_u64().unwrap() > 100_000,
        "{tunnels:?}"
    );
    assert!(places.entries("request").is_empty());
}

#[test]
fn a_server_that_speaks_first_is_heard_through_a_tunnel() {
    let world = World::new().start();
    let listener = soon(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    let serve = async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut tcp, _) = listener.accept().await.unwrap();
        tcp.write_all(b"SSH-2.0-here\r\n").await.unwrap();
        let mut line = [0; 6];
        tcp.read_exact(&mut line).await.unwrap();
        tcp.write_all(&line).await.unwrap();
    };
    let (mut wire, head) =
        connect(&world, &format!("CONNECT {address} HTTP/1.1\r\nHost: {address}\r\nAUTH\r\n\r\n"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let server = std::thread::spawn(move || soon(serve));
    assert_eq!(wire.exactly(14), b"SSH-2.0-here\r\n");
    wire.send(b"SSH-2\n");
    assert_eq!(wire.exactly(6), b"SSH-2\n");
    server.join().unwrap();
}

#[test]
fn plain_http_out_of_scope_passes_unread_and_is_counted() {
    let world = World::plain();
    let secret = github_token();
    for (reply, down) in
        [(Reply::json(vec![b'x'; 5000]), 5000), (Reply::json(vec![b'x'; 7000]).chunked(), 7000)]
    {
        world.upstream().reply(reply);
        let ask = world.agent().ask("POST", "other.example", "/p?q=1").plain();
        let answer = ask.header("x-a", "1").body(secret.clone()).send();
        assert_eq!((answer.status, answer.body.len()), (200, down));
        let seen = world.upstream().seen().pop().unwrap();
        assert_eq!(
            (seen.text(), seen.header("host"), seen.header("proxy-authorization")),
            (secret.clone(), Some("other.example"), None)
        );
    }
    let places = std::sync::Arc::clone(world.places());
    world.end();
    let tunnels = places.entries("tunnel");
    let counts: Vec<_> = tunnels
        .iter()
        .map(|it| (it["host"].as_str().unwrap(), it["up"].as_u64().unwrap(), it["down"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [("other.example", 40, 5000), ("other.example", 40, 7000)]);
}

#[test]
fn a_host_that_was_added_is_opened_in_its_dialect() {
    let world = World::new().flag("--host", "LLM.example=openai-chat").start();
    let api = &APIS[1];
    world.upstream().answer(|seen| Reply::json(seen.body.clone()));
    let body = api.request(&github_token());
    assert_eq!(world.agent().post("llm.example", "/anything", body.clone()).text(), body);
    assert!(world.kept(&github_token()));
    let refusal = world.agent().post("llm.example", "/anything", "{").json();
    assert_eq!(refusal["error"]["code"], "ww_refused");
}

#[test]
fn the_parents_proxy_is_gone_through_with_its_credentials() {
    let upstream = soon(Upstream::start(false));
    let parent = ParentProxy::to(upstream.address());
    let setup =
        World::new().without_overrides().env("HTTPS_PROXY", parent.url()).env("no_proxy", "other.example");
    let world = setup.start_below(upstream);
    let body = APIS[0].request(&format!("{} {}", github_token(), ParentProxy::password()));
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", body);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let tunnelled = world.agent().trusting_upstream().ask("GET", "elsewhere.example", "/").send();
    assert_eq!(tunnelled.status, 200);
    let targets: Vec<_> = parent.heads().iter().map(|head| head.lines().next().unwrap().to_owned()).collect();
    assert_eq!(targets, ["CONNECT api.anthropic.com:443 HTTP/1.1", "CONNECT elsewhere.example:443 HTTP/1.1"]);
    assert!(world.kept(&github_token()) && world.kept(&ParentProxy::password()));
    // What goes without the parent's proxy is not asked of it, and the name leads nowhere here.
    let (_, head) =
        connect(&world, "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\nAUTH\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 502"), "{head}");
    assert_eq!(parent.heads().len(), 2);
}

#[test]
fn a_parents_proxy_that_refuses_is_named_in_a_sentence() {
    let upstream = soon(Upstream::start(false));
    let parent = ParentProxy::to(upstream.address());
    let url = parent.url().replace(&ParentProxy::password(), "wr0ngPa55word");
    let world = World::new().without_overrides().env("https_proxy", url).start_below(upstream);
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}");
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("api.anthropic.com cannot be reached"), "{}", answer.text());
    assert!(!answer.text().contains("wr0ngPa55word"));
    assert!(world.upstream().seen().is_empty());
}
