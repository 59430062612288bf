//! Owns how an error is told: itself and its causes on one line. It must not decide what is told to whom.

/// An error with its causes, as `what: why: why`.
#[must_use]
pub fn told(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
