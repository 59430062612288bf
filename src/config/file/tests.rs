use std::fs;

use super::*;

fn complained(loaded: Result<Profile, ConfigError>) -> String {
    loaded.map(|_| ()).unwrap_err().to_string()
}

fn complaint(text: &str) -> String {
    parse(Path::new("p.toml"), text).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn both_files_count_and_each_is_named_with_its_digest() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    fs::write(&user, "hosts = ['a.example']\n[[known]]\nenv = 'ONE'\n").unwrap();
    fs::write(&project, "hosts = ['b.example=openai-chat']\n").unwrap();
    let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(profile.hosts, ["a.example", "b.example=openai-chat"]);
    let [known] = profile.known.as_slice() else { panic!("{:?}", profile.files) };
    assert!(matches!(&known.wanted, Wanted::Variable(name) if name == "ONE"));
    assert_eq!((&known.profile, known.line), (&user, 2));
    let [first, second] = profile.files.as_slice() else { panic!("{:?}", profile.files) };
    assert_eq!((&first.path, &second.path), (&user, &project));
    let digest: [u8; 32] = Sha256::digest("hosts = ['b.example=openai-chat']\n").into();
    assert_eq!(second.sha256, digest);
}

#[test]
fn what_one_file_asks_to_look_for_no_other_turns_off() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    fs::write(&user, "[detect]\npii = ['email', 'ssn']\nentropy = 'aggressive'\n").unwrap();
    fs::write(&project, "[detect]\npii = ['card']\nentropy = 'off'\n").unwrap();
    let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(profile.personal, [Personal::Email, Personal::Ssn, Personal::Card]);
    assert!(profile.aggressive);
    fs::write(&user, format!("detect.pii = {:?}", Personal::WORDS)).unwrap();
    assert_eq!(
        load(&user, None, directory.path()).unwrap_or_else(|error| panic!("{error}")).personal.len(),
        Personal::WORDS.len()
    );
    let profile = load(&project, None, directory.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((profile.personal.as_slice(), profile.aggressive), ([Personal::Card].as_slice(), false));
}

#[test]
fn the_tools_of_both_files_are_told_placeholders() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    fs::write(&user, "restore.never = ['one']\n").unwrap();
    fs::write(&project, "[restore]\nnever = ['two']\n").unwrap();
    let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(profile.never, ["one", "two"]);
    let said = complaint("[restore]\nnevr = []\n");
    assert!(said.contains("did you mean `never`?"), "{said}");
}

#[test]
fn the_note_is_off_until_a_file_turns_it_on() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    for (ours, theirs, on) in [
        ("", "", false),
        ("[note]\n", "", false),
        ("[note]\nenabled = true\n", "[note]\nenabled = false\n", true),
        ("", "note = { enabled = true }\n", true),
    ] {
        fs::write(&user, ours).unwrap();
        fs::write(&project, theirs).unwrap();
        let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(profile.note, on, "{ours:?} {theirs:?}");
    }
}

#[test]
fn no_file_is_no_error() {
    let profile = load(Path::new("/nonexistent/config.toml"), None, Path::new("/"))
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(profile.files.is_empty());
}

#[test]
fn a_directory_in_place_of_a_file_is_an_error_that_names_it() {
    let directory = tempfile::tempdir().unwrap();
    let error = load(directory.path(), None, directory.path()).map(|_| ()).unwrap_err();
    assert!(error.to_string().contains(directory.path().to_str().unwrap()), "{error}");
}

#[test]
fn a_mistake_names_its_line_and_the_nearest_right_name() {
    for (text, parts) in [
        ("\nhots = []\n", &["p.toml, line 2:", "`hots`", "did you mean `hosts`?"][..]),
        ("[[known]]\nenvs = ''\n", &["line 2:", "`envs`", "did you mean `env`?"]),
        ("[[known]]\nenv = 'A'\n\n[[known]]\nslect = ''\n", &["line 5:", "did you mean `select`?"]),
        ("[known]\nenv = []\n", &["line 1:"]),
        ("[knwn]\n", &["line 1:", "did you mean `known`?"]),
        ("\n\nhosts = 3\n", &["line 3:"]),
        ("hosts = ['a'\n", &["line "]),
        ("[detekt]\n", &["line 1:", "did you mean `detect`?"]),
        ("[detect]\npi = []\n", &["line 2:", "did you mean `pii`?"]),
        ("[detect]\npii = [\n'iban',\n'emial']\n", &["line 4:", "`emial`", "did you mean `email`?"]),
        ("[detect]\nentropy = \"agressive\"\n", &["line 2:", "`agressive`", "did you mean `aggressive`?"]),
        ("[detect]\nentropy = true\n", &["line 2:"]),
        ("[note]\nenable = true\n", &["line 2:", "did you mean `enabled`?"]),
        ("[note]\nenabled = 1\n", &["line 2:"]),
    ] {
        let said = complaint(text);
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        assert!(!said.contains('\n'), "{said}");
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("p.toml");
    for (text, parts) in [
        ("[[known]]\nname = 'A'\n", &["line 1:", "exactly one of `env`, `file` and `command`"][..]),
        ("\n[[known]]\nenv = 'A'\nfile = 'b'\n", &["line 2:", "exactly one of"]),
        ("[[known]]\nenv = 'A'\nselect = 'b'\n", &["line 1:", "`select` needs a `file`"]),
        ("[[known]]\ncommand = []\n", &["line 1:", "`command` names no program"]),
    ] {
        fs::write(&path, text).unwrap();
        let said = complained(load(&path, None, directory.path()));
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
    let far = complaint("colour = 1\n");
    assert!(far.contains("`colour`") && !far.contains("did you mean"), "{far}");
}

#[test]
fn a_command_in_a_projects_file_is_refused_and_the_right_place_named() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    fs::write(&project, "[[known]]\nenv = 'A'\n[[known]]\ncommand = ['true']\n").unwrap();
    let said = complained(load(&user, Some(&project), directory.path()));
    assert!(said.contains(".ww.toml, line 3:") && said.contains(user.to_str().unwrap()), "{said}");
    fs::rename(&project, &user).unwrap();
    assert_eq!(load(&user, None, directory.path()).unwrap_or_else(|error| panic!("{error}")).known.len(), 2);
}

#[test]
fn only_the_users_own_file_names_a_witness() {
    let directory = tempfile::tempdir().unwrap();
    let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
    fs::write(&user, "audit.witness = ['sh', '-c', 'x']\n").unwrap();
    fs::write(&project, "[audit]\n").unwrap();
    let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(profile.witness, ["sh", "-c", "x"]);
    fs::write(&project, "\n[audit]\nwitness = ['sh']\n").unwrap();
    let said = complained(load(&user, Some(&project), directory.path()));
    assert!(
        said.contains("config.toml") && said.contains("`witness`") && said.contains(".ww.toml"),
        "{said}"
    );
    assert!(complaint("[audit]\nwitnes = []\n").contains("did you mean `witness`?"));
}
