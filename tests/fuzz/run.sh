#!/usr/bin/env bash
# Runs every fuzz target for 60 s (or: run.sh SECONDS [TARGET…]). Needs a nightly toolchain and cargo-fuzz:
#   rustup toolchain install nightly && cargo install cargo-fuzz
# What a run finds stays under target/fuzz; an input that fails belongs into seeds/TARGET with its fix.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
cargo +nightly fuzz --version >/dev/null || { echo "run.sh: cargo-fuzz is missing; see the first lines of this file" >&2; exit 1; }
found=${CARGO_TARGET_DIR:-target}/fuzz
export CARGO_TARGET_DIR=$found/build
targets=${*:-$(cargo +nightly fuzz list --fuzz-dir tests/fuzz)}
for target in $targets; do
    printf '\n== %s\n' "$target"
    mkdir -p "$found/$target" "$found/failed"
    cargo +nightly fuzz run --fuzz-dir tests/fuzz "$target" "$found/$target" "tests/fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -max_len=2048 -dict=tests/fuzz/words.dict -artifact_prefix="$found/failed/$target-" \
        -print_final_stats=1 -verbosity=0
done
