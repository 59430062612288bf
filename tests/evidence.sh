#!/usr/bin/env bash
# The claims of tests/it/evidence.rs with large numbers (300 kills, 8 times 200 sessions), and a disk that really is full.
# Needs curl, openssl, python3, and unshare with leave to mount a tmpfs in a namespace of its own.
set -euo pipefail
cd "$(dirname "$0")/.."

for program in curl openssl python3 unshare; do
    command -v "$program" >/dev/null || { echo "evidence: $program is missing" >&2; exit 2; }
done
unshare -rm true || { echo "evidence: unshare may not make a user and mount namespace here" >&2; exit 2; }

WW_KILLS=${WW_KILLS:-300} WW_SESSIONS=${WW_SESSIONS:-200} cargo test --locked --test it evidence::

target=${CARGO_TARGET_DIR:-target}
work=$(mktemp -d)
trap 'kill "${provider:-}" 2>/dev/null || true; rm -rf "$work"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=evidence -keyout "$work/ca.key" -out "$work/ca.pem" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=provider -keyout "$work/key.pem" -out "$work/request.pem" 2>/dev/null
openssl x509 -req -in "$work/request.pem" -CA "$work/ca.pem" -CAkey "$work/ca.key" -days 2 -out "$work/leaf.pem" \
    -extfile <(echo "subjectAltName=DNS:api.anthropic.com") 2>/dev/null
python3 - "$work" <<'PROVIDER' &
import http.server, os, ssl, sys
work = sys.argv[1]
class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        with open(work + "/seen", "a") as seen:
            print(self.path, file=seen)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
    def log_message(self, *_):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(work + "/leaf.pem", work + "/key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
with open(work + "/port.new", "w") as port:
    port.write(str(server.server_port))
os.rename(work + "/port.new", work + "/port")
server.serve_forever()
PROVIDER
provider=$!
until [[ -e $work/port ]]; do kill -0 "$provider" || exit 1; sleep 0.05; done

mkdir "$work/state" "$work/home" "$work/run"
chmod 700 "$work/run"
port=$(cat "$work/port") work=$work ww=$(realpath "$target/debug/ww") unshare -rm bash -euo pipefail <<'FULL'
mount -t tmpfs -o size=256k none "$work/state"
export HOME=$work/home XDG_STATE_HOME=$work/state XDG_RUNTIME_DIR=$work/run
"$ww" run --upstream-ca "$work/ca.pem" --connect-to "api.anthropic.com:443=127.0.0.1:$port" -- bash -euo pipefail <<'AGENT'
ask() { curl -s -o /dev/null -w '%{http_code}\n' "https://api.anthropic.com/$1"; }
[[ $(ask before) == 200 ]]
dd if=/dev/zero of="$XDG_STATE_HOME/filler" bs=1k 2>/dev/null || true
full=0
for number in $(seq 60); do
    [[ $(ask "full-$number") == 200 ]] || { full=1; break; }
done
[[ $full == 1 ]] || { echo "evidence: the disk was never full" >&2; exit 1; }
[[ $(ask refused-1) == 502 && $(ask refused-2) == 502 ]]
rm "$XDG_STATE_HOME/filler"
[[ $(ask after) == 200 ]]
AGENT
"$ww" verify
if grep -q refused "$work/seen"; then echo "evidence: sent without a record" >&2; exit 1; fi
# All that was forwarded is recorded.
python3 - "$work" <<'CHECK'
import glob, json, sys
work = sys.argv[1]
lines = [json.loads(line) for name in glob.glob(work + "/state/waterwall/audit/2*.jsonl") for line in open(name)]
recorded = {line["path"] for line in lines if line["kind"] == "request"}
seen = set(open(work + "/seen").read().split())
assert seen <= recorded, seen - recorded
print(f"a full disk: {len(seen)} forwarded, all recorded")
CHECK
FULL
echo "evidence: all is well"
