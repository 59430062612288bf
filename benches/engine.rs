//! What the engine costs, in CPU time of one thread: `cargo bench --bench engine`. Figures are in `docs/PERFORMANCE.md`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark fails by panicking")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use waterwall::engine::detect::{Detector, KnownValue, Place, Settings};
use waterwall::engine::placeholder::{PlaceholderKey, SecretType};
use waterwall::engine::provider::Dialect;
use waterwall::engine::reply::{Format, Never, Reply};
use waterwall::engine::tokenize::Tokenizer;
use waterwall::engine::vault::Vault;
use waterwall::secret::SecretBytes;

/// What others do on the machine meanwhile does not count.
struct CpuTime;

impl Measurement for CpuTime {
    type Intermediate = ThreadTime;
    type Value = Duration;

    fn start(&self) -> ThreadTime {
        ThreadTime::now()
    }

    fn end(&self, start: ThreadTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

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

/// A conversation of `bytes` whose tool results hold `secrets` secrets, and `more` bytes in one result more.
fn body(bytes: usize, secrets: usize, more: usize) -> Vec<u8> {
    let results = 20;
    let result = |index: usize, text: String| {
        let text = text.replace("step", &format!("step {index}"));
        serde_json::json!({"role": "user", "content": [{"type": "tool_result", "tool_use_id": format!("toolu_{index}"), "content": text}]})
    };
    let mut messages: Vec<_> =
        (0..results).map(|index| result(index, source_text(bytes / results, secrets / results))).collect();
    if more > 0 {
        messages.push(result(results, source_text(more, 0)));
    }
    serde_json::to_vec(&serde_json::json!({"messages": messages, "model": "m", "system": "You are one."}))
        .unwrap()
}

fn detector() -> Detector {
    let known = (0..40).map(|index| KnownValue {
        kind: SecretType::from_name("KNOWN"),
        secret: SecretBytes::new(format!("known-value-number-{index}").into_bytes()),
    });
    Detector::new(Settings { known: known.collect(), ..Settings::default() })
}

fn tokenize(c: &mut Criterion<CpuTime>) {
    let (first, next) = (body(BODY, SECRETS, 0), body(BODY, SECRETS, BODY / 100));
    let layout = Dialect::Anthropic.layout();
    let mut group = c.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(first.len().try_into().unwrap()));
    group.bench_function("1 MB body, 20 secrets in tool results, never seen", |b| {
        b.iter_batched_ref(
            || (detector(), vault()),
            |(detector, vault)| Tokenizer { detector, vault }.json(black_box(&first), layout).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.bench_function("the next turn, 1 % new", |b| {
        b.iter_batched_ref(
            || {
                let (detector, vault) = (detector(), vault());
                Tokenizer { detector: &detector, vault: &vault }.json(&first, layout).unwrap();
                (detector, vault)
            },
            |(detector, vault)| Tokenizer { detector, vault }.json(black_box(&next), layout).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

/// The `.rs` files below a directory.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(directory).into_iter().flatten().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Source text of `bytes` from all over the packages that are unpacked for building.
fn packages(bytes: usize) -> Vec<u8> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.unwrap_or_else(|| PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cargo"));
    let mut files = Vec::new();
    sources(&home.join("registry/src"), &mut files);
    files.sort();
    let mut text = Vec::new();
    for start in 0..100 {
        for file in files.iter().skip(start).step_by(100) {
            text.extend(fs::read(file).unwrap());
        }
        if text.len() >= bytes {
            text.truncate(bytes);
            return text;
        }
    }
    panic!("needs the sources of this project's packages: run `cargo fetch`");
}

fn detect(c: &mut Criterion<CpuTime>) {
    let source = packages(10 << 20);
    let detector = detector();
    let mut group = c.benchmark_group("detect");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(source.len().try_into().unwrap()));
    group.bench_function("10 MB of source text", |b| {
        b.iter(|| detector.find(black_box(&source), Place::default()));
    });
    group.throughput(Throughput::Bytes(BODY.try_into().unwrap()));
    for unit in ["token:", "key=", "password ", "://", "sk-", "curl ", "eyJ", "a", "-----BEGIN "] {
        let text = unit.repeat(BODY / unit.len()).into_bytes();
        group.bench_function(format!("1 MB of {unit:?}"), |b| {
            b.iter(|| detector.find(black_box(&text), Place::default()));
        });
    }
    group.finish();
    c.bench_function("a detector with 40 known values", |b| b.iter(self::detector));
}

/// A body of 10,000 events, each with some text of an answer; every 50th holds a placeholder if there is one. `event`
/// has `TEXT` where the text goes.
fn stream(event: &str, between: &str, placeholder: Option<&str>) -> Vec<u8> {
    let event = |index: usize| {
        let text = match placeholder {
            Some(placeholder) if index.is_multiple_of(50) => placeholder.to_owned(),
            _ => format!("word {index} of the answer, and some more of it. "),
        };
        event.replace("TEXT", &text)
    };
    let body = (0..10_000).map(event).collect::<Vec<_>>().join(between);
    if between.starts_with(',') { format!("[{body}]").into_bytes() } else { body.into_bytes() }
}

const ANTHROPIC: &str = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"TEXT\"}}\n\n";
const RESPONSES: &str = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"TEXT\",\"sequence_number\":7}\n\n";
const GEMINI: &str = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"TEXT\"}],\"role\":\"model\"},\"index\":0}],\"modelVersion\":\"m\"}";
const OLLAMA: &str = "{\"model\":\"m\",\"created_at\":\"2026-11-22T15:44:04Z\",\"message\":{\"role\":\"assistant\",\"content\":\"TEXT\"},\"done\":false}";
const UNLISTED: &str = "data: {\"type\":\"piece\",\"index\":0,\"token\":{\"id\":7,\"text\":\"TEXT\"}}\n\n";

fn restore(c: &mut Criterion<CpuTime>) {
    let vault = vault();
    let placeholder =
        vault.issue(b"a secret of some length", &SecretType::from_name("KNOWN")).unwrap().to_string();
    let seldom = Some(placeholder.as_str());
    let mut group = c.benchmark_group("restore");
    for (name, dialect, body) in [
        ("SSE, 10,000 events, nothing to restore", Dialect::Anthropic, stream(ANTHROPIC, "", None)),
        ("SSE, 10,000 events, a placeholder in each 50th", Dialect::Anthropic, stream(ANTHROPIC, "", seldom)),
        (
            "SSE, 10,000 events, `<` in each",
            Dialect::OpenAiResponses,
            stream(&RESPONSES.replace("TEXT", "a < TEXT"), "", seldom),
        ),
        (
            "SSE, 10,000 events, each ends as a placeholder begins",
            Dialect::Anthropic,
            stream(&ANTHROPIC.replace("TEXT", "TEXT<pl:"), "", seldom),
        ),
        (
            "array, 10,000 elements, a placeholder in each 50th",
            Dialect::Gemini,
            stream(GEMINI, ",\r\n", seldom),
        ),
        ("lines, 10,000 events, a placeholder in each 50th", Dialect::Ollama, stream(OLLAMA, "\n", seldom)),
        (
            "no sheet, 10,000 events, a placeholder in each 50th",
            Dialect::Generic,
            stream(UNLISTED, "", seldom),
        ),
        (
            "no sheet, 10,000 events, each ends as a placeholder begins",
            Dialect::Generic,
            stream(&UNLISTED.replace("TEXT", "TEXT<pl:"), "", seldom),
        ),
    ] {
        group.throughput(Throughput::Bytes(body.len().try_into().unwrap()));
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut reply = Reply::new(None, dialect.layout(), &Never::default());
                let mut out = Vec::with_capacity(body.len());
                for piece in body.chunks(1460) {
                    reply.push(black_box(piece), &vault, &mut out).unwrap();
                }
                reply.finish(&vault, &mut out).unwrap();
                out
            });
        });
    }
    for (name, text) in [("prose", prose(BODY)), ("source", source_text(BODY, 0))] {
        group.throughput(Throughput::Bytes(text.len().try_into().unwrap()));
        group.bench_function(format!("1 MB of plain text, {name}"), |b| {
            b.iter(|| {
                let mut reply = Reply::new(
                    Format::of_media_type("text/plain"),
                    Dialect::Anthropic.layout(),
                    &Never::default(),
                );
                let mut out = Vec::with_capacity(text.len());
                for piece in text.as_bytes().chunks(16 << 10) {
                    reply.push(black_box(piece), &vault, &mut out).unwrap();
                }
                reply.finish(&vault, &mut out).unwrap();
                out
            });
        });
    }
    group.finish();
}

/// Sentences as models write them, with a bracket here and there.
fn prose(bytes: usize) -> String {
    let sentence = "Let me explain: the people's simplest plan is to apply `a < b` first, and then (perhaps) 5 % more & so on.\n";
    sentence.repeat(bytes / sentence.len())
}

fn full_vault(c: &mut Criterion<CpuTime>) {
    let vault = vault();
    let kind = SecretType::from_name("KNOWN");
    let issue = |index: usize| vault.issue(format!("secret number {index}").as_bytes(), &kind).unwrap();
    let last = (0..100_000).map(issue).last().unwrap().to_string();
    let (before, digits) = last.split_at("<pl:KNOWN:".len());
    let digit = if digits.starts_with('0') { '1' } else { '0' };
    let wrong = format!("{before}{digit}{}", digits.get(1..).unwrap());
    let mut group = c.benchmark_group("a vault of 100,000");
    let mut index = 0;
    group.bench_function("issue of a secret that is held", |b| {
        b.iter(|| {
            index = (index + 1) % 100_000;
            issue(index)
        });
    });
    let mut index = 100_000;
    group.bench_function("issue of a new one, the oldest dropped", |b| {
        b.iter(|| {
            index += 1;
            issue(index)
        });
    });
    for (name, placeholder) in [
        ("an exact placeholder", last.clone()),
        ("one with a wrong digit", wrong),
        ("an unknown one", "<pl:KNOWN:0123456789abcdef>".to_owned()),
    ] {
        let text = placeholder.repeat(1000);
        group.bench_function(format!("{name}, 1,000 times"), |b| {
            b.iter(|| {
                let mut reply = Reply::new(
                    Format::of_media_type("text/plain"),
                    Dialect::Anthropic.layout(),
                    &Never::default(),
                );
                let mut out = Vec::new();
                reply.push(black_box(text.as_bytes()), &vault, &mut out).unwrap();
                reply.finish(&vault, &mut out).unwrap()
            });
        });
    }
    group.finish();
}

criterion_group!(
    name = benches;
    config = Criterion::default().with_measurement(CpuTime);
    targets = tokenize, detect, restore, full_vault
);
criterion_main!(benches);
