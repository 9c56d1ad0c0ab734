"""warcio's writer for tests that make WARC files."""

from __future__ import annotations

from io import BytesIO

from warcio.warcwriter import WARCWriter


class Writer(WARCWriter):
    """warcio leaves its temporary files to the garbage collector, which is a warning here."""

    def _create_temp_file(self):
        return BytesIO()
