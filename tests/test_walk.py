"""One capture to one outcome: never an exception, always the best text, and what was done is written on it."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

import pipelines.clean
from pipelines.clean import clean, clean_many, rescue
from pipelines.reasons import REJECTIONS, WARNINGS
from pipelines.types import Article, Capture, Provenance, Rejection, Rules

PROSE = (
    ("The tram to the brickworks ran for the last time on a Sunday in March, with three passengers, a dog and a driver who "
    "stopped at every halt although nobody was waiting there, because he wanted to read the names of the halts aloud once more."),
    ("Thirty years later the rails are still in the road, polished by the tyres of lorries, and the town council has asked an "
    "engineer to find out whether anything heavier than a bicycle could be driven over the wooden bridge at the old clay pit."),
    ("The engineer, Pavel Rand, has spent the summer below that bridge with a hammer and a lamp, and what he found there is that "
    "the oak is sound, the iron is not, and that someone has been sleeping in the inspection chamber on the northern bank."),
)  # fmt: skip
STORY = "".join(f"<p>{text}</p>" for text in PROSE)
TITLE = "The last halt before the clay pit"
PAGE = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{STORY}</article></body></html>"
DUMP = "\n".join(("Home", "News", "Sport", "", TITLE, "", *PROSE, "", "Share this article", "All rights reserved"))


def capture(
    body: str | bytes, content_type: str | None = "text/html; charset=utf-8", status: int | None = None
) -> Capture:
    raw = body if isinstance(body, bytes) else body.encode()
    return Capture(
        provenance=Provenance(source="page.html"),
        body=raw,
        content_type=content_type,
        url="https://example.org/1",
        status=status,
    )


def test_an_article_comes_out_with_its_address_its_title_and_its_cleaner():
    outcome = clean(capture(PAGE))

    assert isinstance(outcome, Article)
    assert (outcome.url, outcome.title, outcome.language) == ("https://example.org/1", TITLE, "en")
    assert outcome.text == "\n\n".join(PROSE)
    assert outcome.cleaned_by == Rules().label


def random_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


ODD = {
    "no bytes": b"",
    "white space": b" \n\t \r\n",
    "one bracket": b"<",
    "a NUL": b"\x00",
    "only NULs": b"\x00" * 5_000,
    "random bytes": random_bytes(20_000),
    "random bytes that call themselves a page": b"<html><body>" + random_bytes(20_000),
    "a picture": b"\x89PNG\r\n\x1a\n" + random_bytes(2_000),
    "a PDF": b"%PDF-1.4\n" + random_bytes(2_000),
    "a zip": b"PK\x03\x04" + random_bytes(2_000),
    "half a byte order mark": b"\xff",
    "a mark and nothing": b"\xef\xbb\xbf",
    "UTF-16 cut in half": "<p>Hallo</p>".encode("utf-16")[:-1],
    "lone surrogates": b"<p>\xed\xa0\x80\xed\xbf\xbf</p>",
    "a tag that never ends": b"<p " + b"a" * 5_000,
    "a comment that never ends": PAGE.encode() + b"<!-- ",
    "a page begun by a comment that never ends": b"<!-- " + PAGE.encode(),
    "an entity that is none": b"<p>&#x110000; &#0; &bogus; &#xD800;</p>",
    "only a script": b"<html><script>var a = 1</script></html>",
    "a frameset": b"<html><frameset><frame src='a'></frameset></html>",
    "an XML declaration alone": b'<?xml version="1.0" encoding="bogus"?>',
    "a charset that is none": b"<meta charset='klingon-1'>" + PAGE.encode(),
    "controls": bytes(range(32)) * 20,
    "every byte": bytes(range(256)) * 4,
    "JSON-LD that is none": PAGE.replace("</head>", "<script type='application/ld+json'>{]</script></head>").encode(),
    "a page in a page": (PAGE + PAGE).encode(),
    "XML that is no page": b"<?xml version='1.0'?><rss><channel><title>News</title></channel></rss>",
}


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "image/png", "nonsense", "", None])
@pytest.mark.parametrize("odd", ODD)
def test_cleaning_never_raises_and_says_what_it_did(odd, content_type):
    outcome = clean(capture(ODD[odd], content_type))

    assert outcome.cleaned_by == Rules().label
    if isinstance(outcome, Rejection):
        assert outcome.reason in REJECTIONS
        assert outcome.reason != "cleaning-error"
        assert outcome.detail
    article = outcome.best if isinstance(outcome, Rejection) else outcome
    if article is not None:
        assert article.cleaned_by == Rules().label
        assert set(article.warnings) <= set(WARNINGS)
        assert all(block.kept is (block.reason is None) for block in article.blocks)
        "".join(block.text for block in article.blocks).encode()


REJECTED = {
    "no bytes": (capture(b""), "empty", None),
    "a page without text": (capture("<html><body><img src='a.png'></body></html>"), "no-text", None),
    "one sentence": (capture("<p>The tram is gone.</p>"), "too-short", "The tram is gone."),
    "a missing page": (capture(PAGE, status=404), "error-page", PROSE[0]),
    "only a menu": (capture("<nav><a href='/a'>Halts</a><a href='/b'>Depots</a></nav>"), "no-text", "Halts"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REJECTED)
def test_what_is_no_article_is_turned_away_with_its_best_text(kind):
    page, reason, text = REJECTED[kind]

    outcome = clean(page)

    assert isinstance(outcome, Rejection)
    assert outcome.reason == reason
    if text is not None:
        assert outcome.best is not None
        assert text in outcome.best.text


def failing(error: BaseException):
    def fail(*_args, **_fields):
        raise error

    return fail


ERRORS = [
    (ValueError("odd table"), "cleaning-error", "ValueError: odd table"),
    (RecursionError("too deep"), "cleaning-error", "RecursionError: too deep"),
    (MemoryError("full"), "memory-limit", "MemoryError: full"),
]


@pytest.mark.parametrize(("error", "reason", "detail"), ERRORS)
def test_an_error_inside_a_library_costs_the_page_its_cleaning_and_not_its_text(monkeypatch, error, reason, detail):
    monkeypatch.setattr(pipelines.clean, "clean_page", failing(error))

    outcome = clean(capture(PAGE))

    assert isinstance(outcome, Rejection)
    assert (outcome.reason, outcome.detail, outcome.cleaned_by) == (reason, detail, Rules().label)
    assert outcome.best is not None
    assert all(text in outcome.best.text for text in PROSE)
    assert outcome.best.warnings == ("fallback",)


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=utf-8", "TEXT/PLAIN", None])
def test_a_text_takes_the_walk_of_a_dump(content_type):
    outcome = clean(capture(DUMP, content_type))

    assert isinstance(outcome, Article)
    assert all(text in outcome.text for text in PROSE)
    assert "All rights reserved" not in outcome.text
    assert {block.where.split()[0] for block in outcome.blocks} == {"line"}
    assert outcome.url == "https://example.org/1"


def test_a_text_that_shows_markup_is_still_a_text():
    outcome = clean(capture("\n\n".join((*PROSE, "Write <p> before and </p> after.")), "text/plain"))

    assert isinstance(outcome, Article)
    assert outcome.blocks[0].where == "line 1"


@pytest.mark.parametrize("content_type", [None, "", "application/octet-stream", "nonsense"])
def test_a_page_that_declares_no_type_is_known_by_its_content(content_type):
    outcome = clean(capture(PAGE, content_type))

    assert isinstance(outcome, Article)
    assert outcome.blocks[0].where == "body/article/h1"


HOSTILE = {
    "3,000 open divs": "<div>" * 3_000 + STORY,
    "100,000 open spans": "<span>" * 100_000 + STORY,
    "20,000 open tables": "<table><tr><td>" * 20_000 + STORY,
    "a tag of a megabyte": f"<p {'a=1 ' * 250_000}>{STORY}",
    "an attribute of 5 MB": f'<div data-a="{"x" * 5_000_000}">{STORY}</div>',
    "a script of 5 MB": f"<script>{'x' * 5_000_000}</script>{STORY}",
    "a comment that never ends": f"{STORY}<!-- ",
    "quotes that never close": f"{STORY}<a href='x>more",
    "no tags closed": STORY.replace("</p>", ""),
    "NULs between": STORY.replace(". ", ".\x00 "),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_text_of_a_hostile_page_is_rescued(kind):
    outcome = rescue(capture(f"<html><body>{HOSTILE[kind]}"), Rules(), "time-limit", "took 60 s")

    assert (outcome.reason, outcome.detail, outcome.cleaned_by) == ("time-limit", "took 60 s", Rules().label)
    assert outcome.best is not None
    assert all(text in outcome.best.text for text in PROSE)
    assert (outcome.best.warnings, outcome.best.cleaned_by) == (("fallback",), Rules().label)
    assert all(block.kept and block.where.startswith("line ") for block in outcome.best.blocks)


def test_a_text_is_rescued_line_by_line():
    outcome = rescue(capture(DUMP, "text/plain"), Rules(), "time-limit", "")

    assert outcome.best is not None
    assert [block.text for block in outcome.best.blocks] == [line for line in DUMP.splitlines() if line]


@pytest.mark.parametrize("odd", ODD)
def test_a_rescue_never_raises(odd):
    assert rescue(capture(ODD[odd]), Rules(), "worker-died", "").reason == "worker-died"


def in_reverse(function, tasks):
    done = [(number, function(task)) for number, task in reversed(list(enumerate(tasks)))]
    return (outcome for _, outcome in sorted(done, key=lambda pair: pair[0]))


def in_threads(function, tasks):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(function, tasks))


@pytest.mark.parametrize(
    "map_", [map, in_reverse, in_threads, lambda function, tasks: [function(task) for task in tasks]]
)
def test_many_pages_come_out_in_their_order_whatever_does_the_work(map_):
    bodies = [PAGE.replace(TITLE, f"{TITLE} {n}") for n in range(4)] + ["", "<p>Short.</p>", DUMP]
    captures = [capture(body, None) for body in bodies]

    outcomes = list(clean_many(((page, None) for page in captures), map=map_))

    assert outcomes == [clean(page) for page in captures]


def test_pages_are_cleaned_as_they_are_asked_for():
    taken = []

    def tasks():
        for number in range(5):
            taken.append(number)
            yield capture(PAGE), None

    next(clean_many(tasks()))

    assert taken == [0]


def test_other_rules_leave_another_name_on_the_outcome():
    strict = Rules(min_article_words=1_000)

    outcome = clean(capture(PAGE), strict)

    assert isinstance(outcome, Rejection)
    assert outcome.reason == "too-short"
    assert outcome.cleaned_by == strict.label != Rules().label


CYRILLIC = (
    "Трамвай к кирпичному заводу в последний раз вышел на линию в воскресенье, и в нём ехали три пассажира, собака и водитель, "
    "который останавливался на каждой остановке, хотя там никто не ждал, потому что хотел ещё раз прочитать вслух их названия. "
)
ENCODED = [
    (f"<html><body><p>{CYRILLIC * 3}</p></body></html>".encode("cp1251"), "text/html", True),
    (f"<html><body><p>{CYRILLIC * 3}</p></body></html>".encode("cp1251"), "text/html; charset=windows-1251", False),
    (f"<html><body><p>{CYRILLIC * 3}</p></body></html>".encode(), "text/html", False),
    (f"{CYRILLIC * 3}".encode("cp1251"), "text/plain", True),
    (PAGE.encode(), "text/html", False),
]


@pytest.mark.parametrize(("body", "content_type", "guessed"), ENCODED)
def test_a_page_whose_encoding_was_guessed_says_so(body, content_type, guessed):
    outcome = clean(capture(body, content_type))
    article = outcome.best if isinstance(outcome, Rejection) else outcome

    assert article is not None
    assert ("guessed-encoding" in article.warnings) is guessed
    assert article.text.startswith(("Трамвай к кирпичному", PROSE[0]))


def test_the_same_page_has_the_same_outcome_again():
    assert clean(capture(PAGE)) == clean(capture(PAGE))
