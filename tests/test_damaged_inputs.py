"""Inputs damaged at random: every one gets its outcome, none raises, and the readers go on with the next.

The damage is seeded, so a failure can be had again: its number is in the message. A few hundred run
each time; COPYDESK_DAMAGED=5000, or the nightly run, makes 5,000.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
from collections import Counter

import pytest

from crawler.readers import UNFORESEEN, read_paths
from pipelines.decode import decode
from pipelines.kinds import KINDS, kind_of
from pipelines.reasons import REJECTIONS
from pipelines.types import Article, Capture, Rejection, Unreadable

USUAL = int(os.environ.get("COPYDESK_DAMAGED", "200"))
NIGHTLY = 5000

STORY = [
    "The river rose again on Tuesday, and the ferry stayed on the far bank for the third day.",
    "“We tie it up when the water reaches the second step,” said the ferryman, Tom Alder.",
    "ارتفع منسوب النهر مرة أخرى يوم الثلاثاء وبقيت العبارة في مكانها لليوم الثالث على التوالي.",
    "Am Dienstag stieg der Fluss erneut, und die Fähre blieb den dritten Tag am anderen Ufer.",
    "火曜日に川の水位が再び上がり、渡し船は三日続けて対岸にとどまった。",
    "Во вторник река снова поднялась, и паром третий день подряд остался у дальнего берега.",
]
PROSE = "\n\n".join(STORY * 3)
HTML = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>River rises</title>'
    '<link rel="canonical" href="https://news.example/river"><script>let a = "<p>";</script></head>\n<body><nav><a href="/">Home</a></nav>'
    "<article><h1>River rises</h1>"
    + "".join(f"<p>{line}</p>\n" for line in STORY * 3)
    + "</article><footer>© News</footer></body></html>"
)
JSON_LINES = "".join(
    json.dumps({"id": n, "html": HTML[: 900 + n * 40], "url": f"https://news.example/{n}"}) + "\n" for n in range(4)
)
TABLE = "id;url;text\n" + "".join(f'{n};https://news.example/{n};"{line}\n{line}"\n' for n, line in enumerate(STORY))
ARRAY = json.dumps([{"id": n, "text": line} for n, line in enumerate(STORY)])
WHOLE = [PROSE, HTML, HTML, JSON_LINES, TABLE, ARRAY]
ENCODINGS = [
    "utf-8",
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-32-be",
    "cp1251",
    "cp1256",
    "cp1252",
    "shift_jis",
    "gb18030",
    "koi8-r",
]


def truncated(body, dice):
    return body[: dice.randrange(len(body) + 1)]


def beheaded(body, dice):
    return body[dice.randrange(len(body) + 1) :]


def flipped(body, dice):
    changed = bytearray(body)
    for _ in range(dice.choice([1, 5, 50, 500])):
        if changed:
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def with_zeros(body, dice):
    at = dice.randrange(len(body) + 1)
    return body[:at] + bytes(dice.choice([1, 3, 4096])) + body[at:]


def with_noise(body, dice):
    at = dice.randrange(len(body) + 1)
    return body[:at] + dice.randbytes(dice.choice([1, 20, 3000])) + body[at:]


def nested(body, dice):
    tag = dice.choice([b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>", b"[", b'{"a":', b"<!--", b"<p id='"])
    at = dice.randrange(len(body) + 1)
    return body[:at] + tag * dice.choice([3, 300, 2000]) + body[at:]


def doubled(body, dice):
    return body + truncated(body, dice)


def crlf(body, dice):
    return body.replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\x85", b"\x00\n"]))


def quoted(body, dice):
    at = dice.randrange(len(body) + 1)
    return (
        body[:at]
        + dice.choice([b'"', b"\\", b'""', b"'", b"&#x110000;", b"&#0;", b"\\ud800", b"\xed\xa0\x80"]) * 3
        + body[at:]
    )


def packed(body, dice):
    return dice.choice([gzip.compress, bz2.compress])(body)


def reencoded(body, dice):
    text = body.decode("utf-8", "replace")
    return text.encode(dice.choice(ENCODINGS), "replace")


DAMAGES = [truncated, beheaded, flipped, with_zeros, with_noise, nested, doubled, crlf, quoted, packed, reencoded]
NAMES = ["page.html", "story.txt", "pages.jsonl", "pages.csv", "pages.json", "page.html.gz", "noname"]


def damaged_inputs(count):
    """Number and bytes; each is one whole input with one to three damages, one after the other."""
    for number in range(count):
        dice = random.Random(number)
        body = reencoded(dice.choice(WHOLE).encode(), dice)
        for damage in dice.choices(DAMAGES, k=dice.choice([1, 1, 2, 3])):
            body = damage(body, dice)
        yield number, dice.choice(NAMES), body


def check_readers(folder, count):
    expected = []
    for number, name, body in damaged_inputs(count):
        path = folder / f"{number:05}" / name
        path.parent.mkdir()
        path.write_bytes(body)
        expected.append(f"damaged/{number:05}/{name}")

    answered = Counter()
    for outcome in read_paths([folder]):
        assert isinstance(outcome, Capture | Unreadable)
        if isinstance(outcome, Unreadable):
            assert outcome.reason in REJECTIONS, outcome.provenance
            assert UNFORESEEN not in outcome.detail, (outcome.provenance, outcome.detail)
            outcome.detail.encode()
        else:
            outcome.digest.encode()
            (outcome.url or "").encode()
        answered[outcome.provenance.source] += 1

    assert list(dict.fromkeys(answered)) == expected


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "damaged"
    place.mkdir()
    return place


def test_every_damaged_file_has_an_outcome(folder):
    check_readers(folder, USUAL)


@pytest.mark.nightly
def test_every_one_of_5000_damaged_files_has_an_outcome(folder):
    check_readers(folder, NIGHTLY)


def test_every_damaged_input_is_some_kind_and_decodes():
    for number, name, body in damaged_inputs(USUAL):
        assert kind_of(body[:65536], name) in KINDS, number
        text = decode(
            body, random.Random(number).choice([None, "text/html; charset=utf-8", "text/html; charset=windows-1251"])
        ).text
        assert not set(text) & set("\x00\x01\x0b\x7f\x80\ud800\udfff"), number
        text.encode()


def test_damaged_standard_input_has_an_outcome():
    for number, _, body in damaged_inputs(USUAL // 3):
        assert list(read_paths(["-"], stdin=io.BytesIO(body))), number


def check_cleaning(count):
    clean = pytest.importorskip("pipelines.clean").clean
    for number, name, body in damaged_inputs(count):
        for capture in read_paths(["-"], stdin=io.BytesIO(body)):
            if isinstance(capture, Capture):
                outcome = clean(capture)
                assert isinstance(outcome, Article | Rejection), (number, name)
                article = outcome if isinstance(outcome, Article) else outcome.best
                if isinstance(outcome, Rejection):
                    assert outcome.reason in REJECTIONS, (number, name)
                    assert outcome.reason != "cleaning-error", (number, name, outcome.detail)
                if article is not None:
                    (article.text + (article.title or "")).encode()


def test_every_damaged_page_is_cleaned_or_rejected():
    check_cleaning(USUAL // 5)


@pytest.mark.nightly
def test_every_one_of_5000_damaged_pages_is_cleaned_or_rejected():
    check_cleaning(NIGHTLY)
