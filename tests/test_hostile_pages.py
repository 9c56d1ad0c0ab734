"""Pages made to hold or fill the process that cleans them: each costs at most 11 s and 600 MiB, and is reported.

The time is what all workers take of the processors on the page's whole way through the pool, its rescue included:
on an idle machine that is the time by the clock. The memory is the largest that any worker held. Both are looked at
from outside. The page after each is an ordinary one and must come out whole.
"""

import time

import pytest

from crawler.page_pool import page_pool
from crawler.worker import MEBIBYTE
from crawler.workers import Limits
from pipelines.clean import clean_many, rescue
from pipelines.types import Article, Capture, Provenance, Rejection, Rules
from tests.watching import Watch

MOST_SECONDS = 11
MOST_MEGABYTES = 600

CANARY = "The lighthouse keeper counted eleven ships before the fog came in from the north."
STORY = (
    f"<p>{CANARY}</p>"
    "<p>By noon the harbour master had closed the channel, and the pilots sat in the canteen over cold tea.</p>"
    "<p>Nobody could say when the next ferry would leave, because the forecast had changed twice since dawn.</p>"
)
GOOD = f"<html><head><title>Fog</title></head><body><article><h1>Fog</h1>{STORY}</article></body></html>"


def page(body, head=""):
    return f"<!doctype html><html><head><title>Fog in the harbour</title>{head}</head><body>{body}</body></html>"


def nested(depth, tag="div"):
    return page(f"<{tag}>" * depth + STORY + f"</{tag}>" * depth)


def nested_tables(depth):
    return page("<table><tr><td>" * depth + STORY + "</td></tr></table>" * depth)


def entity_bomb():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "bomb">{entities}]><html><body>{STORY}<p>&a11;</p></body></html>'


QUICK = {
    "inline tags, 240 KB in one paragraph": lambda: page(f"<p>{'<b>word</b> ' * 20_000}</p>{STORY}"),
    "260 nested divs": lambda: nested(260),
    "2,000 nested divs": lambda: nested(2_000),
    "100,000 nested divs": lambda: nested(100_000),
    "200 nested tables": lambda: nested_tables(200),
    "an attribute of 10 MB": lambda: page(f'<div data-state="{"x" * 10_000_000}">{STORY}</div>'),
    "a script of 20 MB": lambda: page(f"<article>{STORY}</article>", f"<script>var x = '{'y' * 20_000_000}';</script>"),
    "an entity bomb": entity_bomb,
    "5,000 nested spans": lambda: nested(5_000, "span"),
    "a class of a million words": lambda: page(f'<div class="{"a " * 1_000_000}">{STORY}</div>'),
    "100,000 attributes": lambda: page(f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}</div>"),
    "100,000 empty links": lambda: page('<a href="/">' * 100_000 + STORY),
    "a title of a megabyte": lambda: GOOD.replace("<title>Fog", f"<title>{'Fog ' * 250_000}"),
    "a million digits": lambda: page(f"<article>{STORY}<p>{'19' * 500_000}</p></article>"),
    "deep JSON-LD": lambda: page(
        f"<article>{STORY}</article>", f'<script type="application/ld+json">{"[" * 200_000}</script>'
    ),
    "a word of a megabyte": lambda: page(f"<article>{STORY}<p>{'a' * 1_000_000}</p></article>"),
    "only brackets": lambda: "<" * 1_000_000,
    "comments that do not end": lambda: page(STORY + "<!--" * 200_000),
}
SLOW = {
    "50 MB of one tag": lambda: page(STORY + "<p>" * 16_000_000),
    "50 MB of line breaks": lambda: page(STORY + "<br>" * 12_000_000),
    "a text node of 50 MB": lambda: page(f"<article>{STORY}<p>{'word ' * 10_000_000}</p></article>"),
    "300,000 table cells": lambda: page(STORY + "<table><tr>" + "<td>1</td>" * 300_000 + "</tr></table>"),
    "480 KB of inline tags": lambda: page(f"<p>{'<b>word</b> ' * 40_000}</p>{STORY}"),
    "a text dump of 50 MB": lambda: f"Fog\n\n{CANARY}\n\n" + "word and word again\n" * 2_500_000,
    "a text dump in one line": lambda: f"{CANARY} " * 200_000,
}


@pytest.fixture(scope="module")
def pool():
    with page_pool(Rules(), 1) as pool:
        next(outcomes(pool, GOOD))
        yield pool


def outcomes(pool, *pages):
    return clean_many(((capture(text), None) for text in pages), map=pool.map)


def capture(text):
    kind = "text/html" if "<" in text[:100] else "text/plain"
    return Capture(provenance=Provenance(source="hostile"), body=text.encode(), content_type=f"{kind}; charset=utf-8")


def check(pool, text):
    with Watch() as watch:
        outcome = next(outcomes(pool, text))
    seconds = watch.seconds
    assert seconds <= MOST_SECONDS
    assert watch.most <= MOST_MEGABYTES * MEBIBYTE
    next_outcome = next(outcomes(pool, GOOD))
    assert isinstance(next_outcome, Article)
    assert CANARY in next_outcome.text
    print(f"{seconds:.1f} s, {watch.most // MEBIBYTE} MiB: {_named(outcome)}")
    return outcome


def _named(outcome):
    if isinstance(outcome, Rejection):
        return f"{outcome.reason} ({outcome.detail}), {len(outcome.best.text) if outcome.best else 0:,} characters"
    return f"article of {len(outcome.text):,} characters, warnings {outcome.warnings}"


def reported(outcome):
    """Nothing is lost in silence: the story is there, or the page is said to have gone wrong."""
    if isinstance(outcome, Rejection):
        return outcome.reason in {"time-limit", "memory-limit", "worker-died", "cleaning-error", "too-large"}
    return CANARY in outcome.text


@pytest.mark.parametrize("name", QUICK)
def test_a_hostile_page_costs_no_more_than_its_bounds_and_is_reported(pool, name):
    assert reported(check(pool, QUICK[name]())) or name == "only brackets"


@pytest.mark.nightly
@pytest.mark.parametrize("name", SLOW)
def test_a_large_hostile_page_costs_no_more_than_its_bounds_and_is_reported(pool, name):
    assert reported(check(pool, SLOW[name]()))


@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.nightly) for name in SLOW)])
def test_the_story_of_a_hostile_page_is_rescued_in_the_time_there_is(name):
    hostile = capture((QUICK | SLOW)[name]())
    began = time.process_time()  # not the clock: a busy machine is no fault of the rescue
    rescued = rescue(hostile, Rules(), "time-limit", "")
    assert time.process_time() - began < Limits().rescue_seconds
    assert name == "only brackets" or CANARY in rescued.best.text


@pytest.mark.parametrize("depth", [100, 260, 1_000, 2_000])
def test_a_story_hidden_in_nested_elements_is_found(pool, depth):
    outcome = check(pool, nested(depth))
    best = outcome.best if isinstance(outcome, Rejection) else outcome
    assert CANARY in best.text
