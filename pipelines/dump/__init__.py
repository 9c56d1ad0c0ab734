"""Plain-text dumps of pages: cleaned without any markup, every line accounted for."""

from pipelines.dump.clean import clean_dump

__all__ = ["clean_dump"]
