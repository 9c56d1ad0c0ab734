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


@pytest.mark.parametrize("width", [30, 34, 38])
def test_a_printed_column_comes_out_as_its_paragraphs(width: int) -> None:
    rows = [textwrap.fill(paragraph, width, initial_indent="  ") for paragraph in REPORT]
    assert texts("Harrow Bay Mail          9 May 1987\n" + "\n".join(rows))[1:] == list(REPORT)


COLUMN = """
  Fyrvaktaren på Lillskär har be-
gärt att få behålla sin gamla lampa,
trots att en ny har stått i en låda i
maskinhuset sedan i våras. Den nya
lyser starkare men kan inte putsas,
säger fyrvaktaren, som har putsat
den gamla varje lördag i trettio-
fyra år. Sjöfartsverket har nu lo-
vat att låta lådan stå kvar över
vintern och återkomma i april."""
"""Words divided at the ends of rows, as in a scanned newspaper."""


def test_words_that_a_printer_divided_are_made_whole() -> None:
    (text,) = texts(COLUMN)
    assert "har begärt att" in text
    assert "i trettiofyra år. Sjöfartsverket har nu lovat att" in text


def test_a_hyphen_that_a_word_has_stays_at_the_end_of_a_row() -> None:
    words = (
        "The well-known ferry crosses the two-mile strait with its half-empty hold and one long-serving mate aboard. "
    )
    dump = textwrap.fill(words * 4, 48)
    assert "-\n" in dump
    assert "well-known" in texts(dump)[0] or "-\nknown" not in dump


PASSED_ON = [
    ("> ", "\n>\n"),
    (">", "\n>\n"),
    ("> > ", "\n> >\n"),
]


@pytest.mark.parametrize(("sign", "between"), PASSED_ON)
def test_a_letter_that_is_passed_on_loses_the_signs_before_its_lines(sign: str, between: str) -> None:
    quoted = between.join("\n".join(sign + row for row in textwrap.wrap(paragraph, 66)) for paragraph in REPORT)
    assert texts(f"From: Ida Vane\n\nLook at this!\n\n{quoted}") == ["From: Ida Vane", "Look at this!", *REPORT]


def test_a_quotation_inside_an_article_keeps_its_signs() -> None:
    dump = "\n\n".join((REPORT[0], "> The ship is old, and so are we.", REPORT[1]))
    assert texts(dump) == [REPORT[0], "> The ship is old, and so are we.", REPORT[1]]


def test_a_text_copied_into_a_letter_is_unwrapped_below_the_head_of_the_letter() -> None:
    head = "From: idav@bay.example (Ida Vane)\nNewsgroups: misc.ferries\nSubject: Ferry (long)\nLines: 31\n\n"
    dump = head + "\n\n".join(textwrap.fill(paragraph, 70) for paragraph in REPORT) + "\n\n-- \nIda Vane"
    assert [text for text in texts(dump) if text in REPORT] == list(REPORT)


LISTS = [
    [f"Guide to the {name} and what it costs" for name in ("Ferry", "Pier", "Strait", "Harbour", "Bay Walk", "Museum", "Market", "Tower", "Mill")],
    [f"Seiten {n}-{n + 40}, Beschläge für Türen und Fenster" for n in range(100, 560, 41)],
    ["Ma le onde tornano a riva", "E il mare non lo sa", "Io le conto dal molo", "Una alla volta, piano", "Come contano i vecchi",
     "Le navi che non partono", "Le luci che si spengono", "I nomi sulla pietra", "E le onde tornano"],
]  # fmt: skip


@pytest.mark.parametrize("rows", LISTS)
def test_a_list_or_a_poem_of_short_lines_keeps_its_lines(rows: list[str]) -> None:
    assert texts("\n".join(rows)) == rows


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


SHORT_WRAPS = {
    "de": "Der Fährmann von Osterau\nVon Ilse Tamm\n\nSeit dem Frühjahr fährt die Fähre von Osterau nur noch, wenn jemand laut\nund lange am Steg läutet.\n\nDer Fährmann wohnt gegenüber und hört gut.",
    "uk": "Паром з Острівка\nІлля Тамм\n\nВід весни паром з Острівка ходить лише тоді, коли хтось подзвонить у дзвін на\nпричалі біля верби.\n\nПаромник живе навпроти й чує добре.",
}


@pytest.mark.parametrize("language", SHORT_WRAPS)
def test_a_sentence_cut_once_goes_on_in_the_next_row(language):
    lines = [line.text for line in lines_of(SHORT_WRAPS[language])]
    assert len(lines) == 4
    assert lines[2].endswith((" läutet.", " верби."))


def test_rows_that_begin_small_and_are_no_rest_of_a_sentence_stay_apart():
    text = "To be brought to the ferry by everybody who crosses on a Sunday:\nbread, and a lamp for the way home\n\nThe bell was cast in the year in which the harbour froze twice.\nit rings in F\n\npubDate of the letter that the ferryman wrote to the county\nauthor: Ilse Tamm"
    assert len(lines_of(text)) == 6
    assert (
        len(
            lines_of(
                "Home\nNews\n\nThe bell that rang below the ice for a whole winter\nby Ilse Tamm May 3, 2019\n\nIt rang in F."
            )
        )
        == 5
    )
