"""Cleaning of HTML pages: tree, blocks, what trafilatura keeps of them, and the rules on top."""

from pipelines.html.page import clean_page

__all__ = ["clean_page"]
