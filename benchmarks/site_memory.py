"""What site memory is worth: furniture words taken out and article words lost as a site's pages grow from one to twenty.

    python benchmarks/site_memory.py
    python benchmarks/site_memory.py --learn 20000

The first prints a table over invented sites (benchmarks/invented_sites.py): six languages in four templates. The second
times learning from so many signatures of one site.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator

from invented_sites import LANGUAGES, TEMPLATES, InventedPage, InventedSite

from pipelines.clean import clean
from pipelines.memory import learn
from pipelines.signature import signature_of
from pipelines.types import Article, Capture, PageSignature, Provenance, SiteProfile, count_words

PAGES = (1, 2, 3, 4, 5, 10, 20)
CLEANED = 3
"""Pages cleaned of each site; the others are only there to be learned from."""


def capture_of(page: InventedPage) -> Capture:
    """The page as a reader would bring it."""
    kind = "text/html" if page.is_html else "text/plain"
    return Capture(provenance=Provenance(source=page.url), body=page.body.encode(), url=page.url, content_type=kind)


def words_in(texts: tuple[str, ...], text: str) -> tuple[int, int]:
    """(words of the texts that stand in the text, words of them all)"""
    kept = set(text.split("\n\n"))
    return sum(count_words(one) for one in texts if one in kept), sum(map(count_words, texts))


def sites() -> Iterator[InventedSite]:
    for language in LANGUAGES:
        for template in TEMPLATES:
            yield InventedSite(language=language, template=template, host=f"{template}.{language}.example")


def measured(site: InventedSite, pages: int) -> tuple[int, int, int, int]:
    """Furniture words left, all; article words kept, all."""
    signatures = [signature_of(capture_of(site.page(number))) for number in range(pages)]
    profile: SiteProfile | None = learn(site.host, signatures) if pages > 1 else None
    totals = [0, 0, 0, 0]
    for number in range(min(CLEANED, pages)):
        page = site.page(number)
        outcome = clean(capture_of(page), profile=profile)
        article = outcome if isinstance(outcome, Article) else outcome.best
        found = article.text if article else ""
        for place, count in enumerate((*words_in(page.furniture, found), *words_in(page.paragraphs, found))):
            totals[place] += count
    return totals[0], totals[1], totals[2], totals[3]


def table() -> None:
    print("template  pages  furniture taken out  article words lost")
    for template in (*TEMPLATES, "all"):
        for pages in PAGES:
            counts = [measured(site, pages) for site in sites() if template in (site.template, "all")]
            left, furniture, kept, words = (sum(column) for column in zip(*counts, strict=True))
            print(f"{template:9} {pages:5}  {1 - left / furniture:19.1%}  {1 - kept / words:18.1%}")


def learning(pages: int) -> None:
    """A site of this many pages: 120 lines of furniture, most of it in sections, 60 lines of each page's own."""
    dice = random.Random(1)
    furniture = [(dice.randrange(2**62), dice.choice((2, 3, 5, 30))) for _ in range(600)]
    signatures = []
    for number in range(pages):
        section = number % 10
        lines = dict(furniture[:60]) | dict(furniture[60 + 50 * section :][:60])
        lines |= {dice.randrange(2**62): dice.choice((3, 20, 40, 60)) for _ in range(60)}
        signatures.append(PageSignature(digest=f"sha256:{number:08}", lines=tuple(sorted(lines.items()))))
    began = time.perf_counter()
    profile = learn("one.example", signatures)
    seconds = time.perf_counter() - began
    print(f"{pages} signatures learned in {seconds:.2f} s: {profile.pages} pages, {len(profile.recurring)} lines recur")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--learn", type=int, metavar="N", help="time learning from N signatures instead")
    arguments = parser.parse_args()
    if arguments.learn:
        learning(arguments.learn)
    else:
        table()


if __name__ == "__main__":
    main()
