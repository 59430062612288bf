//! Owns the context rules: key word, operator, value. It must not take names, types, references or prose for values;
//! [`key`] and [`value`] judge, the tables in `rules::keys` give vendors' values their TYPE.

mod extent;
mod operator;

use std::ops::Range;

use super::bytes::{self, in_name};
use super::jwk;
use super::key::{self, Named};
use super::rule::{Label, Match};
use super::rules::keys;
use super::value::{self, Ends};

use operator::{Kind, Operator};

/// How far before a name that of a user makes it likely that both have values.
const PAIR: usize = 120;

/// The value of the assignment in whose name a telling word stands at `at`. The same for every such word of the name.
pub(super) fn value_of(text: &[u8], at: usize) -> Option<Match> {
    let rest = bytes::run(text, at, in_name, key::MAX_NAME);
    if rest == key::MAX_NAME {
        return None;
    }
    let name_end = at + rest;
    // Most words stand in a text and not before an operator.
    if !operator::may_follow(*text.get(name_end)?) {
        return None;
    }
    let name_start = at - bytes::run_back(text, at, in_name, key::MAX_NAME);
    let name = text.get(name_start..name_end)?;
    let operator = Operator::read(text, name, name_end)?;
    // `AWS::IAM::AccessKey` names a type.
    if text.get(..name_start)?.ends_with(b"::") {
        return None;
    }
    let named = key::named(name)?;
    if operator.leads_to_name(text) {
        return None;
    }
    let found = operator.value(text)?;
    let found = if named == Named::Header { found.behind_scheme(text) } else { found };
    let found = found.with_tail(text, name_start);
    let ends = match operator.kind {
        // `pass` is also a verb.
        Kind::Space if found.quoted && !name.eq_ignore_ascii_case(b"pass") => Ends::Open,
        Kind::Space if found.quoted => Ends::Prose,
        _ if found.quoted => Ends::Quotes,
        Kind::Space if name.starts_with(b"-") || is_defined(text, name_start) => Ends::Line,
        Kind::Space => Ends::Prose,
        _ if found.is_own_line(text, name_start) => Ends::Line,
        _ if operator.kind == Kind::Sign && extent::in_list(text, name_start) => Ends::Line,
        _ => Ends::Open,
    };
    let paired = || is_paired(text, name_start);
    let label = judge(name, named, text.get(found.range.clone())?, ends, paired)?;
    Some(Match { range: found.range, label: Some(label) })
}

/// Longest password behind such a word, in bytes.
const MAX_ABROAD: usize = 64;
/// Words that mean a password in other languages than English and German.
pub(super) const ABROAD: &[&str] = &[
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "비번",
    "암호",
    "пароль",
    "Пароль",
    "ПАРОЛЬ",
    "contraseña",
    "Contraseña",
    "contrasena",
    "senha",
    "Senha",
    "SENHA",
    "Kennwort",
    "kennwort",
    "achtwoord",
    "hasło",
    "Hasło",
    "lösenord",
    "Lösenord",
    "parola",
    "Parola",
    "heslo",
    "Heslo",
    "şifre",
    "mot de passe",
    "Mot de passe",
];

/// The value behind the word of [`ABROAD`] that stands at `at`.
pub(super) fn abroad(text: &[u8], at: usize) -> Option<Match> {
    let rest = text.get(at..)?;
    let word = ABROAD.iter().find(|word| rest.starts_with(word.as_bytes()))?;
    let from = operator::abroad(text, at + word.len())?;
    let in_value = |byte: u8| byte.is_ascii_graphic() && !b"\"'`<>,;".contains(&byte);
    let range = from..from + bytes::run(text, from, in_value, MAX_ABROAD);
    value::is_chosen(text.get(range.clone())?).then(|| range.into())
}

/// The value of an object member, which is the whole text less white space around it.
pub(super) fn member(name: &[u8], text: &[u8]) -> Option<(Range<usize>, Label)> {
    if text.len() > extent::MAX_VALUE {
        return None;
    }
    if let Some(label) = jwk::member(name, text) {
        return Some((0..text.len(), label));
    }
    let named = key::named(name)?;
    let from = text.len() - text.trim_ascii_start().len();
    let mut range = from..from + text.trim_ascii().len();
    if named == Named::Header {
        range.start += value::scheme(text.get(range.clone())?);
    }
    let label = judge(name, named, text.get(range.clone())?, Ends::Quotes, || false)?;
    Some((range, label))
}

/// The label of the secret that `value` is under a name, if it is one.
fn judge(
    name: &[u8],
    named: Named,
    value: &[u8],
    ends: Ends,
    paired: impl FnOnce() -> bool,
) -> Option<Label> {
    bytes::work::add(value.len());
    if value.len() < value::MIN_VALUE {
        return None;
    }
    if ends != Ends::Prose
        && let Some(label) = keys::label(name, value)
    {
        return (!value::is_stand_in(value)).then_some(label);
    }
    // A word may be a password where its name says whose, or a user's name stands beside.
    let chosen = named == Named::Password
        && value::is_word(value, ends)
        && (value.len() >= 10 && name.len() >= 12 || paired());
    (chosen || value::is_secret(value, named, ends))
        .then(|| plain(named, named == Named::Header && bytes::basic(value)))
}

/// The label of a value whose name names no vendor.
const fn plain(named: Named, is_basic: bool) -> Label {
    match named {
        Named::Password => Label { id: "password-assignment", kind: "PASSWORD" },
        Named::Secret => Label { id: "secret-assignment", kind: "SECRET" },
        Named::Vague => Label { id: "token-assignment", kind: "CREDENTIAL" },
        Named::Basic => Label { id: "basic-assignment", kind: "BASIC_AUTH" },
        Named::Header if is_basic => Label { id: "basic-header", kind: "BASIC_AUTH" },
        Named::Header => Label { id: "bearer-header", kind: "BEARER_TOKEN" },
    }
}

/// The identifiers of all labels that an assignment can have, beside those that are rules.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    let plain =
        [Named::Password, Named::Secret, Named::Vague, Named::Basic].map(|named| plain(named, false).id);
    plain.into_iter().chain(keys::ids())
}

/// Whether the name is one that a preprocessor or a shell defines.
fn is_defined(text: &[u8], name_start: usize) -> bool {
    let blanks = bytes::run_back(text, name_start, operator::blank, operator::MAX_SPACES);
    let before = text.get(..name_start - blanks).unwrap_or_default();
    [b"define".as_slice(), b"setenv", b"setx"].iter().any(|word| before.ends_with(word))
}

/// Whether a user's name was assigned shortly before `name_start`.
fn is_paired(text: &[u8], name_start: usize) -> bool {
    const USERS: [&[u8]; 8] = [b"ser", b"SER", b"ogin", b"LOGIN", b"uid", b"UID", b"Uid", b"mail"];
    let before = text.get(name_start.saturating_sub(PAIR)..name_start).unwrap_or_default();
    USERS.iter().any(|user| {
        memchr::memmem::find_iter(before, user).any(|at| {
            let rest = before.get(at..).unwrap_or_default();
            rest.iter().take(24).any(|byte| matches!(byte, b'=' | b':'))
        })
    })
}

#[cfg(test)]
mod tests;
