//! Claims about the user's own rules and allow lists: what they say happens, or nothing starts.

use serde_json::json;

use super::world::{APIS, Setup, World, github_token};

/// A rule for keys of a firm that nobody has heard of.
const ACME: &str = "[[rules]]\nid = 'acme-key'\nregex = '''acme_([0-9a-z]{8})'''\nkeywords = ['acme']\n";
/// What it finds.
const KEY: &str = "k3f9q2x7";

/// Writes the user's own profile.
fn profile(setup: Setup, text: &str) -> Setup {
    let directory = setup.places().at("home/.config/waterwall");
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("config.toml"), text).unwrap();
    setup
}

/// A session with a rule of the user's, and this beside it.
fn session(more: &str) -> World {
    let setup = profile(World::new(), &format!("[detect]\nrules = ['rules/acme.toml']\n{more}"));
    let rules = setup.places().at("home/.config/waterwall/rules");
    std::fs::create_dir_all(&rules).unwrap();
    std::fs::write(rules.join("acme.toml"), ACME).unwrap();
    setup.start()
}

/// What arrives when the user says `text`.
#[track_caller]
fn sent(world: &World, text: &str) -> String {
    assert_eq!(world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(text)).status, 200);
    world.upstream().seen().pop().unwrap().json()["messages"][0]["content"].as_str().unwrap().to_owned()
}

/// That nothing starts, and why.
#[track_caller]
fn nothing_starts(setup: &Setup, parts: &[&str]) {
    let ran = setup.run(&["echo", "started"]);
    assert_eq!((ran.status.code(), ran.stdout.as_slice()), (Some(125), &b""[..]), "{}", ran.stderr);
    assert!(parts.iter().all(|part| ran.stderr.contains(part)), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(!setup.places().at("state/waterwall/audit").exists());
}

#[test]
fn a_rule_of_the_users_hides_what_it_finds_and_gives_it_back() {
    let world = session("");
    world.upstream().answer(|seen| super::world::Reply::json(seen.body.clone()));
    let body = APIS[0].request(&format!("my acme_{KEY}"));
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", body.clone());
    assert_eq!(answer.text(), body);
    assert!(world.upstream().only().text().contains("my acme_<pl:ACME_KEY:"));
    assert!(world.upstream().saw_nothing_of(KEY));
    assert_eq!(world.entries("request")[0]["hits"][0]["type"], "ACME_KEY");
    let start = &world.entries("session_start")[0];
    let files = start["profile_files"].as_array().unwrap();
    assert_eq!(files.len(), 2, "{start}");
    assert!(files[1]["path"].as_str().unwrap().ends_with("rules/acme.toml"), "{start}");
}

#[test]
fn a_project_may_bring_rules_too() {
    let setup = World::new().file(".ww.toml", "[detect]\nrules = ['.gitleaks.toml']\n");
    let world = setup.file(".gitleaks.toml", ACME).start();
    assert!(sent(&world, &format!("acme_{KEY}")).starts_with("acme_<pl:ACME_KEY:"));
}

#[test]
fn the_policy_is_another_when_a_rule_file_or_an_allow_list_is() {
    let policy = |rules: &str, more: &str| {
        let setup = World::new().file("r.toml", rules).file(".ww.toml", "[detect]\nrules = ['r.toml']\n");
        let setup = profile(setup, more);
        assert!(setup.run(&["true"]).status.success());
        setup.places().entries("session_start")[0]["policy"].as_str().unwrap().to_owned()
    };
    let first = policy(ACME, "");
    assert_eq!(policy(ACME, ""), first);
    assert_ne!(policy(&ACME.replace("{8}", "{9}"), ""), first);
    assert_ne!(policy(ACME, "[allow]\nrules = ['jwt']\n"), first);
}

#[test]
fn a_rule_that_cannot_be_honoured_starts_nothing() {
    for (regex, said) in [
        ("x*", "empty string"),
        ("[\\s\\S]+", "most of any ordinary text"),
        ("[^\\s\\S]", "match nothing"),
        ("acme(?=x)", "look-around"),
        ("(?:[a-z]{1000}){66}", "more than 65536 bytes"),
    ] {
        let rules = format!("\n{}[[rules]]\nid = 'bad-rule'\nregex = '''{regex}'''\n", ACME);
        let setup = World::new().file(".ww.toml", "[detect]\nrules = ['r.toml']\n").file("r.toml", &rules);
        nothing_starts(&setup, &["r.toml, line 6: rule `bad-rule`: ", said, "skip = [\"bad-rule\"]"]);
        let skip = "[detect]\nrules = ['r.toml']\nskip = ['bad-rule']\n";
        assert!(setup.file(".ww.toml", skip).run(&["true"]).status.success());
    }
}

#[test]
fn a_file_that_cannot_be_read_starts_nothing() {
    let setup = World::new().file(".ww.toml", "[detect]\nrules = ['missing.toml']\n");
    nothing_starts(&setup, &["cannot read ", "missing.toml"]);
    let setup = World::new().file(".ww.toml", "[detect]\nrule = ['r.toml']\n");
    nothing_starts(&setup, &[".ww.toml, line 2:", "did you mean `rules`?"]);
    let setup =
        World::new().file(".ww.toml", "[detect]\nrules = ['r.toml']\n").file("r.toml", "[[rules]]\nid 3\n");
    nothing_starts(&setup, &["r.toml, line 2:"]);
}

#[test]
fn a_rule_for_names_of_files_is_named_at_the_start() {
    let rules = format!("{ACME}[[rules]]\nid = 'p12-file'\npath = '''p12$'''\n");
    let setup = World::new().file(".ww.toml", "[detect]\nrules = ['r.toml']\n").file("r.toml", &rules);
    let ran = setup.run(&["true"]);
    assert!(ran.status.success());
    assert!(ran.stderr.contains("find nothing in what is sent: `p12-file`"), "{}", ran.stderr);
}

/// How many findings stayed, in all sessions.
fn exempt(world: &World) -> u64 {
    world.entries("request").iter().map(|entry| entry["exempt"].as_u64().unwrap()).sum()
}

#[test]
fn what_the_user_allows_leaves_and_is_counted() {
    let (secret, text) = (github_token(), format!("acme_{KEY} and {}", github_token()));
    let plain = session("");
    let hidden = sent(&plain, &text);
    let id = plain.entries("request")[0]["hits"][0]["id"].as_str().unwrap().to_owned();
    let placeholder = hidden.strip_prefix("acme_").unwrap().split(' ').next().unwrap();
    assert!(placeholder.contains(&id), "{hidden}");
    for allow in [
        "rules = ['acme-key']".to_owned(),
        "paths = ['messages[*].content']".to_owned(),
        format!("ids = ['{id}']"),
        format!("ids = ['{placeholder}']"),
    ] {
        // The same project, and so the same key.
        let setup = plain.again();
        let world =
            profile(setup, &format!("[detect]\nrules = ['rules/acme.toml']\n[allow]\n{allow}\n")).start();
        let before = exempt(&world);
        let arrived = sent(&world, &text);
        assert!(arrived.starts_with(&format!("acme_{KEY} and ")), "{allow}: {arrived}");
        assert_eq!(arrived.contains(&secret), allow.starts_with("paths"), "{allow}: {arrived}");
        let count = if allow.starts_with("paths") { 2 } else { 1 };
        assert_eq!(exempt(&world) - before, count, "{allow}");
    }
}

#[test]
fn a_known_value_leaves_for_no_reason_but_itself() {
    let setup = || World::new().env("DB_PASSWORD", "hunter2-hunter2");
    let world = setup().start();
    sent(&world, "hunter2-hunter2");
    let id = world.entries("request")[0]["hits"][0]["id"].as_str().unwrap().to_owned();
    let again = |allow: &str| {
        let setup = world.again().env("DB_PASSWORD", "hunter2-hunter2");
        sent(&profile(setup, &format!("[allow]\n{allow}\n")).start(), "hunter2-hunter2")
    };
    assert!(again("paths = ['messages[].content']").starts_with("<pl:DB_PASSWORD:"));
    assert!(again("rules = ['password-assignment', 'secret-assignment']").starts_with("<pl:DB_PASSWORD:"));
    assert_eq!(again(&format!("ids = ['{id}']")), "hunter2-hunter2");
}

#[test]
fn a_project_cannot_allow_anything() {
    let setup = World::new().file(".ww.toml", "hosts = []\n[allow]\nrules = ['jwt']\n");
    nothing_starts(&setup, &[".ww.toml, line 2:", "[allow] counts in your own file only", "config.toml"]);
}

#[test]
fn an_allow_list_that_is_not_understood_starts_nothing() {
    for (allow, parts) in [
        ("rules = ['jwtt']", &["config.toml, line 2:", "no rule `jwtt`", "did you mean `jwt`?"][..]),
        ("\nrules = ['known-value']", &["line 3:", "no rule `known-value`"]),
        ("ids = ['0123']", &["line 2:", "`0123`", "16 lower-case hex"]),
        ("ids = ['<pl:X:0123456789abcdeF>']", &["line 2:", "16 lower-case hex"]),
        ("values = ['swordfish']", &["line 2:", "never write the value itself"]),
        ("paths = ['**']", &["line 2:", "every place"]),
        ("rule = ['jwt']", &["line 2:", "did you mean `rules`?"]),
    ] {
        nothing_starts(&profile(World::new(), &format!("[allow]\n{allow}\n")), parts);
    }
}

#[test]
fn a_match_that_no_secret_can_be_refuses_the_request() {
    let setup = World::new().file(".ww.toml", "[detect]\nrules = ['r.toml']\n");
    let world = setup.file("r.toml", "[[rules]]\nid = 'greedy'\nregex = '''acme_.+'''\n").start();
    let body = json!({"system": format!("acme_{}", "x ".repeat(40_000))}).to_string();
    let answer = world.agent().post("api.anthropic.com", "/v1/messages", body);
    assert_eq!(answer.status, 502);
    assert!(answer.text().contains("GREEDY"), "{}", answer.text());
    assert!(world.upstream().seen().is_empty());
}
