"""`copydesk crawl`: pages of sites into an archive, by what is due."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from crawler.cleaning import Tally
from crawler.crawling.errand import Told
from crawler.crawling.reasons import ENDS
from crawler.exits import BROKEN, INTERRUPTED, NOTHING_USABLE, SOME_FAILED, WELL
from crawler.page_pool import page_pool
from crawler.progress import plural
from crawler.readers.addresses import ListedAddress, read_addresses
from crawler.rule_option import rules_given, rules_option
from crawler.sites import Identity, Limits, Politeness, SiteConfig, site_from_url

EXAMPLE = """\b
Examples:
  copydesk crawl archive.db https://paper.example/ --contact mail@example.org
  copydesk crawl archive.db --list addresses.txt --contact mail@example.org
"""


@click.command("crawl", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("sites", nargs=-1, metavar="[URL...]")
@click.option(
    "--list", "listed", type=click.Path(path_type=Path), multiple=True, help="Fetch the addresses in this file."
)
@click.option("--contact", envvar="COPYDESK_CONTACT", default="", help="Where the owner of a site can reach you.")
@click.option(
    "--pages", type=click.IntRange(min=1), default=Limits().pages, show_default=True, help="At most, of each site."
)
@click.option(
    "--depth", type=click.IntRange(min=0), default=Limits().depth, show_default=True, help="Links from the start."
)
@click.option(
    "--delay", type=click.FloatRange(min=0), default=1.0, show_default=True, help="Seconds between two requests."
)
@click.option("--connections", type=click.IntRange(min=1), default=1, show_default=True, help="At once to one host.")
@click.option("--allow", multiple=True, metavar="HOST", help="May be asked though it is of a private network.")
@rules_option
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one a core.")
@click.option("--silent", is_flag=True, help="Say nothing.")
def command(
    database: Path,
    sites: tuple[str, ...],
    *,
    listed: tuple[Path, ...],
    contact: str,
    pages: int,
    depth: int,
    delay: float,
    connections: int,
    allow: tuple[str, ...],
    rule_path: Path | None,
    workers: int | None,
    silent: bool,
) -> int:
    """Fetch pages of sites, keep them raw, and clean them into the archive.

    URL is where a site is begun with: its sitemaps, its feeds and the links from there are followed, as
    far as they stay on the site. With --list exactly the addresses of a file are fetched. What is known
    and not due is not asked for again; a run that was stopped goes on with the same command.
    """
    from crawler.crawling.running import Job, crawl  # late: Scrapy takes half a second

    told = _Told(silent=silent)
    common = SiteConfig(
        name="",
        start=(),
        politeness=Politeness(delay=delay, connections=connections),
        limits=Limits(pages=pages, depth=depth),
        identity=Identity(contact=contact),
        allow=allow,
    )
    asked = [*_sites(sites, common), *_lists(listed, common, told)]
    if not asked:
        raise click.UsageError("nothing to crawl: name a URL, or a file of addresses with --list")
    if not contact and not all(_is_allowed(site) for site in asked):
        told.say("copydesk: --contact is missing: a mail or web address under which the owner of a site can reach you;")
        told.say("it is sent with every request. COPYDESK_CONTACT sets it for all runs.")
        return BROKEN
    with page_pool(rules_given(rule_path, told.say), workers) as pool:
        words = shlex.join(["crawl", database.name, *sites, *(f"--list={path.name}" for path in listed)])
        rules = rules_given(rule_path, lambda _remark: None)
        crawled = crawl(Job(path=database, sites=asked, command=words, pool=pool, rules=rules, watch=told.watch))
    told.summary(crawled.told, crawled.tally)
    if crawled.interrupted:
        told.say("The same command goes on where this one stopped.")
        return INTERRUPTED
    outcomes = [one.outcomes for one in crawled.told.values()]
    fetched = sum(sum(one.values()) for one in outcomes)
    if sum(one.get("failed", 0) + one.get("refused", 0) for one in outcomes) == fetched:
        return NOTHING_USABLE
    return SOME_FAILED if any(one.end in {"unreachable", "error"} for one in crawled.told.values()) else WELL


def _sites(urls: tuple[str, ...], common: SiteConfig) -> Iterator[SiteConfig]:
    """Addresses of one host are start points of one site."""
    found: dict[str, SiteConfig] = {}
    for url in urls:
        try:
            site = site_from_url(url if "://" in url else f"https://{url}", common)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        known = found.get(site.name)
        found[site.name] = replace(site, start=(*known.start, *site.start)) if known else site
    yield from found.values()


def _lists(paths: tuple[Path, ...], common: SiteConfig, told: _Told) -> Iterator[SiteConfig]:
    for path in paths:
        urls = []
        for one in read_addresses(path):
            if isinstance(one, ListedAddress):
                urls.append(one.url)
            else:
                told.say(f"{one.provenance.address}: {one.reason}: {one.detail}")
        if urls:
            yield replace(common, name=f"list:{path.name}", start=tuple(urls), sources=("list",))


def _is_allowed(site: SiteConfig) -> bool:
    from crawler.network import NetworkPolicy

    policy = NetworkPolicy(allow=site.allow)
    return bool(site.hosts) and all(policy.allows(host, None) or policy.given_address(host) for host in site.hosts)


class _Told:
    """What the user is told."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._drawn = not silent and sys.stderr.isatty()

    def say(self, message: str) -> None:
        """A sentence."""
        if not self._silent:
            click.echo(message, err=True)

    def watch(self, told: Mapping[str, Told], tally: Tally) -> None:
        """One line that is drawn anew."""
        if not self._drawn:
            return
        count = sum((Counter(one.outcomes) for one in told.values()), Counter[str]())
        parts = [plural(count.total(), "request"), f"{count['new']:,} new", f"{tally.articles:,} articles so far"]
        parts += [f"{count[name]:,} {name}" for name in ("changed", "failed") if count[name]]
        sys.stderr.write(f"\r\033[K{', '.join(parts)} ...")
        sys.stderr.flush()

    def summary(self, told: Mapping[str, Told], tally: Tally) -> None:
        """What came of each site, and of the pages."""
        if self._drawn:
            sys.stderr.write("\r\033[K")
        for site, one in told.items():
            counts = ", ".join(f"{count:,} {name}" for name, count in one.outcomes.items() if name != "source")
            read = one.outcomes.get("source", 0)
            sources = (
                f" ({plural(read, 'feed, sitemap or list') if read == 1 else f'{read:,} feeds, sitemaps and lists'} read)"
                if read
                else ""
            )
            end = f"; ended: {ENDS[one.end]}" if one.end not in {None, "done"} else ""
            self.say(f"{site}: {counts or 'nothing else was due'}{sources}{end}")
        rows = (
            (tally.articles, "new article", "new articles"),
            (tally.versions, "new version", "new versions"),
            (tally.copies, "copy", "copies"),
            (tally.not_articles, "page that is no article", "pages that are no articles"),
            (tally.failed, "page that could not be cleaned", "pages that could not be cleaned"),
        )
        parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in rows if count]
        self.say(f"cleaned: {', '.join(parts) or 'nothing'}")
