"""Site memory: which lines recur on the pages of one site. Pure; keeping signatures is the archive's part.

Theory of operation. A line that stands on several pages of a site is its furniture, unless the pages are the
same article again (a copy, an edit, a printer's version), whose every paragraph would then "recur". So pages are
first put into groups of near-duplicates, and a line counts once for each group it stands in.

Two pages are near-duplicates when they share most of what the smaller has of its own and more than half of what
the larger has. What a page has of its own are its long lines, without those that stand on most pages: menus make
up most of many a page and would make strangers look alike, and an edited article may differ by a paragraph. Pages
with nothing of their own are one group.

Somebody may write pages to make an honest line look like furniture, by quoting it. He must not gain more than the
pages he writes: "more than half of the larger" lets a page of his be the near-duplicate of one honest page only,
so he cannot melt strangers' pages into one group and be the majority of the rest; and a line's count is never more
than its share of all pages, where its largest group is one page, so copies of honest pages do not make his weigh more. How many witnesses are enough
is for pipelines.witnesses.

Only digests of lines are kept, short ones with digits folded so that "12 comments" is "3 comments" again. Groups are connected
components, pages are taken in the order of their digests, and counts are counts of groups: the order in which pages
come does not matter.

Known weak spots: many edits of one article among few other pages, each edit with a long paragraph of its own, count as
pages of their own (the cleaners then see that most of a text recurs, and leave it); short lines that recur by
right (a column's standing headline) are counted like any other, and it is the cleaners that weigh them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType

from pipelines.types import PageSignature, SiteProfile, count_words

__all__ = ["NOTHING_DECIDED", "SCHEME", "Decided", "learn", "line_hash", "page_signature"]

SCHEME = 3
"""Version of the signatures: those made another way are made again. (1: raw lines of dumps only.)"""

NUMBERED_WORDS = 12
"""In a line of fewer words the value of numbers does not matter; in a report on the weather it is what the line says."""
PROSE_WORDS = 15
"""A line of at least this many words counts as prose: furniture is mostly shorter."""
OWN_PROSE = 0.2
"""Pages of which one has less than this share of its prose to itself are near-duplicates."""
LARGER_SHARE = 0.5
"""And of the larger page's prose they share more than this: below it a page could be the copy of two strangers."""
COMMON = 0.5
"""Share of the site's pages: a line on more of them is nothing a page has of its own."""
COMMON_FROM = 10
"""Pages of a site from which that can be said: of fewer, most may be one article."""
MOST_OF_A_PAGE = 3_000
"""Distinct lines of one page that are kept, its first: bounds what a page can cost every later run."""
COMPARED = 200
"""Pages that share a rare line are compared with so many of those next in size: bounds a site of ten thousand stubs."""
MOST_LINES = 5_000
"""Recurring lines remembered of a site, the most common first: a profile goes to a worker with each page."""

_DIGITS = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")

Prose = dict[int, int]
"""Hashes of lines and their words."""


Decided = tuple[frozenset[int], frozenset[int]]
"""Lines a person approved as furniture, and lines a person said are none."""
NOTHING_DECIDED: Decided = (frozenset(), frozenset())


def line_hash(line: str) -> int:
    """A stable, signed 64-bit hash (BLAKE2b) of a line: case and spacing do not matter, nor numbers in a short one."""
    folded = " ".join(line.casefold().split())
    if count_words(folded) < NUMBERED_WORDS:
        folded = _DIGITS.sub("0", folded)
    return int.from_bytes(
        hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True
    )


def page_signature(lines: Iterable[str], digest: str) -> PageSignature:
    """The digests of a page's distinct lines, with their words; lines without a letter are left out: with their
    digits folded, all rows of all tables of numbers would be one line.
    """
    found: dict[int, int] = {}
    for line in dict.fromkeys(lines):
        if len(found) >= MOST_OF_A_PAGE:
            break
        if _LETTER.search(line):
            found.setdefault(line_hash(line), count_words(line))
    return PageSignature(digest=digest, lines=tuple(sorted(found.items())))


def learn(site: str, signatures: Iterable[PageSignature], decided: Decided = NOTHING_DECIDED) -> SiteProfile:
    """What recurs on a site: each line that stands in two or more groups of near-duplicate pages.

    The time grows with the lines and with the pages that share a rare line, not with all pairs of pages.
    """
    pages = sorted({signature.digest: signature for signature in signatures}.values(), key=lambda page: page.digest)
    standing = Counter(line for page in pages for line, _words in page.lines)
    group_of = _groups(pages, standing)
    approved, forgotten = decided
    recurring = _recurring(pages, standing, group_of)
    return SiteProfile(
        site=site,
        pages=len(set(group_of)),
        recurring=MappingProxyType({line: count for line, count in recurring if line not in forgotten}),
        approved=approved,
        forgotten=forgotten,
    )


def _recurring(
    pages: Sequence[PageSignature], standing: Counter[int], group_of: Sequence[int]
) -> list[tuple[int, int]]:
    """Lines and the groups they stand in; no more than their share of all pages, and at least two."""
    stands_in: defaultdict[int, list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line, _words in page.lines:
            if standing[line] > 1:
                stands_in[line].append(group_of[number])
    sizes = Counter(group_of)
    grouped = {group for group, size in sizes.items() if size > 1}
    counts = []
    for line, found in stands_in.items():
        groups = set(found)
        if len(groups) > 1:
            largest = 1 if grouped.isdisjoint(groups) else max(Counter(found).values())
            witnesses = len(found) - largest + 1  # copies of the line's own article are one
            counts.append((line, min(len(groups), witnesses * len(sizes) // len(pages))))
    most = sorted(((line, count) for line, count in counts if count > 1), key=lambda one: (-one[1], one[0]))
    return most[:MOST_LINES]


def _groups(pages: Sequence[PageSignature], standing: Counter[int]) -> list[int]:
    """For each page the lowest number among its near-duplicates."""
    least = COMMON * len(pages) if len(pages) >= COMMON_FROM else len(pages)
    own = [_own_prose(page, standing, least) for page in pages]
    sizes = [sum(lines.values()) for lines in own]
    leader = list(range(len(pages)))
    for number, first in enumerate(_first_alike(own)):
        leader[number] = first
    distinct = {number: own[number] for number, first in enumerate(leader) if number == first}
    for one, other in _candidates(distinct, sizes, standing):
        low, high = sorted((_find(leader, one), _find(leader, other)))
        if low != high and _are_near(own[one], own[other], sizes[one], sizes[other]):
            leader[high] = low
    return [_find(leader, number) for number in range(len(pages))]


def _own_prose(page: PageSignature, standing: Counter[int], common: float) -> Prose:
    """The page's long lines without those on most pages; all its lines where none is long."""
    prose = {line: words for line, words in page.lines if words >= PROSE_WORDS} or dict(page.lines)
    return {line: words for line, words in prose.items() if standing[line] <= common}


def _first_alike(own: Sequence[Prose]) -> list[int]:
    """For each page the first that has the very same prose: most copies are exact, and pages with none are alike."""
    seen: dict[frozenset[int], int] = {}
    return [seen.setdefault(frozenset(lines), number) for number, lines in enumerate(own)]


def _candidates(own: dict[int, Prose], sizes: Sequence[int], standing: Counter[int]) -> Iterator[tuple[int, int]]:
    """Pages that could be near-duplicates. Those share more than half of each, so they share a line of any half:
    the rarest lines are taken, which strangers do not share.
    """
    holding: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(own, key=lambda number: (sizes[number], number)):
        alone = sum(words for line, words in own[number].items() if standing[line] == 1)
        left = LARGER_SHARE * sizes[number] - alone  # lines of this page alone are the rarest, and lead nowhere
        if left < 0:
            continue
        shared = [(standing[line], line) for line in own[number] if standing[line] > 1]
        for _count, line in sorted(shared):
            if left < 0:
                break
            holding[line].append(number)
            left -= own[number][line]
    for _line, numbers in sorted(holding.items()):
        for position, one in enumerate(numbers):
            for other in numbers[position + 1 : position + 1 + COMPARED]:
                yield one, other


def _are_near(one: Prose, other: Prose, size: int, other_size: int) -> bool:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    shared = sum(words for line, words in few.items() if line in many)
    smaller, larger = sorted((size, other_size))
    return shared > (1 - OWN_PROSE) * smaller and shared > LARGER_SHARE * larger


def _find(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number
