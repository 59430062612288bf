//! Claims about what becomes of logs once their sessions have ended, however they did.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use serde_json::Value;
use waterwall::audit::time::system_clock;
use waterwall::audit::{StateDir, archive, head, rotate_key};

use super::world::{APIS, Setup, World, files_below, github_token};

/// The user's profile.
fn profile(setup: &Setup, text: &str) {
    let directory = setup.places().at("home/.config/waterwall");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("config.toml"), text).unwrap();
}

fn state(setup: &Setup) -> StateDir {
    StateDir::at(&setup.places().at("state/waterwall"))
}

/// How each session stands, in the order of these words, if all of them verify.
fn standings(setup: &Setup) -> Vec<String> {
    let ran = setup.ww(&["verify".into(), "--json".into()], b"");
    let report: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert!(ran.status.success(), "{report:#}");
    let sessions = report["sessions"].as_array().unwrap().iter();
    let mut standings: Vec<_> =
        sessions.map(|session| session["standing"].as_str().unwrap().to_owned()).collect();
    standings.sort();
    standings
}

#[test]
fn a_session_that_was_killed_is_adopted_by_the_next_and_one_that_lives_is_not() {
    let killed = World::plain();
    let setup = killed.again();
    killed.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let living = killed.elsewhere("project-2").start();
    let places = Arc::clone(killed.places());
    killed.kill();
    // As if it had been killed while it wrote.
    let log = files_below(&places.at("state/waterwall/audit"));
    let request = log.iter().find(|it| std::fs::read_to_string(it).unwrap().contains("\"request\"")).unwrap();
    std::fs::write(request, std::fs::read_to_string(request).unwrap() + "{\"v\":1,\"seq\":").unwrap();
    let ran = setup.run(&["true"]);
    assert!(ran.status.success(), "{}", ran.stderr);
    assert_eq!(standings(&setup), ["adopted", "closed", "live"]);
    let torn = std::fs::read_to_string(request.with_extension("torn")).unwrap();
    assert_eq!(torn, "{\"v\":1,\"seq\":");
    living.end();
    assert_eq!(standings(&setup).iter().filter(|it| *it == "closed").count(), 2);
}

#[test]
fn a_log_that_was_changed_is_said_and_keeps_nobody_from_starting() {
    let killed = World::plain();
    let setup = killed.again();
    killed.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let places = Arc::clone(killed.places());
    killed.kill();
    let log = files_below(&places.at("state/waterwall/audit"));
    let request = log.iter().find(|it| std::fs::read_to_string(it).unwrap().contains("\"request\"")).unwrap();
    std::fs::write(request, std::fs::read_to_string(request).unwrap().replace("env", "new")).unwrap();
    let ran = setup.run(&["true"]);
    assert!(
        ran.status.success() && ran.stderr.contains("does not verify: run `ww verify "),
        "{}",
        ran.stderr
    );
    assert_eq!(setup.ww(&["verify".into()], b"").status.code(), Some(1));
}

#[test]
fn the_witness_is_given_the_head_of_the_ledger_at_the_end_of_each_session() {
    let setup = World::new();
    let kept = setup.places().at("kept");
    let script = setup.places().at("witness");
    std::fs::write(&script, format!("#!/bin/sh\nread line; echo \"$line $2\" >> '{}'\n", kept.display()))
        .unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o700)).unwrap();
    profile(&setup, &format!("audit.witness = ['{}', 'first']\n", script.display()));
    let mut expected = String::new();
    for _ in 0..2 {
        assert!(setup.run(&["true"]).status.success());
        let (lines, head) = head(&state(&setup)).unwrap();
        expected += &format!("{lines}:{head} {lines}:{head}\n");
    }
    assert_eq!(std::fs::read_to_string(kept).unwrap(), expected);
}

#[test]
fn a_witness_that_fails_is_said_and_loses_nothing() {
    let setup = World::new();
    for witness in ["false", "/nonexistent/witness"] {
        profile(&setup, &format!("audit.witness = ['{witness}']\n"));
        let ran = setup.run(&["sh", "-c", "exit 7"]);
        assert_eq!(ran.status.code(), Some(7));
        let (lines, head) = head(&state(&setup)).unwrap();
        assert!(
            ran.stderr.contains(witness) && ran.stderr.contains(&format!("{lines}:{head}")),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(standings(&setup), ["closed", "closed"]);
}

#[test]
fn a_session_goes_on_while_the_key_changes_and_others_are_put_away() {
    let setup = World::new();
    assert!(setup.run(&["true"]).status.success());
    let world = setup.start();
    let setup = world.again();
    rotate_key(&state(&setup), &system_clock()).unwrap();
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let made = archive(&state(&setup), system_clock()(), &system_clock()).unwrap().unwrap();
    assert_eq!((made.files.len(), made.left.len()), (1, 0));
    world.end();
    assert!(setup.run(&["true"]).status.success());
    assert_eq!(standings(&setup), ["archived", "closed", "closed"]);
}
