"""Another extractor's text laid over our blocks."""

import random

import pytest

from pipelines.html.align import ANCHOR, LONG, _Page, coverage, letters

A = "The ferry to the northern islands will stop running in October, the harbour board said."
B = "Captain Ines Holm had expected the decision since two engines were taken out in the spring."
C = "About four hundred people live on the islands in winter and need a doctor now and then."

CASES = [
    ("as they are", [A, B, C], [A, B, C], [1, 1, 1]),
    ("one left out", [A, B, C], [A, C], [1, 0, 1]),
    ("two joined into one", [A, B, C], [A + " " + B], [1, 1, 0]),
    ("one cut in two", [A, B, C], [A[:40], A[40:]], [1, 0, 0]),
    ("other spaces and punctuation", [A, B], [A.replace(",", " ,").replace(" ", "  ")], [1, 0]),
    ("a short line where it belongs, not where it stood first", ["News", A, "News", B], [A, "News", B], [0, 1, 1, 1]),
    ("moved to the end", [A, B, C], [B, C, A], [1, 1, 1]),
    ("a block without letters", [A, "* * *", B], [A, B], [1, 0, 1]),
    ("nothing kept", [A, B], [], [0, 0]),
    ("text that is not ours", [A], [C], [0]),
]


@pytest.mark.parametrize(("blocks", "segments", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_kept_text_is_found_in_its_blocks(blocks, segments, expected):
    assert coverage([letters(block) for block in blocks], segments) == expected


def test_a_segment_with_words_taken_out_still_covers_most_of_its_block():
    shorter = A.replace("northern islands ", "")

    assert 0.5 < coverage([letters(A), letters(B)], [shorter, B])[0] < 1


def test_order_decides_between_equal_blocks():
    twice = [letters(text) for text in (A, B, A, C)]

    assert coverage(twice, [B, A, C]) == [0, 1, 1, 1]


def test_a_long_page_is_searched_by_its_index_with_the_same_answers():
    dice = random.Random(7)
    text = "".join(dice.choices("abcde", k=LONG))
    text = text[:500] + text[1000:1100] + text[500:] + "ab" * LONG
    long, short = _Page(text), _Page(text)
    short.index = {}
    assert long.index
    places = [
        *range(990, 1110),
        *range(470, 610),
        0,
        1,
        len(text) - ANCHOR,
        *(dice.randrange(LONG) for _ in range(300)),
    ]
    keys = [text[at : at + dice.randrange(ANCHOR, 3 * ANCHOR)] for at in places]
    keys += [text[-ANCHOR:], text[: 2 * ANCHOR], "f" * ANCHOR, text[40:70] + "f" + text[71:99]]
    keys = [key for key in keys if len(key) >= ANCHOR]
    found = [long.once(key) for key in keys]
    assert found == [short.once(key) for key in keys]
    assert -1 in found
    assert len(set(found)) > 300
