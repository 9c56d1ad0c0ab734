"""Tells somebody of a site in trouble, and when it is over: by a command that gets it on standard input, by a webhook, or both."""

from __future__ import annotations

import json
import shlex
import subprocess
import urllib.request
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.error import URLError

from archive.archive import Archive
from archive.connection import transaction
from archive.histories import Alert, histories, note_alerts, note_told, untold
from archive.sound import instant
from crawler.configuration import Alerts
from crawler.troubles import troubles

__all__ = ["look_for_troubles", "tell", "try_alert"]

SECONDS = 30
"""For a command or a webhook; nobody waits longer for a word that may be lost."""


def look_for_troubles(archive: Archive, sites: Iterable[str], alerts: Alerts) -> tuple[list[Alert], list[Alert]]:
    """The troubles of the sites that were crawled just now, compared with those that were open: (begun, over)."""
    now = archive.now()
    names = set(sites)
    found = troubles([one for one in histories(archive.conn) if one.site in names], now, alerts)
    with transaction(archive.conn, archive.path):
        return note_alerts(archive.conn, names, found, instant(now))


def tell(archive: Archive, alerts: Alerts) -> list[str]:
    """Tell what began and what is over, each by itself, until it was heard; returns what went wrong with it.

    What could not be told is told after the next crawl. Where nobody is to be told, everything counts as told, so
    that who is named later does not hear of old troubles.
    """
    wrong = []
    for state, one in untold(archive.conn):
        failed = _send(alerts, state, one, archive.path.name)
        if not failed:
            with transaction(archive.conn, archive.path):
                note_told(archive.conn, state, one, instant(archive.now()))
        wrong += failed
    return wrong


def try_alert(alerts: Alerts, now: datetime) -> list[str]:
    """Tell of a trouble that there is not, with the state `test`; returns what went wrong with it."""
    detail = "this is a test of copydesk's alerts; nothing is wrong"
    return _send(alerts, "test", Alert(site="test", kind="test", began=instant(now), detail=detail), "")


def _send(alerts: Alerts, state: str, one: Alert, archive: str) -> list[str]:
    """Tell the command and the webhook; what went wrong."""
    message = {
        "state": state,
        "site": one.site,
        "kind": one.kind,
        "began": one.began,
        "detail": one.detail,
        "archive": archive,
        "text": f"{one.site}: {'over: ' * (state == 'over')}{one.detail}",
    }
    return list(filter(None, (_try(_run, alerts.command, message), _try(_post, alerts.webhook, message))))


def _try(way: Callable[[str, bytes], None], to: str, message: dict[str, Any]) -> str | None:
    if not to:
        return None
    try:
        way(to, json.dumps(message, ensure_ascii=False).encode())
    except (OSError, ValueError, URLError, subprocess.SubprocessError) as error:
        return f"the alert for {message['site']} could not be told: {error}"
    return None


def _run(command: str, message: bytes) -> None:
    subprocess.run(shlex.split(command), input=message, timeout=SECONDS, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - the configuration's own command


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_values: Any) -> None:
        """An alert goes where it was told to go, and nowhere else."""


def _post(url: str, message: bytes) -> None:
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"{url} is no address of the web")
    request = urllib.request.Request(url, message, {"Content-Type": "application/json"})  # noqa: S310 - looked at above
    with urllib.request.build_opener(_NoRedirect).open(request, timeout=SECONDS):
        pass
