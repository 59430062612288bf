#!/usr/bin/env bash
# Everything that can be done to the bytes of a log: real sessions write one, every change of it is tried on `ww verify`,
# and a sample of them on both verifiers. Takes about half an hour on 2 cores. usage: mutate.sh [SAMPLE]
set -euo pipefail
cd "$(dirname "$0")/../.."
sample=${1:-5000}
target=${CARGO_TARGET_DIR:-$PWD/target}
log="$target/tampering-log"

tests/verify/run.sh
rm -rf "$log"
TAMPERING=full TAMPERING_LOG="$log" cargo test --locked --release --test it tampering -- --nocapture
cargo build --locked --release --bin ww
"$target/verify-venv/bin/python" tests/verify/mutate.py "$log" --ww "$target/release/ww" --sample "$sample"
