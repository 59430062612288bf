"""Has both verifiers judge a sample of the changes of a log. usage: mutate.py STATE_DIR --ww WW [--sample N] [--seed N]

Both must agree on each. What they cannot find is in docs/AUDIT-LOG.md ("What it cannot find"); it is counted.
"""
import argparse, os, random, re, shutil, subprocess, sys, tempfile
from collections import Counter
from pathlib import Path
from verify_log import judge


SIGNATURE = rb'(?<="sig":")[0-9a-f]{128}|(?<="proof":")[0-9a-f]{128}'


def a_byte(files, name, draw):
    data = bytearray(files[name])
    data[draw.randrange(len(data))] ^= draw.randrange(1, 256)
    return {name: bytes(data)}


def a_tail(files, name, draw):
    return {name: files[name][:draw.randrange(len(files[name]))]}


def more_bytes(files, name, draw):
    return {name: files[name] + draw.choice([b"{", b"{}\n", b"\n", b"\0", files[name]])}


def lines(change):
    def changed(files, name, draw):
        kept = files[name].splitlines(keepends=True)
        change(kept, draw.randrange(len(kept)), draw)
        return {name: b"".join(kept)}
    return changed


def removed(kept, at, _draw):
    del kept[at]


def doubled(kept, at, _draw):
    kept.insert(at, kept[at])


def swapped(kept, at, _draw):
    kept[at - 1], kept[at] = kept[at], kept[at - 1]


def a_foreign_line(files, name, draw):
    foreign = draw.choice([line for data in files.values() for line in data.splitlines(keepends=True)])
    kept = files[name].splitlines(keepends=True)
    kept[draw.randrange(len(kept))] = foreign
    return {name: b"".join(kept)}


def a_signature(files, name, draw):
    genuine = [sig for data in files.values() for sig in re.findall(SIGNATURE, data)]
    places = [match.start() for match in re.finditer(SIGNATURE, files[name])]
    if not places:
        return {}
    at = draw.choice(places)
    return {name: files[name][:at] + draw.choice(genuine) + files[name][at + 128:]}


def a_file_less(_files, name, _draw):
    return {name: None}


def two_files(files, name, draw):
    other = draw.choice(list(files))
    return {name: files[other], other: files[name]}


def a_file_more(files, name, _draw):
    return {"2026-11-22T15-44-01Z-zzzzzz.jsonl": files[name]}


WAYS = [("changed byte", a_byte), ("changed byte", a_byte), ("changed byte", a_byte), ("cut tail", a_tail),
        ("added bytes", more_bytes), ("removed line", lines(removed)), ("doubled line", lines(doubled)),
        ("swapped lines", lines(swapped)), ("foreign line", a_foreign_line), ("replayed signature", a_signature),
        ("missing file", a_file_less), ("exchanged files", two_files), ("added file", a_file_more)]


def put(folder, files):
    for name, data in files.items():
        if data is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(data)


def ours(state):
    """Whether the log verifies, according to `verify_log.py`; None if something cannot be read."""
    try:
        return not any(isinstance(what, Exception) for what in judge(state).values())
    except OSError:
        return None


def theirs(ww, home):
    """The same, according to `ww verify`."""
    environment = {"HOME": str(home), "XDG_STATE_HOME": str(home), "PATH": os.environ["PATH"]}
    status = subprocess.run([ww, "verify"], env=environment, capture_output=True).returncode
    return {0: True, 1: False}.get(status)


def main(args):
    draw, counts, wrong = random.Random(args.seed), Counter(), []
    with tempfile.TemporaryDirectory() as home:
        state = Path(home, "waterwall")
        shutil.copytree(args.state, state)
        audit = state / "audit"
        paths = [path for path in sorted(audit.rglob("*")) if path.is_file() and path.suffix in (".jsonl", ".gz")]
        files = {str(path.relative_to(audit)): path.read_bytes() for path in paths if path.stat().st_size}
        if not ours(state) or not theirs(args.ww, home):
            sys.exit("the log does not verify as it is")
        for _ in range(args.sample):
            what, way = draw.choice(WAYS)
            change = way(files, draw.choice(list(files)), draw)
            if not any(data != files.get(name) for name, data in change.items()):
                continue
            put(audit, change)
            verdicts = ours(state), theirs(args.ww, home)
            counts[what, "missed" if verdicts[1] else "found"] += 1
            if verdicts[0] != verdicts[1]:
                wrong.append(f"{what} in {', '.join(change)}: {verdicts[0]} here, {verdicts[1]} there")
                if args.keep:
                    shutil.copytree(state, f"{args.keep}/{len(wrong)}", dirs_exist_ok=True)
            put(audit, {name: files.get(name) for name in change})
    missed = ", ".join(f"{what} {count}" for (what, how), count in sorted(counts.items()) if how == "missed")
    print(f"found by neither in {args.state}: {missed or 'none'}")
    for disagreement in wrong:
        print(disagreement)
    print(f"{sum(counts.values())} changes of {args.state}, judged otherwise by one than by the other: {len(wrong)}")
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("state", type=Path)
    options.add_argument("--ww", required=True)
    options.add_argument("--sample", type=int, default=1000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--keep", help="a folder for the changed logs that they disagree on")
    sys.exit(main(options.parse_args()))
