//! Claims about `docs/WIRE.md`: it says what the provider table says, and what it names as a test is one.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use waterwall::engine::provider::{Dialect, Exempt, Exemption, Scope, When};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The part of the document that follows from the provider table.
fn generated() -> String {
    let mut out = String::from("## Hosts\n\n| dialect | hosts |\n|---|---|\n");
    let scope = Scope::new([]).unwrap();
    for (name, dialect) in Dialect::NAMES {
        let hosts: Vec<_> =
            scope.rows().filter(|row| row.1 == dialect).map(|(host, _)| format!("`{host}`")).collect();
        let hosts = if hosts.is_empty() { "those that a user names".to_owned() } else { hosts.join(", ") };
        writeln!(out, "| {name} | {hosts} |").unwrap();
    }
    out.push_str("\n## Places\n");
    for (name, dialect) in Dialect::NAMES {
        writeln!(out, "\n### {name}\n").unwrap();
        out.push_str(&places(dialect));
    }
    out
}

/// What is special in a dialect, one line for each kind of place.
fn places(dialect: Dialect) -> String {
    let layout = dialect.layout();
    let exempt = |why| layout.exempt.iter().filter(move |it| it.why == why).map(exempted).collect::<Vec<_>>();
    let kept = layout.kept.iter().map(|kept| format!("`{}`{}", kept.path, when(kept.when)));
    let channels = layout.channels.iter().map(|channel| match channel.event {
        "" => format!("`{}`", channel.path),
        event => format!("`{event}` `{}`", channel.path),
    });
    let calls = layout.calls.iter().map(|call| match call.event {
        "" => format!("`{}`", call.object),
        event => format!("`{event}` `{}`", call.object),
    });
    let quoted = |list: &[&str]| list.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>();
    let rows = [
        ("all of it also inside", quoted(layout.envelopes)),
        ("left as the provider signed it", exempt(Exempt::Signed)),
        ("opaque: beyond 1 KiB only counted", exempt(Exempt::Opaque)),
        ("names and ids: only vendors' own formats are replaced", exempt(Exempt::Name)),
        ("JSON in a string: read one level deeper", quoted(layout.json_text)),
        ("text that arrives in pieces", channels.collect()),
        ("never restored", kept.collect()),
        ("calls, kept where the tool takes them to somebody else", calls.collect()),
        ("calls that the provider runs, kept", quoted(layout.hosted)),
    ];
    let filled = rows.iter().filter(|(_, places)| !places.is_empty());
    let lines: String = filled.map(|(what, places)| format!("- {what}: {}\n", places.join(", "))).collect();
    if lines.is_empty() {
        "Nothing is exempt; every string is restored by itself.\n".to_owned()
    } else {
        lines
    }
}

fn exempted(it: &Exemption) -> String {
    format!("`{}`{}", it.path, when(it.when))
}

fn when(when: When) -> String {
    match when {
        When::Always => String::new(),
        When::Is(name, value) => format!(" where `{name}` is `{value}`"),
        When::Filled(name) => format!(" where `{name}` is filled"),
    }
}

#[test]
fn the_wire_document_says_what_the_provider_table_says() {
    let path = root().join("docs/WIRE.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (written, _) = text.split_once("## Hosts\n").expect("the document has its hosts");
    let expected = format!("{written}{}", generated());
    if std::env::var_os("WW_WRITE_DOCS").is_some() {
        std::fs::write(&path, &expected).unwrap();
    } else {
        assert!(text == expected, "docs/WIRE.md is not up to date: run the test once with WW_WRITE_DOCS=1");
    }
}

#[test]
fn every_test_that_the_wire_document_names_is_there() {
    let text = std::fs::read_to_string(root().join("docs/WIRE.md")).unwrap();
    let sources = sources(&["tests/it", "src"].map(|folder| root().join(folder)));
    let (matrix, _) = text.split_once("## Hosts\n").unwrap();
    let named: Vec<_> = matrix.split('`').skip(1).step_by(2).filter(|word| word.contains("::")).collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let (module, test) = name.rsplit_once("::").unwrap();
        let is_there = |(path, text): &&(PathBuf, String)| {
            path.to_string_lossy().contains(&module.replace("::", "/"))
                && text.contains(&format!("fn {test}("))
        };
        assert!(
            sources.iter().any(|source| is_there(&source)),
            "docs/WIRE.md names `{name}`, which is no test"
        );
    }
}

fn sources(folders: &[PathBuf]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(sources(&[path]));
            } else if path.extension().is_some_and(|it| it == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}
