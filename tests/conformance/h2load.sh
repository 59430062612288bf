#!/usr/bin/env bash
# nghttp2's load generator over HTTP/2, many streams on few connections; socat asks the proxy for the tunnel, which h2load
# cannot. usage: h2load.sh WORK
set -euo pipefail
proxy=${HTTPS_PROXY#http://}
credentials=${proxy%@*}
address=${proxy#*@}
address=${address%/}

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
socat "TCP-LISTEN:$port,fork,bind=127.0.0.1,backlog=128" \
    "PROXY:${address%:*}:api.anthropic.com:443,proxyport=${address#*:},proxyauth=$credentials" 2>/dev/null &
tunnel=$!
trap 'kill "$tunnel"' EXIT
until (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do kill -0 "$tunnel"; done

printf '{"messages":[{"role":"user","content":"%s%s"}]}' ghp_ fakeFAKEfakeFAKEfakeFAKEfakeFAKE0123 >"$1/h2load.json"
said=$(timeout 120 h2load -n 2000 -c 8 -m 32 --connect-to="127.0.0.1:$port" -H 'content-type: application/json' \
    -d "$1/h2load.json" https://api.anthropic.com/v1/messages)
grep -q '2000 succeeded, 0 failed, 0 errored, 0 timeout' <<<"$said" || { echo "$said" >&2; exit 1; }
echo "h2load: 2000 requests in 8 connections of 32 streams"
