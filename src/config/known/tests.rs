use std::fs;
use std::os::unix::ffi::OsStringExt;

use data_encoding::BASE64;

use super::*;

/// A machine with a home and a project.
struct Scratch(tempfile::TempDir);

impl Scratch {
    fn new() -> Self {
        let scratch = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(scratch.at("home")).unwrap();
        fs::create_dir_all(scratch.at("project")).unwrap();
        scratch
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn origins(&self, environment: &[(&str, &str)]) -> Origins {
        Origins {
            environment: environment.iter().map(|(name, value)| (name.into(), value.into())).collect(),
            home: self.at("home"),
            directories: vec![self.at("project"), self.at("project")],
            declared: Vec::new(),
        }
    }

    fn declare(&self, wanted: Wanted) -> Declared {
        Declared { wanted, name: None, profile: self.at("home/.config/waterwall/config.toml"), line: 3 }
    }
}

fn shown(known: &Known) -> Vec<(String, String)> {
    let text = |value: &KnownValue| String::from_utf8_lossy(value.secret.expose()).into_owned();
    known.values.iter().map(|value| (value.kind.to_string(), text(value))).collect()
}

/// Sees to it that exactly these TYPEs and values are known, and that there is nothing to say.
#[track_caller]
fn knows(known: &Known, expected: &[(&str, &str)]) {
    let mut expected: Vec<_> =
        expected.iter().map(|(kind, value)| ((*kind).to_owned(), (*value).to_owned())).collect();
    expected.sort_by(|(_, one), (_, other)| one.cmp(other));
    assert_eq!(shown(known), expected);
    assert_eq!(known.warnings, [""; 0]);
    assert!(known.errors.is_empty());
}

/// What a private key looks like from outside.
fn private_key(body: &str) -> String {
    let label = ["OPENSSH", "PRIVATE", "KEY"].join(" ");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----")
}

#[test]
fn the_environment_is_read_by_name() {
    let known = Scratch::new().origins(&[
        ("DB_PASSWORD", "hunter2"),
        ("API_KEY", "short12"),
        ("PATH", "/usr/bin"),
        ("BUILD", "k3f9q2x7k3f9q2x7"),
        ("SSH_AUTH_SOCK", "/tmp/ssh-pnb1YiVEL9X8/agent.2243"),
        ("DEPLOY", &private_key("k3f9q2x7aa")),
    ]);
    knows(&known.collect(), &[("DB_PASSWORD", "hunter2"), ("DEPLOY", &private_key("k3f9q2x7aa"))]);
}

#[test]
fn bytes_that_are_not_utf8_are_known_too() {
    let mut origins = Scratch::new().origins(&[]);
    origins.environment.push(("A_TOKEN".into(), OsString::from_vec(b"caf\xE9caf\xE9".to_vec())));
    assert_eq!(origins.collect().values[0].secret.expose(), b"caf\xE9caf\xE9");
}

#[test]
fn of_a_url_the_password_is_the_secret() {
    let url = |password: &str| format!("postgres://app:{password}@db.internal/app");
    for (password, expected) in [
        ("k3f9q2x7", vec!["k3f9q2x7".to_owned()]),
        ("k3f9%40x7", vec!["k3f9%40x7".to_owned(), "k3f9@x7".to_owned()]),
        ("postgres", vec![url("postgres")]),
        ("", vec![]),
    ] {
        let known = Scratch::new().origins(&[("DATABASE_URL", &url(password))]).collect();
        assert_eq!(shown(&known).into_iter().map(|(_, value)| value).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn every_dotenv_file_counts_and_templates_do_not() {
    let scratch = Scratch::new();
    let key = private_key("k3f9q2x7bb");
    scratch.write("project/.env", "NAME=my-cool-app\nLOGIN=k3f9q2x7aa\nSAME=k3f9q2x7dd\n");
    scratch.write("project/.env.local", &format!("KEY=\"{key}\"\n"));
    scratch.write("project/.env.example", "KEY=k3f9q2x7cc\n");
    scratch.write("project/.env.d/pyvenv.cfg", "");
    let known = scratch.origins(&[("SAME_TOKEN", "k3f9q2x7dd")]).collect();
    assert_eq!(known.counts, KnownCounts::from([("environment", 1), ("dotenv", 2)]));
    knows(&known, &[("KEY", &key), ("LOGIN", "k3f9q2x7aa"), ("SAME_TOKEN", "k3f9q2x7dd")]);
}

#[test]
fn each_file_of_credentials_gives_its_secrets_and_nothing_else() {
    let coded = |text: &str| BASE64.encode(text.as_bytes());
    let key = private_key("k3f9q2x7k3f9");
    let (auth, key_data) = (coded("me:s3cret-01"), coded(&key));
    let json_key = key.replace('\n', "\\n");
    for (path, text, expected) in [
        (
            "home/.aws/credentials",
            "[default]\naws_access_key_id = AKIAFAKE\naws_secret_access_key = s3cret/01+aa\n[x]\naws_session_token=s3cret-02==\nregion = eu-west-1\n".to_owned(),
            vec![("AWS_SECRET_ACCESS_KEY", "s3cret/01+aa"), ("AWS_SESSION_TOKEN", "s3cret-02==")],
        ),
        (
            "home/.netrc",
            "machine h.example login me password s3cret-01\ndefault login anonymous password user@site\n".to_owned(),
            vec![("NETRC_PASSWORD", "s3cret-01"), ("NETRC_PASSWORD", "user@site")],
        ),
        (
            "home/.npmrc",
            format!("registry=https://r.example/\n//r.example/:_authToken=s3cret-01\n//q.example/:_authToken=${{NPM_TOKEN}}\n_auth={}\n//p.example/:_password={}\n", coded("me:s3cret-02"), coded("s3cret-03")),
            vec![
                ("NPM_AUTH_TOKEN", "s3cret-01"),
                ("NPM_AUTH", "bWU6czNjcmV0LTAy"),
                ("NPM_PASSWORD", "s3cret-02"),
                ("NPM_PASSWORD", "czNjcmV0LTAz"),
                ("NPM_PASSWORD", "s3cret-03"),
            ],
        ),
        ("project/.npmrc", "//r.example/:_authToken=s3cret-01\n".to_owned(), vec![("NPM_AUTH_TOKEN", "s3cret-01")]),
        (
            "home/.pypirc",
            "[distutils]\nindex-servers =\n  pypi\n[pypi]\nusername: __token__\npassword: s3cret-01\n".to_owned(),
            vec![("PYPI_PASSWORD", "s3cret-01")],
        ),
        (
            "home/.git-credentials",
            "https://my-name:s3cret%2001@h.example\nhttps://k3f9q2x7aa:x-oauth-basic@h.example\n".to_owned(),
            vec![
                ("GIT_PASSWORD", "s3cret%2001"),
                ("GIT_PASSWORD", "s3cret 01"),
                ("GIT_PASSWORD", "x-oauth-basic"),
                ("LOGIN", "k3f9q2x7aa"),
            ],
        ),
        (
            "home/.docker/config.json",
            format!(r#"{{"auths":{{"h.example":{{"auth":"{auth}"}},"i.example":{{"auth":"","identitytoken":"s3cret-02"}}}},"credsStore":"desktop"}}"#),
            vec![("DOCKER_AUTH", &*auth), ("DOCKER_PASSWORD", "s3cret-01"), ("DOCKER_IDENTITY_TOKEN", "s3cret-02")],
        ),
        (
            "home/.kube/config",
            format!("apiVersion: v1\nusers:\n- name: a\n  user:\n    client-certificate-data: QUFB\n    client-key-data: {key_data}\n- name: b\n  user: {{token: s3cret-01, username: me, password: \"s3cret\\t02\"}}\n- name: c\n  user:\n    auth-provider:\n      config:\n        id-token: s3cret-03\ncurrent-context: my-cluster\n"),
            vec![
                ("KUBE_CLIENT_KEY", &*key_data),
                ("KUBE_CLIENT_KEY", &*key),
                ("KUBE_TOKEN", "s3cret-01"),
                ("KUBE_PASSWORD", "s3cret\t02"),
                ("KUBE_ID_TOKEN", "s3cret-03"),
            ],
        ),
        (
            "home/.config/gh/hosts.yml",
            "github.com:\n    users:\n        me:\n            oauth_token: s3cret-01\n    git_protocol: https\n    user: me\n".to_owned(),
            vec![("GITHUB_TOKEN", "s3cret-01")],
        ),
        (
            "home/.config/gcloud/application_default_credentials.json",
            format!(r#"{{"client_id":"764-x.apps.example","client_secret":"s3cret-01","refresh_token":"1//s3cret-02","private_key":"{json_key}\n","private_key_id":"k3f9q2x7aa","token_uri":"https://o.example/token"}}"#),
            vec![
                ("GCP_CLIENT_SECRET", "s3cret-01"),
                ("GCP_REFRESH_TOKEN", "1//s3cret-02"),
                ("GCP_PRIVATE_KEY", &*key),
            ],
        ),
        ("home/.ssh/deploy", format!("{key}\n"), vec![("SSH_PRIVATE_KEY", &*key)]),
        ("home/.ssh/id_ed25519.pub", "ssh-ed25519 AAAAk3f9q2x7 me@here\n".to_owned(), vec![]),
        (
            "project/prod.auto.tfvars",
            "region = \"eu-west-1\"\ndb = {\n  password = \"s3cret-01\"\n  \"opaque\" = \"k3f9q2x7aa\"\n}\n".to_owned(),
            vec![("PASSWORD", "s3cret-01"), ("OPAQUE", "k3f9q2x7aa")],
        ),
        (
            "project/prod.auto.tfvars.json",
            r#"{"db_password":"s3cret-01","name":"my-cool-app"}"#.to_owned(),
            vec![("DB_PASSWORD", "s3cret-01")],
        ),
        (
            "home/.terraformrc",
            "plugin_cache_dir = \"/var/x\"\ncredentials \"app.terraform.io\" {\n  token = \"s3cret-01\"\n}\n".to_owned(),
            vec![("TERRAFORM_TOKEN", "s3cret-01")],
        ),
        (
            "home/.terraform.d/credentials.tfrc.json",
            r#"{"credentials":{"app.terraform.io":{"token":"s3cret-01"}}}"#.to_owned(),
            vec![("TERRAFORM_TOKEN", "s3cret-01")],
        ),
    ] {
        let scratch = Scratch::new();
        scratch.write(path, &text);
        knows(&scratch.origins(&[]).collect(), &expected);
    }
}

#[test]
fn a_file_that_a_variable_names_counts_too() {
    let scratch = Scratch::new();
    scratch.write("project/key.json", r#"{"refresh_token":"s3cret-01"}"#);
    scratch.write("docker/config.json", r#"{"auths":{"h":{"identitytoken":"s3cret-02"}}}"#);
    let docker = scratch.at("docker");
    let environment =
        [("GOOGLE_APPLICATION_CREDENTIALS", "key.json"), ("DOCKER_CONFIG", docker.to_str().unwrap())];
    let known = scratch.origins(&environment).collect();
    knows(&known, &[("GCP_REFRESH_TOKEN", "s3cret-01"), ("DOCKER_IDENTITY_TOKEN", "s3cret-02")]);
}

#[test]
fn what_cannot_be_read_is_named_and_hides_nothing_else() {
    let scratch = Scratch::new();
    scratch.write("project/.env", "TOKEN=s3cret-01\n");
    scratch.write("project/.env.huge", &"x".repeat((1 << 20) + 1));
    scratch.write("project/.env.binary", "TOKEN=\0");
    scratch.write("home/.docker/config.json", "{\"auth\":\n\"bWU6czNjcmV0LTAy\"");
    scratch.write("home/.kube/config", "token: s3cret-03\nb: [}\n");
    fs::create_dir_all(scratch.at("home/.netrc")).unwrap();
    nix::unistd::mkfifo(&scratch.at("project/.env.pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let known = scratch.origins(&[]).collect();
    let values: Vec<_> = shown(&known).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["bWU6czNjcmV0LTAy", "s3cret-01", "s3cret-02", "s3cret-03"]);
    let said = known.warnings;
    assert_eq!(said.len(), 6, "{said:?}");
    for (path, cause) in [
        (".env.huge", "larger than 1 MiB"),
        (".env.binary", "not text"),
        (".env.pipe", "no regular file"),
        ("config.json", "not valid JSON (line 2)"),
        (".kube/config", "not valid YAML (line 2)"),
        (".netrc", "is a directory"),
    ] {
        let one = |warning: &&String| warning.contains(path) && warning.contains(cause);
        assert_eq!(said.iter().filter(one).count(), 1, "{path}: {said:?}");
    }
}

#[test]
fn a_profile_names_variables_files_and_members_whatever_they_look_like() {
    let scratch = Scratch::new();
    scratch.write("home/.config/waterwall/pin.txt", "\n wordly \n");
    scratch.write("home/app.json", r#"{"servers":[{"pin":123456}]}"#);
    scratch.write("home/app.yaml", "servers:\n- pin: yaml-pin\n");
    scratch.write("home/app.toml", "[server]\npin = 'toml-pin'\n");
    scratch.write("home/app.conf", "[server]\npin = ini-pin\n");
    scratch.write("home/.env.app", "PIN=dotenv-pin\n");
    let file = |path: &str, select: Option<&str>| {
        scratch.declare(Wanted::File { path: path.into(), select: select.map(str::to_owned) })
    };
    let mut origins = scratch.origins(&[("BUILD_PIN", "wordly-two")]);
    origins.declared = vec![
        scratch.declare(Wanted::Variable("BUILD_PIN".into())),
        scratch.declare(Wanted::Variable("NOT_SET".into())),
        file("pin.txt", None),
        Declared { name: Some("app pin".into()), ..file("~/app.json", Some("servers[0].pin")) },
        file("~/app.yaml", Some("servers.0.pin")),
        file("~/app.toml", Some("server.pin")),
        file("~/app.conf", Some("server.pin")),
        file("~/.env.app", Some("PIN")),
    ];
    let known = origins.collect();
    assert_eq!(known.counts, KnownCounts::from([("profile", 7)]));
    let expected = [
        ("BUILD_PIN", "wordly-two"),
        ("PIN", "wordly"),
        ("APP_PIN", "123456"),
        ("PIN", "yaml-pin"),
        ("PIN", "toml-pin"),
        ("PIN", "ini-pin"),
        ("PIN", "dotenv-pin"),
    ];
    knows(&known, &expected);
}

#[test]
fn what_a_profile_asks_for_and_cannot_be_had_is_an_error() {
    let scratch = Scratch::new();
    scratch.write("home/short", "12345\n");
    scratch.write("home/a.json", "{\"a\":");
    scratch.write("home/b.json", "{\"a\":\"long enough\"}");
    nix::unistd::mkfifo(&scratch.at("home/pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let file = |path: &str, select: Option<&str>| Wanted::File {
        path: format!("~/{path}"),
        select: select.map(str::to_owned),
    };
    for (wanted, parts) in [
        (file("none", None), ["home/none", "does not exist"]),
        (file("pipe", None), ["home/pipe", "no regular file"]),
        (file("short", None), ["home/short", "fewer than 6 bytes"]),
        (file("a.json", Some("a")), ["a.json", "not valid JSON"]),
        (file("b.json", Some("b")), ["b.json", "no member `b`"]),
        (Wanted::Variable("PIN".into()), ["PIN", "fewer than 6 bytes"]),
    ] {
        let mut origins = scratch.origins(&[("PIN", "12345")]);
        origins.declared = vec![scratch.declare(wanted)];
        let errors = origins.collect().errors;
        let [error @ ConfigError::Known { source, .. }] = errors.as_slice() else { panic!("{errors:?}") };
        let said = format!("{error}: {source}");
        assert!(said.contains("config.toml, line 3: "), "{said}");
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
}

#[test]
fn commands_are_run_once_and_named_when_they_fail() {
    let scratch = Scratch::new();
    let command =
        |script: &str| scratch.declare(Wanted::Command(["/bin/sh", "-c", script].map(str::to_owned).into()));
    let mut origins = scratch.origins(&[("SEEN", "s3cret-01")]);
    origins.declared = vec![command("echo \" $SEEN \"; echo x >>ran")];
    let mut known = origins.collect();
    let count = origins.run_commands(&mut known).unwrap();
    assert_eq!(count, 1);
    knows(&known, &[("KNOWN", "s3cret-01")]);
    let mut watch = Watch::new(origins, &mut known, count);
    scratch.write("project/.env", "TOKEN=s3cret-02\n");
    let again = watch.again().unwrap();
    assert_eq!(again.counts, KnownCounts::from([("dotenv", 1), ("profile", 1)]));
    assert_eq!(fs::read_to_string(scratch.at("project/ran")).unwrap(), "x\n");

    let mut origins = scratch.origins(&[]);
    origins.declared = vec![command("exit 3")];
    let error = origins.run_commands(&mut Known::default()).unwrap_err();
    assert!(error.to_string().contains("config.toml, line 3"), "{error}");
}

#[test]
fn a_change_is_noticed_at_once_and_once() {
    let scratch = Scratch::new();
    scratch.write("project/.env", "TOKEN=s3cret-01\n");
    let origins = scratch.origins(&[]);
    let mut known = origins.collect();
    let mut watch = Watch::new(origins, &mut known, 0);
    assert!(watch.again().is_none());

    scratch.write("project/.env", "TOKEN=s3cret-02\n");
    assert_eq!(watch.again().unwrap().values.len(), 1);
    assert!(watch.again().is_none());

    // Appears; in a directory that was not there.
    scratch.write("home/.aws/credentials", "[a]\naws_secret_access_key = s3cret-03\n");
    assert_eq!(watch.again().unwrap().values.len(), 2);
    scratch.write("project/.env.new", "TOKEN=s3cret-04\n");
    assert_eq!(watch.again().unwrap().values.len(), 3);
    scratch.write("home/.ssh/id", &private_key("k3f9q2x7aa"));
    assert_eq!(watch.again().unwrap().values.len(), 4);

    // Vanishes.
    fs::remove_file(scratch.at("project/.env")).unwrap();
    assert_eq!(watch.again().unwrap().values.len(), 3);

    // Breaks: said once.
    fs::remove_file(scratch.at("project/.env.new")).unwrap();
    fs::create_dir(scratch.at("project/.env.new")).unwrap();
    let again = watch.again().unwrap();
    assert!(again.warnings.iter().all(|warning| warning.contains(".env.new")), "{:?}", again.warnings);
    assert_eq!(again.warnings.len(), 1);
    scratch.write("project/other", "");
    assert_eq!(watch.again().unwrap().warnings, [""; 0]);
}
