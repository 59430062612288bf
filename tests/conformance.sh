#!/usr/bin/env bash
# Others' programs through the real `ww`: curl in every way it sends a body, h2load, and Python's httpx, h2 and websockets over
# HTTP/1.1 and HTTP/2. A provider in Python sees whether a secret crosses, and says back what it got.
# Needs curl (with HTTP/2, brotli, zstd), h2load (nghttp2), socat, openssl, python3 with venv, and a package index on the first run.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { command -v "$1" >/dev/null || { echo "conformance: $1 is missing: $2" >&2; exit 2; }; }
need curl "install curl"
need openssl "install openssl"
need python3 "install python3"
need h2load "install nghttp2-client"
need socat "install socat"
for feature in HTTP2 brotli zstd; do
    curl --version | grep -q "$feature" || { echo "conformance: this curl lacks $feature" >&2; exit 2; }
done

target=${CARGO_TARGET_DIR:-target}
venv=$target/conformance-venv
if [[ ! -x $venv/bin/hypercorn ]]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'httpx[http2]==0.28.1' h2==4.4.1 websockets==17.4 hypercorn==0.18.0 brotli==1.2.1 zstandard==0.25.0
fi
cargo build --locked --quiet

work=$(mktemp -d)
trap 'kill "${provider:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=conformance -keyout "$work/ca.key" -out "$work/ca.pem" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=provider -keyout "$work/key.pem" -out "$work/request.pem" 2>/dev/null
openssl x509 -req -in "$work/request.pem" -CA "$work/ca.pem" -CAkey "$work/ca.key" -days 2 -out "$work/leaf.pem" \
    -extfile <(echo "subjectAltName=DNS:api.anthropic.com") 2>/dev/null

# A secret that only being told of it can find, with what JSON, URLs and forms must encode.
DB_PASSWORD=$(printf 'p"a/ss\\w\303\266rd <7>&x+%%=')
export DB_PASSWORD HOME=$work XDG_STATE_HOME=$work/state
mkdir -m 700 "$work/run" "$work/state"
export XDG_RUNTIME_DIR=$work/run

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
PYTHONPATH=tests/conformance PYTHONDONTWRITEBYTECODE=1 "$venv/bin/hypercorn" --bind "127.0.0.1:$port" --certfile "$work/leaf.pem" --keyfile "$work/key.pem" \
    --log-level warning --graceful-timeout 0 provider:app 2>"$work/provider.log" &
provider=$!
until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$provider" 2>/dev/null || { cat "$work/provider.log" >&2; exit 1; }
done

ww=("$target/debug/ww" run --upstream-ca "$work/ca.pem" --connect-to "api.anthropic.com:443=127.0.0.1:$port" --)
"${ww[@]}" bash tests/conformance/curl.sh "$work"
"${ww[@]}" "$venv/bin/python" tests/conformance/clients.py
"${ww[@]}" bash tests/conformance/h2load.sh "$work"
"$target/debug/ww" verify >/dev/null
echo "conformance: all is well"
