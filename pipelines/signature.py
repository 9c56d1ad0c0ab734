"""What site memory keeps of a capture: the digests of its blocks or lines, as cleaning will read them; nothing of its text.

Leaves out what is learned from many of them (pipelines.memory). An HTML page costs its parse here, a fifth of what
cleaning costs; which pages are looked at at all is decided by the archive, and bounded. A page that cannot be
read teaches nothing; only errors of the machine (pipelines.faults) raise.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.clean import says_html
from pipelines.decode import decode
from pipelines.dump.lines import lines_of
from pipelines.faults import is_of_the_machine
from pipelines.html.blocks import read_page
from pipelines.html.tree import parse
from pipelines.memory import page_signature
from pipelines.types import Capture, PageSignature, SiteProfile

__all__ = ["look", "signature_of"]


def signature_of(capture: Capture) -> PageSignature:
    """The signature of a page or a dump; without a line where it cannot be read."""
    digest = capture.digest
    try:
        return page_signature(_lines(capture), digest)
    except Exception as error:  # whatever a page does to a library, it costs this page only
        if is_of_the_machine(error):
            raise
        return PageSignature(digest=digest, lines=())


def look(task: tuple[Capture, SiteProfile | None]) -> PageSignature:
    """`signature_of` as work for a pool of page workers."""
    return signature_of(task[0])


def _lines(capture: Capture) -> Iterator[str]:
    text = decode(capture.body, capture.content_type).text
    if not says_html(capture):
        yield from (line.text for line in lines_of(text))
        return
    root = parse(text).root
    if root is not None:
        yield from (block.text for block in read_page(root).blocks if not block.hidden)
