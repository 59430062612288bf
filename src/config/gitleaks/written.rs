//! Owns what a rule file says, as it says it: every key of gitleaks' format, nothing judged yet.

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::table::{Source, Table};
use crate::config::ConfigError;
use crate::engine::detect::Target;

/// One file.
#[derive(Default)]
pub(super) struct File {
    pub(super) extend: Extend,
    pub(super) rules: Vec<Rule>,
    /// For all rules, or for those that they name.
    pub(super) lists: Vec<List>,
}

/// What the file builds on.
#[derive(Default)]
pub(super) struct Extend {
    pub(super) line: usize,
    pub(super) default: bool,
    pub(super) path: Option<String>,
    pub(super) disabled: Vec<String>,
}

/// One rule.
#[derive(Default)]
pub(super) struct Rule {
    /// The file that has the last say on it, and the line there.
    pub(super) path: PathBuf,
    pub(super) line: usize,
    pub(super) id: String,
    pub(super) regex: Option<String>,
    pub(super) has_path: bool,
    pub(super) secret_group: usize,
    pub(super) entropy: f64,
    pub(super) keywords: Vec<String>,
    pub(super) lists: Vec<List>,
    /// Whether it is there twice, in both spellings.
    pub(super) both_lists: bool,
    pub(super) is_composite: bool,
    pub(super) skip_report: bool,
}

/// One allow list.
#[derive(Clone, Default)]
pub(super) struct List {
    pub(super) line: usize,
    pub(super) path: PathBuf,
    pub(super) all: bool,
    pub(super) target: Target,
    /// Whether it asks for commits or files.
    pub(super) elsewhere: bool,
    pub(super) regexes: Vec<String>,
    pub(super) stopwords: Vec<String>,
    pub(super) rules: Vec<String>,
}

impl File {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`ConfigError::Profile`] for what is no TOML, a key that gitleaks does not know, or a value of another type.
    pub(super) fn read(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let source = Source { path, text };
        let parsed = DeTable::parse(text).map_err(|error| {
            source.wrong(error.span().unwrap_or_default().start, error.message().replace('\n', ", "))
        })?;
        let mut table = Table::new(source, parsed.get_ref(), 0);
        for ignored in ["title", "description", "minVersion"] {
            table.text(ignored)?;
        }
        let extend = table.table("extend")?.map(|it| extend(source, it)).transpose()?.unwrap_or_default();
        let rules =
            table.tables("rules")?.into_iter().map(|it| rule(source, it)).collect::<Result<_, _>>()?;
        let (lists, both) = lists(source, &mut table)?;
        if both {
            return Err(source.wrong(0, "[allowlist] and [[allowlists]] stand in one file: keep the latter"));
        }
        table.finish()?;
        Ok(Self { extend, rules, lists })
    }
}

fn extend(source: Source<'_>, mut table: Table<'_>) -> Result<Extend, ConfigError> {
    if table.has("url") {
        let problem =
            "`url` cannot be followed, as nothing is fetched: store the file, and name it by `path`";
        return Err(source.wrong(table.at, problem));
    }
    let extend = Extend {
        line: table.line(),
        default: table.flag("useDefault")?,
        path: table.text("path")?.map(str::to_owned),
        disabled: owned(table.texts("disabledRules")?),
    };
    if extend.default && extend.path.is_some() {
        return Err(source.wrong(table.at, "`useDefault` and `path` exclude each other: keep one"));
    }
    table.finish()?;
    Ok(extend)
}

fn rule(source: Source<'_>, mut table: Table<'_>) -> Result<Rule, ConfigError> {
    let id = table.text("id")?.ok_or_else(|| source.wrong(table.at, "a rule without an `id`"))?;
    table.text("description")?;
    table.texts("tags")?;
    let (lists, both_lists) = lists(source, &mut table)?;
    let rule = Rule {
        path: source.path.to_owned(),
        line: table.line(),
        id: id.to_owned(),
        regex: table.text("regex")?.map(str::to_owned),
        has_path: table.text("path")?.is_some(),
        secret_group: table.count("secretGroup")?,
        entropy: table.number("entropy")?,
        keywords: owned(table.texts("keywords")?),
        lists,
        both_lists,
        is_composite: table.has("required"),
        skip_report: table.flag("skipReport")?,
    };
    table.finish()?;
    Ok(rule)
}

/// The allow lists of a table, in the old and the new spelling, and whether it uses both.
fn lists(source: Source<'_>, table: &mut Table<'_>) -> Result<(Vec<List>, bool), ConfigError> {
    let old = table.table("allowlist")?;
    let new = table.tables("allowlists")?;
    let both = old.is_some() && !new.is_empty();
    let lists = old.into_iter().chain(new).map(|it| list(source, it)).collect::<Result<_, _>>()?;
    Ok((lists, both))
}

fn list(source: Source<'_>, mut table: Table<'_>) -> Result<List, ConfigError> {
    table.text("description")?;
    let at = table.at;
    let commits = table.texts("commits")?;
    let paths = table.texts("paths")?;
    let list = List {
        path: source.path.to_owned(),
        line: table.line(),
        all: match table.text("condition")?.unwrap_or("OR").to_uppercase().as_str() {
            "AND" | "&&" => true,
            "OR" | "||" => false,
            _ => return Err(source.wrong(at, "`condition` must be \"OR\" or \"AND\"")),
        },
        target: match table.text("regexTarget")?.unwrap_or("secret") {
            "secret" => Target::Secret,
            "match" => Target::Match,
            "line" => Target::Line,
            _ => return Err(source.wrong(at, "`regexTarget` must be \"secret\", \"match\" or \"line\"")),
        },
        elsewhere: !commits.is_empty() || !paths.is_empty(),
        regexes: owned(table.texts("regexes")?),
        stopwords: owned(table.texts("stopwords")?),
        rules: owned(table.texts("targetRules")?),
    };
    table.finish()?;
    if !list.elsewhere && list.regexes.is_empty() && list.stopwords.is_empty() {
        return Err(source.wrong(at, "an allow list without commits, paths, regexes or stopwords"));
    }
    Ok(list)
}

fn owned(texts: Vec<(&str, usize)>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text.to_owned()).collect()
}
