"""A provider that says back what it got, and says 500 when that held the secret."""

import gzip
import json
import os
import urllib.parse
import zlib

import brotli
import zstandard

SECRET = os.environ["DB_PASSWORD"]
ENCODE = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
DECODE = {
    "gzip": gzip.decompress,
    "deflate": zlib.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


def spellings():
    quoted = json.dumps(SECRET)[1:-1]
    raw = json.dumps(SECRET, ensure_ascii=False)[1:-1]
    return [it.encode() for it in (SECRET, quoted, raw, urllib.parse.quote(SECRET), urllib.parse.quote_plus(SECRET))]


def holds_secret(body):
    texts = (body, urllib.parse.unquote_to_bytes(body), urllib.parse.unquote_to_bytes(body.replace(b"+", b" ")))
    return any(spelling in text for text in texts for spelling in spellings())


async def answer(send, status, body, headers):
    head = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    for at in range(0, len(body), 7000):
        await send({"type": "http.response.body", "body": body[at : at + 7000], "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def http(scope, receive, send):
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"]}
    for coding in reversed([it.strip() for it in headers.get("content-encoding", "").split(",") if it.strip()]):
        body = DECODE[coding](body)
    head = scope["raw_path"] + b"?" + scope["query_string"] + repr(scope["headers"]).encode()
    if holds_secret(body) or holds_secret(head):
        return await answer(send, 500, b"the secret crossed", [("content-type", "text/plain")])
    if headers.get("content-type", "") == "application/x-www-form-urlencoded":
        body = urllib.parse.unquote_to_bytes(body.replace(b"+", b" "))
    # What a client asks for in the query: a coding for the answer.
    coding = urllib.parse.parse_qs(scope["query_string"].decode()).get("coding", [""])[0]
    said = [("content-type", headers.get("content-type", "text/plain"))]
    if "form" in said[0][1]:
        said = [("content-type", "text/plain; charset=utf-8")]
    if coding:
        body, said = ENCODE[coding](body), said + [("content-encoding", coding)]
    await answer(send, 200, body, said + [("x-version", scope["http_version"])])


async def websocket(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        text = message.get("text") or ""
        await send({"type": "websocket.send", "text": "the secret crossed" if holds_secret(text.encode()) else text})


async def app(scope, receive, send):
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["type"] == "websocket":
        await websocket(receive, send)
    else:
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": message["type"] + ".complete"})
        await send({"type": "lifespan.shutdown.complete"})
