//! Claims about `ww scan`: what it looks at, what it says, how it ends; and that it shows no secret unasked.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use super::world::{World, contains, github_token};

/// A machine with a home and a project.
struct Machine {
    root: tempfile::TempDir,
}

/// How a scan ended.
struct Scanned {
    status: i32,
    stdout: String,
    stderr: String,
}

impl From<Output> for Scanned {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            status: output.status.code().unwrap(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Scanned {
    /// The objects of `--json`.
    fn objects(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The paths in them, each once.
    fn paths(&self) -> Vec<String> {
        let paths: BTreeSet<_> =
            self.objects().iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect();
        paths.into_iter().collect()
    }
}

impl Machine {
    fn new() -> Self {
        let root = tempfile::Builder::new().prefix("it-").tempdir().unwrap();
        for name in ["home", "project/.git"] {
            fs::create_dir_all(root.path().join(name)).unwrap();
        }
        Self { root }
    }

    /// One with a secret in a file of that name.
    fn with_token(path: &str) -> Self {
        Self::new().file(path, format!("x = {}\n", github_token()))
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.path().join("project").join(path)
    }

    /// A file, by its path from the project.
    fn file(self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> Self {
        let path = self.root.path().join("project").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn profile(self, text: &str) -> Self {
        self.file("../home/.config/waterwall/config.toml", text)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ww"));
        command.arg("scan").args(arguments).env_clear().current_dir(self.at(""));
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", self.root.path().join("home"));
        command
    }

    fn scan(&self, arguments: &[&str]) -> Scanned {
        self.command(arguments).stdin(Stdio::null()).output().unwrap().into()
    }

    fn scan_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Scanned {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref();
        std::thread::scope(|scope| {
            // A child that does not read its input closes it.
            scope.spawn(move || stdin.write_all(input).is_ok());
            child.wait_with_output().unwrap().into()
        })
    }
}

#[test]
fn a_finding_is_a_line_with_its_place_and_the_placeholder_of_a_run() {
    let world = World::new().file("a.py", &format!("é = \"{}\"\n", github_token()));
    let ran = world.ww(&["scan".into(), "a.py".into()], b"");
    let stdout = String::from_utf8(ran.stdout).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{stdout}{}", ran.stderr);
    let words: Vec<_> = stdout.split_whitespace().collect();
    let [place, kind, rule, placeholder] = words.as_slice() else { panic!("{stdout}") };
    assert_eq!([*place, *kind, *rule], ["a.py:1:6", "GITHUB_TOKEN", "github-token"]);
    assert_eq!(ran.stderr, "ww: 1 finding in 1 file\n");

    let world = world.start();
    let body = json!({"messages": [{"role": "user", "content": github_token()}]}).to_string();
    world.agent().post("api.anthropic.com", "/v1/messages", body);
    assert!(contains(&world.upstream().seen()[0].body, placeholder.as_bytes()));
}

#[test]
fn json_has_one_object_a_line_with_byte_offsets() {
    let text = format!("# é\n  é = \"{}\"\n", github_token());
    let machine = Machine::new().file("a.py", &text).file(".env", "DB_PASSWORD=k3f9q2x7aa\n");
    let scanned = machine.scan(&["--json", "."]);
    let [known, token] = scanned.objects().try_into().unwrap();
    assert_eq!(
        (&known["path"], &known["source"], &known["type"]),
        (&json!(".env"), &json!("known"), &json!("DB_PASSWORD"))
    );
    let [start, end] = ["start", "end"].map(|it| usize::try_from(token[it].as_u64().unwrap()).unwrap());
    assert_eq!(&text[start..end], github_token());
    assert_eq!((&token["line"], &token["column"]), (&json!(2), &json!(8)));
    let keys: Vec<_> =
        token.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(keys, ["column", "end", "line", "path", "placeholder", "rule", "source", "start", "type"]);
    assert!(token["placeholder"].as_str().unwrap().starts_with("<pl:GITHUB_TOKEN:"));
    assert_eq!((scanned.status, token["source"].as_str()), (1, Some("prefix")));
}

#[test]
fn git_decides_what_is_looked_at_and_hidden_files_are() {
    let mut machine = Machine::new().file(".gitignore", "ignored/\n*.log\n").file("global-ignore", "");
    for path in ["a", ".hidden/b", "src/c", "ignored/d", "e.log", ".git/f", ".env"] {
        machine = machine.file(path, github_token());
    }
    assert_eq!(machine.scan(&["--json", "."]).paths(), [".env", ".hidden/b", "a", "src/c"]);
    let all = [".env", ".hidden/b", "a", "e.log", "ignored/d", "src/c"];
    assert_eq!(machine.scan(&["--json", "--no-ignore", "."]).paths(), all);
    // What is named is looked at.
    let named = ["--json", "./e.log", "ignored/d", "e.log", ".git"];
    assert_eq!(machine.scan(&named).paths(), [".git/f", "e.log", "ignored/d"]);
}

#[test]
fn stdin_is_scanned_when_it_is_named_or_nothing_is() {
    let machine = Machine::with_token("a");
    let text = format!("one\ntwo {}\n", github_token());
    for arguments in [&["--json"][..], &["--json", "-"]] {
        let scanned = machine.scan_input(arguments, &text);
        assert_eq!((scanned.paths(), scanned.status), (vec!["-".to_owned()], 1));
        assert_eq!(scanned.objects()[0]["line"], 2);
    }
    let both = machine.scan_input(&["--json", "a", "-"], &text);
    assert_eq!(both.paths(), ["-", "a"]);
    let empty = machine.scan(&[]);
    assert_eq!((empty.status, empty.stdout.as_str()), (0, ""));
    assert!(empty.stderr.contains("it was empty"), "{}", empty.stderr);
}

#[test]
fn a_closed_stdin_is_an_empty_one() {
    let machine = Machine::new();
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" scan <&-", env!("CARGO_BIN_EXE_ww")]);
    shell.env_clear().env("HOME", machine.root.path()).current_dir(machine.at(""));
    let scanned = Scanned::from(shell.output().unwrap());
    assert_eq!(scanned.status, 0, "{}", scanned.stderr);
}

#[test]
fn in_a_terminal_this_directory_is_scanned_and_the_answer_is_coloured() {
    let machine = Machine::with_token("a.py");
    let terminal = |variable: &str| {
        let pty = nix::pty::openpty(None, None).unwrap();
        let end = || Stdio::from(pty.slave.try_clone().unwrap());
        let mut command = machine.command(&[]);
        command.env("TERM", "xterm").env(variable, "1").stdin(end()).stdout(end()).stderr(end());
        let mut child = command.spawn().unwrap();
        drop((command, pty.slave));
        let mut shown = Vec::new();
        // Once nobody holds the other end, reading it is an error.
        let _ended = fs::File::from(pty.master).read_to_end(&mut shown);
        assert_eq!(child.wait().unwrap().code(), Some(1));
        String::from_utf8(shown).unwrap()
    };
    let coloured = terminal("UNRELATED");
    assert!(
        coloured.contains("a.py\u{1b}[0m:1:5") && coloured.contains("1 finding in 1 file"),
        "{coloured:?}"
    );
    assert!(!terminal("NO_COLOR").contains('\u{1b}'));
    let piped = machine.scan(&["a.py"]);
    assert!(!piped.stdout.contains('\u{1b}'));
    let forced = Scanned::from(machine.command(&["a.py"]).env("CLICOLOR_FORCE", "1").output().unwrap());
    assert!(forced.stdout.contains('\u{1b}'));
}

#[test]
fn no_secret_is_shown_unless_asked_for() {
    let machine = Machine::new()
        .file("a.py", format!("one(\"{0}\", password=\"hunter2hunter2\") # {0}\n", github_token()))
        .file("bad\u{1b}[31m.py", github_token());
    for arguments in [&["."][..], &["--explain", "."], &["--json", "--explain", "."]] {
        let scanned = machine.scan(arguments);
        for secret in [github_token().as_str(), "hunter2hunter2"] {
            assert!(!scanned.stdout.contains(secret) && !scanned.stderr.contains(secret), "{arguments:?}");
        }
        assert!(!scanned.stdout.contains('\u{1b}'));
        assert_eq!(scanned.status, 1);
    }
    for arguments in [&["--show", "."][..], &["--show", "--json", "."]] {
        let scanned = machine.scan(arguments);
        assert!(scanned.stdout.contains(&github_token()) && !scanned.stdout.contains('\u{1b}'));
    }
}

#[test]
fn a_shown_secret_cannot_command_the_terminal() {
    let machine = Machine::new()
        .file(".env", "DB_PASSWORD='k3f9\u{1b}[2J\u{9b}q2x7'\n")
        .file("a.json", r#"{"x": "k3f9\u001b[2J\u009bq2x7"}"#)
        .file("b", "k3f9\u{1b}[2J\u{9b}q2x7 \u{1b}[31m\n");
    for arguments in [&["--show", "--explain", "."][..], &["--show", "--explain", "--json", "."]] {
        let shown = machine.scan(arguments).stdout;
        assert_eq!(shown.matches("[2J").count(), 3, "{shown:?}");
        assert!(!shown.contains(['\u{1b}', '\u{9b}']), "{shown:?}");
    }
}

#[test]
fn it_is_explained_which_rule_matched_and_how_to_allow_it() {
    let machine = Machine::new()
        .file("a.py", format!("deploy(\"{}\") # here\n", github_token()))
        .file("b.py", "password = \"hunter2hunter2\"\nme = 'jane@corp.com'\nq7Rt9Lm2Xc4Vb6Nz8Kp1\n")
        .file("c.py", "k3f9q2x7aa\n")
        .file(".env", "DB_PASSWORD=k3f9q2x7aa\n")
        .profile("[detect]\npii = ['email']\nentropy = 'aggressive'\n");
    let said = machine.scan(&["--explain", "a.py", "b.py", "c.py"]).stdout;
    for part in [
        "a vendor's format (GitHub Docs",
        "deploy(\"[GITHUB_TOKEN]\") # here",
        "[allow] ids = [\"",
        ".config/waterwall/config.toml",
        "key word and operator",
        "personal data, which your profile asks for (RFC 5321",
        "as random as a key",
        "your environment, a file that holds credentials or your profile has it as DB_PASSWORD",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    let objects = machine.scan(&["--explain", "--json", "a.py"]).objects();
    assert_eq!(objects[0]["around"], "deploy(\"[GITHUB_TOKEN]\") # here");
    assert!(objects[0]["why"].as_str().unwrap().contains("vendor"));
}

#[test]
fn marks_free_their_lines_here_and_are_counted() {
    let machine =
        Machine::new().file("a", format!("{0} # ww:allow\n{0}\n{0} # gitleaks:allow {0}\n", github_token()));
    let scanned = machine.scan(&["--json", "a"]);
    assert_eq!((scanned.objects().len(), scanned.status), (1, 1));
    assert_eq!(scanned.stderr, "ww: 1 finding in 1 file; 3 freed by marks\n");
    let freed = machine.file("b", format!("{} ww:allow", github_token())).scan(&["b"]);
    assert_eq!(
        (freed.status, freed.stderr.as_str()),
        (0, "ww: nothing found in 1 file; 1 freed by a mark\n")
    );
}

#[test]
fn what_the_users_configuration_allows_is_counted_and_not_told() {
    let machine = Machine::with_token("a");
    let said = machine.scan(&["--explain", "a"]).stdout;
    let quoted = |after: &str| {
        let rest = said.split_once(after).unwrap().1;
        rest.split_once('"').unwrap().0.to_owned()
    };
    let (id, digest) = (quoted("ids = [\""), quoted("values = [\""));
    let mut machine = machine;
    for allow in
        [format!("ids = ['{id}']"), format!("values = ['{digest}']"), "rules = ['github-token']".to_owned()]
    {
        machine = machine.profile(&format!("[allow]\n{allow}\n"));
        let scanned = machine.scan(&["a"]);
        let said = "ww: nothing found in 1 file; 1 allowed by your configuration\n";
        assert_eq!((scanned.status, scanned.stderr.as_str()), (0, said), "{allow}");
    }
}

#[test]
fn what_cannot_be_looked_at_is_said_and_the_rest_is_scanned() {
    let machine = Machine::with_token("good");
    symlink("loop", machine.at("loop")).unwrap();
    nix::unistd::mkfifo(&machine.at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    // Regular by its mode, and nobody can read it from its start.
    let unreadable = "/proc/self/mem";
    for (path, part) in [
        ("missing", "cannot read missing: No such file"),
        ("loop", "cannot read loop: Too many levels"),
        ("pipe", "pipe is not a regular file: pass what is in it through stdin"),
        (unreadable, "cannot read /proc/self/mem"),
    ] {
        let scanned = machine.scan(&["--json", path, "good"]);
        assert_eq!((scanned.status, scanned.paths()), (2, vec!["good".to_owned()]), "{path}");
        assert!(scanned.stderr.contains(part), "{}", scanned.stderr);
        assert!(scanned.stderr.contains("1 not looked at"), "{}", scanned.stderr);
    }
}

#[test]
fn a_walk_leaves_out_links_pipes_and_binary_files_and_counts_them() {
    let machine = Machine::with_token("good").file("bin", format!("a\0{}", github_token()));
    symlink(".", machine.at("around")).unwrap();
    symlink("good", machine.at("link")).unwrap();
    nix::unistd::mkfifo(&machine.at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let scanned = machine.scan(&["--json", "."]);
    assert_eq!((scanned.status, scanned.paths()), (1, vec!["good".to_owned()]));
    let sum = "1 finding in 1 file; 1 binary file left out; 2 links not followed; 1 special file left out";
    assert_eq!(scanned.stderr, format!("ww: {sum}\n"));
    // Named, a link is what it leads to.
    assert_eq!(machine.scan(&["--json", "link"]).paths(), ["link"]);
}

#[test]
fn a_file_beyond_the_bound_is_never_left_out_silently() {
    let machine = Machine::with_token("good");
    let file = fs::File::create(machine.at("big")).unwrap();
    (&file).write_all(&[b'x'; 8 << 10]).unwrap();
    file.set_len((64 << 20) + 1).unwrap();
    let scanned = machine.scan(&["--json", "."]);
    assert_eq!((scanned.status, scanned.paths()), (2, vec!["good".to_owned()]));
    assert!(scanned.stderr.contains("big is larger than 64 MiB"), "{}", scanned.stderr);
}

#[test]
fn bytes_that_are_no_text_are_scanned_and_named_all_the_same() {
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    let text = [b"caf\xe9 ".as_slice(), github_token().as_bytes(), b" \xff\n"].concat();
    let machine = Machine::new().file(name, text);
    let object = &machine.scan(&["--json", "."]).objects()[0];
    assert_eq!((&object["path"], &object["start"]), (&json!("caf\u{fffd}.txt"), &json!(5)));
}

#[test]
fn json_files_are_read_string_by_string() {
    let machine = Machine::new()
        .file("a.json", r#"{"password": "hunt\u00e9r2x", "prompt_cache_key": "q7Rt9Lm2Xc4Vb6Nz8Kp1"}"#)
        .file("b.jsonl", format!("{{\"a\":\"\\n{0}\"}}\n{{\"b\":\"{0}\"}}\n", github_token()))
        .file("c.json", format!("{{ no json {}", github_token()));
    let places: Vec<_> = machine
        .scan(&["--json", "."])
        .objects()
        .iter()
        .map(|it| format!("{}:{}:{}-{}", it["path"].as_str().unwrap(), it["line"], it["start"], it["end"]))
        .collect();
    assert_eq!(places, ["a.json:1:14-27", "b.jsonl:1:8-48", "b.jsonl:2:57-97", "c.json:1:10-50"]);
}

#[test]
fn transcripts_of_agents_are_found_in_home_and_project() {
    let line = json!({"message": {"content": [{"text": format!("it is\n{}", github_token())}]}}).to_string();
    let mut machine = Machine::new();
    let kept = [
        "../home/.claude/projects/-p/1.jsonl",
        "../home/.codex/history.jsonl",
        "../home/.codex/sessions/2026/11/22/rollout-1.jsonl",
        "../home/.gemini/tmp/abc/logs.json",
        "../home/.local/share/opencode/opencode.db",
        "../home/.local/share/opencode/storage/part/p.json",
        "../home/.qwen/projects/-p/chats/1.jsonl",
        ".aider.chat.history.md",
    ];
    for path in kept.into_iter().chain(["../home/.claude/settings.json", "a.py", "../home/.codex/auth.json"])
    {
        let text =
            if path.ends_with(".db") { format!("SQLite format 3\0\x01\0{line}\0") } else { line.clone() };
        machine = machine.file(path, text);
    }
    let scanned = machine.scan(&["--json", "--transcripts"]);
    assert_eq!(scanned.status, 1, "{}", scanned.stderr);
    let mut found: Vec<_> =
        scanned.paths().iter().map(|path| Path::new(path).canonicalize().unwrap()).collect();
    let mut expected: Vec<_> = kept.iter().map(|path| machine.at(path).canonicalize().unwrap()).collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(machine.scan(&["--json", "--transcripts", "a.py"]).paths().len(), expected.len() + 1);

    fs::create_dir(machine.at("sub")).unwrap();
    let mut command = machine.command(&["--json", "--transcripts"]);
    let below = Scanned::from(command.current_dir(machine.at("sub")).output().unwrap());
    assert_eq!(below.paths(), scanned.paths());

    let moved = machine.file("../elsewhere/sessions/1.jsonl", &line);
    let mut command = moved.command(&["--json", "--transcripts"]);
    let scanned = Scanned::from(command.env("CODEX_HOME", moved.at("../elsewhere")).output().unwrap());
    assert!(scanned.paths().iter().any(|path| path.ends_with("elsewhere/sessions/1.jsonl")));
}

#[test]
fn the_order_does_not_depend_on_the_threads() {
    let mut machine = Machine::new();
    for number in 0..200 {
        let filling = "filling\n".repeat(number * 7919 % 2000);
        machine = machine
            .file(format!("d{}/f{number:03}", number % 7), filling + &github_token() + " " + &github_token());
    }
    let first = machine.scan(&["--json", "d1", "d0", "."]);
    let order: Vec<_> =
        first.objects().iter().map(|it| (it["path"].to_string(), it["start"].as_u64())).collect();
    assert_eq!(order.len(), 400);
    assert!(order.is_sorted());
    assert_eq!(machine.scan(&["--json", "."]).stdout, first.stdout);
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_quietly() {
    let mut machine = Machine::new();
    for number in 0..300 {
        machine = machine.file(format!("f{number}"), format!("{}\n", github_token()).repeat(500));
    }
    for arguments in [&["--json", "."][..], &["."]] {
        let mut command = machine.command(arguments);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ended = Scanned::from(child.wait_with_output().unwrap());
        assert_eq!((ended.status, ended.stderr.as_str()), (1, ""));
    }
}

#[test]
fn questions_are_answered_in_order_line_by_line() {
    let question = |number: usize| {
        let text = if number.is_multiple_of(3) { format!("é {}", github_token()) } else { "nothing".into() };
        json!({"id": number, "text": text}).to_string() + "\n"
    };
    let input: String = (0..10_000).map(question).collect();
    let scanned = Machine::new().scan_input(&["--stdin-jsonl"], input);
    assert_eq!((scanned.status, scanned.stderr.as_str()), (1, ""));
    let answers = scanned.objects();
    assert_eq!(answers.len(), 10_000);
    let found =
        json!([{"start": 3, "end": 43, "rule": "github-token", "type": "GITHUB_TOKEN", "source": "prefix"}]);
    for (number, answer) in answers.iter().enumerate() {
        let expected = if number.is_multiple_of(3) { found.clone() } else { json!([]) };
        assert_eq!(*answer, json!({"id": number, "findings": expected}));
    }
}

#[test]
fn an_answer_comes_before_the_next_question() {
    let mut command = Machine::new().command(&["--stdin-jsonl"]);
    let mut child = command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut ask, mut hear) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    for _ in 0..3 {
        ask.write_all(b"{\"id\":\"x\",\"text\":\"\"}\n").unwrap();
        let mut answer = [0; 25];
        hear.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"{\"id\":\"x\",\"findings\":[]}\n");
    }
    drop(ask);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_id_comes_back_as_it_was() {
    for id in
        ["null", "1.50", "123456789012345678901234567890", "\"\\u00e9\\ud83d\"", "[1, {\"a\":  2}]", "true"]
    {
        let line = format!("{{\"text\": \"x\", \"other\": 1, \"id\": {id}}}\n");
        let scanned = Machine::new().scan_input(&["--stdin-jsonl"], line);
        assert_eq!(scanned.stdout, format!("{{\"id\":{id},\"findings\":[]}}\n"));
        assert_eq!(scanned.status, 0);
    }
}

#[test]
fn a_line_that_is_no_question_is_named_by_its_number_and_not_quoted() {
    let good = "{\"id\":1,\"text\":\"x\"}";
    let secret = format!("\"{}\"", github_token());
    for bad in [
        "{",
        "[]",
        "{\"id\":1}",
        "{\"id\":1,\"text\":2}",
        "{\"text\":\"x\"}",
        &secret,
        "{\"id\":1,\"text\":\"x\"} x",
    ] {
        let scanned = Machine::new().scan_input(&["--stdin-jsonl"], format!("{good}\n\n{bad}\n{good}\n"));
        assert_eq!((scanned.status, scanned.objects().len()), (2, 1), "{bad}");
        assert!(
            scanned.stderr.contains("line 3 of stdin") && !scanned.stderr.contains(&github_token()),
            "{bad}"
        );
    }
}

#[test]
fn measuring_uses_the_profile_and_no_known_value_of_this_machine() {
    let machine =
        Machine::new().file(".env", "DB_PASSWORD=k3f9q2x7aa\n").profile("[detect]\npii = ['email']\n");
    let line = json!({"id": 1, "text": "k3f9q2x7aa jane@corp.com"}).to_string();
    let scanned = machine.scan_input(&["--stdin-jsonl"], &line);
    let found: Vec<_> = scanned.objects()[0]["findings"].as_array().unwrap().clone();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (&found[0]["source"], &found[0]["rule"], &found[0]["start"]),
        (&json!("pii"), &json!("pii-email"), &json!(11))
    );
    let with_known = machine.scan_input(&["--json"], "k3f9q2x7aa");
    assert_eq!(with_known.objects()[0]["source"], "known");
}

#[test]
fn personal_data_and_randomness_are_found_when_the_profile_asks() {
    let text = "4111 1111 1111 1111\njane@corp.com\n+14155552671\nDE89 3704 0044 0532 0130 00\n078-05-1120\n\
                q7Rt9Lm2Xc4Vb6Nz8Kp1\n";
    let machine = Machine::new().file("a", text);
    assert_eq!(machine.scan(&["a"]).status, 0);
    let machine = machine
        .profile("[detect]\npii = ['email', 'card', 'iban', 'ssn', 'phone']\nentropy = 'aggressive'\n");
    let objects = machine.scan(&["--json", "a"]).objects();
    let found: Vec<_> = objects
        .iter()
        .map(|it| [&it["type"], &it["rule"], &it["source"]].map(|it| it.as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ["CARD", "pii-card", "pii"],
        ["EMAIL", "pii-email", "pii"],
        ["PHONE", "pii-phone", "pii"],
        ["IBAN", "pii-iban", "pii"],
        ["SSN", "pii-ssn", "pii"],
        ["HIGH_ENTROPY", "high-entropy", "context"],
    ];
    assert_eq!(found, expected.map(|it| it.map(str::to_owned)));
    let mistaken = machine.profile("[detect]\npii = ['emial']\n").scan(&["a"]);
    assert_eq!(mistaken.status, 2);
    assert!(mistaken.stderr.contains("did you mean `email`?"), "{}", mistaken.stderr);
}

#[test]
fn without_a_state_directory_there_are_no_placeholders_and_that_is_said() {
    let machine = Machine::with_token("a").file("../state", "");
    let mut command = machine.command(&["--json", "a"]);
    let scanned = Scanned::from(command.env("XDG_STATE_HOME", machine.at("../state")).output().unwrap());
    assert_eq!((scanned.status, &scanned.objects()[0]["placeholder"]), (1, &Value::Null));
    assert!(scanned.stderr.contains("so placeholders are not shown"), "{}", scanned.stderr);
}

#[test]
fn a_misuse_is_a_usage_error() {
    for arguments in [&["--stdin-jsonl", "a"][..], &["--stdin-jsonl", "--json"], &["--nope"]] {
        assert_eq!(Machine::new().scan(arguments).status, 2, "{arguments:?}");
    }
}
