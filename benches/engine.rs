//! What the engine costs, in one thread: `cargo bench --bench engine`. Figures are in `docs/PERFORMANCE.md`.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use waterwall::engine::detect::{Detector, KnownValue, Settings};
use waterwall::engine::placeholder::{PlaceholderKey, SecretType};
use waterwall::engine::provider::Dialect;
use waterwall::engine::reply::{Format, Reply};
use waterwall::engine::tokenize::Tokenizer;
use waterwall::engine::vault::Vault;
use waterwall::secret::SecretBytes;

const SECRETS: usize = 20;
const BODY: usize = 1 << 20;

fn vault() -> Vault {
    Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"))
}

/// A token in GitHub's format.
fn token(index: usize) -> String {
    format!("gh{}_{:0>36}", "p", format!("Fake{index}"))
}

/// Source text as a tool result holds it: words, punctuation, indentation, line ends.
fn source_text(bytes: usize, secrets: usize) -> String {
    let mut text = String::with_capacity(bytes + 200);
    let mut line = 0_usize;
    while text.len() < bytes {
        text.push_str(&format!(
            "    let value_{line} = compute(\"name {line}\", &options[{line}])?; // step {line}\n"
        ));
        line += 1;
        if secrets > 0 && line.is_multiple_of(bytes / 80 / secrets) {
            text.push_str(&format!("GITHUB_TOKEN={}\n", token(line)));
        }
    }
    text
}

/// A conversation of `bytes` whose tool results hold `secrets` secrets.
fn body(bytes: usize, secrets: usize) -> Vec<u8> {
    let results = 20;
    let result = |index: usize| {
        let text = source_text(bytes / results, secrets / results).replace("step", &format!("step {index}"));
        serde_json::json!({"role": "user", "content": [{"type": "tool_result", "tool_use_id": format!("toolu_{index}"), "content": text}]})
    };
    let messages: Vec<_> = (0..results).map(result).collect();
    serde_json::to_vec(&serde_json::json!({"model": "m", "messages": messages})).unwrap()
}

fn tokenize(c: &mut Criterion) {
    let body = body(BODY, SECRETS);
    let known = (0..40).map(|index| KnownValue {
        kind: SecretType::from_name("KNOWN"),
        secret: SecretBytes::new(format!("known-value-number-{index}").into_bytes()),
    });
    let detector = Detector::new(Settings { known: known.collect(), ..Settings::default() });
    let mut group = c.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(body.len().try_into().unwrap()));
    group.bench_function("1 MB body, 20 secrets in tool results", |b| {
        b.iter_batched_ref(
            vault,
            |vault| {
                let tokenizer = Tokenizer { detector: &detector, vault };
                tokenizer.json(black_box(&body), Dialect::Anthropic.layout()).unwrap()
            },
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// A stream of text deltas; every 50th holds a placeholder if there is one.
fn stream(placeholder: Option<&str>) -> Vec<u8> {
    let event = |index: usize| {
        let text = match placeholder {
            Some(placeholder) if index.is_multiple_of(50) => placeholder.to_owned(),
            _ => format!("word {index} of the answer, and some more of it. "),
        };
        let data = serde_json::json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}});
        format!("event: content_block_delta\ndata: {data}\n\n")
    };
    (0..10_000).map(event).collect::<String>().into_bytes()
}

fn restore(c: &mut Criterion) {
    let vault = vault();
    let placeholder =
        vault.issue(b"a secret of some length", &SecretType::from_name("KNOWN")).unwrap().to_string();
    let mut group = c.benchmark_group("restore");
    for (name, stream) in [
        ("SSE, 10,000 events, nothing to restore", stream(None)),
        ("SSE, 10,000 events, a placeholder in each 50th", stream(Some(&placeholder))),
    ] {
        group.throughput(Throughput::Bytes(stream.len().try_into().unwrap()));
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut reply = Reply::new(Format::Sse, Dialect::Anthropic.layout());
                let mut out = Vec::with_capacity(stream.len());
                for piece in stream.chunks(1460) {
                    reply.push(black_box(piece), &vault, &mut out).unwrap();
                }
                reply.finish(&vault, &mut out).unwrap();
                out
            });
        });
    }
    group.finish();
}

criterion_group!(benches, tokenize, restore);
criterion_main!(benches);
