"""Text dumps taken apart into lines: wraps undone, ends of sentences seen in every script."""

from __future__ import annotations

import textwrap

import pytest

from pipelines.dump.lines import Line, ends_sentence, lines_of, starts_item

REPORT = (
    (
        "The council of Harrow Bay voted on Monday to replace the old ferry with a new one that runs on batteries and "
        "carries twice as many cars across the strait every hour of the day."
    ),
    (
        "Fishermen had asked for a later date, because the harbour would be closed to them for most of the spring "
        "while the new pier is built and the channel is made deeper."
    ),
    "Work begins in March.",
    (
        "The first passengers should be able to cross before the end of next year, the mayor said after the vote, and "
        "the old ship will be given to a museum on the other side."
    ),
)


def texts(dump: str) -> list[str]:
    return [line.text for line in lines_of(dump)]


@pytest.mark.parametrize(
    ("width", "between"), [(60, "\n\n"), (72, "\n\n"), (78, "\n\n"), (84, "\n\n"), (72, "\n"), (78, "\n")]
)
def test_a_wrapped_dump_comes_out_as_its_paragraphs(width: int, between: str) -> None:
    dump = between.join(textwrap.fill(paragraph, width) for paragraph in REPORT)
    assert texts(dump) == list(REPORT)


def test_wide_signs_are_joined_without_a_space() -> None:
    paragraph = (
        "市議会は月曜日に古い渡し船を新しい船に替えることを決めた。新しい船は電池で動き、一時間に二倍の車を運ぶことができる。"
        * 4
    )
    dump = "\n".join(paragraph[at : at + 36] for at in range(0, len(paragraph), 36))
    assert texts(dump) == [paragraph]


def test_short_lines_that_were_not_wrapped_stay_apart() -> None:
    menu = ["Home", "News from the bay", "A ferry for the islands, and who pays for it", "Weather", "Sport", "Log in"]
    assert texts("\n".join(menu)) == menu


def test_headlines_of_like_length_are_no_wrapped_text() -> None:
    heads = [f"Council number {n} votes on a ferry and on a pier" for n in range(100, 112)]
    assert texts("\n\n".join(heads)) == heads


def test_a_page_in_one_line_is_cut_at_its_sentences() -> None:
    dump = " ".join(REPORT * 4)
    assert texts(dump) == list(REPORT * 4)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u2028", "\x85"])
def test_any_line_end_ends_a_line(end: str) -> None:
    assert texts(f"One line{end}Another\tline") == ["One line", "Another line"]


def test_lines_carry_the_number_they_began_on() -> None:
    assert lines_of("\n\n  first \n\n\xa0\nsecond") == (Line(3, "first"), Line(6, "second"))


@pytest.mark.parametrize(
    "text",
    [
        "He left.",
        "He left.”",
        "«Он ушёл.»",
        "他走了。",
        "「行った。」",
        "وہ چلا گیا۔",
        "هل رحل؟",
        "वह चला गया।",
        "ሄደ።",
        "Gone!)",
        "Gone…",
    ],
)
def test_sentence_ends_of_every_script_are_seen(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["Home", "Read more:", "A ferry for the islands", "", "「", "14:20"])
def test_what_ends_no_sentence_is_no_sentence(text: str) -> None:
    assert not ends_sentence(text)


@pytest.mark.parametrize(
    ("text", "item"), [("• eggs", True), ("2. flour", True), ("- milk", True), ("2024 was dry", False)]
)
def test_list_items_are_known_by_their_bullets(text: str, item: bool) -> None:
    assert starts_item(text) is item
