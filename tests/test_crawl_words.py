"""What the crawl's commands say to whoever runs them: why nothing came, what went wrong, what to do next."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

import pytest
from click.testing import CliRunner

from crawler.cleaning import Tally
from crawler.commands import crawl, init, status
from crawler.configuration import read_configuration
from crawler.crawling.running import Crawled
from crawler.crawling.told import Told
from tests.archive_sample import opened


class Noon(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=tz or UTC)


def test_the_summary_says_why_addresses_failed_or_were_refused(capsys):
    told = Told()
    for outcome, reason in (("new", None), ("failed", "timeout"), *[("refused", "robots")] * 2):
        told.add(outcome, reason)
    crawl._Told(silent=False).summary({"paper": told}, Tally())
    assert capsys.readouterr().err.splitlines()[:3] == [
        "paper: 1 new, 1 failed, 2 refused",
        "  2 refused (robots): robots.txt forbids it",
        "  1 failed (timeout): no answer in time",
    ]


def test_status_tells_of_a_crawl_in_which_everything_was_refused_and_how_it_ended(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.conn.execute(
            "insert into crawls(run, site, started, finished, ended, fetched, refused) "
            "values (?, 'paper', '2026-03-01T00:00:00Z', '2026-03-01T00:01:00Z', 'pages', 2, 2)",
            (run.id,),
        )
    shown = CliRunner().invoke(status.command, [str(tmp_path / "a.db"), "--sites"], standalone_mode=False).stdout
    assert "(as many pages as the limits allow): 2 fetched, 0 new, 0 failed, 2 refused; " in shown


def test_silence_hides_no_crawl_that_cannot_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COPYDESK_CONTACT", raising=False)
    arguments = [str(tmp_path / "a.db"), "https://paper.example/", "--silent"]
    done = CliRunner().invoke(crawl.command, arguments, standalone_mode=False)
    assert (done.return_value, done.stderr.partition(":")[2][:19]) == (4, " contact is missing")


def test_silence_hides_no_alert_that_could_not_be_told(capsys):
    crawled = Crawled(told={}, tally=Tally(), not_told=["the alert for paper could not be told: no connection"])
    crawl._tell_troubles(crawled, crawl._Told(silent=True))
    assert capsys.readouterr().err.startswith("copydesk: the alert for paper could not be told")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "put in it whom to reach and which sites, then: copydesk crawl"),
        (["--contact", "mail@example.org"], "put in it which sites, then: copydesk crawl"),
        (["https://a.example/", "https://b.example/", "--contact", "mail@example.org"], "now: copydesk crawl"),
    ],
)
def test_init_says_what_is_still_missing(tmp_path, arguments, told):
    path = tmp_path / "copydesk.toml"
    assert told in CliRunner().invoke(init.command, [str(path), *arguments], standalone_mode=False).stderr
    assert "\n\n\n" not in path.read_text()


def test_addresses_of_one_host_are_one_site_and_hosts_of_like_names_are_two(tmp_path):
    path = tmp_path / "copydesk.toml"
    urls = ["https://paper.example/", "https://paper.test/", "https://paper.example/essays/"]
    assert CliRunner().invoke(init.command, [str(path), *urls], standalone_mode=False).return_value == 0
    assert [(site.name, site.start) for site in read_configuration(path).sites] == [
        ("paper", (urls[0], urls[2])),
        ("paper-test", (urls[1],)),
    ]


def test_a_site_without_its_scheme_does_not_become_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(init.command, ["paper.example"])
    assert (done.exit_code, "https://" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_turn_too_early_says_whose_time_comes_next(tmp_path, monkeypatch):
    monkeypatch.setattr(crawl, "datetime", Noon)
    config = tmp_path / "copydesk.toml"
    config.write_text(
        '[sites.paper]\nstart = ["http://paper.test/"]\nevery = "6h"\n'
        '[sites.review]\nstart = ["http://review.test/"]\nevery = "1d"\n'
    )
    with opened(tmp_path / "a.db") as (archive, run):
        for name in ("paper", "review"):
            archive.conn.execute(
                "insert into crawls(run, site, started, finished, ended) "
                "values (?, ?, '2026-03-01T10:00:00Z', '2026-03-01T10:05:00Z', 'done')",
                (run.id, name),
            )
    done = CliRunner().invoke(crawl.command, [str(tmp_path / "a.db"), "--due"], standalone_mode=False)
    assert (done.return_value, done.stderr) == (0, "no site is due; the next is paper, at 2026-03-01T16:00:00Z\n")


def test_a_list_without_an_address_is_named(tmp_path):
    (tmp_path / "list.txt").write_text("nothing\n")
    done = CliRunner().invoke(crawl.command, [str(tmp_path / "a.db"), "--list", str(tmp_path / "list.txt")])
    assert (done.exit_code, "no address of the web in " in done.stderr) == (2, True)
