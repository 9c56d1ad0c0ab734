"""Two spellings of one page's address are one article; addresses of two pages never are."""

import random

import pytest

from archive.identity import canonical, host_of, permalink, site_of
from pipelines.types import Provenance

SAME = [
    ("http://example.org/a", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("HTTPS://EXAMPLE.ORG/a", "https://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("http://example.org:80/a", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://reader:secret@example.org/a", "https://example.org/a"),
    ("https://example.org/a#comments", "https://example.org/a"),
    ("https://example.org/a?", "https://example.org/a"),
    ("https://example.org/a?utm_source=letter&utm_medium=mail", "https://example.org/a"),
    ("https://example.org/a?id=4&fbclid=IwAR1", "https://example.org/a?id=4"),
    ("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2"),
    ("https://example.org/%7Ekai/", "https://example.org/~kai/"),
    ("https://example.org/caf%c3%a9", "https://example.org/café"),
    ("https://example.org/?q=one+two", "https://example.org/?q=one%20two"),
    ("https://example.org/x/../a/./b", "https://example.org/a/b"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://example.org/a;jsessionid=8F1", "https://example.org/a"),
    (" https://example.org/a\n", "https://example.org/a"),
]

DIFFERENT = [
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/a", "https://example.org/a/"),
    ("https://example.org/a", "https://www.example.org/a"),
    ("https://example.org/a", "https://example.org:8080/a"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?id=1&id=2", "https://example.org/a?id=2&id=1"),
    ("https://example.org/a?source=1", "https://example.org/a?source=2"),
    ("https://example.org/a?session=1", "https://example.org/a?session=2"),
    ("https://example.org/a?uid=1", "https://example.org/a"),
    ("https://example.org/a?ref=1", "https://example.org/a?ref=2"),
    ("https://example.org/story.php?1001", "https://example.org/story.php?1002"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%3Fb", "https://example.org/a?b"),
    ("https://example.org/a%23b", "https://example.org/a#b"),
    ("https://example.org/?q=a%26b", "https://example.org/?q=a&b"),
    ("https://example.org/?q=a%2Bb", "https://example.org/?q=a+b"),
    ("https://example.org/?q=%E4", "https://example.org/?q=%E5"),
    ("https://example.org/#!/story/1", "https://example.org/#!/story/2"),
    ("https://example.org/#/story/1", "https://example.org/#/story/2"),
    ("https://example.org//a", "https://example.org/a"),
    ("https://example.org/a.", "https://example.org/a"),
    ("https://example.org/b", "https://example.com/b"),
    ("http://[bad/1", "http://[bad/2"),
    ("https://example.org:99999/1", "https://example.org:99999/2"),
    ("https://example.org/\ud800", "https://example.org/\ud801"),
    ("file:///a", "file:///A"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_are_one_identity(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_addresses_of_two_pages_stay_apart(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("url", {url for pair in SAME + DIFFERENT for url in pair})
def test_an_identity_can_be_stored_and_is_its_own_identity(url):
    canonical(url).encode()
    assert canonical("https:" + canonical(url)) == canonical(url) or not canonical(url).startswith("//")


def test_a_thousand_generated_pages_keep_their_identity_under_every_spelling():
    choose = random.Random(20260701)
    identities = set()
    for number in range(1000):
        path = f"/{choose.choice(['news', 'sport', 'Kultur', 'ديلي'])}/{number // 4}/{choose.choice(['a-b', 'a_b', 'a.b'])}"
        url = f"https://example.org{path}?id={number}&view={choose.choice(['x', 'y'])}"
        name, _, query = url.partition("?")
        shuffled = "&".join(reversed([*query.split("&"), f"utm_campaign={number}"]))
        other = f"HTTP://reader@EXAMPLE.org:80{name.removeprefix('https://example.org')}?{shuffled}#part-{number}"
        assert canonical(url) == canonical(other)
        identities.add(canonical(url))
    assert len(identities) == 1000


def test_a_permalink_is_short_and_says_nothing_but_the_identity():
    assert permalink("//example.org/a") == permalink("//example.org/a")
    assert permalink("//example.org/a") != permalink("//example.org/b")
    assert len(permalink("//example.org/a")) == 12


@pytest.mark.parametrize(
    ("url", "source", "offset", "site"),
    [
        ("https://www.example.org/a", "1.html", None, "example.org"),
        ("https://news.example.org:8080/a", "1.html", None, "news.example.org"),
        (None, "seeds/1.txt", None, "folder:seeds"),
        (None, "1.txt", None, "folder:."),
        (None, "seeds/dump.jsonl", 17, "folder:seeds/dump.jsonl"),
        ("no address", "a/1.txt", None, "folder:a"),
        ("http://[bad/", "a/1.txt", None, "folder:a"),
    ],
)
def test_a_page_belongs_to_its_host_or_else_to_its_folder(url, source, offset, site):
    assert site_of(url, Provenance(source=source, offset=offset)) == site


@pytest.mark.parametrize("url", [None, "", "urn:x:y", "https://", "https://" + "a" * 70 + ".example/"])
def test_an_address_without_a_usable_host_has_none(url):
    assert host_of(url) is None
