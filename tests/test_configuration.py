"""copydesk.toml: what it says, where each value comes from, and how mistakes are told."""

from __future__ import annotations

import gc
import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.commands import config, init
from crawler.configuration import Configuration, ConfigurationError, find_file, read_configuration
from crawler.configuration.example import EXAMPLE
from crawler.configuration.keys import KEYS, TABLES
from crawler.crawling.choosing import due, in_part, named_sites, part_of
from crawler.sites import Identity, SiteConfig
from tests.archive_sample import opened

DOCUMENT = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")

FULL = """
[identity]
name = "harbour-archive"
contact = "mail@example.org"

[defaults]
every = "30m"
politeness = {delay = 2.5}
[defaults.limits]
pages = 100

[sites.paper]
start = ["https://paper.example/"]
limits.depth = 2

[sites.review]
start = ["https://review.example/essays/", "https://review.example/feed"]
every = "1d"
sources = ["feed"]
[sites.review.politeness]
delay = 9
[sites.review.headers]
Cookie = "secret=1"
"""


def read(tmp_path: Path, text: str) -> Configuration:
    path = tmp_path / "copydesk.toml"
    path.write_text(text, encoding="utf-8")
    return read_configuration(path)


def test_a_site_has_its_own_values_then_those_of_all_then_the_usual_ones(tmp_path):
    paper, review = read(tmp_path, FULL).sites
    assert (paper.name, paper.every, paper.politeness.delay, paper.limits.pages, paper.limits.depth) == (
        "paper",
        timedelta(minutes=30),
        2.5,
        100,
        2,
    )
    assert (review.every, review.politeness.delay, review.sources, review.limits.depth) == (
        timedelta(days=1),
        9,
        ("feed",),
        5,
    )
    assert review.headers == (("Cookie", "secret=1"),)
    assert paper.identity == Identity(name="harbour-archive", contact="mail@example.org")


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("identity.contact", "copydesk.toml:4"),
        ("sites.paper.every", "copydesk.toml:7"),
        ("sites.paper.politeness.delay", "copydesk.toml:8"),
        ("sites.paper.limits.pages", "copydesk.toml:10"),
        ("sites.paper.limits.depth", "copydesk.toml:14"),
        ("sites.review.every", "copydesk.toml:18"),
        ("sites.review.politeness.delay", "copydesk.toml:21"),
        ("sites.review.limits.depth", "default"),
        ("alerts.failures", "default"),
    ],
)
def test_each_value_knows_where_it_comes_from(tmp_path, path, origin):
    assert read(tmp_path, FULL).values[path].origin == origin


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[site.x]\nstart = ['https://a.example/']", 1, "did you mean sites?"),
        ("[sites.x]\n\nstat = ['https://a.example/']", 3, "unknown key stat in [sites.x], did you mean start?"),
        ("[sites.x]\nevery = '1d'", 1, "[sites.x] has no start"),
        ("[sites.x]\nstart = ['ftp://a.example/']", 2, "'ftp://a.example/' is none"),
        ("[sites.x]\nstart = []", 2, "one address at least"),
        ("[sites.x]\nstart = ['https://a.example/']\nevery = 5", 3, 'a duration like "30m"'),
        ("[sites.x]\nstart = ['https://a.example/']\nevery = '99999999999999999999w'", 3, 'a duration like "30m"'),
        ("[sites.x]\nstart = ['https://a.example/']\nlimits.time = '100000w'", 3, "of ten years at most"),
        ("[sites.x]\nstart = ['https://a.example/']\nlimits.body = '9999 MiB'", 3, "of 1024 MiB at most"),
        ("[sites.x]\nstart = ['https://a.example/']\nheaders = {'X\u00fc' = 'a'}", 3, "'X\u00fc' is none"),
        ("[sites.x]\nstart = ['https://a.example/']\nsources = ['rss']", 3, "sitemap, feed, links, list"),
        ("[sites.x]\nstart = ['https://a.example/']\nsources = ['list', 'feed']", 3, "list alone"),
        ("[sites.x]\nstart = ['https://a.example/']\nlimits.pages = 0", 3, "a whole number from 1 on"),
        ("[sites.x]\nstart = ['https://a.example/']\nlimits.page = 5", 3, "did you mean pages?"),
        ("[sites.x]\nstart = ['https://a.example/']\n[sites.x.politeness]\nrobots = 'no'", 4, "true or false"),
        ("[sites.x]\nstart = ['https://a.example/']\nlimits.body = 16", 3, 'a size like "16 MiB"'),
        ("[sites.'a b']\nstart = ['https://a.example/']", 1, "no name for a site"),
        ("sites = 5", 1, "sites is a table"),
        ("[sites]\nx = 'https://a.example/'", 2, "x is a table"),
        ("[identity]\nname = 'my crawler'", 2, "one word"),
        ('[identity]\ncontact = "a\\nb"', 2, "on one line"),
        ("[alerts]\ndecay = 7", 2, "a number from 0.05 to 1"),
        ("[alerts]\nwebhook = 'hooks.example'", 2, "an address of the web"),
        ("[alerts]\nwebhook = 'ftp://hooks.example/'", 2, "an address of the web"),
        ('[alerts]\ncommand = "sh -c \'cat"', 2, "quotes are closed"),
        ("[sites.x\nstart = 1", 1, "not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(tmp_path, text, line, words):
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, text)
    mistake = caught.value.mistakes[0]
    assert mistake.line == line
    assert words in mistake.message


def test_all_mistakes_are_told_at_once(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        read(tmp_path, "[defaults]\nevry = 1\n[sites.x]\nevery = 1\n[alert]\n")
    assert len(caught.value.mistakes) == 4
    assert re.findall(r"copydesk.toml:(\d+):", str(caught.value)) == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a = 1\0", b"x" * (5 << 20), b"a=" + b"[" * 5000, b"a=" + b"9" * 5000]
)
def test_what_is_no_configuration_is_told(tmp_path, content):
    path = tmp_path / "copydesk.toml"
    path.write_bytes(content)
    gc.collect()  # or what other tests left is finalized in the depth of a recursion, where it has no room to
    with pytest.raises(ConfigurationError, match=r"copydesk\.toml(:[1-9]\d*)?: "):
        read_configuration(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigurationError, match=r"none\.toml: no such file; `copydesk init` writes one"):
        read_configuration(tmp_path / "none.toml")


def test_the_file_beside_the_archive_comes_before_that_of_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert find_file(None, tmp_path / "a.db") is None
    (tmp_path / "work" / "copydesk.toml").touch()
    assert find_file(None, tmp_path / "a.db") == Path("copydesk.toml")
    (tmp_path / "copydesk.toml").touch()
    assert find_file(None, tmp_path / "a.db") == tmp_path / "copydesk.toml"
    assert find_file(Path("other.toml"), tmp_path / "a.db") == Path("other.toml")


# init and config


def test_init_writes_a_file_that_can_be_used_and_never_touches_one(tmp_path):
    path = tmp_path / "copydesk.toml"
    arguments = [str(path), "https://paper.example/", "--contact", "mail@example.org"]
    assert CliRunner().invoke(init.command, arguments, standalone_mode=False).return_value == 0
    written = read_configuration(path)
    assert (written.identity.contact, [site.start for site in written.sites]) == (
        "mail@example.org",
        [("https://paper.example/",)],
    )
    before = path.read_bytes()
    assert CliRunner().invoke(init.command, arguments, standalone_mode=False).return_value == 4
    assert path.read_bytes() == before


def test_every_commented_line_of_the_example_can_be_used(tmp_path):
    text = EXAMPLE.replace("{contact}", "mail@example.org").replace("{sites}", "")
    bare = re.sub(r"^# (?=[\w\[]+.* = |\[)", "", text, flags=re.MULTILINE)
    assert bare.count("\n#") < text.count("\n#") - 8
    configuration = read(tmp_path, bare)
    assert configuration.sites[0].limits.pages == 500
    assert configuration.alerts.webhook


def test_config_shows_values_with_their_origin_and_no_secret(tmp_path):
    read(tmp_path, FULL)
    shown = (
        CliRunner()
        .invoke(config.command, [str(tmp_path / "copydesk.toml"), "--site", "review"], standalone_mode=False)
        .stdout
    )
    assert re.search(r"^sites\.review\.every = \"1d\"  .*copydesk\.toml:18", shown, re.MULTILINE)
    assert "secret" not in shown
    as_json = json.loads(
        CliRunner()
        .invoke(config.command, [str(tmp_path / "copydesk.toml"), "--json", "--set"], standalone_mode=False)
        .stdout
    )
    assert as_json["sites.review.headers"] == {"value": ["Cookie"], "origin": "copydesk.toml:22"} or "Cookie" in str(
        as_json
    )
    assert all(one["origin"] != "default" for one in as_json.values())


def test_every_key_is_documented_with_its_default():
    rows = [f"| `{key.path}` | `{key.told(key.default)}` | {key.meaning} |" for key in KEYS.values()]
    rows += [
        f"| `{key.name}` | `{key.told(key.default)}` | {key.meaning} |"
        for table in TABLES.values()
        for key in table.values()
    ]
    assert [row for row in rows if row not in DOCUMENT] == []


# Which sites a run crawls


SITES = tuple(SiteConfig(name=f"s{n}", start=(f"https://s{n}.example/",)) for n in range(40))


def test_sites_are_named_by_name_or_address(tmp_path):
    configuration = read(tmp_path, FULL)
    assert [site.name for site in named_sites(configuration, ())] == ["paper", "review"]
    assert [site.name for site in named_sites(configuration, ("review", "https://paper.example/"))] == [
        "review",
        "paper",
    ]
    (other,) = named_sites(configuration, ("https://other.example/a", "other.example/b"))
    assert (other.name, other.start, other.politeness.delay) == (
        "other.example",
        ("https://other.example/a", "https://other.example/b"),
        2.5,
    )
    with pytest.raises(ValueError, match=r"no site zeppelin is configured; there are paper, review"):
        named_sites(configuration, ("zeppelin",))
    with pytest.raises(ValueError, match="no site paper is configured; `copydesk init`"):
        named_sites(Configuration(), ("paper",))
    with pytest.raises(ValueError, match=r"no site papr is configured, did you mean paper\?"):
        named_sites(configuration, ("papr",))


def test_the_parts_of_several_machines_share_all_sites_out():
    parts = [{site.name for site in in_part(SITES, part, 3)} for part in (1, 2, 3)]
    assert set().union(*parts) == {site.name for site in SITES}
    assert sum(map(len, parts)) == len(SITES)
    assert min(map(len, parts)) > 5


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"])
def test_what_is_no_part_is_told(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        part_of(text)


def test_a_site_is_due_when_its_time_has_come(tmp_path):
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    sites = [
        SiteConfig(name=name, start=("https://a.example/",), every=timedelta(hours=6))
        for name in ("never", "old", "fresh", "killed", "stopped", "ahead")
    ]
    assert due(tmp_path / "a.db", sites, now) == sites
    with opened(tmp_path / "a.db") as (archive, run):
        crawls = [
            # turns come by a clock, and a crawl begins seconds after its turn
            ("old", "2026-07-01T06:04:59Z", "2026-07-01T06:10:00Z", "done"),
            ("fresh", "2026-07-01T06:05:01Z", "2026-07-01T06:10:00Z", "done"),
            ("killed", "2026-07-01T11:00:00Z", None, None),
            ("stopped", "2026-07-01T11:00:00Z", "2026-07-01T11:01:00Z", "interrupted"),
            (
                "ahead",
                "2027-01-01T00:00:00Z",
                "2027-01-01T00:10:00Z",
                "done",
            ),  # a clock was wrong: nothing waits for it
        ]
        for name, started, finished, ended in crawls:
            archive.conn.execute(
                "insert into crawls(run, site, started, finished, ended) values (?, ?, ?, ?, ?)",
                (run.id, name, started, finished, ended),
            )
    assert [site.name for site in due(tmp_path / "a.db", sites, now)] == ["never", "old", "killed", "stopped", "ahead"]


def test_a_site_that_wants_a_browser_says_what_is_missing(tmp_path, monkeypatch):
    from crawler.commands.crawl import command

    (tmp_path / "copydesk.toml").write_text(
        '[identity]\ncontact = "mail@example.org"\n[sites.paper]\nstart = ["http://paper.test/"]\nrender = true\n'
    )
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    config = str(tmp_path / "copydesk.toml")
    done = CliRunner().invoke(command, [str(tmp_path / "a.db"), "--config", config], standalone_mode=False)
    assert done.return_value == 4
    assert "copydesk[render]" in done.output
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("key", KEYS.values(), ids=list(KEYS))
def test_a_default_as_it_is_shown_can_be_written_in_a_file(key):
    written = tomllib.loads(f"{key.name} = {key.told(key.default)}")[key.name]
    assert written in ("", []) or key.read(written) == key.default


@pytest.mark.parametrize(
    ("size", "written"), [(16 << 20, "16 MiB"), (500_000, "500 kB"), (1025, "1025 B"), (5 << 10, "5 KiB")]
)
def test_sizes_are_shown_as_they_are_written(size, written):
    assert KEYS["limits.body"].told(size) == f'"{written}"'
