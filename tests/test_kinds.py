"""Kinds of files by their first bytes; the name only breaks ties."""

from __future__ import annotations

import gzip
import random

import pytest

from pipelines.kinds import KINDS, describe, kind_of

TEXT = b"The river rose again on Tuesday, and the ferry stayed where it was.\n"

DAY = "2026-11-29 21:18:39"
KINDS_OF = [
    # nothing, and text
    (b"", "page.html", "empty"),
    (TEXT, "", "text"),
    (TEXT, "story.html", "text"),
    (TEXT * 50 + b"\x00\x00", "", "text"),
    ("Річка піднялася у вівторок.".encode("cp1251"), "", "text"),
    ("Річка піднялася у вівторок.\n".encode("utf-16"), "", "text"),
    ("Річка піднялася у вівторок.\n".encode("utf-16-be"), "", "text"),
    ("川の水位が火曜日に上がった。\n".encode("utf-32-le"), "", "text"),
    # text that mentions other kinds
    (b"Put <p> before and </p> after a paragraph, <b> and </b> around what matters.", "", "text"),
    (b"[Photo: The ferry] The river rose.", "", "text"),
    (b"{brackets} are rare in prose.", "", "text"),
    (b"Text, body and soul\n\nThe man went, body first, to the river.", "", "text"),
    (b"Content: rivers\nURL: none\n", "", "text"),
    (b"<Ferry> said: <no>", "", "text"),
    (TEXT * 9 + b"<div class='a'>code</div>\n<div class='b'>code</div>\n<p id='c'>code</p>" * 9, "", "text"),
    # HTML
    (b"<!DOCTYPE html><title>x", "", "html"),
    (b"<!-- saved --><html><p>x", "story.txt", "html"),
    (
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html/>',
        "",
        "html",
    ),
    (b'<?xml version="1.0"?><?xml-stylesheet href="a.css"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "", "html"),
    (b"<div>The river</div>", "", "html"),
    (b"\n\n  <p>The river rose.\n", "", "html"),
    (b"Ferry stays\n<p>The river rose again.</p>\n<p>Nobody crossed it.</p>\n<p>Not one.</p>", "", "html"),
    (b"class='lead'>The river rose</p><p>and fell", "part.html", "html"),
    ("<html><p>川".encode("utf-16-le"), "", "html"),
    # JSON and tables
    (b'{"id": 1, "html": "<p>x"}\n{"id": 2}\n', "", "jsonl"),
    (b'{"id": 1, "text": "x"}', "", "jsonl"),
    (b'{"id": broken\n{"id": 2, "text": ""}\n', "", "jsonl"),
    (b'garbage\n{"id": 2, "text": ""}\n', "pages.jsonl", "jsonl"),
    (b'{"id": 1, "html": "' + b"x" * 90000, "", "jsonl"),
    (b'{\n  "id": 1,\n  "html": "<p>x"\n}', "", "json"),
    (b'[{"id": 1}]', "", "json"),
    (b'[\n  {"id": 1}\n]', "", "json"),
    (b'url,html\nhttps://a.example/,"<p>x, y</p>"\n', "", "csv"),
    (b'\xef\xbb\xbfid;Raw HTML\n1;"<p>x</p>"\n2;"y"\n', "", "csv"),
    (b"id\ttext\n1\tThe river\n", "", "csv"),
    (b"text\nThe river\n", "a.csv", "csv"),
    # what is no page
    (b"body { color: red }", "a.css", "css"),
    (b"var river = 1;", "a.js", "javascript"),
    (b"<svg xmlns='x'/>", "", "image"),
    (b"<?xml version='1.0'?><rss version='2.0'/>", "feed", "xml"),
    (b"<urlset xmlns='x'/>", "", "xml"),
    (b"%PDF-1.7\n...", "story.html", "pdf"),
    (b"PK\x03\x04\x14\x00", "story.docx", "zip"),
    (b"070707" + b"0" * 70 + b"a.html\x00<html><p>The river is back.</p></html>", "a.cpio", "cpio"),
    (b"070701" + b"0000A1fe" * 13 + b"a.html\x00<html><p>The river is back.</p></html>", "", "cpio"),
    (
        b"\xc7\x71"
        + b"\x01" * 18
        + b"\x07\x00"
        + b"\x00\x00\x41\x00a.html\x00\x00<html><p>The river is back.</p></html>",
        "",
        "cpio",
    ),
    (b"\xc7\x71\xba\xd3" + "河流回来了。".encode("gbk") * 20, "", "text"),
    (b"\x1f\x9d\x90\x3c\x62", "a.html.Z", "compress"),
    (b"\x04\x22\x4d\x18\x64\x40", "", "lz4"),
    (b"LZIP\x01\x14", "", "lzip"),
    (b"MSCF\x00\x00\x00\x00\x10", "", "cabinet"),
    (b"\x89PNG\r\n\x1a\n....", "story.html", "image"),
    (b"\xff\xd8\xff\xe0..JFIF", "", "image"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "image"),
    (b"WARC/1.1\r\nWARC-Type: warcinfo", "", "warc"),
    (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "", "mhtml"),
    (b"SQLite format 3\x00....", "", "database"),
    (b"\x7fELF\x02\x01\x01\x00", "", "program"),
    (b"{\\rtf1 river}", "", "rtf"),
    (b"river", ".DS_Store", "litter"),
    (b"[.ShellClassInfo]", "desktop.ini", "litter"),
    (gzip.compress(TEXT), "story.html", "gzip"),
    (b"BZh91AY&SY", "", "bz2"),
    (b"\xfd7zXZ\x00\x00", "", "xz"),
    (b"\x28\xb5\x2f\xfd....", "", "zstd"),
    (f"--{DAY}--  https://a.example/\nResolving a.example... 192.0.2.1\n".encode(), "", "crawl-log"),
    (f"Opening WARC file ‘a.warc.gz’.\n\n--{DAY}--  https://a.example/\n".encode(), "", "crawl-log"),
    (f"WARC-Datei »a.warc« wird geöffnet.\n\n--{DAY}--  https://a.example/\n".encode(), "", "crawl-log"),
    (f'{DAY} URL:https://a.example/ [486/486] -> "a.html" [1]\n'.encode(), "", "crawl-log"),
    (b"HTTrack3.49-5+htsswf launched on Sun, 29 Nov 2026 21:18:39 at https://a.example/\n", "", "crawl-log"),
    # text that begins as a log does
    (b"070701 was the day, 2007 the year in which the river came back.", "", "text"),
    (f"Opening WARC file formats to readers\n\nSince {DAY} anybody can read them.".encode(), "", "text"),
    (f"Opening WARC file\n\n--{DAY}--  https://a.example/\nis what wget says first.".encode(), "", "text"),
    (f"--{DAY}--  https://a.example/ was the first line that I saw.".encode(), "", "text"),
    (f"{DAY} URL: https://a.example/ [sic] was what the note said.".encode(), "", "text"),
    (b"HTTrack launched on Sunday its new mirror, and nobody came.", "", "text"),
    (random.Random(7).randbytes(5000), "", "binary"),
    (bytes(range(256)), "page.html", "binary"),
]


@pytest.mark.parametrize(("head", "name", "kind"), KINDS_OF)
def test_kind_is_told_by_the_content(head, name, kind):
    assert kind_of(head, name) == kind


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_said_in_words(kind):
    assert describe(kind)


def test_nothing_but_known_kinds_is_answered():
    noise = random.Random(3)
    for size in (1, 2, 3, 10, 100, 1000):
        for _ in range(30):
            assert kind_of(noise.randbytes(size)) in KINDS


def test_a_page_in_which_the_letters_of_tars_sign_stand_by_chance_is_a_page():
    page = (
        "<!doctype html><html><body><p>".ljust(256)
        + "custard tarts and other things of the baker's shop.</p></body></html>"
    )

    assert page[257:262] == "ustar"
    assert kind_of(page.encode()) == "html"
