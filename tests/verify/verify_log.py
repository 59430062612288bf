"""A second verifier of the log, written from docs/AUDIT-LOG.md alone. usage: verify_log.py STATE_DIR [PUBLIC_KEY_PEM]
Prints what it found as JSON; exits with 0 (verified), 1 (not verified) or 2 (something could not be read)."""
import datetime, fcntl, hashlib, json, os, re, sys, tarfile
from pathlib import Path
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

# Shapes: str, int, bool; a number n: n hex digits; (shape,): or null; [shape]: a list; a dict: its members, in order.
def counts(names): return dict.fromkeys(names.split(), int)
HITS, RESTORED = [dict(type=str, id=16, path=str, count=int)], [dict(type=str, id=16, count=int)]
SESSION = {"session_start": dict(session=str, version=str, policy=64, scope=[str], command=str, profile=(str,),
                          profile_files=[dict(path=str, sha256=64)], known=[dict(source=str, count=int)],
                          confinement=str, overrides=dict(connect_to=[str], extra_roots=int)),
    "request": dict(exchange=int, host=str, method=str, path=str, **counts("bytes_in bytes_out strings cached"),
                    hits=HITS, **counts("unlisted exempt opaque")),
    "response": dict(**counts("exchange status bytes"), restored=RESTORED,
                     **counts("unlisted respelled unresolved"), ended=str),
    "message": dict(exchange=int, direction=str, **counts("bytes_in bytes_out strings cached"), hits=HITS,
                    restored=RESTORED, **counts("unlisted respelled unresolved exempt opaque")),
    "refused": dict(exchange=(int,), host=str, reason=str), "tunnel": dict(host=str, port=int, up=int, down=int),
    "kill": dict(on=bool, source=str, reason=str), "policy_change": dict(policy=64, text=str),
    "warning": dict(text=str), "checkpoint": dict(sig=128),
    "session_end": dict(ended=dict(how=str, code=(int,)), totals=dict(**counts("requests refused tunnels"),
                        secrets=[dict(type=str, count=int)]), left_running=[str])}
LEDGER = {"opened": dict(session=str, file=str, sig=128), "mended": dict(cut=int, file=str, sig=128),
    "closed": dict(session=str, file=str, lines=int, head=64, sig=128), "settled": {"from": int, "sig": 128},
    "adopted": dict(session=str, file=str, lines=int, head=64, covered=int, cut=int, sig=128),
    "archived": dict(archive=str, sha256=64, files=[str], sig=128), "key": dict(was=64, key=64, proof=128, sig=128)}
HIDDEN = re.compile("[\0-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
                    "\U000e0000-\U000e007f]")
P, Y8 = 2**255 - 19, 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826  # y of a point of order 8
SMALL = {(y + sign).to_bytes(32, "little").hex() for y in (0, 1, P - 1, P, P + 1, Y8, P - Y8) for sign in (0, 2**255)}
COMMON, ID = dict(v=int, seq=int, ts=str, kind=str, prev=64), "[0-9a-hjkmnp-tv-z]{6}"
PLACES, ARCHIVE = dict(session_start="s", checkpoint="c", session_end="e"), f"(?![.])[0-9A-Za-z.-]*Z-{ID}[.]tar[.]gz"
CHECKPOINT, KEY = "waterwall/checkpoint/v1\n{}\n{seq}\n{prev}\n", "waterwall/key/v1\n{seq}\n{prev}\n{was}\n{key}\n"

def need(condition, why):
    if not condition: raise ValueError(why)

def has(value, shape):
    if isinstance(shape, tuple): return value is None or has(value, shape[0])
    if isinstance(shape, list): return isinstance(value, list) and all(has(item, shape[0]) for item in value)
    if isinstance(shape, int): return isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{%d}" % shape, value))
    if not isinstance(shape, dict): return type(value) is shape
    return isinstance(value, dict) and list(value) == list(shape) and all(has(value[k], shape[k]) for k in shape)

def plain(value, depth=1):
    if value is None or isinstance(value, int): return 0 <= (value or 0) < 2**53
    if isinstance(value, str): return len(value.encode()) <= 512 and not HIDDEN.search(value)
    if isinstance(value, float) or depth > 8: return False
    items = value.items() if isinstance(value, dict) else (("", item) for item in value)
    return all(plain(name) and plain(item, depth + 1) for name, item in items)

def chain(data, kinds, head):
    """The whole lines, if all of them hold: each with its members and the head after it; then what is left."""
    (*lines, rest), chained, last = data.split(b"\n"), [], "1970"
    for line in lines:
        m = json.loads(line.decode())
        again = json.dumps(m, separators=(",", ":"), ensure_ascii=False).encode()
        need(again == line and len(line) < 2**20 and isinstance(m, dict) and plain(m), "form")
        need(has(dict(list(m.items())[:5]), COMMON) and m["v"] == 1 and len(m["ts"]) == 24, "members of every line")
        need(m["kind"] not in kinds or has(dict(list(m.items())[5:]), kinds[m["kind"]]), "members of the kind")
        need(datetime.datetime.fromisoformat(m["ts"][:-1]).isoformat("T", "milliseconds") + "Z" == m["ts"], "ts")
        need(m["seq"] == len(chained) and m["prev"] == head.hex() and last <= m["ts"] < "9999", "order")
        last, head = m["ts"], hashlib.sha256(head + hashlib.sha256(line).digest()).digest()
        chained.append((line, m, head))
    need(len(rest) < 2**20, "form")
    return chained, rest

def signed(key, sig, text):
    need(key not in SMALL and sig[:64] not in SMALL, "small order")
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(sig), text)

def ledger(data, trusted):
    """What the ledger says of each session file, and of each archive."""
    sessions, archives, (lines, _) = {}, {}, chain(data, LEDGER, bytes(32))
    keys = [m["was"] for _, m, _ in lines if m["kind"] == "key"][:1] or [trusted]
    for line, m, head in lines:
        need(list(m)[-1] == "sig" and has(m["sig"], 128), "sig")
        signed(keys[-1], m["sig"], b"waterwall/ledger/v1\n" + line[:-138] + b"}\n")
        if m["kind"] == "opened":
            name = m["ts"][:19].replace(":", "-") + "Z-" + m["session"] + ".jsonl"
            need(re.fullmatch(ID, m["session"]) and m["file"] == name not in sessions, "name")
            sessions[name] = dict(session=m["session"], head=head, key=keys[-1], closing=None, archived=False)
        elif m["kind"] in ("closed", "adopted"):
            s = sessions.get(m["file"])
            need(s and s["session"] == m["session"] and not s["closing"], "closes what is not open")
            s["closing"] = m
        elif m["kind"] == "archived":
            need(re.fullmatch(ARCHIVE, m["archive"]) and m["archive"] not in archives, "name of the archive")
            archives[m["archive"]] = m
            for s in (sessions.get(name, {"closing": None}) for name in m["files"]):
                need(s["closing"] and not s["archived"], "archives what it cannot")
                s["archived"] = True
        elif m["kind"] == "key":
            need(m["was"] == keys[-1], "not the key in force")
            keys.append(m["key"])
            signed(m["key"], m["proof"], KEY.format(**m).encode())
    need(trusted in keys, "the trusted key is none of the ledger's")
    return sessions, archives

def session(data, known, live=False):
    """How the bytes of a session file stand with what the ledger says of it."""
    lines, rest = chain(data, SESSION, known["head"])
    head, closing = lines[-1][2] if lines else known["head"], known["closing"]
    need(not lines or lines[0][1].get("session") == known["session"], "another session")
    places = "".join(PLACES.get(m["kind"], ".") for _, m, _ in lines)
    need(re.fullmatch("(s(c([.]{0,99}c)*([.]{0,99}|[.]{0,98}ec?))?)?", places), "a kind where it must not stand")
    for m in (m for _, m, _ in lines if m["kind"] == "checkpoint"):
        signed(known["key"], m["sig"], CHECKPOINT.format(known["session"], **m).encode())
    need(not closing or not rest and (len(lines), head.hex()) == (closing["lines"], closing["head"]), "not as closed")
    need(closing or live or not places.endswith("ec"), "its closing line is gone")
    return closing["kind"] if closing else "live" if live else "not_closed"

def archive(path, said, sessions):
    if not path.exists(): return "not here"
    need(hashlib.sha256(path.read_bytes()).hexdigest() == said["sha256"], "not the archive that the ledger names")
    with tarfile.open(path) as tar:
        need(tar.getnames() == said["files"] and all(one.isfile() for one in tar), "not the files it should have")
        return all(session(tar.extractfile(name).read(), sessions[name]) for name in said["files"]) and "here"

def locked(path):
    with path.open("rb") as file:
        try: return bool(fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB))
        except BlockingIOError: return True

def judge(state, key="keys/signing.pub"):
    """How each file stands with the ledger, up to the first that has a fault."""
    audit, found, name = Path(state, "audit"), {}, "ledger.jsonl"
    key = load_pem_public_key(Path(state, key).read_bytes()).public_bytes_raw().hex()
    files = {path.name: locked(path) for path in audit.iterdir() if path.suffix == ".jsonl" and path.name != name}
    try:
        sessions, archives = ledger((audit / name).read_bytes(), key)
        found = {name: "archived" for name in sessions if sessions[name]["archived"] and name not in files}
        for name in sorted({*files, *sessions} - {*found}):
            data = (audit / name).read_bytes()
            if name in sessions: found[name] = session(data, sessions[name], files.get(name, True))
            else: found[name] = need(re.search(f"-{ID}[.]jsonl$", name) and not data, "not in the ledger") or "empty"
        for name, said in archives.items(): found[name] = archive(audit / "archive" / name, said, sessions)
    except (ValueError, RecursionError, FileNotFoundError, InvalidSignature, tarfile.TarError) as why: found[name] = why
    return found

if __name__ == "__main__":
    try:
        fcntl.flock(os.open(Path(sys.argv[1], "audit"), os.O_RDONLY), fcntl.LOCK_SH)  # nothing is archived meanwhile
        found = judge(*(Path(arg).absolute() for arg in sys.argv[1:]))
    except OSError as error: sys.exit(print(error, file=sys.stderr) or 2)
    print(json.dumps(found, indent=1, default=repr))
    sys.exit(any(isinstance(what, Exception) for what in found.values()))
