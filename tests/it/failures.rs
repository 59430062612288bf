//! Claims about what breaks: it breaks for the agent too, never into a success, and it is recorded.

use serde_json::json;

use super::world::{APIS, CODINGS, Ending, Gate, Reply, World, encoded, github_token, soon};

fn told() -> World {
    told_by(World::plain())
}

fn told_by(world: World) -> World {
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    world
}

#[test]
fn an_answer_that_breaks_off_is_not_turned_into_a_success() {
    // Before the first secret answers pass as they are, after it they are restored.
    for world in [World::plain(), told(), told_by(World::new().h2().start())] {
        let stream = APIS[0].stream(&["a", "b"]);
        let half = stream[..2].concat();
        let mut replies = vec![
            Reply::sse(half.clone()),
            Reply::new(200, "text/event-stream", half.clone()),
            Reply::json("{\"a\":"),
            Reply::json("{\"a\":").chunked(),
            Reply::new(200, "image/png", "1234567890"),
        ];
        for coding in CODINGS {
            let coded = encoded(coding, stream.concat().repeat(20).as_bytes());
            let cut = Reply::sse(&coded[..coded.len() / 2]).header("content-encoding", coding);
            replies.extend([
                cut.clone(),
                Reply::json(&coded[..coded.len() / 2]).header("content-encoding", coding),
            ]);
        }
        let mut broken = 0;
        for (number, reply) in replies.into_iter().enumerate() {
            for ending in [Ending::Reset, Ending::Missing] {
                for h2 in [false, true] {
                    world.upstream().reply(reply.clone().ending(ending));
                    let ask = world.agent().ask("GET", "api.anthropic.com", "/v1/messages");
                    let ask = if h2 { ask.h2() } else { ask };
                    // There is no answer at all when nothing of it had reached the agent yet.
                    if let Some(answer) = ask.attempt() {
                        assert!(
                            !answer.whole || answer.status == 502,
                            "reply {number}, {ending:?}, h2 {h2}: {}",
                            answer.head
                        );
                    }
                    broken += 1;
                }
            }
        }
        let recorded = world.entries("response").iter().filter(|entry| entry["ended"] == "broken").count();
        // A stream that is reset at once has no answer, so that is a refusal.
        assert_eq!(recorded + world.entries("refused").len(), broken);
    }
}

#[test]
fn a_coding_that_is_cut_off_in_a_whole_answer_is_a_broken_answer() {
    let world = told();
    for coding in CODINGS {
        let coded = encoded(coding, APIS[0].stream(&["a", "b"]).concat().repeat(50).as_bytes());
        for reply in [
            Reply::sse(&coded[..coded.len() - 1]),
            Reply::new(200, "text/event-stream", &coded[..coded.len() - 1]),
        ] {
            world.upstream().reply(reply.header("content-encoding", coding));
            let answer = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").attempt();
            assert!(answer.is_none_or(|answer| !answer.whole), "{coding}");
        }
    }
}

#[test]
fn what_came_before_the_break_reaches_the_agent() {
    let world = told();
    let events = APIS[0].stream(&["first", "second"]);
    let gate = Gate::closed();
    world.upstream().reply(
        Reply::sse("")
            .gated(&gate, [events[..2].concat().into_bytes()])
            .then_wait(&gate)
            .ending(Ending::Reset),
    );
    let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").open();
    wire.head(false).unwrap();
    wire.more_until("first");
    gate.open();
    assert_eq!(wire.more(), super::world::More::Broken);
}

#[test]
fn a_provider_that_cannot_be_reached_is_named_in_a_sentence() {
    let listener = soon(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let nowhere = listener.local_addr().unwrap();
    drop(listener);
    let world = World::new()
        .flag("--host", "gone.example=anthropic")
        .flag("--connect-to", &format!("gone.example:443={nowhere}"))
        .start();
    for h2 in [false, true] {
        let ask = world.agent().ask("POST", "gone.example", "/v1/messages").body("{}");
        let answer = if h2 { ask.h2().send() } else { ask.send() };
        assert_eq!((answer.status, answer.header("x-should-retry")), (502, Some("false")));
        let message = answer.json().pointer("/error/message").unwrap().as_str().unwrap().to_owned();
        assert!(message.starts_with("ww refused: gone.example cannot be reached: "), "{message}");
        assert!(message.contains("refused"), "{message}");
    }
    assert_eq!(world.entries("refused").len(), 2);
}

#[test]
fn a_provider_that_is_not_trusted_gets_nothing() {
    let world = World::new().without_overrides().start();
    let address = world.upstream().address();
    let flag = format!("api.mistral.ai:443={address}");
    // The provider's certificate is not for this name.
    let stranger = world.again().flag("--connect-to", &flag).start_below(world.upstream().clone());
    let answer = stranger.agent().post("api.mistral.ai", "/v1/chat/completions", "{}");
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("no trusted TLS connection"), "{}", answer.text());
    assert!(world.upstream().seen().is_empty());
}

#[test]
fn a_provider_that_hangs_up_before_it_answers_is_a_refusal() {
    let world = World::plain();
    world.upstream().reply(Reply::json("").hang_up());
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}");
    assert_eq!(answer.status, 502, "{}", answer.text());
    assert_eq!(world.upstream().seen().len(), 1, "it is not sent twice");
}

#[test]
fn an_agent_that_goes_away_in_mid_stream_is_recorded() {
    let world = told();
    let gone = Gate::closed();
    world.upstream().reply(Reply::sse(APIS[0].stream(&["first"])[..2].concat()).when_gone(&gone));
    let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").open();
    wire.head(false).unwrap();
    wire.more_until("first");
    drop(wire);
    // The provider learns of it by the end of its own connection.
    soon(gone.pass());
    let places = std::sync::Arc::clone(world.places());
    world.end();
    let responses = places.entries("response");
    assert_eq!(responses.last().unwrap()["ended"], "client_gone", "{responses:?}");
}

#[test]
fn an_unreadable_answer_passes_as_it_is() {
    let world = told();
    for (media_type, body) in [
        ("application/json", "<html>"),
        ("application/json", "{\"a\":"),
        ("text/event-stream", "data: {broken\n\n"),
    ] {
        world.upstream().reply(Reply::new(503, media_type, body));
        let answer = world.agent().post("api.anthropic.com", "/v1/messages", "{}");
        assert_eq!((answer.status, answer.text(), answer.whole), (503, body.to_owned(), true));
    }
}

#[test]
fn requests_one_after_another_share_a_connection_and_one_that_closed_is_replaced() {
    let world = World::plain();
    let post = |reply: Reply| {
        world.upstream().reply(reply);
        assert_eq!(
            world.agent().post("api.anthropic.com", "/v1/messages", json!({}).to_string()).status,
            200
        );
    };
    post(Reply::json("{}"));
    post(Reply::json("{}"));
    assert_eq!(world.upstream().connections(), 1);
    post(Reply::json("{}").until_close());
    post(Reply::json("{}"));
    assert_eq!(world.upstream().connections(), 2);
}
