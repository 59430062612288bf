//! Claims about known values: what a user's files hold does not leave, however it is spelled, also when it came into
//! them a moment ago; and what could not be taken is said.

use std::fs;
use std::os::unix::fs::symlink;

use data_encoding::{BASE64, BASE64_MIME, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use serde_json::Value;

use super::world::{APIS, Reply, Setup, World, ascii_json, odd_password};

/// A file in the user's home directory.
fn home(setup: Setup, path: &str, text: &str) -> Setup {
    let path = setup.places().at("home").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    setup
}

/// The user's profile.
fn profile(setup: Setup, text: &str) -> Setup {
    home(setup, ".config/waterwall/config.toml", text)
}

/// What reaches the provider of a text.
#[track_caller]
fn sent(world: &World, text: &str) -> String {
    let answer = world.agent().post(APIS[0].host, APIS[0].path, APIS[0].request(text));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let seen = world.upstream().seen().pop().unwrap().json();
    seen.pointer("/messages/0/content").unwrap().as_str().unwrap().to_owned()
}

fn private_key(body: &str) -> String {
    let label = ["OPENSSH", "PRIVATE", "KEY"].join(" ");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----")
}

#[test]
fn what_the_files_of_credentials_hold_does_not_leave() {
    let coded = |text: &str| BASE64.encode(text.as_bytes());
    let (ssh, gcp, kube) = (private_key("ssh3cret"), private_key("gcp3cret"), private_key("kub3cret"));
    let files = [
        (
            ".aws/credentials",
            "[a]\naws_secret_access_key = s3cret-aws\naws_session_token = s3cret-sts\n".to_owned(),
        ),
        (".netrc", "machine h.example login me password s3cret-netrc\n".to_owned()),
        (
            ".npmrc",
            format!("//r.example/:_authToken=s3cret-npm\n//q.example/:_password={}\n", coded("s3cret-npm-2")),
        ),
        (".pypirc", "[pypi]\nusername = __token__\npassword = s3cret-pypi\n".to_owned()),
        (".git-credentials", "https://me:s3cret-git@h.example\n".to_owned()),
        (
            ".docker/config.json",
            format!(r#"{{"auths":{{"h.example":{{"auth":"{}"}}}}}}"#, coded("me:s3cret-docker")),
        ),
        (
            ".kube/config",
            format!(
                "users:\n- user:\n    token: s3cret-kube\n    password: s3cret-kube-2\n    client-key-data: {}\n",
                coded(&kube)
            ),
        ),
        (".config/gh/hosts.yml", "github.com:\n    oauth_token: s3cret-gh\n".to_owned()),
        (
            ".config/gcloud/application_default_credentials.json",
            r#"{"client_secret":"s3cret-gcp","refresh_token":"s3cret-gcp-2"}"#.to_owned(),
        ),
        ("service.json", format!(r#"{{"private_key":"{}\n"}}"#, gcp.replace('\n', "\\n"))),
        (".ssh/deploy", format!("{ssh}\n")),
        (".terraformrc", "credentials \"h.example\" {\n  token = \"s3cret-tf\"\n}\n".to_owned()),
        (".terraform.d/credentials.tfrc.json", r#"{"credentials":{"h":{"token":"s3cret-tf-2"}}}"#.to_owned()),
    ];
    let setup = files.iter().fold(World::new(), |setup, (path, text)| home(setup, path, text));
    let service = setup.places().at("home/service.json");
    let world = setup
        .env("GOOGLE_APPLICATION_CREDENTIALS", service)
        .file(".npmrc", "//p.example/:_authToken=s3cret-npm-3\n")
        .file("prod.tfvars", "db_password = \"s3cret-tf-3\"\n")
        .file("prod.auto.tfvars.json", r#"{"db_password":"s3cret-tf-4"}"#)
        .start();
    for (kind, secret) in [
        ("AWS_SECRET_ACCESS_KEY", "s3cret-aws"),
        ("AWS_SESSION_TOKEN", "s3cret-sts"),
        ("NETRC_PASSWORD", "s3cret-netrc"),
        ("NPM_AUTH_TOKEN", "s3cret-npm"),
        ("NPM_PASSWORD", &coded("s3cret-npm-2")),
        ("NPM_PASSWORD", "s3cret-npm-2"),
        ("NPM_AUTH_TOKEN", "s3cret-npm-3"),
        ("PYPI_PASSWORD", "s3cret-pypi"),
        ("GIT_PASSWORD", "s3cret-git"),
        ("DOCKER_AUTH", &coded("me:s3cret-docker")),
        ("DOCKER_PASSWORD", "s3cret-docker"),
        ("KUBE_TOKEN", "s3cret-kube"),
        ("KUBE_PASSWORD", "s3cret-kube-2"),
        ("KUBE_CLIENT_KEY", &coded(&kube)),
        ("KUBE_CLIENT_KEY", &kube),
        ("GITHUB_TOKEN", "s3cret-gh"),
        ("GCP_CLIENT_SECRET", "s3cret-gcp"),
        ("GCP_REFRESH_TOKEN", "s3cret-gcp-2"),
        ("GCP_PRIVATE_KEY", &gcp),
        ("GCP_PRIVATE_KEY", &gcp.replace('\n', "\\n")),
        ("SSH_PRIVATE_KEY", &ssh),
        ("TERRAFORM_TOKEN", "s3cret-tf"),
        ("TERRAFORM_TOKEN", "s3cret-tf-2"),
        ("DB_PASSWORD", "s3cret-tf-3"),
        ("DB_PASSWORD", "s3cret-tf-4"),
    ] {
        let sent = sent(&world, &format!("see ({secret}) there"));
        assert!(
            sent.starts_with(&format!("see (<pl:{kind}:")) && sent.ends_with(">) there"),
            "{secret}: {sent}"
        );
        assert!(world.upstream().saw_nothing_of(secret), "{secret}");
    }
    let known = &world.entries("session_start")[0]["known"];
    let counts: Vec<_> =
        known.as_array().unwrap().iter().map(|row| row["source"].as_str().unwrap()).collect();
    let sources =
        ["aws", "docker", "gcp", "git", "github", "kubernetes", "netrc", "npm", "pypi", "ssh", "terraform"];
    assert_eq!(counts, sources);
    assert_eq!(world.end().stderr, "");
}

/// Every spelling in which programs print a value, by what prints it so.
fn spellings(value: &str) -> Vec<(String, String)> {
    let json = serde_json::to_string(value).unwrap();
    let json = json.trim_matches('"').to_owned();
    let ascii = ascii_json(value).trim_matches('"').to_owned();
    let all_unicode = |upper: bool| -> String {
        let spell = |unit: u16| if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
        value.encode_utf16().map(spell).collect()
    };
    let percent = |keep: &str| -> String {
        let spell = |byte: u8| match char::from(byte) {
            c if c.is_ascii_alphanumeric() || keep.contains(c) => c.to_string(),
            _ => format!("%{byte:02X}"),
        };
        value.bytes().map(spell).collect()
    };
    let lower = |text: &str| text.replace("%C3%B6", "%c3%b6").replace("%3C", "%3c").replace("%2F", "%2f");
    let all: String = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut spellings = vec![
        ("itself", value.to_owned()),
        ("json", json.clone()),
        ("json with slashes", json.replace('/', "\\/")),
        ("json of python", ascii.clone()),
        ("json of go", json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")),
        ("json in json", serde_json::to_string(&json).unwrap().trim_matches('"').to_owned()),
        ("json of python in json", serde_json::to_string(&ascii).unwrap().trim_matches('"').to_owned()),
        ("all unicode", all_unicode(false)),
        ("ALL UNICODE", all_unicode(true)),
        ("encodeURIComponent", percent("-_.!~*'()")),
        ("encodeURIComponent, lower", lower(&percent("-_.!~*'()"))),
        ("quote", percent("-_.~/")),
        ("form", percent("-_.*").replace("%20", "+")),
        ("all percent", all.clone()),
        ("all percent, lower", all.to_lowercase()),
        ("hex", HEXLOWER.encode(value.as_bytes())),
        ("HEX", HEXUPPER.encode(value.as_bytes())),
        ("html", html),
        ("single quotes", value.replace('\'', r"'\''")),
        ("double quotes", value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$")),
    ];
    spellings.sort();
    spellings.dedup_by(|(_, one), (_, other)| one == other);
    spellings.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

#[test]
fn no_spelling_of_a_known_value_leaves_and_each_comes_back_as_it_was() {
    let values = [odd_password(), "hunter2-and $o 'on'".to_owned(), private_key("k3f9q2x7\nk3f9q2x8")];
    let mut setup = World::new();
    for (number, value) in values.iter().enumerate() {
        setup = setup.env(format!("SOME_{number}_PASSWORD"), value);
    }
    let world = setup.start();
    for value in &values {
        for (name, spelled) in spellings(value) {
            let text = format!("see ({spelled}) there");
            world.upstream().answer(|seen| {
                let body: Value = serde_json::from_slice(&seen.plain()).unwrap();
                Reply::json(APIS[0].document(body.pointer("/messages/0/content").unwrap().as_str().unwrap()))
            });
            let answer = world.agent().post(APIS[0].host, APIS[0].path, APIS[0].request(&text));
            assert_eq!(answer.json().pointer("/content/0/text").unwrap(), &text, "{name}");
            let sent = world.upstream().seen().pop().unwrap().json();
            let sent = sent.pointer("/messages/0/content").unwrap().as_str().unwrap().to_owned();
            assert!(sent.starts_with("see (<pl:SOME_") && sent.ends_with(">) there"), "{name}: {sent}");
        }
        assert!(world.kept(value));
    }
}

#[test]
fn base64_of_a_text_with_a_known_value_has_no_bit_of_it() {
    let world = World::new().env("DB_PASSWORD", odd_password()).start();
    for before in ["", "a", "ab", "abc", "user:", &"x".repeat(50)] {
        let text = format!("{before}{}&more", odd_password());
        let lines = BASE64_MIME.encode(text.as_bytes()).replace("\r\n", "\n    ");
        for coded in [BASE64.encode(text.as_bytes()), BASE64URL_NOPAD.encode(text.as_bytes()), lines] {
            let sent = sent(&world, &coded);
            let (left, rest) =
                sent.split_once("<pl:DB_PASSWORD:").unwrap_or_else(|| panic!("{coded}: {sent}"));
            let (_, right) = rest.split_once('>').unwrap();
            // What is left are the characters that hold only bits of the text beside the value.
            let is_beside =
                |text: &str, bytes: usize| text.split_whitespace().collect::<String>().len() <= bytes * 8 / 6;
            assert!(is_beside(left, before.len()), "{sent}");
            assert!(is_beside(right.trim_end().trim_end_matches('='), "&more".len() + 1), "{sent}");
        }
    }
}

#[test]
fn what_comes_into_a_file_during_the_session_does_not_leave_and_what_goes_stays_known() {
    let world = World::new().dotenv("TOKEN=s3cret-one\n").start();
    let project = world.places().at("project");
    assert!(sent(&world, "s3cret-one").starts_with("<pl:TOKEN:"));
    fs::write(project.join(".env"), "TOKEN=s3cret-two\n").unwrap();
    assert!(sent(&world, "s3cret-two").starts_with("<pl:TOKEN:"));
    assert!(
        sent(&world, "s3cret-one").starts_with("<pl:TOKEN:"),
        "it has left the file, and is a secret still"
    );

    fs::write(project.join(".env.new"), "TOKEN=s3cret-three\n").unwrap();
    assert!(sent(&world, "s3cret-three").starts_with("<pl:TOKEN:"));
    let aws = world.places().at("home/.aws");
    fs::create_dir(&aws).unwrap();
    fs::write(aws.join("credentials"), "[a]\naws_secret_access_key = s3cret-four\n").unwrap();
    assert!(sent(&world, "s3cret-four").starts_with("<pl:AWS_SECRET_ACCESS_KEY:"));

    fs::remove_file(project.join(".env")).unwrap();
    fs::remove_file(project.join(".env.new")).unwrap();
    for secret in ["s3cret-one", "s3cret-two", "s3cret-three", "s3cret-four"] {
        assert!(sent(&world, secret).starts_with("<pl:"), "{secret}");
    }
    let changes = world.entries("policy_change");
    let start = &world.entries("session_start")[0]["policy"];
    assert!(changes.iter().all(|change| change["policy"] == *start), "{changes:?}");
    let said: Vec<_> = changes.iter().map(|change| change["text"].as_str().unwrap()).collect();
    assert_eq!(
        said,
        [
            "known values were read again: dotenv 1",
            "known values were read again: dotenv 2",
            "known values were read again: aws 1, dotenv 2"
        ]
    );
    let setup = world.again();
    assert_eq!(world.end().stderr, "");
    assert!(setup.verify().status.success());
}

#[test]
fn a_file_that_breaks_during_the_session_is_told_at_the_end_and_its_values_stay_known() {
    let world = World::new().dotenv("TOKEN=s3cret-one\n").start();
    let path = world.places().at("project/.env");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    fs::write(world.places().at("project/.env.new"), "TOKEN=s3cret-two\n").unwrap();
    assert!(sent(&world, "s3cret-two").starts_with("<pl:TOKEN:"));
    assert!(sent(&world, "s3cret-one").starts_with("<pl:TOKEN:"));
    assert_eq!(world.entries("warning").len(), 1);
    let stderr = world.end().stderr;
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.contains("project/.env: it is a directory"), "{stderr}");
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_run_goes_on() {
    let setup = World::new().dotenv("TOKEN=s3cret-one\n").file(".env.huge", &"x".repeat((1 << 20) + 1));
    let setup = home(setup, ".docker/config.json", "{\n\"auths\": nothing}");
    let home = setup.places().at("home");
    nix::unistd::mkfifo(&home.join(".netrc"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    fs::create_dir(home.join(".npmrc")).unwrap();
    symlink(home.join(".pypirc"), home.join(".pypirc")).unwrap();
    symlink("/dev/zero", home.join(".git-credentials")).unwrap();
    symlink(home.join("nowhere"), home.join(".terraformrc")).unwrap();
    let world = setup.start();
    assert!(sent(&world, "s3cret-one").starts_with("<pl:TOKEN:"));
    let warnings = world.entries("warning");
    let stderr = world.end().stderr;
    for (path, cause) in [
        ("project/.env.huge", "larger than 1 MiB"),
        ("home/.docker/config.json", "not valid JSON (line 2)"),
        ("home/.netrc", "no regular file"),
        ("home/.npmrc", "is a directory"),
        ("home/.pypirc", "cannot be read"),
        ("home/.git-credentials", "no regular file"),
    ] {
        let said = stderr.lines().filter(|line| line.contains(path) && line.contains(cause));
        assert_eq!(said.count(), 1, "{path}: {stderr}");
    }
    assert_eq!((stderr.lines().count(), warnings.len()), (6, 6), "{stderr}");
}

#[test]
fn what_a_profile_names_does_not_leave_whatever_it_looks_like() {
    let setup = home(World::new(), "app.yaml", "servers:\n- pin: yellow\n").file("pin.txt", "orange\n");
    let setup = setup.file(".ww.toml", "[[known]]\nfile = 'pin.txt'\n\n[[known]]\nenv = 'COLOUR'\n");
    let world = profile(
        setup,
        "[[known]]\nfile = '~/app.yaml'\nselect = 'servers[0].pin'\nname = 'SERVER_PIN'\n\
         [[known]]\ncommand = ['sh', '-c', 'cat; echo \" $COLOUR-ish\"; echo once >>ran; echo told >&2']\nname = 'TOLD'\n",
    )
    .env("COLOUR", "violet")
    .start();
    for (secret, kind) in
        [("yellow", "SERVER_PIN"), ("orange", "PIN"), ("violet", "COLOUR"), ("violet-ish", "TOLD")]
    {
        assert!(sent(&world, secret).starts_with(&format!("<pl:{kind}:")), "{secret}");
    }
    fs::write(world.places().at("project/pin.txt"), "indigo\n").unwrap();
    assert!(sent(&world, "indigo").starts_with("<pl:PIN:"));
    let ran = fs::read_to_string(world.places().at("project/ran")).unwrap();
    assert_eq!(world.entries("policy_change")[0]["text"], "known values were read again: profile 4");
    assert_eq!((ran.as_str(), world.end().stderr.as_str()), ("once\n", "told\n"));
}

#[test]
fn a_known_value_that_cannot_be_had_keeps_the_command_from_starting() {
    for (text, parts) in [
        ("[[known]]\nfile = 'none'\n", ["config.toml, line 1:", "waterwall/none: it does not exist"]),
        ("\n[[known]]\nfile = '~'\n", ["config.toml, line 2:", "it does not exist"]),
        ("[[known]]\nfile = '~/pipe'\n", ["home/pipe", "no regular file"]),
        ("[[known]]\nfile = '~/pin'\n", ["home/pin", "fewer than 6 bytes"]),
        ("[[known]]\nfile = '~/a.json'\nselect = 'b'\n", ["a.json", "no member `b`"]),
        ("[[known]]\nenv = 'PIN'\n", ["from PIN", "fewer than 6 bytes"]),
        ("[[known]]\ncommand = ['false']\n", ["from false", "it failed with exit status: 1"]),
        ("[[known]]\ncommand = ['no-such-command']\n", ["from no-such-command", "cannot be started"]),
        ("[[known]]\ncommand = ['echo', 'short']\n", ["from echo", "fewer than 6 bytes"]),
        ("[[known]]\nenv = 'A'\nfile = 'b'\n", ["line 1:", "exactly one of `env`, `file` and `command`"]),
        ("[[known]]\nfil = 'b'\n", ["line 2:", "did you mean `file`?"]),
    ] {
        let setup = home(home(World::new(), "pin", "12345\n"), "a.json", "{\"a\":\"long enough\"}");
        nix::unistd::mkfifo(&setup.places().at("home/pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        let setup = profile(setup, text).env("PIN", "12345");
        let ran = setup.run(&["touch", "started"]);
        assert_eq!(ran.status.code(), Some(125), "{}", ran.stderr);
        assert!(parts.iter().all(|part| ran.stderr.contains(part)), "{text}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
        assert!(!setup.places().at("project/started").exists());
    }
}

#[test]
fn no_command_of_a_projects_file_is_run() {
    let setup = World::new().file(".ww.toml", "[[known]]\ncommand = ['touch', 'started']\n");
    let ran = setup.run(&["touch", "started"]);
    assert_eq!(ran.status.code(), Some(125));
    for part in [".ww.toml, line 1:", "put the entry into", "home/.config/waterwall/config.toml"] {
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    }
    assert!(!setup.places().at("project/started").exists());
}
