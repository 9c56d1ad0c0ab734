"""How much hangs on names: a corpus as it is, and with the words of every class and id replaced by others, as on systems that nobody listed.

    python benchmarks/hidden_names.py talk-wcxb-dev [--step N]

One word becomes the same other word wherever it stands on a page, so what is built alike stays alike.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from zlib import crc32

from corpora import corpora
from peers import copydesk
from scoring import MEASURES, Json, Score, mean, score

_NAMES = re.compile(r"""(\s(?:class|id)\s*=\s*)(["'])(.*?)\2""", re.DOTALL | re.IGNORECASE)


def hidden(html: str) -> str:
    """The page with other words in its classes and ids.

    >>> shown = hidden('<p class="comment first"><b id="comment">')
    >>> "comment" in shown, len(set(shown.split('"')[1].split())), shown.split('"')[1].split()[0] == shown.split('"')[3]
    (False, 2, True)
    """

    def other(found: re.Match[str]) -> str:
        words = " ".join(f"k{crc32(word.encode()):08x}" for word in found[3].split())
        return f"{found[1]}{found[2]}{words}{found[2]}"

    return _NAMES.sub(other, html)


def scores(pages: list[Json], *, hide: bool) -> Iterator[Score]:
    """One for each page; of one without an answer those of an empty one."""
    shown = ({**page, "html": hidden(page["html"])} if hide else page for page in pages)
    answers = {answer["id"]: answer for answer in copydesk(shown)}
    yield from (score(page["gold"], answers.get(page["id"], {})) for page in pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--step", type=int, default=1)
    given = parser.parse_args()
    found = next((corpus for corpus in corpora() if corpus.name == given.corpus), None)
    if found is None:
        raise SystemExit(f"no corpus {given.corpus} beside the project")
    pages: list[Json] = list(found.pages(given.step))
    for hide in (False, True):
        means = mean(list(scores(pages, hide=hide)))
        shown = ((name, getattr(means, name)) for name in MEASURES)
        told = "  ".join(f"{name} {value:.4f}" for name, value in shown if value is not None)
        print(f"{'names hidden' if hide else 'as it is'}: {len(pages)} pages  {told}", flush=True)


if __name__ == "__main__":
    main()
