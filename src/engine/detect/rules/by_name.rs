//! Owns the form of a rule for values that have none of their own: a vendor's name, a word that says secret, an
//! operator, and a value as the vendor makes them. It must not know any vendor.

use crate::engine::detect::{bytes, value};

/// A rule of that form: identifier, TYPE, spellings of the name, form of the value, document, positive example.
///
/// Forms: `hex`, `alnum`, `url` (base64url) and `base64` with a length or `"least,most"`; `uuid`; `form` and `dashed`
/// with a pattern. Only before those that cannot begin with `-` may the operator be one: `name-key-…`.
macro_rules! by_name {
    (
        $id:literal, $kind:literal, [$name:literal $(| $other:literal)*],
        ($($form:tt)+), $documented:literal,
        [$($piece:literal),+]
    ) => {
        $crate::engine::detect::rule::Rule {
            id: $id,
            kind: $kind,
            words: &[$name $(, $other)*],
            how: $crate::engine::detect::rule::How::Pattern(concat!(
                "(?:", $name, $("|", $other,)* ")",
                behind!($($form)+)
            )),
            begins: $crate::engine::detect::rules::by_name::begins,
            min_entropy: 28,
            check: $crate::engine::detect::rules::by_name::likely,
            positive: &[&[$($piece),+]],
            documented: $documented,
            ..$crate::engine::detect::rule::Rule::CONTEXT
        }
    };
}

/// What follows the name, as a pattern whose group 1 is the value.
macro_rules! behind {
    (hex $count:literal) => { behind!(dashed concat!("[A-Fa-f0-9]{", $count, "}")) };
    (alnum $count:literal) => { behind!(dashed concat!("[A-Za-z0-9]{", $count, "}")) };
    (uuid) => { behind!(dashed "[A-Fa-f0-9]{8}(?:-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}") };
    (url $count:literal) => { behind!(form concat!("[A-Za-z0-9_-]{", $count, "}")) };
    (base64 $count:literal) => { behind!(with "", concat!("[A-Za-z0-9+/]{", $count, "}={0,2}"), "[^A-Za-z0-9+/=]") };
    (form $value:expr) => { behind!(with "", $value, "[^A-Za-z0-9_-]") };
    (dashed $value:expr) => { behind!(with "-", $value, "[^A-Za-z0-9_-]") };
    (with $dash:literal, $value:expr, $end:literal) => {
        concat!(
            "(?:",
            // `_API_TOKEN :=`, ` key is `, `.login=`, with what stands between the two.
            r"[A-Za-z0-9_ .-]{0,24}?(?i:key|token|secret|access|private|auth|passw|pwd|login|credential)",
            r"[A-Za-z0-9_ .-]{0,16}?",
            r#"[\s"\x27`\\:=>,|(){}\[\]?.~"#, $dash, "]{1,16}",
            r#"(?:(?:is|as|to|value|default)[\s"\x27`\\:=]{1,8})?"#,
            // Or the bare name, which wants an operator.
            r#"|["\x27`\])]{0,2} {0,4}[:=]{1,3} {0,4}["\x27`]?"#,
            ")(", $value, ")(?:", $end, r"|\z)"
        )
    };
}

pub(super) use {behind, by_name};

/// Where a name begins: outside a word, or at a capital after a small letter, as in `myNameToken`.
pub(super) fn begins(text: &[u8], at: usize) -> bool {
    let raised = text.get(at).is_some_and(u8::is_ascii_uppercase)
        && at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(u8::is_ascii_lowercase);
    raised || bytes::outside_word(text, at)
}

/// Whether a value of the right form is likely one: not a word of that length, and no example.
pub(super) fn likely(secret: &[u8]) -> bool {
    bytes::has_digit(secret) && !value::is_filler(secret)
}

#[cfg(test)]
mod tests {
    use crate::engine::detect::rule::{Ready, Rule};

    const RULE: Rule = by_name!(
        "acme-key", "ACME_KEY", ["acme" | "Acme" | "ACME"],
        (hex 32), "none",
        ["ACME_KEY=", "[[", "0f3a9c5d7e1b2846", "0f3a9c5d7e1b2846", "]]"]
    );

    fn found(text: &str) -> bool {
        static READY: std::sync::LazyLock<Ready> = std::sync::LazyLock::new(|| Ready::new(&RULE));
        let at = text.find("acme").or(text.find("Acme")).or(text.find("ACME")).unwrap();
        let start = READY.start(text.as_bytes(), at);
        start
            .and_then(|start| READY.try_at(text.as_bytes(), start))
            .is_some_and(|(_, found)| !found.is_empty())
    }

    #[test]
    fn a_value_is_found_behind_name_word_and_operator() {
        let value = "0f3a9c5d7e1b2846".repeat(2);
        for before in [
            "ACME_API_KEY=",
            "acme: \"",
            "acme_token => '",
            "myAcmeToken := \"",
            "$acmeToken .= \"",
            "\"acme_token\" {\n  default = \"",
            "the Acme API key is ",
            "<acmeToken>\n    ",
            "acme-secret-",
            "setProperty(\"ACME_TOKEN\", \"",
            "{\\\"acme_key\\\": \\\"",
        ] {
            assert!(found(&format!("{before}{value}\"")), "{before}");
        }
    }

    #[test]
    fn a_value_is_not_found_elsewhere() {
        let value = "0f3a9c5d7e1b2846".repeat(2);
        for text in [
            format!("uses: acme/action@{value}"),
            format!("acme {value}"),
            format!("pacme_key={value}"),
            format!("acme_key={value}0"),
            format!("acme_key=sha1-{value}"),
            format!("acme is a shop, and its customers never have to care which key opens the door: {value}"),
            "acme_key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        ] {
            assert!(!found(&text), "{text}");
        }
    }
}
