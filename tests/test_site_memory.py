"""Site memory at work: furniture goes, articles stay, whoever writes a fifth of the pages, whatever the order they came in."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from invented_sites import LANGUAGES, TEMPLATES, InventedPage, InventedSite

from archive.archive import Archive
from archive.memory import SAMPLE
from pipelines.clean import clean
from pipelines.memory import learn, line_hash, page_signature
from pipelines.signature import signature_of
from pipelines.types import Article, Capture, Outcome, PageSignature, Provenance, SiteProfile
from pipelines.witnesses import Standing
from tests.archive_sample import check, opened, rows

FIFTH = 5


def capture_of(page: InventedPage) -> Capture:
    kind = "text/html" if page.is_html else "text/plain"
    return Capture(provenance=Provenance(source=page.url), body=page.body.encode(), url=page.url, content_type=kind)


def site(template: str = "bare", language: str = "en", host: str = "tides.example") -> InventedSite:
    return InventedSite(language=language, template=template, host=host)


def profile_of(pages: Iterable[InventedPage]) -> SiteProfile:
    return learn("tides.example", [signature_of(capture_of(page)) for page in pages])


def text_of(page: InventedPage, profile: SiteProfile | None) -> list[str]:
    outcome = clean(capture_of(page), profile=profile)
    assert isinstance(outcome, Article)
    return outcome.text.split("\n\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_furniture_is_taken_out_and_what_recurs_by_right_stays(template: str, language: str) -> None:
    pages = [site(template, language).page(number) for number in range(10)]
    profile = profile_of(pages)
    for page in pages[:2]:
        assert text_of(page, profile) == list(page.paragraphs)


def test_each_removed_block_says_on_how_many_pages_it_stands() -> None:
    pages = [site().page(number) for number in range(10)]
    outcome = clean(capture_of(pages[0]), profile=profile_of(pages))
    assert isinstance(outcome, Article)
    told = {block.text: (block.reason, block.evidence) for block in outcome.blocks}
    assert told[pages[0].furniture[2]] == ("recurring", "same line on 9 other pages of this site")


def test_what_a_person_approved_goes_though_it_stands_nowhere_else() -> None:
    page = site().page(1)
    profile = SiteProfile(site="tides.example", approved=frozenset({line_hash(page.paragraphs[4])}))
    outcome = clean(capture_of(page), profile=profile)
    assert isinstance(outcome, Article)
    block = next(block for block in outcome.blocks if block.text == page.paragraphs[4])
    assert (block.reason, block.evidence) == ("recurring", "approved as furniture of this site")
    assert " memory/" in outcome.cleaned_by


@pytest.mark.parametrize("template", ["bare", "dump"])
def test_what_a_person_had_forgotten_stays_however_often_it_stands(template: str) -> None:
    pages = [site(template).page(number) for number in range(10)]
    line = pages[0].furniture[2]
    signatures = [signature_of(capture_of(page)) for page in pages]
    profile = learn("tides.example", signatures, (frozenset(), frozenset({line_hash(line)})))
    kept = text_of(pages[0], profile)
    assert line in kept
    assert pages[0].furniture[3] not in kept


PAGE = "<!doctype html><html lang='en'><title>Ferry</title><body><main><article><h1>Ferry</h1>{}</article></main></body></html>"
OWN = [
    f"<p>The {word} ferry left the {word} quay at six with forty people, and nobody who stood on the {word} pier waved.</p>"
    for word in ("northern", "southern", "eastern", "western")
]
LIKED = "<p>The lamp burned for the whole of a night in the rain and nobody had to get up for it.</p>"


def blocks_of(html: str, *recurring: str, on: int, pages: int) -> dict[str, str | None]:
    """Text and reason of each block, of a page whose site shows these lines on so many pages."""
    profile = SiteProfile(site="s", pages=pages, recurring={line_hash(line): on for line in recurring})
    outcome = clean(
        Capture(provenance=Provenance(source="a"), body=PAGE.format(html).encode(), content_type="text/html"),
        profile=profile,
    )
    assert isinstance(outcome, Article)
    return {block.text: block.reason for block in outcome.blocks}


@pytest.mark.parametrize(
    ("html", "line", "on", "kept"),
    [
        (f"{OWN[0]}<h2>Background</h2>{OWN[1]}{OWN[2]}", "Background", 20, True),
        (f"{OWN[0]}<p>Not at all.</p>{OWN[1]}{OWN[2]}", "Not at all.", 9, True),
        (f"{OWN[0]}<p>Set at the mill</p>{OWN[1]}{OWN[2]}", "Set at the mill", 9, True),
        (f"{OWN[0]}<p>Set at the mill</p>{OWN[1]}{OWN[2]}", "Set at the mill", 16, False),
        (f"{OWN[0]}{OWN[1]}{OWN[2]}<p>Set at the mill</p>", "Set at the mill", 9, False),
        (f"{OWN[0]}<div class='c7'>Set at the mill</div>{OWN[1]}{OWN[2]}", "Set at the mill", 9, False),
        (f"{OWN[0]}{OWN[1]}{OWN[2]}<p>Set at the mill</p>", "Set at the mill", 5, True),
        (f"{''.join(OWN)}<div class='c7'><div>What we liked</div>{LIKED}</div>", "What we liked", 20, True),
        (f"{OWN[0]}<p class='v'>Sung twice</p>{OWN[1]}<p class='v'>Sung twice</p>{OWN[2]}", "Sung twice", 9, True),
        (f"{OWN[0]}<ul><li>salt</li><li>a live eel</li></ul>{OWN[1]}{OWN[2]}", "salt", 20, True),
        (f"{OWN[0]}{OWN[1]}{OWN[2]}{OWN[3]}", OWN[1][3:-4], 6, True),
        (f"{OWN[0]}{OWN[1]}{OWN[2]}{OWN[3]}", OWN[1][3:-4], 7, False),
    ],
    ids=[
        "heading with text below",
        "answer",
        "label between paragraphs",
        "label on most pages",
        "label at the end",
        "label in a place of its own",
        "label on a quarter of the pages",
        "label above text of its own",
        "refrain",
        "item of a list that differs",
        "paragraph on less than a third",
        "paragraph on more than a third",
    ],
)
def test_recurring_blocks_of_a_page(html: str, line: str, on: int, kept: bool) -> None:
    assert (blocks_of(html, line, on=on, pages=20)[line] is None) is kept


def test_a_heading_goes_with_the_furniture_it_stands_above() -> None:
    pitch = "The gazette comes out on Fridays and whoever brings back last week's gets this week's for half of it."
    found = blocks_of(
        f"{''.join(OWN)}<h2>From the rope works</h2><p>{pitch}</p>", "From the rope works", pitch, on=20, pages=20
    )
    assert found["From the rope works"] == found[pitch] == "recurring"


def test_a_page_most_of_whose_text_recurs_on_a_third_of_the_pages_keeps_it() -> None:
    lines = [paragraph[3:-4] for paragraph in OWN]
    found = blocks_of("".join(OWN), *lines[:3], on=8, pages=20)
    assert all(found[line] is None for line in lines)


# Poison: somebody writes a fifth of a site's pages.


def quoting(host: InventedSite, number: int, target: InventedPage) -> InventedPage:
    """A page in the site's template that quotes the target's whole text among paragraphs of its own."""
    own = replace(host, host="stranger.example").page(number, paragraphs=8)
    last = own.paragraphs[-1]
    if own.is_html:
        body = own.body.replace(
            f"<p>{last}</p>", f"<p>{last}</p>" + "".join(f"<p>{text}</p>" for text in target.paragraphs)
        )
    else:
        body = own.body.replace(last, "\n\n".join((last, *target.paragraphs)))
    return replace(own, url=f"https://tides.example/q{number}", body=body)


@pytest.mark.parametrize("pages", [5, 10, 25, 60])
@pytest.mark.parametrize(("template", "language"), [("bare", "en"), ("named", "he"), ("dump", "de"), ("dump", "zh")])
def test_quoting_an_article_on_a_fifth_of_the_pages_takes_no_paragraph_out(pages, template, language) -> None:  # type: ignore[no-untyped-def]
    strangers = pages // FIFTH
    honest = [site(template, language).page(number) for number in range(pages - strangers)]
    poison = [quoting(site(template, language), number, honest[1]) for number in range(strangers)]
    assert all(paragraph in one.body for one in poison for paragraph in honest[1].paragraphs)
    kept = text_of(honest[1], profile_of([*honest, *poison]))
    assert kept == list(honest[1].paragraphs)


def signature(number: int | str, lines: Iterable[int]) -> PageSignature:
    """A page of paragraphs of twenty words, named by numbers."""
    return PageSignature(digest=f"sha256:{number:>08}", lines=tuple((line, 20) for line in sorted(set(lines))))


def own_lines(page: int) -> list[int]:
    return [1000 * (page + 1) + line for line in range(10)]


MENU = list(range(30))


def strangers_pages(plan: str, count: int, honest: int, dice: random.Random) -> Iterable[PageSignature]:
    """Pages that quote the first honest one, and try to make the site look smaller than it is."""
    for number in range(count):
        fresh = [-1000 * (number + 1) - line for line in range(30)]
        if plan == "quotes":
            lines = fresh
        elif plan == "near-duplicates of others":
            lines = [*own_lines(1 + number % (honest - 1)), *fresh[:2]]
        elif plan == "several others together":
            lines = [line for page in dice.sample(range(1, honest), min(4, honest - 1)) for line in own_lines(page)]
        elif plan == "chains from one to the next":
            lines = [*own_lines(1 + number % (honest - 1)), *own_lines(1 + (number + 1) % (honest - 1))[:8]]
        else:
            lines = [line for page in range(1, honest) for line in own_lines(page)]
        yield signature(f"{number}x", [*MENU, *lines, *own_lines(0)])


@pytest.mark.parametrize("copies", [1, 6], ids=["single pages", "six copies of each honest page"])
@pytest.mark.parametrize(
    "plan",
    ["quotes", "near-duplicates of others", "several others together", "chains from one to the next", "all together"],
)
@pytest.mark.parametrize("pages", [5, 6, 9, 10, 14, 15, 29, 40, 100, 101])
def test_no_plan_makes_an_honest_line_furniture(pages: int, plan: str, copies: int) -> None:
    strangers = pages // FIFTH
    honest = pages - strangers
    seen = [
        signature(f"{number}{'abcdef'[copy]}", [*MENU, *own_lines(number), -number * 7919 - copy])
        for number in range(honest)
        for copy in range(copies)
    ]
    profile = learn("s", [*seen, *strangers_pages(plan, strangers * copies, honest, random.Random(pages))])
    for line in own_lines(0):
        standing = Standing(profile.recurring.get(line, 1) - 1, profile.pages)
        assert not standing.is_enough(20, paragraph=True)
        assert not standing.is_enough(3, paragraph=False)


@pytest.mark.parametrize("plan", ["quotes", "chains from one to the next", "all together"])
def test_furniture_is_still_learned_beside_strangers_pages(plan: str) -> None:
    seen = [signature(number, [*MENU, *own_lines(number)]) for number in range(40)]
    profile = learn("s", [*seen, *strangers_pages(plan, 10, 40, random.Random(1))])
    assert Standing(profile.recurring[MENU[0]] - 1, profile.pages).is_enough(20, paragraph=True)


def test_who_knows_all_other_pages_cannot_fill_the_sample(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """Pages with the lowest digests are no more likely to be drawn."""
    bodies = sorted(
        (Capture(provenance=Provenance(source="x"), body=f"{n}".encode()) for n in range(20_000)),
        key=lambda c: c.digest,
    )
    low, others = bodies[:SAMPLE], bodies[SAMPLE :: len(bodies) // (3 * SAMPLE)]
    with opened(tmp_path / "a.db") as (archive, run):
        captures = [
            Capture(provenance=Provenance(source=f"site/{kind}{n}.txt"), body=one.body, content_type="text/plain")
            for kind, group in (("low", low), ("other", others))
            for n, one in enumerate(group)
        ]
        archive.save_captures(captures, run)
        drawn = [page.capture.provenance.source for _site, page in archive.to_look_at()]
    assert len(drawn) == SAMPLE
    share = sum("low" in source for source in drawn) / SAMPLE
    assert abs(share - len(low) / len(captures)) < 0.1


# The order of pages, and pages that come in several runs.


def clean_all(archive: Archive, captures: Sequence[Capture]) -> None:
    """A run of `copydesk clean`, without its workers."""
    run = archive.start_run("test")
    archive.save_captures(captures, run)
    archive.save_signatures([(site_, signature_of(page.read())) for site_, page in archive.to_look_at()])
    outcomes: list[tuple[int, Outcome]] = [
        (task.id, clean(task.capture, profile=task.profile)) for task in archive.pending()
    ]
    archive.save_outcomes(outcomes, run)
    archive.settle()
    archive.finish_run(run, "done")


def mixed(count: int) -> list[Capture]:
    """Pages of several sites, with copies, other versions and quotations among them."""
    sites = [
        site("bare", "en", "tides.example"),
        site("named", "ar", "bank.example"),
        site("dump", "de", "blatt.example"),
    ]
    captures = [capture_of(sites[number % 3].page(number)) for number in range(count)]
    for number in range(0, count, 7):
        one = captures[number]
        copy = Provenance(source=f"copies/{number}")
        captures[number] = Capture(
            provenance=copy, body=one.body, url=one.url + "?print", content_type=one.content_type
        )  # type: ignore[operator]
    return captures


CONTENT = {
    "articles": "select source, title, text, language from articles",
    "blocks": "select source, position, role, reason, evidence, blocks.text from blocks join articles on articles.id = article",
    "captures": "select source, digest from captures",
}


def content(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    check(archive)
    return {name: sorted(rows(archive, statement), key=repr) for name, statement in CONTENT.items()}


def shuffled(tmp_path, captures: list[Capture], times: int) -> None:  # type: ignore[no-untyped-def]
    found = []
    for seed in range(times):
        with opened(tmp_path / f"{seed}.db") as (archive, _run):
            clean_all(archive, random.Random(seed).sample(captures, len(captures)))
            found.append(content(archive))
    assert all(one == found[0] for one in found)


def test_the_order_of_pages_does_not_change_what_becomes_of_them(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shuffled(tmp_path, mixed(45), times=3)


@pytest.mark.nightly
def test_ten_shufflings_of_five_hundred_pages_give_the_same_content(tmp_path) -> None:  # type: ignore[no-untyped-def]
    shuffled(tmp_path, mixed(500), times=10)


def test_five_hundred_signatures_in_any_order_teach_the_same() -> None:
    dice = random.Random(3)
    pages = [
        signature(
            n, [*MENU[: n % 30], *own_lines(n - n % 3), *(dice.randrange(10**6, 2 * 10**6) for _ in range(n % 5))]
        )
        for n in range(SAMPLE)
    ]
    expected = learn("s", pages)
    for _ in range(10):
        dice.shuffle(pages)
        assert learn("s", pages) == expected


def test_several_runs_and_a_reclean_give_what_one_run_gives(tmp_path) -> None:  # type: ignore[no-untyped-def]
    captures = mixed(42)
    with opened(tmp_path / "one.db") as (archive, _run):
        clean_all(archive, captures)
        expected = content(archive)
        numbers = rows(archive, "select id, permalink, copy_of from articles order by id")
        outcomes = rows(archive, "select id, outcome, article, cleaned_by from captures order by id")
    with opened(tmp_path / "several.db") as (archive, _run):
        for start in range(0, len(captures), 10):
            clean_all(archive, captures[start : start + 10])
        assert content(archive) != expected
        assert archive.clean_again().pages == len(captures)
        clean_all(archive, [])
        assert content(archive) == expected
        assert rows(archive, "select id, permalink, copy_of from articles order by id") == numbers
        assert rows(archive, "select id, outcome, article, cleaned_by from captures order by id") == outcomes
        assert archive.remade > 0


def test_lines_of_a_hard_wrapped_dump_are_known_as_those_of_one_that_is_not() -> None:
    long = (
        "The gazette comes out on Fridays, and whoever brings back last week's gets this week's for half of the price."
    )
    wrapped = page_signature([long], "a").lines
    text = "\n".join(
        [
            "The gazette comes out on Fridays, and whoever brings back",
            "last week's gets this week's for half of the price.",
        ]
        * 1
    )
    fill = "\n".join(["a line of some words that is about as long as the others", "and then another one"] * 6)
    capture = Capture(
        provenance=Provenance(source="a.txt"), body=f"{fill}\n\n{text}".encode(), content_type="text/plain"
    )
    assert set(wrapped) <= set(signature_of(capture).lines)
