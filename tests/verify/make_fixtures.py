"""Writes the fixtures that both verifiers must judge alike, from docs/AUDIT-LOG.md. usage: make_fixtures.py FOLDER

FOLDER/good/NAME and FOLDER/bad/NAME are state directories (`audit/`, `keys/signing.pub`); FOLDER/verdicts.json says of
each of them:

  locked    which session files a verifier must find locked, if any
  sessions  of a good one: how each session file stands with the ledger
  fault     of a bad one: the file with the (first) fault
"""
import hashlib, json, re, shutil, sys
from pathlib import Path
from world import ARCHIVE, DIGEST, EIGHT, HIT, NINE, ORDER, SEVEN, ZERO, Chain, Session, Weak, World, archived, compact

GOOD, BAD = {}, {}


def good(make):
    GOOD[make.__name__.replace("_", "-")] = make
    return make


def bad(fault):
    def keep(make):
        BAD[make.__name__.replace("_", "-")] = (make, fault)
    return keep


LEDGER = "ledger.jsonl"
FIRST = "2026-11-22T15-44-01Z-aaaaaa.jsonl"

# Good ones: each returns how its session files stand, by session.


@good
def empty_ledger(world):
    return {}


@good
def one_session(world):
    world.run()
    return {"aaaaaa": "closed"}


@good
def several_at_once(world):
    one, two, three = (world.open(name).begin() for name in ("aaaaaa", "bbbbbb", "cccccc"))
    two.add("request").end()
    world.close(two)
    one.add("request").add("response").end()
    three.add("tunnel").end()
    world.close(three)
    world.close(one)
    return dict.fromkeys(["aaaaaa", "bbbbbb", "cccccc"], "closed")


@good
def every_kind(world):
    session = world.open().begin()
    for kind in ("request", "response", "message", "refused", "tunnel", "kill", "policy_change", "warning"):
        session.add(kind)
    session.add("refused", exchange=3).add("response", status=599, restored=[], ended="broken").add("kill", on=False)
    session.add("session_end", ended={"how": "not_started", "code": None}, left_running=["sleep"]).checkpoint()
    world.close(session)
    full = world.open("bbbbbb")
    full.start(profile="work", profile_files=[{"path": ".ww.toml", "sha256": DIGEST}], confinement="namespace",
               known=[{"source": "environment", "count": 2}], scope=[],
               overrides={"connect_to": ["a:443=127.0.0.1:1"], "extra_roots": 1}).checkpoint().end()
    world.close(full)
    return {"aaaaaa": "closed", "bbbbbb": "closed"}


@good
def unknown_kinds(world):
    session = world.open().begin()
    nested = 1
    for _ in range(7):
        nested = [nested]
    session.add("later", a=nested, b={}, c=[True, False, None], d={"x": {"y": "z"}}, e="", f=9007199254740991)
    session.add("later still", text="é" * 256, quotes='"' * 512).add("bare").end()
    world.add("later", a={"b": [1]})
    world.close(session)
    return {"aaaaaa": "closed"}


@good
def ninety_nine_lines_between_checkpoints(world):
    session = world.open().begin()
    for number in range(99):
        session.add("warning", text=str(number))
    session.checkpoint().end()
    world.close(session)
    return {"aaaaaa": "closed"}


@good
def every_line_a_checkpoint(world):
    session = world.open().begin().checkpoint().add("warning").checkpoint().checkpoint().end()
    world.close(session)
    return {"aaaaaa": "closed"}


@good
def first_and_last_years(world):
    first, leap, last = "1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "9998-12-31T23:59:59.999Z"
    session = world.open(ts=first, file="1970-01-01T00-00-00Z-aaaaaa.jsonl")
    session.start(ts=first).checkpoint(ts=leap).add("warning", ts=last)
    return {"aaaaaa": "not_closed"}


@good
def never_closed(world):
    world.open().begin().add("request").add("response")
    return {"aaaaaa": "not_closed"}


@good
def never_closed_after_the_last_entry(world):
    world.open().begin().add("session_end")
    return {"aaaaaa": "not_closed"}


@good
def opened_and_nothing_written(world):
    world.open()
    return {"aaaaaa": "not_closed"}


@good
def torn_session(world):
    session = world.open().begin().add("request")
    session.torn = b'{"v":1,"seq":3,"ts":"2026-'
    return {"aaaaaa": "not_closed"}


@good
def torn_first_line(world):
    world.open().torn = b'{"v":1,'
    return {"aaaaaa": "not_closed"}


@good
def torn_ledger(world):
    world.run()
    world.torn = b'{"v":1,"seq":2,"ts":"2026-11-22T15:4'
    return {"aaaaaa": "closed"}


@good
def torn_first_line_of_the_ledger(world):
    world.torn = b"{"
    return {}


@good
def mended(world):
    world.run()
    world.add("mended", cut=7, file="ledger-2026-11-22T15-44-02Z-bbbbbb.torn")
    world.files["ledger-2026-11-22T15-44-02Z-bbbbbb.torn"] = b'{"v":1,'
    world.run("bbbbbb")
    return {"aaaaaa": "closed", "bbbbbb": "closed"}


@good
def live(world):
    session = world.open().begin().add("request")
    session.torn = b'{"v":1,'
    world.locked = [session.file]
    return {"aaaaaa": "live"}


@good
def live_and_about_to_close(world):
    world.locked = [world.open().begin().end().file]
    return {"aaaaaa": "live"}


@good
def empty_file_that_never_came_into_the_ledger(world):
    world.run()
    world.files["2026-11-22T15-44-09Z-bbbbbb.jsonl"] = b""
    return {"aaaaaa": "closed", "2026-11-22T15-44-09Z-bbbbbb.jsonl": "empty"}


@good
def adopted(world):
    one, two = world.open("aaaaaa").begin().add("request"), world.open("bbbbbb").begin().add("request").end()
    world.adopt(one, covered=1, cut=7)
    world.files[one.file.replace(".jsonl", ".torn")] = b'{"v":1,'
    world.adopt(two, covered=4)
    world.run("cccccc")
    return {"aaaaaa": "adopted", "bbbbbb": "adopted", "cccccc": "closed"}


@good
def adopted_with_nothing_in_it(world):
    world.adopt(world.open(), covered=0)
    return {"aaaaaa": "adopted"}


@good
def other_files(world):
    world.run()
    world.files |= {"notes.txt": b"{}\n", "x.torn": b"{", "archive/2026-11-22T15-45-00Z-zzzzzz.tar.gz.part": b"x"}
    return {"aaaaaa": "closed"}


@good
def settled(world):
    world.run()
    world.add("settled", **{"from": 2})
    return {"aaaaaa": "closed"}


@good
def archived_and_taken_away(world):
    one, two = world.run("aaaaaa"), world.open("bbbbbb").begin()
    world.adopt(two, covered=1)
    world.archive([one, two], here=False)
    world.run("cccccc")
    return {"aaaaaa": "archived", "bbbbbb": "archived", "cccccc": "closed"}


@good
def archived_and_here(world):
    one, two = world.run("aaaaaa"), world.run("bbbbbb")
    world.archive([one, two])
    return {"aaaaaa": "archived", "bbbbbb": "archived"}


@good
def archived_and_not_yet_removed(world):
    one, two = world.run("aaaaaa"), world.run("bbbbbb")
    world.archive([one, two], keep=True)
    del world.sessions["aaaaaa"]
    return {"aaaaaa": "archived", "bbbbbb": "closed"}


@good
def two_archives(world):
    one, two = world.run("aaaaaa"), world.run("bbbbbb")
    world.archive([two], here=False)
    world.run("cccccc")
    world.archive([one, world.sessions["cccccc"]], name="2026-11-22T15-46-00Z-yyyyyy.tar.gz")
    return dict.fromkeys(["aaaaaa", "bbbbbb", "cccccc"], "archived")


@good
def closed_without_session_end(world):
    world.close(world.open().begin().add("request"))
    return {"aaaaaa": "closed"}


@good
def new_key(world):
    world.run("aaaaaa")
    world.rotate(EIGHT)
    world.run("bbbbbb")
    return {"aaaaaa": "closed", "bbbbbb": "closed"}


@good
def new_key_and_the_old_one_trusted(world):
    new_key(world)
    world.trusted = SEVEN
    return {"aaaaaa": "closed", "bbbbbb": "closed"}


@good
def two_new_keys_and_the_middle_one_trusted(world):
    world.rotate(EIGHT)
    world.run("aaaaaa")
    world.rotate(NINE)
    world.run("bbbbbb")
    world.trusted = EIGHT
    return {"aaaaaa": "closed", "bbbbbb": "closed"}


@good
def new_key_while_a_session_lives(world):
    one = world.open("aaaaaa").begin()
    two = world.open("bbbbbb").begin()
    world.rotate(EIGHT)
    one.add("request").end()
    world.close(one)
    two.add("request").checkpoint()
    return {"aaaaaa": "closed", "bbbbbb": "not_closed"}


@good
def back_to_an_old_key(world):
    world.rotate(EIGHT)
    world.rotate(SEVEN)
    world.run()
    return {"aaaaaa": "closed"}


# Bad ones, by what is wrong. First the form of a line: each signed and chained as if it were right.


def form(name, kind="warning", respell=None, **members):
    def make(world):
        session = world.open().begin().add(kind, respell=respell, **members).end()
        world.close(session)
    BAD[f"form-{name}"] = (make, FIRST)


def swapped(text):
    return text.replace('"up":517,"down":4711', '"down":4711,"up":517')


form("white-space", respell=lambda text: text.replace(":", ": ", 1))
form("white-space-behind", respell=lambda text: text + " ")
form("carriage-return", respell=lambda text: text + "\r")
form("byte-order-mark", respell=lambda text: "\ufeff" + text)
form("empty-line", respell=lambda text: "")
form("not-an-object", respell=lambda text: "[1]")
form("not-utf8", respell=lambda text: text.encode("latin-1", "replace"))
form("escape", text="a", respell=lambda text: text.replace('"text":"a"', '"text":"\\u0061"'))
form("escaped-slash", text="a/b", respell=lambda text: text.replace("a/b", "a\\/b"))
form("lone-surrogate", text="a", respell=lambda text: text.replace('"text":"a"', '"text":"\\ud800"'))
form("control-character", respell=lambda text: text.replace("ünï", "\x7f"))
form("tab", respell=lambda text: text.replace("ünï", "\t"))
form("bidi-character", text="a\u202eb")
form("invisible-name", kind="later", **{"a\u200bb": 1})
form("tag-character", text="a\U000e0041b")
form("text-too-long", text="x" * 513)
form("text-too-long-in-bytes", text="é" * 257)
form("name-too-long", kind="later", **{"x" * 513: 1})
form("number-with-fraction", kind="tunnel", up=517.0)
form("number-with-exponent", kind="later", a=1, respell=lambda text: text.replace('"a":1', '"a":1e2'))
form("number-negative", kind="tunnel", up=-1)
form("number-minus-zero", kind="later", a=0, respell=lambda text: text.replace('"a":0', '"a":-0'))
form("number-leading-zero", kind="tunnel", respell=lambda text: text.replace("517", "0517"))
form("number-too-great", kind="tunnel", up=2**53)
form("number-not-a-number", kind="later", a=1, respell=lambda text: text.replace('"a":1', '"a":NaN'))
form("number-as-text", kind="tunnel", up="517")
form("flag-as-number", kind="kill", on=1)
form("number-as-flag", kind="tunnel", up=True)
form("null-as-text", text=None)
form("hex-in-capitals", kind="policy_change", policy=DIGEST.upper())
form("hex-too-short", kind="policy_change", policy=DIGEST[1:])
form("member-missing", kind="tunnel", respell=lambda text: text.replace(',"up":517', ""))
form("member-too-many", kind="warning", more=1)
form("members-swapped", kind="tunnel", respell=swapped)
form("member-twice", kind="later", a=1, respell=lambda text: text.replace('"a":1', '"a":1,"a":1'))
form("common-member-twice", kind="later", a=1, respell=lambda text: text.replace('"a":1', '"seq":2'))
form("common-members-swapped", respell=lambda text: text.replace('"v":1,"seq":2', '"seq":2,"v":1'))
form("nested-member-too-many", kind="request", hits=[{**HIT, "more": 1}])
form("nested-too-deep", kind="later", a=[[[[[[[[1]]]]]]]])
form("unbalanced", kind="later", respell=lambda text: text[:-1])
form("version-2", v=2)
form("version-true", v=True)
form("seq-as-text", seq="2")
form("kind-is-a-number", respell=lambda text: text.replace('"kind":"warning"', '"kind":1'))
form("prev-in-capitals", respell=lambda text: re.sub('(?<="prev":").{64}', lambda prev: prev[0].upper(), text))


def order(name, **members):
    def make(world):
        session = world.open().begin().add("warning", **members).end()
        world.close(session)
    BAD[name] = (make, FIRST)


order("seq-gap", seq=3)
order("seq-again", seq=1)
order("prev-of-another-line", prev=ZERO.hex())
order("ts-goes-back", ts="2026-11-22T15:44:01.122Z")
order("ts-no-such-day", ts="2027-02-29T00:00:00.000Z")
order("ts-second-60", ts="2026-12-31T23:59:60.000Z")
order("ts-hour-24", ts="2026-12-31T24:00:00.000Z")
order("ts-year-9999", ts="9999-01-01T00:00:00.000Z")
order("ts-before-1970", ts="1969-12-31T23:59:59.999Z")
order("ts-without-milliseconds", ts="2026-11-22T15:45:01Z")
order("ts-of-another-shape", ts="2026-11-22T15:45:1.1234Z")
order("ts-with-a-blank", ts="2026-11-22 15:45:01.123Z")
order("ts-with-an-offset", ts="2026-11-22T15:45+00:00Z")


# A session file by itself.


@bad(FIRST)
def session_start_missing(world):
    session = world.open().add("warning").checkpoint().end()
    world.close(session)


@bad(FIRST)
def session_start_twice(world):
    session = world.open().begin().start().end()
    world.close(session)


@bad(FIRST)
def session_start_of_another_session(world):
    session = world.open()
    session.start(session="bbbbbb").checkpoint().end()
    world.close(session)


@bad(FIRST)
def checkpoint_missing_after_the_first_line(world):
    session = world.open().start().add("warning").end()
    world.close(session)


@bad(FIRST)
def checkpoint_missing_after_99_lines(world):
    session = world.open().begin()
    for number in range(100):
        session.add("warning", text=str(number))
    session.checkpoint().end()
    world.close(session)


@bad(FIRST)
def checkpoint_first(world):
    session = world.open().checkpoint().end()
    world.close(session)


@bad(FIRST)
def checkpoint_with_another_key(world):
    session = world.open().start().checkpoint(key=EIGHT).end()
    world.close(session)


@bad(FIRST)
def checkpoint_of_another_place(world):
    session = world.open().start()
    session.checkpoint(text=f"waterwall/checkpoint/v1\naaaaaa\n2\n{session.head.hex()}\n").end()
    world.close(session)


@bad(FIRST)
def checkpoint_of_another_session(world):
    session = world.open().start()
    session.checkpoint(text=f"waterwall/checkpoint/v1\nbbbbbb\n1\n{session.head.hex()}\n").end()
    world.close(session)


@bad(FIRST)
def checkpoint_with_a_signature_from_another_line(world):
    session = world.open().begin().add("request")
    session.checkpoint(sig=json.loads(session.lines[1])["sig"]).end()
    world.close(session)


@bad(FIRST)
def checkpoint_with_a_signature_from_the_ledger(world):
    session = world.open().start()
    session.checkpoint(sig=json.loads(world.lines[0])["sig"]).end()
    world.close(session)


@bad(FIRST)
def checkpoint_with_s_not_reduced(world):
    session = world.open().start()
    text = f"waterwall/checkpoint/v1\naaaaaa\n1\n{session.head.hex()}\n".encode()
    signature = bytes.fromhex(SEVEN.sign(text))
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    session.checkpoint(sig=(signature[:32] + scalar.to_bytes(32, "little")).hex()).end()
    world.close(session)


@bad(FIRST)
def line_after_session_end(world):
    session = world.open().begin().add("session_end").add("warning").checkpoint()
    world.close(session)


@bad(FIRST)
def line_after_the_last_checkpoint(world):
    session = world.open().begin().end().add("warning")
    world.close(session)


@bad(FIRST)
def checkpoint_after_the_last_checkpoint(world):
    session = world.open().begin().end().checkpoint()
    world.close(session)


@bad(FIRST)
def chain_made_anew_without_the_key(world):
    session = world.run()
    lines = [json.loads(line) for line in session.lines]
    anew = Chain(bytes.fromhex(lines[0]["prev"]))
    for members in lines:
        changed = {**members, "prev": anew.head.hex()}
        if members["kind"] == "request":
            changed["path"] = "/v1/other"
        anew.take(compact(changed).encode())
    session.lines = anew.lines


@bad(FIRST)
def chain_without_checkpoints(world):
    session = world.open().start().add("request").add("response")
    world.adopt(session, covered=0)


# The ledger by itself.


@bad(LEDGER)
def ledger_is_missing(world):
    world.run()
    world.files[LEDGER] = None


@bad(LEDGER)
def ledger_line_changed(world):
    world.run()
    world.lines[1] = world.lines[1].replace(b'"lines":5', b'"lines":4')


@bad(LEDGER)
def ledger_line_removed(world):
    world.run("aaaaaa")
    world.run("bbbbbb")
    del world.lines[1]


@bad(LEDGER)
def ledger_line_twice(world):
    world.run()
    world.lines.insert(1, world.lines[1])


@bad(LEDGER)
def ledger_lines_swapped(world):
    world.run()
    world.lines.reverse()


@bad(LEDGER)
def ledger_with_another_key(world):
    world.open(by=EIGHT).begin()


@bad(LEDGER)
def ledger_with_a_signature_from_another_line(world):
    world.run()
    world.add("mended", cut=1, file="x.torn", sig=json.loads(world.lines[0])["sig"])


@bad(LEDGER)
def ledger_signature_in_capitals(world):
    world.open(after=lambda line: line[:-130] + line[-130:-2].upper() + line[-2:]).begin()


@bad(LEDGER)
def ledger_signature_of_s_not_reduced(world):
    def greater(line):
        scalar = int.from_bytes(bytes.fromhex(line[-66:-2].decode()), "little") + ORDER
        return line[:-66] + scalar.to_bytes(32, "little").hex().encode() + line[-2:]
    world.open(after=greater).begin()


@bad(LEDGER)
def ledger_signature_missing_in_an_unknown_kind(world):
    world.take(world.line("later", {"a": 1}, 1))


@bad(LEDGER)
def ledger_signature_not_last_in_an_unknown_kind(world):
    def moved(line):
        return line[:-1] + b',"a":1}'
    world.add("later", after=moved)


@bad(LEDGER)
def ledger_key_of_small_order(world):
    world.key = world.trusted = Weak()
    world.run()


@bad(LEDGER)
def ledger_white_space(world):
    world.open(respell=lambda text: text.replace(":", ": ", 1)).begin()


@bad(LEDGER)
def ledger_seq_gap(world):
    world.open(seq=1).begin()


@bad(LEDGER)
def ledger_does_not_begin_at_zero(world):
    world.head = hashlib.sha256(b"").digest()
    world.run()


@bad(LEDGER)
def ledger_ts_goes_back(world):
    world.run()
    world.add("mended", ts="2026-11-22T15:44:01.000Z", cut=1, file="x.torn")


@bad(LEDGER)
def opened_under_a_name_of_another_time(world):
    world.open(file="2026-11-22T15-44-02Z-aaaaaa.jsonl").begin()


@bad(LEDGER)
def opened_under_a_name_of_another_session(world):
    world.open(file="2026-11-22T15-44-01Z-bbbbbb.jsonl").begin()


@bad(LEDGER)
def opened_with_a_letter_that_is_none(world):
    world.open("aaaaal").begin()


@bad(LEDGER)
def opened_twice(world):
    world.open().begin()
    world.tick -= 1
    world.open().begin()


@bad(LEDGER)
def closed_but_not_opened(world):
    world.close(Session(world, "aaaaaa", FIRST, SEVEN, ZERO))


@bad(LEDGER)
def closed_under_another_file(world):
    session = world.open().begin().end()
    world.close(session, file="2026-11-22T15-44-01Z-bbbbbb.jsonl")


@bad(LEDGER)
def closed_under_another_session(world):
    one, two = world.open("aaaaaa").begin().end(), world.open("bbbbbb").begin().end()
    world.close(one, session="bbbbbb")


@bad(LEDGER)
def closed_twice(world):
    world.close(world.run())


@bad(LEDGER)
def adopted_after_closing(world):
    world.adopt(world.run(), covered=4)


@bad(LEDGER)
def closed_after_adopting(world):
    session = world.open().begin().end()
    world.adopt(session, covered=3)
    world.close(session)


@bad(LEDGER)
def archived_but_not_closed(world):
    world.archive([world.open().begin()])


@bad(LEDGER)
def archived_but_not_opened(world):
    session = world.run()
    world.archive([session], files=[session.file, "2026-11-22T15-44-01Z-bbbbbb.jsonl"])


@bad(LEDGER)
def archived_twice(world):
    session = world.run()
    world.archive([session], here=False, keep=True)
    world.archive([session], here=False, name="2026-11-22T15-46-00Z-yyyyyy.tar.gz")


@bad(LEDGER)
def archived_twice_in_one_line(world):
    session = world.run()
    world.archive([session], here=False, files=[session.file, session.file])


@bad(LEDGER)
def archived_under_the_same_name(world):
    world.archive([world.run("aaaaaa")], here=False)
    world.archive([world.run("bbbbbb")], here=False)


@bad(LEDGER)
def archived_under_another_kind_of_name(world):
    world.archive([world.run()], here=False, name="2026-11-22T15-46-00Z-yyyyyl.tar.gz")


@bad(LEDGER)
def archived_under_a_hidden_name(world):
    world.archive([world.run()], here=False, name=".2026-11-22T15-46-00Z-yyyyyy.tar.gz")


@bad(LEDGER)
def settled_with_a_member_too_many(world):
    world.add("settled", **{"from": 0, "to": 1})


@bad(LEDGER)
def archived_under_a_path(world):
    world.archive([world.run()], here=False, name="../2026-11-22T15-46-00Z-yyyyyy.tar.gz")


@bad(LEDGER)
def key_without_proof_of_the_new_key(world):
    world.rotate(EIGHT, by=SEVEN)


@bad(LEDGER)
def key_with_a_proof_for_another_place(world):
    world.run()
    world.rotate(EIGHT, place=7)


@bad(LEDGER)
def key_that_follows_on_another_key(world):
    world.rotate(EIGHT)
    world.rotate(NINE, was=SEVEN.public)


@bad(LEDGER)
def key_signed_by_the_new_key_only(world):
    world.run()
    was, world.key = world.key, EIGHT
    world.rotate(EIGHT, was=was.public)


@bad(LEDGER)
def key_in_force_not_used(world):
    world.rotate(EIGHT)
    world.key = SEVEN
    world.run()


@bad(LEDGER)
def key_of_small_order(world):
    world.rotate(Weak())
    world.trusted = SEVEN


@bad(LEDGER)
def key_of_somebody_else(world):
    world.run()
    world.trusted = EIGHT


@bad(LEDGER)
def keys_of_somebody_else(world):
    world.rotate(EIGHT)
    world.run()
    world.trusted = NINE


@bad(FIRST)
def checkpoint_with_the_key_that_came_later(world):
    session = world.open().begin()
    world.rotate(EIGHT)
    session.key = EIGHT
    session.add("request").end()
    world.close(session)


# The ledger and the files.


@bad(FIRST)
def closed_and_cut_back(world):
    session = world.run()
    session.lines = session.lines[:3]


@bad(FIRST)
def closed_and_emptied(world):
    world.run().lines = []


@bad(FIRST)
def closed_and_lengthened(world):
    session = world.open().begin().add("request")
    world.close(session)
    session.add("request")


@bad(FIRST)
def closed_and_last_line_exchanged(world):
    session = world.open().begin().add("request")
    world.close(session)
    session.pop()
    session.add("tunnel")


@bad(FIRST)
def closed_and_bytes_behind(world):
    world.run().torn = b"{"


@bad(FIRST)
def adopted_and_bytes_behind(world):
    session = world.open().begin()
    world.adopt(session, covered=1, cut=1)
    session.torn = b"{"


@bad(FIRST)
def adopted_with_nothing_in_it_but_another_head(world):
    world.adopt(world.open(), covered=0, head=DIGEST)


@bad(FIRST)
def closed_and_missing(world):
    world.run()
    world.sessions.clear()


@bad(FIRST)
def opened_and_missing(world):
    world.open()
    world.sessions.clear()


@bad(FIRST)
def closing_line_gone(world):
    world.open().begin().end()


@bad(FIRST)
def never_closed_and_changed(world):
    session = world.open().begin().add("request").add("response")
    session.lines[2] = session.lines[2].replace(b"POST", b"HEAD")


@bad("2026-11-22T15-44-02Z-bbbbbb.jsonl")
def unknown_to_the_ledger(world):
    world.run("aaaaaa")
    world.run("bbbbbb")
    world.lines = world.lines[:2]


@bad("2026-11-22T15-44-01Z-bbbbbb.jsonl")
def unknown_copy(world):
    session = world.run()
    world.files[session.file.replace("aaaaaa", "bbbbbb")] = session.bytes()


@bad("notes.jsonl")
def unknown_name(world):
    world.run()
    world.files["notes.jsonl"] = b"{}\n"


@bad("notes.jsonl")
def unknown_name_of_an_empty_file(world):
    world.run()
    world.files["notes.jsonl"] = b""


@bad("2026-11-22T15-44-01Z-bbbbbb.jsonl")
def unknown_and_torn(world):
    world.files["2026-11-22T15-44-01Z-bbbbbb.jsonl"] = b"{"


@bad(FIRST)
def exchanged(world):
    one, two = world.open("aaaaaa").begin().end(), world.open("bbbbbb").begin().end()
    world.close(one)
    world.close(two)
    one.lines, two.lines = two.lines, one.lines


@bad(FIRST)
def from_another_machine_with_the_same_key(world):
    other = World()
    other.add("mended", cut=1, file="x.torn")
    elsewhere = other.open()
    elsewhere.begin().add("request")
    world.open().lines = elsewhere.lines


@bad(ARCHIVE)
def archive_changed(world):
    world.archive([world.run()], change=lambda data: data.replace(b"POST", b"HEAD"))


@bad(ARCHIVE)
def archive_cut_back(world):
    world.archive([world.run()], change=lambda data: data[:-1])


@bad(ARCHIVE)
def archive_of_something_else(world):
    one, two = world.run("aaaaaa"), world.run("bbbbbb")
    world.archive([one], change=lambda _: archived({two.file: two.bytes()}))


@bad(ARCHIVE)
def archive_with_a_session_that_is_not_as_it_was_closed(world):
    session = world.run()
    session.lines = session.lines[:3]
    world.archive([session])


@bad(ARCHIVE)
def archive_with_an_entry_too_many(world):
    world.archive([world.run()], more=[("2026-11-22T15-44-09Z-bbbbbb.jsonl", b"")])


@bad(ARCHIVE)
def archive_with_a_folder(world):
    world.archive([world.run()], more=[("x", None)])


@bad(ARCHIVE)
def archive_with_a_folder_for_a_file(world):
    session = world.run()
    world.archive([session], more=[(session.file, None)])


@bad(ARCHIVE)
def archive_without_a_session_that_it_should_have(world):
    one, two = world.run("aaaaaa"), world.run("bbbbbb")
    world.archive([one], files=[one.file, two.file])
    del world.sessions["bbbbbb"]


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    verdicts = {}
    for name, make in GOOD.items():
        world = World()
        stands = {world.opened.get(session, session): how for session, how in make(world).items()}
        world.write(folder / "good" / name)
        verdicts[f"good/{name}"] = {"sessions": stands, **({"locked": world.locked} if world.locked else {})}
    for name, (make, fault) in BAD.items():
        world = World()
        make(world)
        world.write(folder / "bad" / name)
        verdicts[f"bad/{name}"] = {"fault": fault}
    lines = (f"{json.dumps(name)}: {json.dumps(verdict)}" for name, verdict in sorted(verdicts.items()))
    (folder / "verdicts.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
