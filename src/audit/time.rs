//! Owns the log's moments: UTC, whole milliseconds, one spelling. It must not decide which moment an entry gets.

use std::fmt;
use std::sync::Arc;

use jiff::fmt::temporal::DateTimePrinter;
use serde::{Serialize, Serializer};

/// Bytes in a printed moment: `2026-11-22T15:44:01.123Z`.
const PRINTED: usize = 24;

/// The last moment that is printed, 9998-12-31T23:59:59.999Z in milliseconds: no calendar refuses it, and all before it
/// print in [`PRINTED`] bytes.
const LATEST: i64 = 253_370_764_799_999;

/// What tells the time; tests give their own.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The machine's clock.
#[must_use]
pub fn system_clock() -> Clock {
    Arc::new(|| Timestamp(jiff::Timestamp::now().as_millisecond().clamp(0, LATEST)))
}

/// A moment in UTC with millisecond precision, in the years 1970 to 9998.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The beginning of 1970.
    pub(crate) const ZERO: Self = Self(0);

    /// That many milliseconds after the beginning of 1970; later than the year 9998 becomes the end of it.
    #[must_use]
    pub fn from_millis(millis: u64) -> Self {
        Self(i64::try_from(millis).unwrap_or(LATEST).min(LATEST))
    }

    /// Milliseconds after the beginning of 1970.
    #[must_use]
    pub fn as_millis(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// Reads exactly what [`Timestamp`] prints; any other spelling of the same moment is `None`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != PRINTED {
            return None;
        }
        let moment = Self(text.parse::<jiff::Timestamp>().ok()?.as_millisecond());
        ((0..=LATEST).contains(&moment.0) && moment.to_string() == text).then_some(moment)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = jiff::Timestamp::from_millisecond(self.0).map_err(|_| fmt::Error)?;
        f.write_str(&DateTimePrinter::new().precision(Some(3)).timestamp_to_string(&moment))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_one_spelling() {
        for text in ["1970-01-01T00:00:00.000Z", "2026-11-22T15:44:01.123Z", "2028-02-29T23:59:59.999Z"] {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "2026-11-22T15:44:01Z",
            "2026-11-22t15:44:01.123Z",
            "2026-11-22 15:44:01.123Z",
            "2026-11-22T15:44:60.000Z",
            "2027-02-29T15:44:01.123Z",
            "2026-11-22T15:44:01,123Z",
            "1969-12-31T23:59:59.999Z",
            "9999-01-01T00:00:00.000Z",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn no_clock_is_too_late_to_print() {
        assert_eq!(Timestamp::from_millis(u64::MAX).to_string(), "9998-12-31T23:59:59.999Z");
    }
}
