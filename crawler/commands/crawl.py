"""`copydesk crawl`: pages of sites into an archive, by what is due."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.errors import ArchiveLocked
from archive.sound import instant
from crawler.cleaning import Tally
from crawler.configuration import Configuration, find_file, read_configuration
from crawler.crawling.choosing import due, in_part, named_sites, next_due, part_of
from crawler.crawling.reasons import ENDS, FAILURES, PARTS, REFUSALS
from crawler.crawling.told import Told
from crawler.exits import BROKEN, INTERRUPTED, NOTHING_USABLE, SOME_FAILED, WELL
from crawler.network.policy import NetworkPolicy
from crawler.page_pool import BESIDE_A_CRAWL, page_pool
from crawler.progress import plural
from crawler.readers.addresses import ListedAddress, read_addresses
from crawler.rule_option import rules_given, rules_option
from crawler.sites import SiteConfig
from crawler.terminal import safe_line

if TYPE_CHECKING:
    from crawler.crawling.running import Crawled

EXAMPLE = """\b
Examples:
  copydesk crawl archive.db https://paper.example/ --contact mail@example.org
  copydesk crawl archive.db --list addresses.txt --contact mail@example.org
  copydesk crawl archive.db --due
"""


NO_CONTACT = """copydesk: contact is missing: a mail or web address under which the owner of a site can reach you;
it is sent with every request. Set it in copydesk.toml, with --contact or with COPYDESK_CONTACT."""


def _part(_ctx: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    try:
        return None if value is None else part_of(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no part: write 2/5 for the second of five") from error


def _finite(_ctx: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and isnan(value):
        raise click.BadParameter("nan is no number of seconds")
    return value


@click.command("crawl", epilog=EXAMPLE)
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="ARCHIVE.DB")
@click.argument("sites", nargs=-1, metavar="[SITE|URL...]")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Another file than copydesk.toml.")
@click.option("--due", "only_due", is_flag=True, help="Only sites whose time has come; for schedules.")
@click.option("--part", metavar="K/N", callback=_part, help="Only this part of the sites: for several machines.")
@click.option(
    "--list", "listed", type=click.Path(path_type=Path), multiple=True, help="Fetch the addresses in this file."
)
@click.option("--contact", envvar="COPYDESK_CONTACT", default="", help="Where the owner of a site can reach you.")
@click.option("--pages", type=click.IntRange(min=1), help="Requests to each site, at most.")
@click.option("--depth", type=click.IntRange(min=0), help="Links from the start, at most.")
@click.option(
    "--delay",
    type=click.FloatRange(min=0, max=86_400),
    callback=_finite,
    help="Seconds between two requests to one host.",
)
@click.option("--connections", type=click.IntRange(min=1), help="Requests to one host at once.")
@click.option("--allow", multiple=True, metavar="HOST", help="May be asked though it is of a private network.")
@rules_option
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Worker processes. Default: one a core.")
@click.option("--silent", is_flag=True, help="Say nothing but what is wrong.")
def command(
    database: Path,
    sites: tuple[str, ...],
    *,
    config: Path | None,
    only_due: bool,
    part: tuple[int, int] | None,
    listed: tuple[Path, ...],
    contact: str,
    rule_path: Path | None,
    workers: int | None,
    silent: bool,
    **options: Any,
) -> int:
    """Fetch pages of sites, keep them raw, and clean them into the archive.

    SITE is a site of copydesk.toml, by its name; without any, all of them are crawled. URL is where another site is
    begun with: its sitemaps, its feeds and the links from there are followed, as far as they stay on the site.
    With --list exactly the addresses of a file are fetched. What is known and not due is not asked for again; a
    run that was stopped goes on with the same command.
    """
    from crawler.crawling.running import Job, crawl  # late: Scrapy takes half a second

    told = _Told(silent=silent)
    configuration = _configuration(find_file(config, database), contact, options)
    asked = _asked(configuration, sites, listed, told)
    asked = in_part(asked, *part) if part else asked
    if not asked:
        told.say("no site is of this part")
    elif only_due:
        asked = _due(database, asked, told)
    if not asked:
        return WELL
    if not configuration.identity.contact and not all(_is_allowed(site) for site in asked):
        told.complain(NO_CONTACT)
        return BROKEN
    if why := _not_rendered(asked):
        told.complain(f"copydesk: {why}")
        return BROKEN
    rules = rules_given(rule_path or _rules_of(asked), told.say)
    words = shlex.join(["crawl", database.name, *sites, *(f"--list={path.name}" for path in listed)])
    try:
        with page_pool(rules, workers, BESIDE_A_CRAWL) as pool:
            job = Job(path=database, sites=asked, command=words, pool=pool, rules=rules, alerts=configuration.alerts)
            crawled = crawl(replace(job, watch=told.watch))
    except ArchiveLocked as error:
        if not only_due:
            raise
        told.say(f"{error}; what is due is left to it, and to the next run")
        return WELL
    told.summary(crawled.told, crawled.tally)
    if crawled.interrupted:
        told.say("The same command goes on where this one stopped.")
        return INTERRUPTED
    _tell_troubles(crawled, told)
    return _status(crawled.told) or (SOME_FAILED if crawled.not_told else WELL)


def _why(told: Told) -> Iterator[str]:
    """Why addresses of a site failed or were refused, the commonest reason first: a count alone does not say what to do."""
    meanings = {"failed": FAILURES, "refused": REFUSALS, "source": PARTS}
    for (outcome, reason), count in sorted(told.reasons.items(), key=lambda one: -one[1]):
        if outcome in meanings:
            yield f"{count:,} {outcome} ({reason}): {meanings[outcome].get(reason, reason)}"


def _due(database: Path, sites: list[SiteConfig], told: _Told) -> list[SiteConfig]:
    """Those whose time has come; where there is none, it is said whose comes next."""
    now = datetime.now(UTC)
    found = due(database, sites, now)
    if not found:
        coming = next_due(database, sites, now)
        told.say("no site is due" + (f"; the next is {coming[0]}, at {instant(coming[1])}" if coming else ""))
    return found


def _not_rendered(sites: Iterable[SiteConfig]) -> str | None:
    """Why a site that wants a browser cannot have one."""
    if not any(site.render for site in sites):
        return None
    if importlib.util.find_spec("scrapy_playwright") is None:
        return "render = true needs an extra: install copydesk[render]"
    from crawler.network.rendering import missing

    return missing()


def _tell_troubles(crawled: Crawled, told: _Told) -> None:
    for one in crawled.begun:
        told.say(f"{one.site} is in trouble ({one.kind}): {one.detail}")
    for one in crawled.over:
        told.say(f"{one.site} is out of trouble ({one.kind})")
    for wrong in crawled.not_told:
        told.complain(f"copydesk: {safe_line(wrong)}; it is tried again after the next crawl")


def _status(told: Mapping[str, Told]) -> int:
    outcomes = [one.outcomes for one in told.values()]
    fetched = sum(sum(one.values()) for one in outcomes)
    if fetched and sum(one.get("failed", 0) + one.get("refused", 0) for one in outcomes) == fetched:
        return NOTHING_USABLE
    return SOME_FAILED if any(one.end in {"unreachable", "error"} for one in told.values()) else WELL


def _configuration(path: Path | None, contact: str, options: Mapping[str, Any]) -> Configuration:
    """What the file says, with what the command line says in its place."""
    said = read_configuration(path) if path else Configuration()
    identity = replace(said.identity, contact=contact) if contact else said.identity

    def changed(site: SiteConfig) -> SiteConfig:
        limits = {name: options[name] for name in ("pages", "depth") if options[name] is not None}
        gentle = {name: options[name] for name in ("delay", "connections") if options[name] is not None}
        return replace(
            site,
            identity=identity,
            limits=replace(site.limits, **limits),
            politeness=replace(site.politeness, **gentle),
            allow=(*site.allow, *options["allow"]),
        )

    return replace(said, identity=identity, defaults=changed(said.defaults), sites=tuple(map(changed, said.sites)))


def _asked(
    configuration: Configuration, names: tuple[str, ...], listed: tuple[Path, ...], told: _Told
) -> list[SiteConfig]:
    try:
        asked = [] if listed and not names else named_sites(configuration, names)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    asked += _lists(listed, configuration.defaults, told)
    if not asked and listed:
        raise click.UsageError(f"no address of the web in {', '.join(map(str, listed))}")
    if not asked:
        raise click.UsageError(
            "nothing to crawl: name a URL, write a copydesk.toml (copydesk init), or give --list FILE"
        )
    return asked


def _rules_of(sites: list[SiteConfig]) -> Path | None:
    """The folder of rules that the sites name; one for all, as a rule names its hosts itself."""
    named = sorted({site.rules for site in sites if site.rules})
    if len(named) > 1:
        raise click.UsageError(f"sites of one run need rules from one folder, not {' and '.join(named)}")
    return Path(named[0]) if named else None


def _lists(paths: tuple[Path, ...], defaults: SiteConfig, told: _Told) -> Iterator[SiteConfig]:
    for path in paths:
        urls = []
        for one in read_addresses(path):
            if isinstance(one, ListedAddress):
                urls.append(one.url)
            else:
                told.say(f"{one.provenance.address}: {one.reason}: {one.detail}")
        if urls:
            yield replace(defaults, name=f"list:{path.name}", start=tuple(urls), sources=("list",))


def _is_allowed(site: SiteConfig) -> bool:
    """Whether all its hosts are of one's own network, which needs no introduction."""
    policy = NetworkPolicy(allow=site.allow)
    return bool(site.hosts) and all(map(policy.names, site.hosts))


class _Told:
    """What the user is told."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._drawn = not silent and sys.stderr.isatty()

    def say(self, message: str) -> None:
        """A sentence."""
        if not self._silent:
            click.echo(message, err=True)

    def complain(self, message: str) -> None:
        """What keeps a crawl from its work, or an alert from whom it is for: said even in silence, as cron mails it to somebody."""
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
            nothing = "nothing was fetched" if end else "nothing else was due"
            self.say(f"{site}: {counts or nothing}{sources}{end}")
            for why in _why(one):
                self.say(f"  {why}")
        rows = (
            (tally.articles, "new article", "new articles"),
            (tally.versions, "new version", "new versions"),
            (tally.copies, "copy", "copies"),
            (tally.not_articles, "page that is no article", "pages that are no articles"),
            (tally.failed, "page that could not be cleaned", "pages that could not be cleaned"),
        )
        parts = [f"{count:,} {one if count == 1 else many}" for count, one, many in rows if count]
        self.say(f"cleaned: {', '.join(parts) or 'nothing'}")
