# Runs below `ww`, which has told curl of its proxy and its authority. $1: a directory to write in.
set -euo pipefail
cd "$1"
url=https://api.anthropic.com/v1/x
python3 - <<'PY'
import json, os
secret = os.environ["DB_PASSWORD"]
# As `ww` writes it back: what need not be escaped is not.
dumps = lambda it: json.dumps(it, ensure_ascii=False)
row = dumps({"a": secret, "b": 1.50}) + "\n"
open("one.json", "w").write(dumps({"system": "use " + secret}))
open("rows.jsonl", "w").write(row * 3)
open("big.json", "w").write(dumps({"messages": [{"content": "line " * 900 + secret}] * 1000}))
open("text.txt", "w").write("see " + secret + "\n")
open("plain.bin", "wb").write(bytes(range(256)) * 40)
PY
gzip -k one.json

count=0
# try NAME FILE CURL-ARGUMENTS…: the answer must be the file, as the provider never saw it.
try() {
    local name=$1 file=$2
    shift 2
    local status
    status=$(curl --silent --show-error --max-time 60 --output answer --write-out '%{http_code}' "$@") || status="curl's $?"
    [[ $status == 200 ]] || { echo "curl: $name: $status: $(head -c 300 answer)" >&2; exit 1; }
    [[ -z $file ]] || cmp "$file" answer || { echo "curl: $name: another answer" >&2; exit 1; }
    count=$((count + 1))
}

json=(--header "Content-Type: application/json")
for version in --http1.1 --http2 --http1.0; do
    try "$version: data" one.json $version "${json[@]}" --data-binary @one.json $url
    try "$version: large data" big.json $version "${json[@]}" --data-binary @big.json $url
    try "$version: upload" "" $version --header "Content-Type: application/jsonl" --upload-file rows.jsonl $url
    try "$version: binary" plain.bin $version --header "Content-Type: image/png" --data-binary @plain.bin $url
    try "$version: form" "" $version --data-urlencode "password@text.txt" --data-urlencode "b=2 + 2" $url
    try "$version: multipart" "" $version --form purpose=batch --form "file=@rows.jsonl;type=application/jsonl" \
        --form "note=<text.txt" --form "image=@plain.bin;type=image/png" $url
    try "$version: query" "" $version --get --data-urlencode "q=$DB_PASSWORD" $url
    try "$version: HEAD" "" $version --head $url
    for coding in gzip deflate br zstd; do
        try "$version: $coding answer" one.json $version --compressed "${json[@]}" --data-binary @one.json "$url?coding=$coding"
        try "$version: large $coding answer" big.json $version --compressed "${json[@]}" --data-binary @big.json "$url?coding=$coding"
    done
done
for version in --http1.1 --http2; do
    try "$version: expect" big.json $version --header "Expect: 100-continue" --expect100-timeout 30 "${json[@]}" --data-binary @big.json $url
    try "$version: gzip request" one.json $version --header "Content-Encoding: gzip" "${json[@]}" --data-binary @one.json.gz $url
    try "$version: three on one connection" one.json $version "${json[@]}" --data-binary @one.json $url --next \
        --silent --output answer "${json[@]}" --data-binary @one.json $url
done
try "chunked upload" text.txt --http1.1 --header "Content-Type: text/plain" --upload-file - $url <text.txt

refused() {
    local name=$1 status
    shift
    status=$(curl --silent --max-time 60 --output answer --write-out '%{http_code}' "$@") || status="curl's $?"
    [[ $status == 502 ]] && grep -q "ww refused: " answer || { echo "curl: $name: $status: $(cat answer)" >&2; exit 1; }
    count=$((count + 1))
}
for version in --http1.1 --http2; do
    refused "$version: broken JSON" $version "${json[@]}" --data-binary '{' $url
    refused "$version: a coding that is none" $version --header "Content-Encoding: br" "${json[@]}" --data-binary @one.json $url
    refused "$version: an encoded part" $version --form "file=@one.json;encoder=base64" $url
done
echo "curl: $count claims hold"
