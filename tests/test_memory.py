"""Site memory learns what recurs on a site, and never an article's own paragraphs."""

from __future__ import annotations

import random

import pytest

from pipelines.memory import MOST_OF_A_PAGE, learn, line_hash, page_signature
from pipelines.types import PageSignature

MENU = "Harbour Gazette\nHome\nPolitics\nHarbour\nWeather 12 degrees"
POLICY = (
    "Readers are asked to keep to the subject, to leave out addresses and telephone numbers, "
    "and to remember that the people written about read this page as well as anybody else does."
)


def paragraphs(topic: str, count: int = 4) -> list[str]:
    return [
        f"The {topic} was discussed for the {n}th time on the quay, where people who had come about the {topic} "
        f"stayed until number {chr(97 + n)} was called and the harbour master of the {topic} closed the doors."
        for n in range(count)
    ]


def page(topic: str, *extra: str, count: int = 4) -> str:
    return "\n".join([MENU, *paragraphs(topic, count), *extra])


def signatures(*pages: str) -> list[PageSignature]:
    return [page_signature(text.splitlines(), f"sha256:{number:03}") for number, text in enumerate(pages)]


def test_a_line_on_two_different_pages_recurs() -> None:
    profile = learn("example.org", signatures(page("lighthouse"), page("ferry")))
    assert profile.pages == 2
    assert {profile.recurring.get(line_hash(line)) for line in MENU.splitlines()} == {2}
    assert not any(line_hash(line) in profile.recurring for line in paragraphs("ferry"))


def test_numbers_case_and_spacing_do_not_make_another_line() -> None:
    assert line_hash("12 Comments") == line_hash("3  comments ")
    assert line_hash("12 Comments") != line_hash("12 Commentators")


@pytest.mark.parametrize(
    "again",
    [
        page("lighthouse"),
        page("lighthouse", "Printed from the Harbour Gazette"),
        page("lighthouse", *paragraphs("tide table", 1), count=4),
        "\n".join(paragraphs("lighthouse")),
    ],
    ids=["copy", "printer's version", "edited", "without the menu"],
)
def test_paragraphs_of_an_article_saved_twice_do_not_recur(again: str) -> None:
    profile = learn("example.org", signatures(page("lighthouse"), again))
    assert profile.pages == 1
    assert not profile.recurring


def test_a_hundred_copies_are_one_witness() -> None:
    copies = [page("lighthouse", f"copy {chr(97 + n % 26)}{n // 26 * 'x'}") for n in range(100)]
    profile = learn("example.org", signatures(*copies, page("ferry")))
    assert profile.pages == 2
    assert not any(line_hash(line) in profile.recurring for line in paragraphs("lighthouse"))


def test_a_long_standing_text_recurs_when_the_articles_differ() -> None:
    profile = learn("example.org", signatures(*(page(topic, POLICY) for topic in ("lighthouse", "ferry", "market"))))
    assert profile.recurring[line_hash(POLICY)] == 3


def test_the_order_of_pages_does_not_matter() -> None:
    pages = signatures(*(page(f"topic {chr(97 + n)}", POLICY) for n in range(20)), page("topic a", "late edition"))
    expected = learn("example.org", pages)
    for seed in range(10):
        random.Random(seed).shuffle(pages)
        assert learn("example.org", pages) == expected


def test_the_same_capture_given_twice_counts_once() -> None:
    one = signatures(page("lighthouse"))
    assert learn("example.org", one + one).pages == 1


def test_numbers_are_what_a_report_says() -> None:
    report = (
        "The wind on the outer bank reached {} knots on Sunday, and the ferry stayed in the harbour until {} o'clock."
    )
    assert line_hash(report.format(41, 9)) != line_hash(report.format(38, 7))


def test_of_a_page_without_end_only_the_first_lines_are_kept() -> None:
    endless = page_signature((f"line {'x' * n}" for n in range(5000)), "sha256:1")
    assert len(endless.lines) == MOST_OF_A_PAGE
