//! Owns the `[detect]` table of a profile as it is written. It must not read what it names.

use serde::Deserialize;
use toml::Spanned;

use crate::engine::detect::Personal;

/// `[detect]`. All of it only tightens.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Detect {
    /// Rule files in gitleaks' format.
    #[serde(default)]
    pub rules: Vec<Spanned<String>>,
    /// Rules of these files to leave out.
    #[serde(default)]
    pub skip: Vec<Spanned<String>>,
    /// Personal data to look for.
    #[serde(default)]
    pub pii: Vec<Pii>,
    /// What is merely random.
    #[serde(default)]
    pub entropy: Entropy,
}

/// As [`Personal::WORDS`]; an enum of the reader's own, so that it knows where a mistake stands.
#[derive(Deserialize)]
#[serde(remote = "Personal", rename_all = "lowercase")]
enum PersonalWord {
    Email,
    Card,
    Iban,
    Ssn,
    Phone,
}

/// A kind of personal data.
#[derive(Deserialize)]
pub(super) struct Pii(#[serde(with = "PersonalWord")] pub Personal);

/// Whether what is merely random is taken for a secret.
#[derive(Deserialize, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Entropy {
    #[default]
    Off,
    Aggressive,
}

impl Entropy {
    /// What may be written.
    pub const WORDS: [&str; 2] = ["off", "aggressive"];
}
