//! Owns the rule files that a profile names: files in the format of gitleaks' configuration, v8.18 to v8.28, become
//! rules of the engine's. It must not leave out a rule in silence: what cannot be honoured is an error with the rule's
//! id, unless the profile's `skip` names it.
//!
//! ```toml
//! [detect]
//! rules = ["gitleaks.toml", "~/rules/mine.toml"]   # relative to the directory of the profile
//! skip = ["pkcs12-file"]                           # rules of these files to leave out
//! ```
//!
//! What is sent has neither a file name nor a commit. So a rule's `path` beside a `regex` only narrows the rule where
//! it is run on files: here the `regex` counts in every text. A rule with a `path` and no `regex` finds nothing, which
//! is said at start. Allow lists by path or commit allow nothing. `extend.path` is relative to the directory of the
//! profile too, and `extend.useDefault` is answered by the rules that come with `ww`. Composite rules (`required`) and
//! `extend.url` are errors. Comments such as `gitleaks:allow` have no effect: any text could switch the guard off.
//!
//! A file's allow lists free nothing but what rules of that file find.

mod table;
mod written;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::detect::Detect;
use super::file::{ProfileFile, nearest};
use super::{ConfigError, line_of};
use crate::engine::detect::{AllowList, BadPattern, BadRule, CustomRule, WrittenRule};
use written::{File, List, Rule};

/// How far files may build on files, as in gitleaks; it also ends a circle.
const MAX_DEPTH: usize = 2;

/// Why a rule of a file cannot be honoured.
#[derive(Debug, thiserror::Error)]
pub enum RuleProblem {
    /// It cannot be run, or should not.
    #[error(transparent)]
    Bad(#[from] BadRule),
    /// One of its allow lists cannot be read.
    #[error("a pattern of its allow list {0}")]
    AllowList(#[from] BadPattern),
    /// It counts only beside other rules.
    #[error("it counts only near what other rules find (`required`), which cannot be told here")]
    Composite,
    /// It says nothing.
    #[error("it has neither `regex` nor `path`")]
    NoPattern,
    /// One file says two things of it.
    #[error("it stands twice in this file")]
    Twice,
    /// Old and new spelling.
    #[error("it has an `allowlist` and `allowlists`: keep the latter")]
    BothLists,
}

/// What the rule files of a profile come to.
#[derive(Default)]
pub(super) struct Loaded {
    pub(super) rules: Vec<CustomRule>,
    /// The files, in the order of reading.
    pub(super) files: Vec<ProfileFile>,
    /// What the user should know, one sentence each.
    pub(super) warnings: Vec<String>,
}

/// Reads the rule files that the profile at `path`, whose text is `text`, names.
///
/// # Errors
/// [`ConfigError::Unreadable`], [`ConfigError::Profile`] and [`ConfigError::Rule`].
pub(super) fn load(path: &Path, text: &str, home: &Path, detect: &Detect) -> Result<Loaded, ConfigError> {
    let skip = detect.skip.iter().map(|id| id.get_ref().clone()).collect();
    let base = path.parent().unwrap_or(path);
    let mut reader = Reader { base, home, skip, seen: BTreeSet::new(), loaded: Loaded::default() };
    for name in &detect.rules {
        reader.load(name.get_ref())?;
    }
    for id in &detect.skip {
        if !reader.seen.contains(id.get_ref()) {
            let near = nearest(id.get_ref(), reader.seen.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let problem = format!("`skip` names `{}`, which no rule file here has{near}", id.get_ref());
            let line = line_of(text, id.span().start);
            return Err(ConfigError::Profile { path: path.to_owned(), line, problem, nearest: None });
        }
    }
    Ok(reader.loaded)
}

struct Reader<'a> {
    /// The directory of the profile.
    base: &'a Path,
    home: &'a Path,
    skip: BTreeSet<String>,
    /// The id of every rule met.
    seen: BTreeSet<String>,
    loaded: Loaded,
}

impl Reader<'_> {
    fn load(&mut self, name: &str) -> Result<(), ConfigError> {
        let path = self.path(name);
        let file = self.assemble(&path, MAX_DEPTH)?;
        let is_ours = |rule: &&Rule| !(file.extend.default && rule.regex.is_none() && !rule.has_path);
        let (ours, changed): (Vec<_>, Vec<_>) = file.rules.iter().partition(is_ours);
        self.check_targets(&path, &file)?;
        if file.extend.default {
            let changed = ids(changed.into_iter().map(|rule| rule.id.as_str()));
            let changed =
                changed.map_or_else(String::new, |ids| format!(", and what it says of {ids} has no effect"));
            self.warn(&path, &format!("builds on gitleaks' default rules, which do not come with ww: ww's own rules stand in for them{changed}"));
        }
        let only_paths = |rule: &&&Rule| rule.regex.is_none() && !self.skip.contains(&rule.id);
        if let Some(ids) = ids(ours.iter().filter(only_paths).map(|rule| rule.id.as_str())) {
            self.warn(
                &path,
                &format!("has rules for names of files, which find nothing in what is sent: {ids}"),
            );
        }
        let shared = made(&file.lists.iter().filter(|list| list.rules.is_empty()).collect::<Vec<_>>());
        let shared = shared.map_err(|(list, problem)| {
            let problem = format!("a pattern of an allow list {problem}");
            ConfigError::Profile { path: list.path.clone(), line: list.line, problem, nearest: None }
        })?;
        for rule in ours {
            let listed = file.lists.iter().filter(|list| list.rules.contains(&rule.id));
            if !self.skip.contains(&rule.id) {
                let lists: Vec<&List> = rule.lists.iter().chain(listed).collect();
                self.loaded
                    .rules
                    .extend(ready(rule, &lists, &shared).map_err(|problem| failed(rule, problem))?);
            }
        }
        Ok(())
    }

    /// A file with what it builds on.
    fn assemble(&mut self, path: &Path, depth: usize) -> Result<File, ConfigError> {
        let text = self.read(path)?;
        let mut file = File::read(path, &text)?;
        let mut ids = BTreeSet::new();
        if let Some(twice) = file.rules.iter().find(|rule| !ids.insert(rule.id.as_str())) {
            return Err(failed(twice, RuleProblem::Twice));
        }
        self.seen.extend(file.rules.iter().map(|rule| rule.id.clone()));
        let Some(name) = file.extend.path.take() else { return Ok(file) };
        if depth == 0 {
            let problem = format!("builds on another file, the {}th: join them", MAX_DEPTH + 1);
            let line = file.extend.line;
            return Err(ConfigError::Profile { path: path.to_owned(), line, problem, nearest: None });
        }
        let mut base = self.assemble(&self.path(&name), depth - 1)?;
        base.rules.retain(|rule| !file.extend.disabled.contains(&rule.id));
        for rule in file.rules {
            match base.rules.iter_mut().find(|it| it.id == rule.id) {
                Some(it) => change(it, rule),
                None => base.rules.push(rule),
            }
        }
        base.lists.extend(file.lists);
        Ok(base)
    }

    fn read(&mut self, path: &Path) -> Result<String, ConfigError> {
        let failed = |error| ConfigError::unreadable(path, error);
        // A pipe or a device would never end.
        if !std::fs::metadata(path).map_err(failed)?.is_file() {
            return Err(failed(std::io::Error::other("it is not a file")));
        }
        let text = std::fs::read_to_string(path).map_err(failed)?;
        self.loaded.files.push(ProfileFile { path: path.to_owned(), sha256: Sha256::digest(&text).into() });
        Ok(text)
    }

    fn path(&self, name: &str) -> PathBuf {
        name.strip_prefix("~/").map_or_else(|| self.base.join(name), |rest| self.home.join(rest))
    }

    /// Every rule that an allow list is for is there, skipped, or one that gitleaks brings along.
    fn check_targets(&self, path: &Path, file: &File) -> Result<(), ConfigError> {
        let known = |id: &String| file.extend.default || self.seen.contains(id);
        let mut named = file.lists.iter().flat_map(|list| list.rules.iter().map(move |id| (list, id)));
        if let Some((list, id)) = named.find(|(_, id)| !known(id)) {
            let near = nearest(id, self.seen.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let problem = format!("`targetRules` names `{id}`, which is no rule of this file{near}");
            return Err(ConfigError::Profile {
                path: path.to_owned(),
                line: list.line,
                problem,
                nearest: None,
            });
        }
        Ok(())
    }

    fn warn(&mut self, path: &Path, what: &str) {
        self.loaded.warnings.push(format!("{} {what}", path.display()));
    }
}

/// Lays what a file says of a rule over what the file it builds on says.
fn change(base: &mut Rule, rule: Rule) {
    base.path = rule.path;
    base.line = rule.line;
    base.regex = rule.regex.or(base.regex.take());
    base.has_path |= rule.has_path;
    if rule.secret_group > 0 {
        base.secret_group = rule.secret_group;
    }
    if rule.entropy > 0.0 {
        base.entropy = rule.entropy;
    }
    base.keywords.extend(rule.keywords);
    base.lists.extend(rule.lists);
    base.both_lists |= rule.both_lists;
    base.is_composite |= rule.is_composite;
    base.skip_report |= rule.skip_report;
}

/// The rule for the engine; `None` when it is right that it finds nothing.
fn ready(rule: &Rule, lists: &[&List], shared: &[Arc<AllowList>]) -> Result<Option<CustomRule>, RuleProblem> {
    if rule.both_lists {
        return Err(RuleProblem::BothLists);
    }
    if rule.is_composite {
        return Err(RuleProblem::Composite);
    }
    let Some(regex) = &rule.regex else {
        return if rule.has_path { Ok(None) } else { Err(RuleProblem::NoPattern) };
    };
    let mut allow_lists = made(lists).map_err(|(_, problem)| problem)?;
    allow_lists.extend(shared.iter().cloned());
    let made = CustomRule::new(WrittenRule {
        id: rule.id.clone(),
        regex: regex.clone(),
        secret_group: rule.secret_group,
        entropy: rule.entropy,
        keywords: rule.keywords.clone(),
        allow_lists,
    })?;
    // It is there for others to require, and those are refused.
    Ok((!rule.skip_report).then_some(made))
}

/// The lists for the engine, without those that ask for a file or a commit as well.
fn made<'a>(lists: &[&'a List]) -> Result<Vec<Arc<AllowList>>, (&'a List, BadPattern)> {
    let texts = |texts: &'a [String]| texts.iter().map(String::as_str).collect::<Vec<_>>();
    let make = |list: &'a List| {
        let made = AllowList::new(list.target, list.all, &texts(&list.regexes), &texts(&list.stopwords));
        let made = made.map_err(|problem| (list, problem))?;
        Ok((!list.all || !list.elsewhere).then(|| Arc::new(made)))
    };
    lists.iter().filter_map(|list| make(list).transpose()).collect()
}

fn failed(rule: &Rule, problem: RuleProblem) -> ConfigError {
    let (path, line, rule) = (rule.path.clone(), rule.line, rule.id.clone());
    ConfigError::Rule { path, line, rule, problem: Box::new(problem) }
}

/// The ids as a list for people; `None` without any.
fn ids<'a>(ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let quoted: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
    (!quoted.is_empty()).then(|| quoted.join(", "))
}

#[cfg(test)]
mod tests;
