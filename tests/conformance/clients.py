"""Runs below `ww`, which has told Python's clients of its proxy and its authority."""

import asyncio
import base64
import gzip
import json
import os
import socket
import ssl
import urllib.parse

import brotli
import h2.config
import h2.connection
import h2.events
import httpx
import websockets
import zstandard

SECRET = os.environ["DB_PASSWORD"]
URL = "https://api.anthropic.com/v1/x"
ROW = json.dumps({"a": SECRET}) + "\n"
TRUST = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])


def by_httpx():
    big = {"messages": [{"content": "line " * 900 + SECRET}] * 500}
    for http2 in (False, True):
        with httpx.Client(http2=http2, verify=TRUST, timeout=60) as client:

            def post(**said):
                answer = client.post(said.pop("url", URL), **said)
                assert answer.status_code == 200, (answer.status_code, answer.text[:300])
                assert answer.http_version == ("HTTP/2" if http2 else "HTTP/1.1"), answer.http_version
                return answer

            assert post(json={"system": SECRET}).json() == {"system": SECRET}
            assert post(json=big).json() == big
            for coding in ("gzip", "deflate", "br", "zstd"):
                assert post(url=f"{URL}?coding={coding}", json=big).json() == big, coding
            coders = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.ZstdCompressor().compress}
            for coding, encode in coders.items():
                headers = {"content-type": "application/json", "content-encoding": coding}
                body = json.dumps({"system": SECRET}).encode()
                assert post(content=encode(body), headers=headers).json() == {"system": SECRET}, coding
            post(data={"password": SECRET, "b": "2 + 2"})
            files = {"file": ("x.jsonl", ROW, "application/jsonl"), "image": ("x.png", bytes(range(256)), "image/png")}
            answer = post(files=files, data={"purpose": "batch"})
            assert bytes(range(256)) in answer.content
            pieces = (ROW[at : at + 3].encode() for at in range(0, len(ROW), 3))
            post(content=pieces, headers={"content-type": "application/x-ndjson"})
            post(url=f"{URL}/{urllib.parse.quote(SECRET, safe='')}", params={"q": SECRET})
            wide = json.dumps({"a": SECRET}, ensure_ascii=False).encode("utf-16")
            answer = post(content=wide, headers={"content-type": "application/json; charset=utf-16"})
            assert answer.content, "UTF-16 left and came back"
            with client.stream("POST", URL, json=big) as stream:
                assert json.loads(b"".join(stream.iter_bytes())) == big
    print("httpx: HTTP/1.1 and HTTP/2 hold")


async def at_once():
    async with httpx.AsyncClient(http2=True, verify=TRUST, timeout=60) as client:
        bodies = [{"n": n, "a": SECRET} for n in range(100)]
        answers = await asyncio.gather(*(client.post(URL, json=body) for body in bodies))
        assert [answer.json() for answer in answers] == bodies
    print("httpx: 100 requests at once on one HTTP/2 connection hold")


def tunnel(alpn):
    proxy = urllib.parse.urlsplit(os.environ["HTTPS_PROXY"])
    tcp = socket.create_connection((proxy.hostname, proxy.port), 60)
    login = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
    tcp.sendall(f"CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\nProxy-Authorization: Basic {login}\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += tcp.recv(1)
    assert b" 200 " in head, head
    trust = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
    trust.set_alpn_protocols([alpn])
    return trust.wrap_socket(tcp, server_hostname="api.anthropic.com")


def by_h2():
    """Frames as small as they come, trailers, and a stream that is given up."""
    io = tunnel("h2")
    connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
    connection.initiate_connection()
    head = [(":method", "POST"), (":scheme", "https"), (":authority", "api.anthropic.com"), (":path", "/v1/x")]
    body = json.dumps({"system": SECRET}).encode()
    connection.send_headers(1, head + [("content-type", "application/json"), ("te", "trailers")])
    connection.send_headers(3, head + [("content-type", "application/json"), ("content-length", "100")])
    for at in range(len(body)):
        connection.send_data(1, body[at : at + 1], pad_length=3)
    connection.send_headers(1, [("x-note", SECRET.encode("unicode_escape").decode())], end_stream=True)
    connection.send_data(3, b"{")
    connection.reset_stream(3)
    io.sendall(connection.data_to_send())
    status, answer, ended = None, b"", False
    while not ended:
        for event in connection.receive_data(io.recv(65536)):
            if isinstance(event, h2.events.ResponseReceived):
                status = dict(event.headers)[":status"]
            elif isinstance(event, h2.events.DataReceived):
                answer += event.data
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                ended = True
        io.sendall(connection.data_to_send())
    assert (status, json.loads(answer)) == ("200", {"system": SECRET}), (status, answer)
    print("h2: frames of one byte, padding, trailers and a reset hold")


async def by_websockets():
    for compression in (None, "deflate"):
        async with websockets.connect("wss://api.anthropic.com/v1/ws", ssl=TRUST, compression=compression) as socket:
            for turn in range(50):
                said = {"a": SECRET, "turn": [turn] * turn * 100}
                await socket.send(json.dumps(said))
                assert json.loads(await socket.recv()) == said, turn
            await (await socket.ping())
        assert socket.close_code == 1000, socket.close_code
        print(f"websockets: compression {compression} holds")



by_httpx()
asyncio.run(at_once())
by_h2()
asyncio.run(by_websockets())
