"""The address a saved page names for itself, and when it was saved."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from crawler.readers.marks import marks_of, web_address
from crawler.readers.moments import moment_of

SINGLEFILE = """<!DOCTYPE html> <html lang="en"><!--
 Page saved with SingleFile
 url: https://news.example/river?page=2
 saved date: Sat Nov 07 2026 10:11:12 GMT+0100 (Central European Standard Time)
--><head><meta charset="utf-8"><link rel="canonical" href="https://news.example/river"></head><body><p>x"""

ADDRESSES = [
    # what the page says
    ('<link rel="canonical" href="https://news.example/river">', "https://news.example/river"),
    ("<LINK HREF='https://news.example/river' REL='Canonical'>", "https://news.example/river"),
    ("<link rel=canonical href=https://news.example/river>", "https://news.example/river"),
    ('<link rel="canonical" href="https://news.example/river?a=1&amp;b=2">', "https://news.example/river?a=1&b=2"),
    ('<meta property="og:url" content="https://news.example/river">', "https://news.example/river"),
    ('<meta content="https://news.example/river" name="og:url">', "https://news.example/river"),
    ('<base href="https://news.example/2024/river.html">', "https://news.example/2024/river.html"),
    ('<base href="https://news.example/"><link rel="canonical" href="/river">', "https://news.example/river"),
    ('<meta property="og:url" content="https://a.example/og"><link rel="canonical" href="https://a.example/c">', "https://a.example/c"),
    ('<link rel="canonical" href="https://a.example/"><meta property="og:url" content="https://a.example/river">', "https://a.example/river"),
    ('<link rel="canonical" href="https://xn--e1afmkfd.example/река">', "https://xn--e1afmkfd.example/река"),
    # no address
    ('<link rel="canonical" href="/river">', None),
    ('<link rel="canonical" href="">', None),
    ('<link rel="canonical" href="file:///home/somebody/river.html">', None),
    ('<link rel="canonical" href="javascript:void(0)">', None),
    ('<link rel="canonical" href="https://[half">', None),
    ('<link rel="canonical" href="https://two words.example/">', None),
    ('<link rel="alternate" href="https://news.example/feed">', None),
    ('<base href="https://news.example/">', None),
    # not where it counts
    ('<!-- <link rel="canonical" href="https://old.example/"> --><p>', None),
    ("<script>var s = '<link rel=\"canonical\" href=\"https://s.example/\">'</script>", None),
    ('<body><p>text</p><link rel="canonical" href="https://comment.example/">', None),
    ('<!-- never closed <link rel="canonical" href="https://c.example/">', None),
    # what the saving program says
    (SINGLEFILE, "https://news.example/river?page=2"),
    ("<!DOCTYPE html>\n<!-- saved from url=(0026)https://news.example/river -->\n<html>", "https://news.example/river"),
    ("<!-- saved from url=(0014)about:internet -->", None),
    ("<!-- saved from url=(0026)https://news.example/river --><link rel=canonical href=https://other.example/x>", "https://news.example/river"),
    ("<!-- Mirrored from news.example/river.html by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 07 Nov 2026 09:11:12 GMT -->", "http://news.example/river.html"),
    ("<!-- Saved from https://news.example/river at 2026-11-07T09:11:12Z using monolith v2.8.1 -->", "https://news.example/river"),
    ('<meta name="savepage-url" content="https://news.example/river"><link rel=canonical href=https://o.example/>', "https://news.example/river"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "url"), ADDRESSES)
def test_address_a_page_names(page, url):
    assert marks_of(page.encode()).url == url


def test_address_in_utf_16_is_found():
    assert marks_of(f"<html>{ADDRESSES[0][0]}".encode("utf-16")).url == "https://news.example/river"


WHEN = datetime(2026, 11, 7, 9, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "page",
    [
        SINGLEFILE,
        "<!-- Mirrored from a.example/ by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 07 Nov 2026 09:11:12 GMT -->",
        "<!-- Saved from https://a.example/ at 2026-11-07T09:11:12Z using monolith v2.8.1 -->",
        '<meta name="savepage-date" content="Sat Nov 07 2026 10:11:12 GMT+0100 (CET)">',
    ],
)
def test_time_of_saving_is_read_where_the_program_wrote_it(page):
    assert marks_of(page.encode()).saved == WHEN


def test_page_that_says_nothing_of_its_saving_has_no_time():
    assert marks_of(b'<meta property="article:published_time" content="2026-11-07">').saved is None


def test_a_script_that_is_never_closed_costs_no_time():
    pages = [
        b"<script>" * 30000,
        b"<!--" * 60000,
        b"<link " * 40000,
        b"<meta content='" * 16000,
        b'<a href="' * 30000,
        b"<" * 250000,
    ]

    start = time.process_time()
    for page in pages:
        marks_of(page)

    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    ("address", "base", "expected"),
    [
        (" https://a.example/x\n", None, "https://a.example/x"),
        ("//a.example/x", "https://b.example/", "https://a.example/x"),
        ("HTTPS://a.example/x", None, "HTTPS://a.example/x"),
        ("ftp://a.example/x", None, None),
        ("https://", None, None),
        ("https://a.example%2Fx%2Fy", None, None),
        ("https://[::1]:8080/x", None, "https://[::1]:8080/x"),
        ("https://a.example:port/", None, None),
        ("https://a.example/" + "x" * 5000, None, None),
        ("https://a.example/\ud800", None, "https://a.example/%EF%BF%BD"),
        (None, "https://b.example/", None),
        ("http://h.example/a b", None, "http://h.example/a%20b"),
        ('http://h.example/a"q', None, "http://h.example/a%22q"),
        ("http://h.example/<x>?q=a b#c d", None, "http://h.example/%3Cx%3E?q=a%20b#c%20d"),
        ("http://h.example/a\u00a0b\x07", None, "http://h.example/a%C2%A0b%07"),
        ("http://h.example/%20/\u00e9?x=|", None, "http://h.example/%20/\u00e9?x=|"),
        ("http://h example/a", None, None),
        ("http://evil.example\\@good.example/p", None, "http://evil.example/@good.example/p"),
        ("http:\\\\h.example\\a?b\\c#d\\e", None, "http://h.example/a?b\\c#d\\e"),
        ("\\a", "http://h.example/b", "http://h.example/a"),
        ("http://ada:secret@h.example:8080/p?q", None, "http://h.example:8080/p?q"),
        ("/p@q", "http://ada@h.example/", "http://h.example/p@q"),
        ("http://a@b@h.example/", None, "http://h.example/"),
    ],
)
def test_only_whole_addresses_of_the_web_count(address, base, expected):
    assert web_address(address, base) == expected


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-07T09:11:12Z", "2026-11-07 09:11:12", "2026-11-07T10:11:12+01:00", "2026-11-07 09:11:12 UTC",
        "Sat, 07 Nov 2026 09:11:12 GMT", "Sat Nov 07 2026 10:11:12 GMT+0100 (CET)", "20261107091112", 1794042672,
        1794042672000, "1794042672", 1794042672.0,
    ],
)  # fmt: skip
def test_times_are_read_in_the_forms_programs_write(value):
    assert moment_of(value) == WHEN


@pytest.mark.parametrize(
    "value",
    [None, "", "soon", "2026-13-45", "0001-01-01", 0, -5, 10**40, float("nan"), float("inf"), True, [], "9" * 400],
)
def test_what_is_no_time_is_none(value):
    assert moment_of(value) is None
