"""Site memory: which lines recur on the pages of one site. Pure; keeping signatures is the archive's part.

Theory of operation. A line that stands on several pages of a site is its furniture, unless the pages are the
same article again (a copy, an edit, a printer's version), whose every paragraph would then "recur". So pages are
first put into groups of near-duplicates, and a line counts once for each group it stands in. Two pages are
near-duplicates when hardly any of either page's prose is its own, prose being its long lines: menus make up most of
many a page and would make strangers look alike, and an edited article may differ by a paragraph. Whoever is in doubt
is grouped: learning too little leaves a menu in a text, learning too much would take a paragraph out.

Only digests of lines are kept, with digits folded so that "12 comments" is "3 comments" again. Groups are connected
components and counts are counts of groups, so the order in which pages come does not matter.

Known weak spots: a site whose articles are shorter than its one long standing text (a comment policy) looks like
near-duplicates and teaches nothing; short lines that recur by right (a column's standing headline) are counted like
any other, and it is the line model that weighs them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from types import MappingProxyType

from pipelines.types import PageSignature, SiteProfile, count_words

__all__ = ["learn", "line_hash", "page_signature"]

PROSE_WORDS = 15
"""A line of at least this many words counts as prose: furniture is mostly shorter."""
OWN_PROSE = 0.2
"""Pages of which one has less than this share of its prose to itself are near-duplicates."""

_DIGITS = re.compile(r"\d+")


def line_hash(line: str) -> int:
    """A stable, signed 64-bit hash (BLAKE2b) of a line: case, spacing and the value of numbers do not matter."""
    folded = _DIGITS.sub("0", " ".join(line.casefold().split()))
    return int.from_bytes(
        hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True
    )


def page_signature(text: str, digest: str) -> PageSignature:
    """The digests of a page's distinct lines, with their words; lines without a letter or number are left out."""
    lines: dict[int, int] = {}
    for line in text.splitlines():
        words = count_words(line)
        if words:
            lines.setdefault(line_hash(line), words)
    return PageSignature(digest=digest, lines=tuple(sorted(lines.items())))


def learn(site: str, signatures: Iterable[PageSignature]) -> SiteProfile:
    """What recurs on a site: each line that stands in two or more groups of near-duplicate pages.

    Pairs of pages that share prose are compared, so the time grows with such pairs, not with all pairs: a few
    hundred signatures take well under a second.
    """
    pages = sorted({signature.digest: signature for signature in signatures}.values(), key=lambda page: page.digest)
    group_of = _groups(pages)
    standing: defaultdict[int, set[int]] = defaultdict(set)
    for number, page in enumerate(pages):
        for line, _words in page.lines:
            standing[line].add(group_of[number])
    recurring = {line: len(groups) for line, groups in standing.items() if len(groups) > 1}
    return SiteProfile(site=site, pages=len(set(group_of)), recurring=MappingProxyType(recurring))


def _groups(pages: Sequence[PageSignature]) -> list[int]:
    """For each page the lowest number among its near-duplicates."""
    prose = [_prose(page) for page in pages]
    leader = list(range(len(pages)))
    for (one, other), shared in _shared_words(prose).items():
        if shared > (1 - OWN_PROSE) * min(sum(prose[one].values()), sum(prose[other].values())):
            low, high = sorted((_find(leader, one), _find(leader, other)))
            leader[high] = low
    return [_find(leader, number) for number in range(len(pages))]


def _prose(page: PageSignature) -> dict[int, int]:
    """The page's long lines and their words; all its lines where none is long."""
    return {line: words for line, words in page.lines if words >= PROSE_WORDS} or dict(page.lines)


def _shared_words(prose: Sequence[dict[int, int]]) -> Counter[tuple[int, int]]:
    """Words of prose that two pages share, for each pair that shares any."""
    pages_of: defaultdict[int, list[int]] = defaultdict(list)
    for number, lines in enumerate(prose):
        for line in lines:
            pages_of[line].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for line, numbers in pages_of.items():
        for position, one in enumerate(numbers):
            words = prose[one][line]
            for other in numbers[position + 1 :]:
                shared[one, other] += words
    return shared


def _find(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
