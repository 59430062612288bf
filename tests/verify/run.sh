#!/usr/bin/env bash
# The second verifier: it is short, the fixtures are what the document makes them, it judges them as their verdicts say,
# and it agrees with `ww verify` on changes of a log. Needs python3 (3.11 or later, with venv), and once its package registry.
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

if ! python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))'; then
    echo "tests/verify/run.sh needs python3, 3.11 or later, with the module venv: install it and run this again" >&2
    exit 1
fi
python="$target/verify-venv/bin/python"
if ! "$python" -c 'import cryptography, sys; sys.exit(cryptography.__version__ != "50.0.2")' 2>/dev/null; then
    rm -rf "$target/verify-venv"
    python3 -m venv "$target/verify-venv"
    "$python" -m pip install --quiet --disable-pip-version-check cryptography==50.0.2
fi
export PYTHONDONTWRITEBYTECODE=1

lines=$(wc -l <verify_log.py)
if ((lines > 150)); then
    echo "verify_log.py has $lines lines; 150 are allowed" >&2
    exit 1
fi

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$python" make_fixtures.py "$made/fixtures"
diff -r fixtures "$made/fixtures" || { echo "the fixtures are not what make_fixtures.py makes" >&2; exit 1; }
"$python" judge.py fixtures

mkdir -p "$made/example/audit" "$made/example/keys"
cp ../../src/audit/fixtures/example/*.jsonl "$made/example/audit/"
cp ../../src/audit/fixtures/example/signing.pub "$made/example/keys/"
"$python" verify_log.py "$made/example"

cargo build --locked --quiet --manifest-path "$root/Cargo.toml" --bin ww
for log in fixtures/good/{new-key-while-a-session-lives,archived-and-here,adopted} "$made/example"; do
    "$python" mutate.py "$log" --ww "$target/debug/ww" --sample 100
done
