//! Owns what a body says of itself. It must not guess where it says two things at once.

/// Names under which JSON comes on a line each.
const JSON_LINES: [&str; 7] = [
    "application/jsonl",
    "application/jsonlines",
    "application/json-lines",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
    "application/ndjson",
];

/// A `content-type`.
#[derive(Default, Debug)]
pub(super) struct MediaType {
    /// `type/subtype` in lower case; empty when there is none.
    pub essence: String,
    /// The `charset` in lower case; empty when there is none.
    pub charset: String,
    /// The `boundary` of multipart; `None` when there is none, or more than one.
    pub boundary: Option<String>,
}

impl MediaType {
    /// Reads a header's value (RFC 9110, 8.3.1).
    pub fn parse(text: &str) -> Self {
        let (essence, rest) = text.split_once(';').unwrap_or((text, ""));
        let mut media = Self { essence: essence.trim().to_ascii_lowercase(), ..Self::default() };
        let mut boundaries = Vec::new();
        for (name, value) in parameters(rest) {
            match name.as_str() {
                "charset" => media.charset = value.to_ascii_lowercase(),
                name if name == "boundary" || name.starts_with("boundary*") => {
                    boundaries.push((name.len(), value))
                }
                _ => {}
            }
        }
        media.boundary = match boundaries.pop() {
            Some((8, value)) if boundaries.is_empty() => Some(value),
            _ => None,
        };
        media
    }

    /// Whether it says JSON.
    pub fn is_json(&self) -> bool {
        self.essence == "application/json" || self.essence == "text/json" || self.essence.ends_with("+json")
    }

    /// Whether it says JSON on a line each.
    pub fn is_json_lines(&self) -> bool {
        JSON_LINES.contains(&self.essence.as_str())
    }

    /// Whether it says something that is not text.
    pub fn is_binary(&self) -> bool {
        ["image/", "audio/", "video/", "font/", "application/"]
            .iter()
            .any(|kind| self.essence.starts_with(kind))
            && !self.is_json()
            && !self.is_json_lines()
    }
}

/// The parameters of a header's value, names in lower case, quotes off.
pub(super) fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ';']);
        let Some((name, after)) = rest.split_once('=') else { return found };
        let (value, after) = value(after.trim_start_matches([' ', '\t']));
        found.push((name.trim().to_ascii_lowercase(), value));
        rest = after.split_once(';').map_or("", |(_, rest)| rest);
    }
}

/// A value and what stands after it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return (value, quoted.split_at(at + 1).1),
            _ => {
                value.push(c);
                escaped = false;
            }
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_read_with_quotes_and_without() {
        for text in [
            "multipart/form-data; boundary=a-b",
            "Multipart/Form-Data ; charset=utf-8;BOUNDARY = \"a-b\"; x=1",
            "multipart/mixed;x=\"; boundary=z\";boundary=\"a\\-b\"",
        ] {
            assert_eq!(MediaType::parse(text).boundary.as_deref(), Some("a-b"), "{text}");
        }
    }

    #[test]
    fn a_boundary_that_is_not_there_or_there_twice_is_none() {
        for text in
            ["multipart/mixed", "multipart/mixed; boundary=a; boundary=b", "multipart/mixed; boundary*=a"]
        {
            assert_eq!(MediaType::parse(text).boundary, None, "{text}");
        }
    }
}
