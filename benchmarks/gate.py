"""The quality gate: scores over the corpora, beside two libraries, held against floors that may only rise.

    python benchmarks/gate.py                     every corpus, every page
    python benchmarks/gate.py --quick             a tenth of the pages; floors are shown, not held
    python benchmarks/gate.py --corpus dump-wcxb-dev --only copydesk
    python benchmarks/gate.py --save before.json, then --against before.json: pages better and worse, page by page
    python benchmarks/gate.py --raise-floors      write better scores into floors.json; refused if one fell

A floor belongs to a corpus of a known digest; on other pages it is not held. Articles of a corpus with several
page types have floors of their own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpora import Corpus, corpora, folder
from peers import PEERS, TEXT_ONLY
from scoring import LOWER_IS_BETTER, MEASURES, TEXT_MEASURES, Score, mean, score

FLOORS = Path(__file__).parent / "floors.json"
EPSILON = 0.0005
"""Less than a third of what one page in 600 can move: rounding and library patches, not a change of ours."""
NOTICEABLE = 0.01
"""Difference in a page's F1 from which it counts as better or worse."""
QUICK_STEP = 10
NO_FLOOR = frozenset({"precision", "recall"})
"""One may pay for the other: F1 is held."""

Rows = dict[str, Score]


@dataclass(frozen=True, slots=True)
class Result:
    """What the peers got on one group of pages."""

    group: str
    digest: str
    rows: dict[str, Rows]

    def means(self, peer: str) -> Score:
        return mean(list(self.rows[peer].values()))


def measure(corpus: Corpus, peers: Sequence[str], step: int = 1) -> list[Result]:
    """The corpus as a whole and, where it has several page types, its articles."""
    gold, kinds = {}, {}
    for page in corpus.pages(step):
        gold[page["id"]], kinds[page["id"]] = page["gold"], page["type"]
    rows: dict[str, Rows] = {}
    for peer in peers:
        answers = {answer["id"]: answer for answer in PEERS[peer](corpus.pages(step))}
        rows[peer] = {page: score(gold[page], answers.get(page, {})) for page in gold}
        if missing := gold.keys() - answers.keys():
            print(f"{corpus.name}: {peer} left {len(missing)} pages without an answer: {sorted(missing)[:5]}")
    results = [Result(corpus.name, corpus.digest, rows)]
    if len(set(kinds.values())) > 1:
        articles = {peer: {page: s for page, s in of.items() if kinds[page] == "article"} for peer, of in rows.items()}
        results.append(Result(f"{corpus.name}/article", corpus.digest, articles))
    return results


def better_and_worse(ours: Rows, theirs: Rows) -> tuple[int, int]:
    """On how many pages ours is noticeably better, and worse."""
    pairs = [(a.f1, theirs[page].f1) for page, a in ours.items() if page in theirs]
    steps = [a - b for a, b in pairs if a is not None and b is not None]
    return sum(step > NOTICEABLE for step in steps), sum(step < -NOTICEABLE for step in steps)


def print_table(results: Sequence[Result]) -> None:
    """One row for each peer and group, and how many pages differ."""
    print(f"\n{'':36}{'pages':>6}" + "".join(f"{name:>10}" for name in MEASURES))
    for result in results:
        for peer, rows in result.rows.items():
            shown = TEXT_MEASURES if peer in TEXT_ONLY else MEASURES
            values = [getattr(result.means(peer), name) if name in shown else None for name in MEASURES]
            cells = "".join(f"{'' if value is None else format(value, '.4f'):>10}" for value in values)
            print(f"{result.group:22.22}{peer:14.14}{len(rows):6}{cells}")
        for peer in result.rows.keys() - {"copydesk"} if "copydesk" in result.rows else ():
            better, worse = better_and_worse(result.rows["copydesk"], result.rows[peer])
            print(f"{'':22}against {peer}: {better} pages better, {worse} worse")


def load_floors() -> dict[str, Any]:
    """The pinned floors; none before the first were written."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8"))) if FLOORS.exists() else {}


def below(floors: dict[str, Any], group: str, means: Score) -> list[str]:
    """Which measures of a group fell below their floor."""
    fallen = []
    for name, floor in floors.get(group, {}).get("floors", {}).items():
        value = getattr(means, name)
        drop = 1.0 if value is None else (value - floor if name in LOWER_IS_BETTER else floor - value)
        if drop > EPSILON:
            fallen.append(f"{group}: {name} is {value if value is None else round(value, 4)}, its floor is {floor}")
    return fallen


def raised(floors: dict[str, Any], result: Result) -> dict[str, Any]:
    """The floors with this result's better values in them."""
    means, old = result.means("copydesk"), floors.get(result.group, {}).get("floors", {})
    new = dict(old)
    for name in MEASURES:
        value = getattr(means, name)
        if value is None or name in NO_FLOOR:
            continue
        best = min if name in LOWER_IS_BETTER else max
        new[name] = best(round(value, 4), old.get(name, round(value, 4)))
    return floors | {result.group: {"digest": result.digest, "pages": len(result.rows["copydesk"]), "floors": new}}


def hold(results: Sequence[Result], *, write: bool) -> bool:
    """True if every floor holds; writes better ones when asked to."""
    floors = load_floors()
    known = [r for r in results if "copydesk" in r.rows and floors.get(r.group, {}).get("digest") in (None, r.digest)]
    for result in results:
        if result not in known:
            print(f"{result.group}: these are not the pages its floors were measured on; not held.")
    fallen = [line for result in known for line in below(floors, result.group, result.means("copydesk"))]
    bare = [result.group for result in known if result.group not in floors]
    print("\n".join(fallen) or f"Every floor holds ({len(known) - len(bare)} groups of pages).")
    if bare and not write:
        print(f"No floor yet for {', '.join(bare)}: --raise-floors writes it.")
    if write and not fallen:
        for result in known:
            floors = raised(floors, result)
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", encoding="utf-8")
        print(f"Floors written to {FLOORS.name}.")
    return not fallen


def save(results: Sequence[Result], path: Path) -> None:
    """Each page's F1, to compare a later run with."""
    path.write_text(json.dumps({r.group: {page: s.f1 for page, s in r.rows["copydesk"].items()} for r in results}))


def compare(results: Sequence[Result], path: Path) -> None:
    """Pages better and worse than in a saved run, the worst ones by name."""
    saved = json.loads(path.read_text())
    for result in results:
        before = {page: Score(f1=f1) for page, f1 in saved.get(result.group, {}).items()}
        better, worse = better_and_worse(result.rows["copydesk"], before)
        steps = {p: (s.f1 or 0) - (before[p].f1 or 0) for p, s in result.rows["copydesk"].items() if p in before}
        lost = sorted((step, page) for page, step in steps.items() if step < -NOTICEABLE)[:5]
        names = ", ".join(f"{page} {step:+.3f}" for step, page in lost)
        print(f"{result.group}: {better} pages better, {worse} worse than in {path.name}  {names}")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", action="append", help="only this corpus")
    parser.add_argument("--only", action="append", choices=sorted(PEERS), help="only this cleaner")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--raise-floors", action="store_true")
    return parser.parse_args(given)


def run(args: argparse.Namespace) -> bool:
    """The whole gate; True if every floor holds."""
    chosen = [c for c in corpora() if not args.corpus or c.name in args.corpus]
    if not chosen:
        print(f"No corpus in {folder()}: scores are not measured, floors not held.")
        return True
    step = QUICK_STEP if args.quick else 1
    results = [r for corpus in chosen for r in measure(corpus, args.only or list(PEERS), step)]
    print_table(results)
    if args.save:
        save(results, args.save)
    if args.against:
        compare(results, args.against)
    if args.quick:
        print("A sample: floors are not held.")
        return True
    return hold(results, write=args.raise_floors)


if __name__ == "__main__":
    sys.exit(0 if run(arguments()) else 1)
