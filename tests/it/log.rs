//! Claims about the log: complete, in order, verified, and without a secret; and no exchange without it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::world::{APIS, Gate, More, Reply, World, files_below, github_token, odd_password};

/// A GitHub token with a number in it.
fn numbered(number: usize) -> String {
    format!("gh{}_fakeFAKEfakeFAKEfakeFAKEfakeF{number:07}", 'p')
}

#[test]
fn no_secret_is_anywhere_but_with_the_agent() {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    for secret in [github_token(), odd_password()] {
        let body = json!({"messages": [{"role": "user", "content": [{"type": "text", "text": secret, &secret: 1}]}]});
        world.agent().post(
            "api.anthropic.com",
            &format!("/v1/messages?x={}", github_token()),
            body.to_string(),
        );
        world.agent().post("api.anthropic.com", "/v1/messages", format!("{{\"{secret}"));
        world
            .agent()
            .ask("GET", "api.anthropic.com", &format!("/v1/files/{}", github_token()))
            .header("x-a", &github_token())
            .send();
    }
    for secret in [github_token(), odd_password()] {
        assert!(world.kept(&secret));
        let quoted = serde_json::to_string(&secret).unwrap();
        assert!(world.places().hold_nothing_of(quoted.trim_matches('"')));
    }
    let (verified, places) = (world.again(), Arc::clone(world.places()));
    let ended = world.end();
    for secret in [github_token(), odd_password()] {
        assert!(!ended.stderr.contains(&secret) && places.hold_nothing_of(&secret));
    }
    let verified = verified.verify();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn the_log_of_a_session_verifies_while_it_runs_and_after_it_ended_or_was_killed() {
    let world = World::plain();
    let setup = world.again();
    let verified = |expected: &str| {
        let ran = setup.verify();
        let text = String::from_utf8(ran.stdout).unwrap();
        assert!(ran.status.success() && text.contains(expected), "{text}{}", ran.stderr);
    };
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    verified("still running");
    let other = world.elsewhere("project-2").start();
    other.agent().post("api.anthropic.com", "/v1/messages", "{}");
    world.end();
    verified("closed");
    other.kill();
    verified("never closed");
    let ran = setup.run(&["true"]);
    assert!(ran.status.success());
    verified("closed");
}

#[test]
fn a_changed_log_does_not_verify() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let (setup, places) = (world.again(), Arc::clone(world.places()));
    world.end();
    let file = files_below(&places.at("state/waterwall/audit"))
        .into_iter()
        .find(|it| !it.ends_with("ledger.jsonl"))
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"POST\"", "\"PUT\"")).unwrap();
    assert_eq!(setup.verify().status.code(), Some(1));
    let shorter: Vec<_> = text.lines().collect();
    std::fs::write(&file, shorter[..shorter.len() - 2].join("\n") + "\n").unwrap();
    assert_eq!(setup.verify().status.code(), Some(1));
    std::fs::write(&file, &text).unwrap();
    assert_eq!(setup.verify().status.code(), Some(0));
}

#[test]
fn a_request_is_in_the_log_before_the_provider_sees_its_first_byte() {
    let world = World::plain();
    for number in 1..=5 {
        let places = Arc::clone(world.places());
        let found = Arc::<Mutex<usize>>::default();
        let kept = Arc::clone(&found);
        world.upstream().at_first_byte(move || *kept.lock().unwrap() = places.entries("request").len());
        world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&numbered(number)));
        assert_eq!(*found.lock().unwrap(), number);
    }
}

#[test]
fn a_response_is_in_the_log_before_its_last_byte_reaches_the_agent() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let replies = [
        Reply::json("{\"a\":1}"),
        Reply::json("{\"a\":1}").chunked(),
        Reply::sse(APIS[0].stream(&["a"]).concat()),
        Reply::new(200, "image/png", "1234567890"),
        Reply::json("{\"a\":1}").coded("gzip"),
    ];
    for (number, reply) in replies.into_iter().enumerate() {
        let known = number + 1;
        world.upstream().reply(reply);
        let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").open();
        wire.head(false).unwrap();
        while let More::Data(_) = wire.more() {}
        assert_eq!(world.entries("response").len(), known + 1, "reply {number}");
    }
}

#[test]
fn entries_stand_in_the_order_of_events_and_say_what_happened() {
    let world = World::plain();
    let secret = github_token();
    world.upstream().answer(|seen| Reply::json(seen.body.clone()));
    let body = json!({"messages": [{"role": "user", "content": format!("{secret} {secret}")}]}).to_string();
    world.agent().post("api.anthropic.com", "/v1/messages?beta=true", body.clone());
    world.agent().post("api.openai.com", "/v1/responses", "{");
    let places = Arc::clone(world.places());
    world.end();
    let text = places.log_text();
    let entries: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> =
        entries.iter().map(|it| it["kind"].as_str().unwrap()).filter(|kind| *kind != "checkpoint").collect();
    assert_eq!(kinds, ["session_start", "request", "response", "refused", "session_end"]);
    let request = &places.entries("request")[0];
    assert_eq!(
        (&request["method"], &request["path"], &request["host"]),
        (&"POST".into(), &"/v1/messages".into(), &"api.anthropic.com".into())
    );
    assert_eq!(request["bytes_in"], body.len());
    assert_eq!(
        (&request["hits"][0]["path"], &request["hits"][0]["count"]),
        (&"messages[0].content".into(), &2.into())
    );
    let response = &places.entries("response")[0];
    assert_eq!((&response["restored"][0]["count"], &response["ended"]), (&2.into(), &"complete".into()));
    assert_eq!(response["restored"][0]["id"], request["hits"][0]["id"]);
    let start = &places.entries("session_start")[0];
    assert!(start["overrides"]["connect_to"][0].as_str().unwrap().contains("=127.0.0.1:"));
    assert_eq!(start["overrides"]["extra_roots"], 1);
    let end = &places.entries("session_end")[0];
    assert_eq!((&end["totals"]["requests"], &end["totals"]["refused"]), (&1.into(), &1.into()));
    assert_eq!(end["ended"], json!({"how": "exit", "code": 0}));
}

#[test]
fn concurrent_exchanges_do_not_tear_the_log() {
    let world = World::plain();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let world = &world;
            scope.spawn(move || {
                for number in 0..10 {
                    let body = APIS[0].request(&numbered(thread * 100 + number));
                    assert_eq!(world.agent().post("api.anthropic.com", "/v1/messages", body).status, 200);
                }
            });
        }
    });
    assert_eq!((world.entries("request").len(), world.entries("response").len()), (80, 80));
    let setup = world.again();
    world.end();
    assert!(setup.verify().status.success());
}

#[test]
fn the_log_is_for_its_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::plain();
    let root = world.places().at("state/waterwall");
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!([mode(&root), mode(&root.join("audit")), mode(&root.join("keys"))], [0o700; 3]);
    let files: Vec<PathBuf> = files_below(&root);
    assert!(files.len() >= 5 && files.iter().all(|file| mode(file) == 0o600), "{files:?}");
}

/// Sets the largest size that `ww` may make a file, for a process that runs.
fn limit_files(world: &World, bytes: &str) {
    let pid = world.pid().to_string();
    let status =
        Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={bytes}:")]).status().unwrap();
    assert!(status.success());
}

#[test]
fn what_cannot_be_recorded_does_not_happen() {
    let world = World::plain();
    let send = |number: usize| {
        world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&numbered(number)))
    };
    assert_eq!(send(1).status, 200);
    let size = world.places().log_text().len();
    // Room for nothing, then for half a line.
    for (number, room) in [(2, 0), (3, 100)] {
        limit_files(&world, &(size + room).to_string());
        let answer = send(number);
        assert_eq!(answer.status, 502, "{}", answer.text());
        assert!(answer.text().contains("cannot be recorded"), "{}", answer.text());
        assert_eq!(world.places().log_text().len(), size, "nothing of a failed line is left");
    }
    assert_eq!(world.upstream().seen().len(), 1);
    limit_files(&world, "unlimited");
    assert_eq!(send(4).status, 200);
    let setup = world.again();
    let ended = world.end();
    assert!(ended.status.success(), "{:?} {}", ended.status, ended.stderr);
    let verified = setup.verify();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn a_response_that_cannot_be_recorded_does_not_look_whole() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", "{}");
    let gate = Gate::closed();
    let events = APIS[0].stream(&["a", "b"]).into_iter().map(String::into_bytes);
    world.upstream().reply(
        Reply::sse("")
            .gated(&gate, [events.clone().take(2).flatten().collect(), events.skip(2).flatten().collect()]),
    );
    let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").open();
    wire.head(false).unwrap();
    wire.more_until("message_start");
    limit_files(&world, &world.places().log_text().len().to_string());
    gate.open();
    let end = loop {
        match wire.more() {
            More::Data(_) => {}
            end => break end,
        }
    };
    assert_eq!(end, More::Broken);
    limit_files(&world, "unlimited");
    assert!(world.end().status.success());
}

#[test]
fn a_file_limit_from_the_start_is_a_refusal_and_not_a_death() {
    let places = World::new();
    // 512 blocks hold the trust bundle; the log of many new secrets does not fit.
    let world = places.file_limit(512).start();
    let statuses: Vec<u16> = (0..14)
        .map(|round| {
            let secrets: Vec<_> = (0..256)
                .map(|n| json!({"a_long_name_that_fills_the_log_of_this_session": numbered(round * 256 + n)}))
                .collect();
            world.agent().post("api.anthropic.com", "/v1/messages", json!(secrets).to_string()).status
        })
        .collect();
    assert_eq!((statuses[0], statuses[13]), (200, 502), "{statuses:?}");
    assert_eq!(world.upstream().seen().len(), statuses.iter().filter(|status| **status == 200).count());
    let setup = world.again();
    let ended = world.end();
    assert!(ended.status.success(), "{:?} {}", ended.status, ended.stderr);
    let verified = setup.verify();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}
