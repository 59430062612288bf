//! Claims about the log when things go wrong: `ww` killed at any moment, many sessions at once, a log directory that goes
//! away or is closed. `tests/evidence.sh` runs them with the larger numbers.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use super::world::{More, Places, Reply, Setup, Wire, World, files_below};

/// Threads that send at once.
const AGENTS: usize = 4;

/// A number that a longer run sets in the environment.
fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

/// How often `ww` is killed.
fn kills() -> usize {
    number("WW_KILLS", 24)
}

/// Moments that differ from run to run of the loop, and are the same in each run of the test.
fn moments(longest: Duration) -> impl Iterator<Item = Duration> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        longest.mul_f64((state >> 11) as f64 / (1_u64 << 53) as f64)
    })
}

/// The paths of the requests in the log.
fn recorded(places: &Places) -> BTreeSet<String> {
    let files = files_below(&places.at("state/waterwall/audit"));
    let sessions = files.iter().filter(|path| path.extension().is_some_and(|it| it == "jsonl"));
    let texts = sessions.map(|path| String::from_utf8(fs::read(path).unwrap()).unwrap());
    let entries = texts.flat_map(|text| {
        let whole: Vec<Value> = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        whole
    });
    let requests = entries.filter(|entry| entry["kind"] == "request");
    requests.map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
}

/// The paths of the requests that the provider has seen.
fn forwarded(world: &World) -> BTreeSet<String> {
    let path = |head: &str| head.split(' ').nth(1).unwrap().to_owned();
    world.upstream().seen().iter().map(|seen| path(&seen.head)).collect()
}

#[track_caller]
fn verifies(setup: &Setup) -> String {
    let ran = setup.verify();
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{text}{}", ran.stderr);
    text
}

/// Sends one request after the other over one connection, until it ends.
fn send_until_it_ends(mut wire: Wire, name: &str) {
    for number in 0.. {
        let head = format!("GET /{name}/{number} HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n");
        if !wire.try_send(head.as_bytes()) || wire.head(false).is_none() {
            return;
        }
        while let More::Data(_) = wire.more() {}
    }
}

#[test]
fn a_kill_while_exchanges_run_loses_no_entry_of_what_was_forwarded() {
    let first = World::plain();
    let (setup, upstream) = (first.again(), first.upstream().clone());
    for (round, moment) in moments(Duration::from_millis(40)).take(kills() / 2).enumerate() {
        let world = first.again().start_below(upstream.clone());
        let wires: Vec<_> = (0..AGENTS).map(|_| world.agent().connect("api.anthropic.com")).collect();
        thread::scope(|scope| {
            for (agent, wire) in wires.into_iter().enumerate() {
                scope.spawn(move || send_until_it_ends(wire, &format!("{round}-{agent}")));
            }
            // Not for anything to happen: the kill is to come whenever it comes.
            thread::sleep(moment);
            kill(Pid::from_raw(world.pid()), Signal::SIGKILL).unwrap();
        });
        world.kill();
    }
    let seen = forwarded(&first);
    assert!(seen.len() >= kills(), "{}", seen.len());
    let lost: Vec<_> = seen.difference(&recorded(first.places())).cloned().collect();
    assert_eq!(lost, Vec::<String>::new());
    // The next session closes what the dead ones left open.
    assert!(setup.run(&["true"]).status.success());
    let text = verifies(&setup);
    assert!(!text.contains("as after a crash"), "{text}");
    assert_eq!(first.end().status.code(), Some(0));
    verifies(&setup);
}

#[test]
fn a_kill_while_a_session_begins_or_ends_leaves_what_verifies() {
    let world = World::plain();
    let setup = world.again();
    for moment in moments(Duration::from_millis(60)).take(kills() - kills() / 2) {
        setup.run_and_kill(&["true"], moment);
        verifies_but_for_ends(&setup);
    }
    assert!(setup.run(&["true"]).status.success());
    let text = verifies(&setup);
    assert!(!text.contains("as after a crash"), "{text}");
}

/// A session that was killed between its last line and the ledger's is a fault until it is adopted, and no other is.
#[track_caller]
fn verifies_but_for_ends(setup: &Setup) {
    let ran = setup.verify();
    let text = String::from_utf8(ran.stdout).unwrap();
    let faults = text.lines().filter(|line| line.contains("FAULT  "));
    for fault in faults {
        assert!(fault.contains("has ended, but the ledger does not have its end"), "{text}");
    }
}

#[test]
fn sessions_that_run_at_once_leave_one_chain() {
    let (processes, sessions) = (8, number("WW_SESSIONS", 10));
    let world = World::plain();
    let setup = world.again();
    thread::scope(|scope| {
        for process in 0..processes {
            let (world, setup) = (&world, &setup);
            scope.spawn(move || {
                for session in 0..sessions {
                    if session % 10 == 0 {
                        let other = world.again().start_below(world.upstream().clone());
                        let path = format!("/{process}/{session}");
                        assert_eq!(other.agent().ask("GET", "api.anthropic.com", &path).send().status, 200);
                        assert_eq!(other.end().status.code(), Some(0));
                    } else {
                        let ran = setup.run(&["true"]);
                        assert!(ran.status.success(), "{}", ran.stderr);
                    }
                }
            });
        }
    });
    assert_eq!(forwarded(&world), recorded(world.places()));
    let places = Arc::clone(world.places());
    world.end();
    verifies(&setup);
    let ledger = fs::read_to_string(places.at("state/waterwall/audit/ledger.jsonl")).unwrap();
    assert_eq!(ledger.lines().count(), 2 * (processes * sessions + 1));
}

/// Sends a request with that number; the status.
fn send(world: &World, number: usize) -> u16 {
    world.agent().ask("GET", "api.anthropic.com", &format!("/{number}")).send().status
}

/// What is wrong with the log's directory, and how it becomes right again.
type Trouble = (fn(&Path), fn(&Path));

fn aside(audit: &Path) -> std::path::PathBuf {
    audit.with_extension("aside")
}

#[test]
fn while_the_log_is_out_of_reach_nothing_is_forwarded_and_afterwards_it_goes_on() {
    let troubles: [Trouble; 3] = [
        // Moved away.
        (|audit| fs::rename(audit, aside(audit)).unwrap(), |audit| fs::rename(aside(audit), audit).unwrap()),
        // Another directory in its place.
        (
            |audit| {
                fs::rename(audit, aside(audit)).unwrap();
                fs::create_dir(audit).unwrap();
            },
            |audit| {
                fs::remove_dir(audit).unwrap();
                fs::rename(aside(audit), audit).unwrap();
            },
        ),
        // A file in its place.
        (
            |audit| {
                fs::rename(audit, aside(audit)).unwrap();
                fs::write(audit, "").unwrap();
            },
            |audit| {
                fs::remove_file(audit).unwrap();
                fs::rename(aside(audit), audit).unwrap();
            },
        ),
    ];
    for (spoil, mend) in troubles {
        let world = World::plain();
        let audit = world.places().at("state/waterwall/audit");
        assert_eq!(send(&world, 1), 200);
        spoil(&audit);
        assert_eq!([send(&world, 2), send(&world, 3)], [502, 502]);
        mend(&audit);
        assert_eq!(send(&world, 4), 200);
        assert_eq!(forwarded(&world), ["/1", "/4"].map(str::to_owned).into());
        assert_eq!(recorded(world.places()), forwarded(&world));
        let setup = world.again();
        assert_eq!(world.end().status.code(), Some(0));
        verifies(&setup);
    }
}

#[test]
fn a_log_directory_that_is_closed_refuses_or_records() {
    let world = World::plain();
    let audit = world.places().at("state/waterwall/audit");
    assert_eq!(send(&world, 1), 200);
    for mode in [0o500, 0o000] {
        fs::set_permissions(&audit, Permissions::from_mode(mode)).unwrap();
        // To the superuser modes mean nothing, and an open file can be written to in a directory that cannot.
        let status = send(&world, 2 + mode as usize);
        fs::set_permissions(&audit, Permissions::from_mode(0o700)).unwrap();
        assert!(matches!(status, 200 | 502), "{status}");
        assert_eq!(forwarded(&world), recorded(world.places()));
    }
    assert_eq!(send(&world, 2), 200);
    let setup = world.again();
    assert_eq!(world.end().status.code(), Some(0));
    verifies(&setup);
}

#[test]
fn a_log_directory_that_is_deleted_ends_all_exchanges_and_the_next_session_begins_anew() {
    let world = World::plain();
    let audit = world.places().at("state/waterwall/audit");
    assert_eq!(send(&world, 1), 200);
    fs::remove_dir_all(&audit).unwrap();
    assert_eq!([send(&world, 2), send(&world, 3)], [502, 502]);
    assert_eq!(forwarded(&world), ["/1".to_owned()].into());
    let setup = world.again();
    // The child's status stands, and what became of the log is said.
    let ended = world.end();
    assert_eq!(ended.status.code(), Some(0));
    assert!(ended.stderr.contains("the log of this session was not closed"), "{}", ended.stderr);
    assert!(setup.run(&["true"]).status.success());
    assert!(verifies(&setup).contains("verified"));
}

#[test]
fn what_a_hostile_client_or_provider_says_reaches_neither_log_nor_terminal_raw() {
    let world = World::plain();
    let escape = "\u{9b}31m\u{202e}";
    // The client: its path, its headers, a name of ten megabytes, bytes that are no text, hosts that are none.
    for path in
        ["/%1b[2J%0d%0a{%22v%22:1}", "/../../etc/passwd", "/\u{9b}31m", &format!("/{}", "x".repeat(50_000))]
    {
        world.agent().ask("GET", "api.anthropic.com", path).header("x-a", escape).attempt();
    }
    let named = |name: &str| serde_json::json!({"model": name, "messages": []}).to_string();
    for body in [
        named(&"m".repeat(10_000_000)).into_bytes(),
        named(escape).into_bytes(),
        b"{\"\xff\x1b[2J\":".to_vec(),
    ] {
        world.agent().post("api.anthropic.com", "/v1/messages", body);
    }
    for name in ["content-encoding", "content-type"] {
        let odd =
            world.agent().ask("POST", "api.anthropic.com", "/v1/messages").header(name, "x\u{9b}31m\"\\");
        odd.body("{}").attempt();
    }
    for host in ["../../etc:443", "a\u{9b}31m:443", "api.anthropic.com\t:443"] {
        let mut wire = world.agent().dial();
        let credentials = world.agent().credentials;
        wire.send(
            format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: {credentials}\r\n\r\n")
                .as_bytes(),
        );
        wire.head(true);
    }
    // The provider: its status line, its headers, its body.
    for reply in [
        Reply::new(200, "text/\u{9b}31m", "\u{1b}[2J"),
        Reply::json("{\"\u{1b}\":1").header("content-encoding", "\u{9b}31m"),
        Reply::json("{}").header("x-request-id", "../../\u{202e}"),
    ] {
        world.upstream().reply(reply);
        world.agent().ask("GET", "api.anthropic.com", "/v1/models").attempt();
    }
    let (setup, places) = (world.again(), Arc::clone(world.places()));
    let ended = world.end();
    let forbidden = |text: &str| text.chars().any(|c| c != '\n' && (c.is_control() || c == '\u{202e}'));
    for file in files_below(&places.at("state/waterwall/audit")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!forbidden(&text) && text.lines().all(|line| line.len() < 10_000), "{text}");
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name == "ledger.jsonl" || name.len() == "2026-11-22T15-44-01Z-k3f9q2.jsonl".len(), "{name}");
    }
    assert!(
        places.entries("request").len() >= 5 && places.entries("refused").len() >= 3,
        "{}",
        places.log_text()
    );
    assert!(!forbidden(&ended.stderr), "{:?}", ended.stderr);
    assert!(!forbidden(&verifies(&setup)));
}
