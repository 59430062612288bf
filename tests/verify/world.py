"""Owns the making of logs, right ones and wrong ones, from docs/AUDIT-LOG.md. Every key is made of 32 equal bytes and
every time is fixed, so that what is made is always the same."""
import base64, datetime, hashlib, io, json, shutil, tarfile, zlib
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ZERO = bytes(32)
ARCHIVE = "2026-11-22T15-45-00Z-zzzzzz.tar.gz"
ORDER = 2**252 + 27742317777372353535851937790883648493


class Key:
    def __init__(self, byte):
        self.seed = bytes([byte]) * 32
        self.private = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.public = self.private.public_key().public_bytes_raw()

    def sign(self, text):
        return self.private.sign(text).hex()

    def pem(self):
        return pem(self.public)


class Weak(Key):
    """The identity point as a public key: whoever knows any R = rB has a signature (R, r) of every text."""

    def __init__(self):
        super().__init__(7)
        digest = bytearray(hashlib.sha512(self.seed).digest()[:32])
        digest[0] &= 248
        digest[31] = digest[31] & 63 | 64
        scalar = int.from_bytes(digest, "little") % ORDER
        self.signature = (self.public + scalar.to_bytes(32, "little")).hex()
        self.public = (1).to_bytes(32, "little")

    def sign(self, _text):
        return self.signature


def pem(public):
    der = bytes.fromhex("302a300506032b6570032100") + public
    return f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"


SEVEN, EIGHT, NINE = Key(7), Key(8), Key(9)


def moment(tick):
    begin = datetime.datetime(2026, 11, 22, 15, 44, 1, 123000)
    return (begin + datetime.timedelta(milliseconds=500 * tick)).isoformat(timespec="milliseconds") + "Z"


def compact(members):
    return json.dumps(members, separators=(",", ":"), ensure_ascii=False)


class Chain:
    """Lines that follow on one another. What a bad fixture wants otherwise it says for one line: `seq`, `ts`, `prev`,
    or `respell`, a function of the line's text."""

    def __init__(self, head):
        self.head, self.lines = head, []

    def line(self, kind, own, tick, respell=None, **odd):
        common = {"v": 1, "seq": len(self.lines), "ts": moment(tick), "kind": kind, "prev": self.head.hex()}
        common.update(odd)
        text = compact({**common, **own})
        text = respell(text) if respell else text
        return text if isinstance(text, bytes) else text.encode()

    def take(self, line):
        self.lines.append(line)
        self.head = hashlib.sha256(self.head + hashlib.sha256(line).digest()).digest()

    def pop(self):
        self.head = bytes.fromhex(json.loads(self.lines.pop())["prev"])

    def bytes(self):
        return b"".join(line + b"\n" for line in self.lines)


class Session(Chain):
    def __init__(self, world, name, file, key, head):
        super().__init__(head)
        self.world, self.name, self.file, self.key, self.torn = world, name, file, key, b""

    def add(self, kind, **members):
        own = {**KINDS.get(kind, {}), **members}
        odd = {name: own.pop(name) for name in ("v", "seq", "ts", "prev", "respell") if name in own}
        self.take(self.line(kind, own, self.world.tick, **odd))
        return self

    def start(self, **members):
        return self.add("session_start", **{"session": self.name, **members})

    def checkpoint(self, text=None, sig=None, key=None, **odd):
        text = text or f"waterwall/checkpoint/v1\n{self.name}\n{len(self.lines)}\n{self.head.hex()}\n"
        return self.add("checkpoint", sig=sig or (key or self.key).sign(text.encode()), **odd)

    def begin(self):
        return self.start().checkpoint()

    def end(self):
        return self.add("session_end").checkpoint()

    def bytes(self):
        return super().bytes() + self.torn


class World(Chain):
    """A state directory; itself the chain of its ledger."""

    def __init__(self, key=SEVEN):
        super().__init__(ZERO)
        self.key, self.trusted, self.tick = key, key, 0
        self.opened, self.sessions, self.files, self.locked, self.torn = {}, {}, {}, [], b""

    def add(self, kind, by=None, sig=None, after=None, **own):
        self.tick += 1
        odd = {name: own.pop(name) for name in ("v", "seq", "ts", "prev", "respell") if name in own}
        line = self.line(kind, own, self.tick, **odd)
        sig = sig or (by or self.key).sign(b"waterwall/ledger/v1\n" + line + b"\n")
        line = line[:-1] + f',"sig":"{sig}"}}'.encode()
        self.take(after(line) if after else line)
        return self

    def open(self, name="aaaaaa", **members):
        file = members.pop("file", f"{moment(self.tick + 1)[:19].replace(':', '-')}Z-{name}.jsonl")
        self.add("opened", session=name, file=file, **members)
        self.opened[name] = file
        session = Session(self, name, file, self.key, self.head)
        self.sessions[name] = session
        return session

    def says(self, session, /, **members):
        return {"session": session.name, "file": session.file, "lines": len(session.lines),
                "head": session.head.hex(), **members}

    def close(self, session, /, **members):
        return self.add("closed", **self.says(session, **members))

    def adopt(self, session, /, covered, cut=0, **members):
        return self.add("adopted", **self.says(session, **members), covered=covered, cut=cut)

    def run(self, name="aaaaaa"):
        session = self.open(name).begin().add("request").end()
        self.close(session)
        return session

    def rotate(self, new, was=None, by=None, place=None):
        was = (was or self.key.public).hex()
        place = len(self.lines) if place is None else place
        text = f"waterwall/key/v1\n{place}\n{self.head.hex()}\n{was}\n{new.public.hex()}\n"
        self.add("key", was=was, key=new.public.hex(), proof=(by or new).sign(text.encode()))
        self.key = self.trusted = new
        return self

    def archive(self, sessions, here=True, keep=False, change=None, more=(), name=ARCHIVE, **members):
        """Puts sessions away; `more` are further entries of the archive."""
        data = archived({session.file: session.bytes() for session in sessions} | dict(more))
        files = sorted(session.file for session in sessions)
        self.add("archived", **{"archive": name, "sha256": hashlib.sha256(data).hexdigest(), "files": files, **members})
        if here:
            self.files[f"archive/{name}"] = change(data) if change else data
        for session in [] if keep else sessions:
            del self.sessions[session.name]
        return self

    def write(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        audit = folder / "audit"
        files = {session.file: session.bytes() for session in self.sessions.values()}
        files = {"ledger.jsonl": self.bytes() + self.torn, **files, **self.files}
        for name, data in files.items():
            if data is not None:
                (audit / name).parent.mkdir(parents=True, exist_ok=True)
                (audit / name).write_bytes(data)
        (folder / "keys").mkdir()
        (folder / "keys/signing.pub").write_text(self.trusted.pem())


def archived(files):
    """An archive of files, or of folders where there is no content. Stored, not compressed: compressors differ."""
    tar_bytes = io.BytesIO()
    with tarfile.open(fileobj=tar_bytes, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(name)
            entry.mode = 0o600
            if data is None:
                entry.type = tarfile.DIRTYPE
            else:
                entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data or b""))
    return gzip_stored(tar_bytes.getvalue())


def gzip_stored(data):
    blocks, pieces = b"", [data[at:at + 65535] for at in range(0, len(data), 65535)]
    for at, piece in enumerate(pieces):
        length = len(piece).to_bytes(2, "little")
        blocks += bytes([at == len(pieces) - 1]) + length + bytes(byte ^ 255 for byte in length) + piece
    return (b"\x1f\x8b\x08" + bytes(6) + b"\xff" + blocks + zlib.crc32(data).to_bytes(4, "little")
            + len(data).to_bytes(4, "little"))


DIGEST = "d5d2b0086caa4ae7e729ab3ae542dc0ae24d7000a1bc7ac3b367a5fbc5e4b692"
HIT = {"type": "GITHUB_TOKEN", "id": "000000000000000a", "path": "messages[0].content[0].text", "count": 1}
RESTORED = {"type": "GITHUB_TOKEN", "id": "000000000000000a", "count": 2}
KINDS = {
    "session_start": {"session": None, "version": "0.1.0", "policy": DIGEST, "scope": ["api.example.com"],
                      "command": "agent", "profile": None, "profile_files": [], "known": [], "confinement": "env",
                      "overrides": {"connect_to": [], "extra_roots": 0}},
    "request": {"exchange": 0, "host": "api.example.com", "method": "POST", "path": "/v1/messages", "bytes_in": 40,
                "bytes_out": 32, "strings": 3, "cached": 1, "hits": [HIT], "unlisted": 0, "exempt": 0, "opaque": 0},
    "response": {"exchange": 0, "status": 200, "bytes": 1024, "restored": [RESTORED], "unlisted": 0, "respelled": 0,
                 "unresolved": 0, "ended": "complete"},
    "message": {"exchange": 0, "direction": "up", "bytes_in": 40, "bytes_out": 32, "strings": 3, "cached": 1,
                "hits": [HIT], "restored": [RESTORED], "unlisted": 0, "respelled": 0, "unresolved": 0, "exempt": 0,
                "opaque": 0},
    "refused": {"exchange": None, "host": "api.example.com", "reason": "the body is not \"JSON\""},
    "tunnel": {"host": "example.com", "port": 443, "up": 517, "down": 4711},
    "kill": {"on": True, "source": "ops", "reason": "a drill"},
    "policy_change": {"policy": DIGEST, "text": "environment 2"},
    "warning": {"text": "ünï \\ 日本 😀"},
    "session_end": {"ended": {"how": "exit", "code": 0},
                    "totals": {"requests": 1, "refused": 0, "tunnels": 0,
                               "secrets": [{"type": "GITHUB_TOKEN", "count": 1}]},
                    "left_running": []},
}
