"""Middle floor: SQLite, WARC files, search and the Datasette pages."""

from archive.archive import Archive, Pending, Run
from archive.captures import Saved
from archive.opening import open_archive

__all__ = ["Archive", "Pending", "Run", "Saved", "open_archive"]
