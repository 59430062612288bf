//! Owns the reading of a rule file's tables: keys in any case, as gitleaks has it, each with its line. It must not
//! pass over a key that nobody asked for.

use std::ops::Range;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::file::nearest;
use crate::config::{ConfigError, line_of};

/// A file's path and text.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) text: &'a str,
}

impl Source<'_> {
    /// The line at a byte offset, from 1.
    pub(super) fn line(self, at: usize) -> usize {
        line_of(self.text, at)
    }

    /// A complaint about the file at a byte offset.
    pub(super) fn wrong(self, at: usize, problem: impl Into<String>) -> ConfigError {
        let (path, line) = (self.path.to_owned(), self.line(at));
        ConfigError::Profile { path, line, problem: problem.into(), nearest: None }
    }
}

/// A key that was not asked for yet.
struct Field<'t> {
    /// In lower case.
    name: String,
    span: Range<usize>,
    value: &'t Spanned<DeValue<'t>>,
}

/// A table whose keys are taken one by one.
pub(super) struct Table<'t> {
    source: Source<'t>,
    /// Where it begins.
    pub(super) at: usize,
    fields: Vec<Field<'t>>,
    /// What was asked for.
    known: Vec<&'static str>,
}

impl<'t> Table<'t> {
    pub(super) fn new(source: Source<'t>, table: &'t DeTable<'t>, at: usize) -> Self {
        let field = |(key, value): (&'t Spanned<_>, &'t Spanned<DeValue<'t>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            Field { name: name.to_lowercase(), span: key.span(), value }
        };
        Self { source, at, fields: table.iter().map(field).collect(), known: Vec::new() }
    }

    /// The line it begins on.
    pub(super) fn line(&self) -> usize {
        self.source.line(self.at)
    }

    /// Whether there is such a key; it is taken.
    pub(super) fn has(&mut self, name: &'static str) -> bool {
        self.take(name).is_some()
    }

    /// A string; the empty one is none.
    pub(super) fn text(&mut self, name: &'static str) -> Result<Option<&'t str>, ConfigError> {
        let text = self.typed(name, "a string", |value| value.as_str())?;
        Ok(text.filter(|text| !text.is_empty()))
    }

    pub(super) fn flag(&mut self, name: &'static str) -> Result<bool, ConfigError> {
        Ok(self.typed(name, "true or false", DeValue::as_bool)?.unwrap_or(false))
    }

    /// A whole number from 0.
    pub(super) fn count(&mut self, name: &'static str) -> Result<usize, ConfigError> {
        let read = |value: &DeValue<'t>| {
            let digits = value.as_integer()?;
            usize::from_str_radix(digits.as_str(), digits.radix()).ok()
        };
        Ok(self.typed(name, "a whole number from 0", read)?.unwrap_or(0))
    }

    /// A number from 0.
    pub(super) fn number(&mut self, name: &'static str) -> Result<f64, ConfigError> {
        let read = |value: &DeValue<'t>| {
            let digits =
                value.as_float().map(|it| it.as_str()).or(value.as_integer().map(|it| it.as_str()))?;
            digits.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
        };
        Ok(self.typed(name, "a number from 0", read)?.unwrap_or(0.0))
    }

    /// A list of strings, each with its offset.
    pub(super) fn texts(&mut self, name: &'static str) -> Result<Vec<(&'t str, usize)>, ConfigError> {
        let read = |value: &'t DeValue<'t>| {
            let all = value.as_array()?.iter();
            all.map(|item| Some((item.get_ref().as_str()?, item.span().start))).collect()
        };
        Ok(self.typed(name, "a list of strings", read)?.unwrap_or_default())
    }

    /// A table.
    pub(super) fn table(&mut self, name: &'static str) -> Result<Option<Self>, ConfigError> {
        let source = self.source;
        let table = self.take(name);
        table.map(|(value, at)| Self::of(source, value, at, name)).transpose()
    }

    /// A list of tables.
    pub(super) fn tables(&mut self, name: &'static str) -> Result<Vec<Self>, ConfigError> {
        let source = self.source;
        let Some((value, at)) = self.take(name) else { return Ok(Vec::new()) };
        let list = value.as_array().ok_or_else(|| {
            source.wrong(at, format!("`{name}` must be a list of tables: write it as [[…{name}]]"))
        })?;
        list.iter().map(|item| Self::of(source, item.get_ref(), item.span().start, name)).collect()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`ConfigError::Profile`] for the first key that was not asked for.
    pub(super) fn finish(self) -> Result<(), ConfigError> {
        let Some(field) = self.fields.into_iter().min_by_key(|field| field.span.start) else { return Ok(()) };
        let written = self.source.text.get(field.span.clone()).unwrap_or(&field.name);
        Err(ConfigError::Profile {
            path: self.source.path.to_owned(),
            line: self.source.line(field.span.start),
            problem: format!("unknown key `{written}`"),
            nearest: nearest(&field.name, self.known.iter().copied()),
        })
    }

    fn of(source: Source<'t>, value: &'t DeValue<'t>, at: usize, name: &str) -> Result<Self, ConfigError> {
        let table = value.as_table();
        table
            .map(|table| Self::new(source, table, at))
            .ok_or_else(|| source.wrong(at, format!("`{name}` must be a table")))
    }

    fn take(&mut self, name: &'static str) -> Option<(&'t DeValue<'t>, usize)> {
        self.known.push(name);
        let at = self.fields.iter().position(|field| field.name == name.to_lowercase())?;
        let field = self.fields.swap_remove(at);
        Some((field.value.get_ref(), field.span.start))
    }

    fn typed<T>(
        &mut self,
        name: &'static str,
        expected: &str,
        read: impl FnOnce(&'t DeValue<'t>) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        let source = self.source;
        let Some((value, at)) = self.take(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| source.wrong(at, format!("`{name}` must be {expected}")))
    }
}
