"""Lists of addresses come out with what was noted beside each, whoever exported them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from crawler.cli import copydesk
from crawler.readers.addresses import ListedAddress, addresses_in, read_addresses
from pipelines.types import Provenance, Unreadable

FERRY = "https://bay.example/ferry?a=1&b=2"
KEPT = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECONDS = "1782907200"

LISTS = {
    "a browser's bookmarks": (
        f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3>Sea</H3><DL><p>\n<DT><A HREF="https://bay.example/ferry?a=1&amp;b=2" '
        f'ADD_DATE="{SECONDS}" TAGS="sea,ships">The &amp; ferry</A>\n</DL></DL>',
        ("The & ferry", KEPT, ("sea", "ships")),
    ),
    "Pocket's page": (
        f'<!DOCTYPE html><html><body><ul><li><a href="https://bay.example/ferry?a=1&amp;b=2" time_added="{SECONDS}" '
        'tags="sea,ships">The ferry</a></li></ul></body></html>',
        ("The ferry", KEPT, ("sea", "ships")),
    ),
    "Pocket's table": (
        f"title,url,time_added,tags,status\nThe ferry,{FERRY},{SECONDS},sea|ships,unread\n",
        ("The ferry", KEPT, ("sea", "ships")),
    ),
    "Instapaper": (
        f'URL,Title,Selection,Folder,Timestamp,Tags\n"{FERRY}","The ferry, again",,Archive,{SECONDS},"[""sea"", ""ships""]"\n',
        ("The ferry, again", KEPT, ("sea", "ships")),
    ),
    "Pinboard": (
        json.dumps([{"href": FERRY, "description": "The ferry", "time": "2026-07-01T12:00:00Z", "tags": "sea ships"}]),
        ("The ferry", KEPT, ("sea", "ships")),
    ),
    "Chromium": (
        json.dumps({"roots": {"bookmark_bar": {"name": "sea", "children": [
            {"type": "url", "name": "The ferry", "url": FERRY, "date_added": str((int(SECONDS) + 11_644_473_600) * 10**6)}
        ]}}}),
        ("The ferry", KEPT, ("sea",)),
    ),
    "Firefox": (
        json.dumps({"title": "", "children": [{"title": "sea", "children": [
            {"title": "The ferry", "uri": FERRY, "dateAdded": int(SECONDS) * 10**6, "tags": "sea,ships"}
        ]}]}),
        ("The ferry", KEPT, ("sea", "ships")),
    ),
    "OPML": (
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="The ferry" category="sea,ships" '
        'xmlUrl="https://bay.example/ferry?a=1&amp;b=2"/></body></opml>',
        ("The ferry", None, ("sea", "ships")),
    ),
    "a plain list": (f"# kept\n{FERRY} The ferry\n\n", ("The ferry", None, ())),
}  # fmt: skip


def read(text):
    return list(addresses_in(text.encode(), Provenance(source="list")))


@pytest.mark.parametrize("name", LISTS)
def test_an_address_comes_with_what_was_noted_beside_it(name):
    text, (title, added, tags) = LISTS[name]

    assert read(text) == [
        ListedAddress(url=FERRY, title=title, added=added, tags=tags, is_feed=name == "OPML"),
    ]


def test_what_is_no_address_of_the_web_is_named_and_costs_itself():
    found = read(f"javascript:alert(1)\nfile:///etc/passwd\n{FERRY}\n{FERRY}\n")

    assert [one.provenance.offset for one in found if isinstance(one, Unreadable)] == [1, 2]
    assert [one.url for one in found if isinstance(one, ListedAddress)] == [FERRY]


def test_a_list_cannot_have_a_file_of_this_machine_read(tmp_path):
    (tmp_path / "secret").write_text("the combination is 1234")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    found = read(f'<?xml version="1.0"?>{entity}<opml><outline text="&x;" xmlUrl="{FERRY.partition("?")[0]}"/></opml>')

    assert "1234" not in str(found)


@pytest.mark.parametrize("text", ["", "[", "{" * 5000, "<opml", "<a href=", "\x00\x01", "url,title\n"])
def test_a_damaged_list_ends_nothing(text):
    assert all(isinstance(one, Unreadable | ListedAddress) for one in read(text))


def test_a_file_that_is_not_there_is_an_outcome(tmp_path):
    assert [one.reason for one in read_addresses(tmp_path / "gone")] == ["unreadable"]


def test_the_command_prints_them_and_chooses_by_tag(tmp_path):
    (tmp_path / "list.csv").write_text(f"title,url,tags\nFerry,{FERRY},sea\nRoad,https://bay.example/road,land\n")
    told = CliRunner().invoke(copydesk, ["urls", str(tmp_path / "list.csv"), "--tag", "sea"], standalone_mode=False)

    assert told.stdout == f"{FERRY}\t\tFerry\tsea\n"
