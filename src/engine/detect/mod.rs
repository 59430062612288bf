//! Owns the question "which bytes of this text are secret?": known values and rules in, findings out. It must not
//! know where the text came from or what will be done with a finding.

use std::ops::Range;

use crate::engine::placeholder::SecretType;

/// The identifier of a rule, for example `github-pat`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RuleId(pub &'static str);

/// What told us that some bytes are secret. The order is the order of authority: where findings overlap, the first
/// names the union.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// Exact bytes we were told of.
    Known,
    /// A vendor's prefix with a format.
    Prefix,
    /// Key word, operator, value.
    Context,
}

/// One match: where, by which rule, of which TYPE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Byte range in the text that was searched; never empty.
    pub range: Range<usize>,
    /// The rule that matched.
    pub rule: RuleId,
    /// The TYPE of the secret.
    pub kind: SecretType,
    /// What told us.
    pub source: Source,
}

/// What is known of the place in which a text stands.
#[derive(Clone, Copy, Default, Debug)]
pub struct Place<'a> {
    /// The unescaped name of the object member whose value the text is: the context of its value.
    pub name: Option<&'a [u8]>,
    /// Whether the dialect marks the place as machine-made; then only prefix rules apply.
    pub machine_made: bool,
}
