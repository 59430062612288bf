//! Claims about the child and what surrounds it: it runs as if `ww` were not there, in an environment that leads through
//! it, and nothing is left behind.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::world::{APIS, Setup, World, files_below, github_token};

fn code(command: &[&str]) -> Option<i32> {
    World::new().run(command).status.code()
}

fn typed(arguments: &[&str]) -> (Option<i32>, String) {
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    let ran = World::new().ww(&arguments, b"");
    (ran.status.code(), ran.stderr)
}

#[test]
fn the_childs_exit_status_is_passed_on() {
    for status in [0, 1, 2, 125, 126, 127, 200, 255] {
        assert_eq!(code(&["sh", "-c", &format!("exit {status}")]), Some(status));
    }
}

#[test]
fn a_childs_death_by_signal_is_raised_again() {
    for (name, number) in [("TERM", 15), ("KILL", 9), ("INT", 2), ("SEGV", 11), ("PIPE", 13)] {
        let status = World::new().run(&["sh", "-c", &format!("kill -{name} $$")]).status;
        assert_eq!((status.signal(), status.code()), (Some(number), None), "{name}");
    }
}

#[test]
fn what_cannot_be_started_has_the_status_that_shells_give() {
    let world = World::new().file("script", "no program");
    let missing = world.run(&["no-such-command-here"]);
    assert_eq!(missing.status.code(), Some(127));
    assert!(missing.stderr.contains("no-such-command-here: command not found"), "{}", missing.stderr);
    let closed = world.run(&["./script"]);
    assert_eq!(closed.status.code(), Some(126));
    assert!(closed.stderr.contains("./script: cannot be executed"), "{}", closed.stderr);
    assert_eq!(world.run(&["/"]).status.code(), Some(126));
    assert_eq!(world.places().entries("session_end")[0]["ended"]["how"], "not_started");
    assert!(world.verify().status.success());
}

#[test]
fn a_mistake_on_the_command_line_is_told_and_nothing_runs() {
    for arguments in [
        &["run"][..],
        &["run", "--"],
        &["run", "--hots", "x", "true"],
        &["rnu", "true"],
        &["run", "--connect-to", "x", "true"],
    ] {
        let (status, stderr) = typed(arguments);
        assert_eq!(status, Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains("try '--help'") && !stderr.contains("panicked"), "{stderr}");
    }
    assert!(typed(&["run", "--hots", "x", "true"]).1.contains("--host"));
    let (status, stderr) = typed(&["run", "--host", "*.com", "true"]);
    assert_eq!(status, Some(125), "{stderr}");
    assert!(stderr.starts_with("ww: `*.com` would open every host"), "{stderr}");
    let (status, stderr) = typed(&["run", "--upstream-ca", "/nonexistent.pem", "true"]);
    assert_eq!(status, Some(125), "{stderr}");
    assert!(stderr.contains("/nonexistent.pem"), "{stderr}");
}

#[test]
fn a_profile_that_is_not_understood_names_file_line_and_the_nearest_key() {
    let ran = World::new().file(".ww.toml", "# mine\n\nhotss = []\n").run(&["true"]);
    assert_eq!(ran.status.code(), Some(125));
    for part in [".ww.toml", "line 3", "did you mean `hosts`?"] {
        assert!(ran.stderr.contains(part), "{part} in {}", ran.stderr);
    }
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn a_state_directory_that_cannot_be_used_is_named_and_nothing_runs() {
    let world = World::new();
    std::fs::write(world.places().at("state/waterwall"), "").unwrap();
    let ran = world.run(&["touch", "ran"]);
    assert_eq!(ran.status.code(), Some(125));
    assert!(ran.stderr.contains("state/waterwall"), "{}", ran.stderr);
    assert!(!world.places().at("project/ran").exists());
}

#[test]
fn without_descriptors_there_is_one_sentence_and_no_child() {
    let mut said = String::new();
    for limit in 4..48 {
        let setup = World::new().descriptor_limit(limit);
        let ran = setup.run(&["touch", "ran"]);
        let started = setup.places().at("project/ran").exists();
        assert_eq!(started, ran.status.success(), "{limit}: {}", ran.stderr);
        if !started && ran.stderr.starts_with("ww: ") {
            assert_eq!(ran.status.code(), Some(125), "{limit}: {}", ran.stderr);
            assert_eq!(ran.stderr.lines().count(), 1, "{limit}: {}", ran.stderr);
            said.push_str(&ran.stderr);
        }
    }
    assert!(
        said.contains("cannot start the proxy: close other programs or raise the limit on open files"),
        "{said}"
    );
}

#[test]
fn the_childs_streams_are_the_parents() {
    let world = World::new();
    let command = ["run", "--", "sh", "-c", "cat; echo said >&2"].map(OsString::from);
    let ran = world.ww(&command, b"\x00\xffbytes\n");
    assert_eq!((ran.stdout.as_slice(), ran.stderr.as_str()), (&b"\x00\xffbytes\n"[..], "said\n"));
}

#[test]
fn nothing_is_said_while_all_is_well() {
    let world = World::plain();
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    let ended = world.end();
    assert_eq!((ended.status.code(), ended.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_signal_for_ww_reaches_the_child() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("USR2", 12)] {
        let world = World::new();
        // The child signals its parent, which is `ww`, and ends with what it then hears.
        let script = format!("trap 'exit 7' {name}; kill -{name} $PPID; sleep 20 >&- 2>&- & wait");
        let ran = world.run_open(&["sh", "-c", &script]);
        assert_eq!(ran.status.code(), Some(7), "{name} {number} {}", ran.stderr);
    }
}

#[test]
fn the_childs_environment_leads_through_the_proxy_and_trusts_it() {
    let world = World::new()
        .env("https_proxy", "")
        .env("NO_PROXY", "api.anthropic.com")
        .env("SSL_CERT_DIR", "/etc/ssl/certs")
        .env("ANTHROPIC_UNIX_SOCKET", "/tmp/socket")
        .env("ODD", OsStr::from_bytes(b"\xfevalue"))
        .start();
    let url = world.variable("HTTPS_PROXY");
    assert!(url.starts_with("http://ww:") && url.contains("@127.0.0.1:"), "{url}");
    for name in ["https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        assert_eq!(world.variable(name), url, "{name}");
    }
    assert_eq!([world.variable("NO_PROXY"), world.variable("no_proxy")], ["localhost,127.0.0.1,::1"; 2]);
    let bundle = world.variable("SSL_CERT_FILE");
    for name in [
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "GIT_SSL_CAINFO",
        "CARGO_HTTP_CAINFO",
        "PIP_CERT",
        "AWS_CA_BUNDLE",
    ] {
        assert_eq!(world.variable(name), bundle, "{name}");
    }
    for name in ["SSL_CERT_DIR", "ANTHROPIC_UNIX_SOCKET"] {
        assert!(!world.environment.contains_key(OsStr::new(name)), "{name}");
    }
    assert_eq!(world.environment[OsStr::new("ODD")], OsStr::from_bytes(b"\xfevalue"));
    assert!(world.places().log_text().contains(&format!("\"session\":\"{}\"", world.variable("WW_SESSION"))));

    let certificates =
        |path: &str| CertificateDer::pem_file_iter(path).unwrap().map(Result::unwrap).collect::<Vec<_>>();
    let (all, added) = (certificates(&bundle), certificates(&world.variable("NODE_EXTRA_CA_CERTS")));
    assert_eq!(added.len(), 1, "the session's authority alone");
    let system = rustls_native_certs::load_native_certs().certs;
    assert!(system.len() > 10 && all.len() == system.len() + 1);
    assert!(all.contains(&added[0]) && system.iter().all(|root| all.contains(root)));
}

#[test]
fn names_that_are_not_utf8_reach_the_child() {
    let odd = OsStr::from_bytes(b"ODD\xff");
    let ran = World::new()
        .env(odd, OsStr::from_bytes(b"\xfe"))
        .env("A_TOKEN", OsStr::from_bytes(b"caf\xe9caf\xe9"))
        .run(&["env", "-0"]);
    assert!(ran.status.success(), "{}", ran.stderr);
    for entry in [&b"ODD\xff=\xfe\0"[..], b"A_TOKEN=caf\xe9caf\xe9\0"] {
        assert!(super::world::contains(&ran.stdout, entry));
    }
}

#[test]
fn the_parents_own_roots_are_kept() {
    let setup = World::new();
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let corporate = params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
    let path = setup.places().at("corporate.pem");
    std::fs::write(&path, corporate.pem()).unwrap();
    let world = setup.env("NODE_EXTRA_CA_CERTS", &path).start();
    for name in ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"] {
        let kept = CertificateDer::pem_file_iter(world.variable(name))
            .unwrap()
            .any(|it| it.unwrap() == *corporate.der());
        assert!(kept, "{name}");
    }
}

/// What is in the directory of live sessions.
fn left(setup: &Setup) -> Vec<std::path::PathBuf> {
    std::fs::read_dir(setup.places().at("run")).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_private_directory_is_private_holds_no_key_and_goes() {
    let world = World::plain();
    let setup = world.again();
    let directories = left(&setup);
    assert_eq!(directories.len(), 1);
    assert_eq!(directories[0].metadata().unwrap().permissions().mode() & 0o777, 0o700);
    for file in files_below(&directories[0]) {
        assert!(!std::fs::read_to_string(&file).unwrap().contains("PRIVATE"), "{}", file.display());
    }
    world.end();
    assert!(left(&setup).is_empty() && files_below(&setup.places().at("tmp")).is_empty());
    assert!(files_below(&setup.places().at("home")).is_empty());
}

#[test]
fn a_kill_that_cannot_be_caught_leaves_no_port_and_no_secret_and_the_next_start_sweeps() {
    let world = World::new().env("DB_PASSWORD", "k3f9q2x7-k3f9q2x7").start();
    world.agent().post(
        "api.anthropic.com",
        "/v1/messages",
        APIS[0].request(&format!("{} k3f9q2x7-k3f9q2x7", github_token())),
    );
    let (setup, agent) = (world.again(), world.agent());
    let ended = world.kill();
    assert_eq!(ended.status.signal(), Some(9));
    assert!(std::net::TcpStream::connect(agent.proxy()).is_err(), "the port is gone");
    assert!(
        setup.places().hold_nothing_of(&github_token())
            && setup.places().hold_nothing_of("k3f9q2x7-k3f9q2x7")
    );
    assert_eq!(left(&setup).len(), 1);
    assert!(setup.run(&["true"]).status.success());
    assert!(left(&setup).is_empty());
    assert!(setup.verify().status.success());
}

#[test]
fn ww_inside_ww_says_so_and_goes_through_it() {
    let ran = World::new().run(&[env!("CARGO_BIN_EXE_ww"), "run", "--", "sh", "-c", "echo $WW_SESSION"]);
    assert!(ran.status.success(), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("inside session") && ran.stderr.contains("goes on through it"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_streaming_answer_may_end_after_the_child_has() {
    let world = World::plain();
    let gate = super::world::Gate::closed();
    let events = APIS[0].stream(&["a"]).into_iter().map(String::into_bytes);
    let (head, tail) = (events.clone().take(1).flatten().collect(), events.skip(1).flatten().collect());
    world.upstream().reply(super::world::Reply::sse("").gated(&gate, [head, tail]));
    let mut wire = world.agent().ask("GET", "api.anthropic.com", "/v1/messages").open();
    wire.head(false).unwrap();
    wire.more_until("message_start");
    let ending = std::thread::spawn(move || world.end());
    gate.open();
    assert!(wire.more_until("message_stop").contains("\"a\""));
    assert!(ending.join().unwrap().status.success());
}
