//! Owns a page of what agents send all day, to try a rule on before it is let loose. It must hold nothing secret.

/// Prose, code, JSON, a log, a listing, a diff: no rule may find most of it.
pub(super) const ORDINARY: &str = r#"Please have a look at the failing test in the parser, and tell me what you think is wrong before you change anything. The
build was green on Monday; since then we have merged the new loader, and two people say that reading large files has become
slower. I would rather have a small fix today than a large one next week.

fn parse(text: &str) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        items.push(Item::read(line).map_err(|kind| Error { kind, line: number + 1 })?);
    }
    Ok(items)
}

{"type": "tool_result", "name": "list_files", "count": 3, "files": ["src/main.rs", "src/parser.rs", "tests/parse.rs"]}
{"model": "large", "max_tokens": 4096, "temperature": 0.2, "stream": true, "stop_sequences": ["END", "STOP"]}

2024-05-17T09:31:07Z INFO  server: listening on 127.0.0.1:8080 (pid 4711)
2024-05-17T09:31:09Z WARN  loader: skipped 12 of 2048 records in /var/lib/app/data.csv: column "name" is empty
2024-05-17T09:31:10Z DEBUG request id=550e8400-e29b-41d4-a716-446655440000 GET /api/v1/items?page=2&size=50 200 13ms

diff --git a/src/parser.rs b/src/parser.rs
index 83db48f..bf269f4 100644
@@ -12,7 +12,7 @@ impl Parser {
-        let end = self.text.find('\n').unwrap_or(0);
+        let end = self.text.find('\n').unwrap_or(self.text.len());

drwxr-xr-x  4 dev dev  4096 May 17 09:12 src
-rw-r--r--  1 dev dev 18211 May 17 09:30 src/parser.rs
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  release.tar.gz
"#;
