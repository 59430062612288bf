//! Owns `[allow]` of the user's profile: what may leave although it is found. It must not take it from a project,
//! and must not guess what a misspelt name means.
//!
//! ```toml
//! [allow]
//! rules = ["jwt"]                                # what these rules find, unless another finds it too
//! ids = ["0123456789abcdef"]                     # values by the id, or the whole, of their placeholder
//! values = ["0123456789abcdef0123456789abcdef"]  # values by their keyed digest
//! paths = ["tools[*].description"]               # what rules find at these places of a body
//! ```
//!
//! Known values are freed by `ids` and `values` only. Rules of a project's own files cannot be named here, as they
//! are not there in other projects.

use serde::Deserialize;
use toml::Spanned;

use super::file::nearest;
use crate::engine::allow::{Allow, PathPattern};
use crate::engine::detect::{CustomRule, RuleId, rule_ids};
use crate::engine::placeholder::{PlaceholderId, SecretType, ValueDigest};

/// `[allow]` as it is written.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    #[serde(default)]
    rules: Vec<Spanned<String>>,
    #[serde(default)]
    ids: Vec<Spanned<String>>,
    #[serde(default)]
    values: Vec<Spanned<String>>,
    #[serde(default)]
    paths: Vec<Spanned<String>>,
}

/// What is wrong, and the byte offset in the profile.
pub(super) type Wrong = (usize, String);

/// Reads the lists; `custom` are the rules of the user's own files.
pub(super) fn read(written: &Written, custom: &[CustomRule]) -> Result<Allow, Wrong> {
    let mut names: Vec<&str> = rule_ids().collect();
    names.extend(custom.iter().map(|rule| &*rule.id().0));
    let rule = |id: &str| {
        let near = || {
            nearest(id, names.iter().copied())
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
        };
        let known = names.contains(&id).then(|| RuleId(id.to_owned().into()));
        known.ok_or_else(|| format!("there is no rule `{id}`{}", near()))
    };
    Ok(Allow {
        rules: each(&written.rules, rule)?,
        ids: each(&written.ids, |text| {
            id(text).ok_or_else(|| {
                format!("`{text}` is no placeholder and no id of one, 16 lower-case hex digits")
            })
        })?,
        values: each(&written.values, |text| {
            ValueDigest::parse(text).ok_or_else(|| {
                format!(
                    "`{text}` is no digest of a value, 32 lower-case hex digits; never write the value itself"
                )
            })
        })?,
        paths: each(&written.paths, |text| {
            let bad = || format!("`{text}` names no place, or every place: write it as tools[*].description");
            PathPattern::new(text).ok_or_else(bad)
        })?,
    })
}

fn each<T, C: FromIterator<T>>(
    list: &[Spanned<String>],
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<C, Wrong> {
    let read = |text: &Spanned<String>| read(text.get_ref()).map_err(|wrong| (text.span().start, wrong));
    list.iter().map(read).collect()
}

/// An id by itself, or that of a whole placeholder.
fn id(text: &str) -> Option<PlaceholderId> {
    let digits = match text.strip_prefix("<pl:") {
        Some(rest) => {
            let (kind, digits) = rest.strip_suffix('>')?.split_once(':')?;
            SecretType::new(kind)?;
            digits
        }
        None => text,
    };
    PlaceholderId::parse(digits.as_bytes())
}
