"""Has the second verifier judge every fixture and compares with `verdicts.json`. usage: judge.py FIXTURES"""
import fcntl, json, sys
from contextlib import ExitStack
from pathlib import Path
from verify_log import judge


def said(folder, verdict):
    """What the verifier says, in the words of a verdict."""
    with ExitStack() as open_files:
        for name in verdict.get("locked", []):
            file = open_files.enter_context((folder / "audit" / name).open("rb"))
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = judge(folder)
    for name, what in found.items():
        if isinstance(what, Exception):
            return {"fault": name}, repr(what)
    return {"sessions": {name: what for name, what in found.items() if name.endswith(".jsonl")}}, "no fault"


def main(fixtures):
    verdicts = json.loads((fixtures / "verdicts.json").read_text())
    wrong = 0
    for name, verdict in verdicts.items():
        expected = {part: verdict[part] for part in ("sessions", "fault") if part in verdict}
        judged, why = said(fixtures / name, verdict)
        if judged != expected:
            wrong += 1
            print(f"{name}: expected {expected}, found {judged}: {why}")
    print(f"{len(verdicts)} fixtures, {wrong} judged otherwise than they should be")
    return 1 if wrong or not verdicts else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
