"""What a worker has loaded before its first page: imported once, by the fork server, so that workers share it.

One small page and one small dump are cleaned, because half of the time to get ready goes into what
libraries load when they are first used (date parsing over a second, language models). So whatever needs a
file is read here and not while a page is in hand: py3langid unpacks its model into a temporary file of some MB,
and where that fails (a full disk, `ulimit -f`) `FAULT` says so, no worker is taken for ready, and no page pays.

It leaves the importing process alone where that is neither the fork server nor a worker.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys

from crawler.worker import WORKER_NAME

_PAGE = b"""<!doctype html><html lang="en"><head><title>The ferry is back</title></head><body><article>
<h1>The ferry is back</h1><p class="byline">By Ada Lind, 3 May 2021</p>
<p>After four years in the yard the old ferry crosses the bay again, twice a day and three times on Sundays.</p>
<p>The harbour office expects more passengers than before, because the road over the hill is closed.</p>
</article></body></html>"""

_DUMP = b"""The ferry is back

By Ada Lind

After four years in the yard the old ferry crosses the bay again, twice a day and three times on Sundays.

Share this story
"""


def _serves_pages() -> bool:
    """Whether this is the fork server (started as `python -c ...`) or a worker."""
    return sys.argv[:1] == ["-c"] or multiprocessing.current_process().name == WORKER_NAME


def _leave_the_terminal_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(2, 1)  # or `copydesk extract ... | less` would not see the end before the fork server ends


def _clean_something() -> None:
    import pipelines.signature  # noqa: F401
    from pipelines.clean import clean
    from pipelines.dump.strangers import stranger_model
    from pipelines.html.story_model import story_model
    from pipelines.reasons import FAILED
    from pipelines.types import Capture, Provenance, Rejection

    for body, content_type in ((_PAGE, "text/html"), (_DUMP, "text/plain")):
        outcome = clean(Capture(provenance=Provenance(source="warm-up"), body=body, content_type=content_type))
        if isinstance(outcome, Rejection) and outcome.reason in FAILED:
            raise RuntimeError(outcome.detail)
    for load in (stranger_model, story_model):  # a small page has no use for them
        load()


def _fault() -> str:
    """Why nothing can be cleaned here; empty where all is well. The fork server would die of an exception."""
    try:
        _clean_something()
    except Exception as error:  # noqa: BLE001 - whatever it is, every page would meet it
        return f"{type(error).__name__}: {error}"
    return ""


FAULT = ""
"""Why nothing can be cleaned here: what workers say in place of getting ready."""

if _serves_pages():
    _leave_the_terminal_to_the_parent()
    FAULT = _fault()
    # What exists now is not looked at by the collector again, so workers do not copy its memory. Its thresholds
    # stay as they are: larger ones, or none at all, changed the time for 60 pages by less than the noise (5 %).
    gc.collect()
    gc.freeze()
