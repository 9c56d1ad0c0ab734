"""The collector's threshold while a page is cleaned, and what is left of a page afterwards."""

from __future__ import annotations

import gc
import weakref

import pytest

from pipelines.clean import clean
from pipelines.garbage import RARELY, collecting_rarely
from pipelines.html.blocks import read_page
from pipelines.html.tree import parse
from pipelines.types import Capture, Provenance


@pytest.fixture(autouse=True)
def threshold():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(("usual", "meanwhile"), [(700, RARELY), (0, 0), (RARELY * 2, RARELY * 2)])
def test_the_threshold_is_raised_and_comes_back(usual, meanwhile):
    gc.set_threshold(usual, 9, 9)
    with collecting_rarely(), collecting_rarely():
        assert gc.get_threshold() == (meanwhile, 9, 9)
    assert gc.get_threshold() == (usual, 9, 9)


def test_the_threshold_comes_back_after_an_error():
    gc.set_threshold(700, 10, 10)
    with pytest.raises(KeyError), collecting_rarely():
        raise KeyError
    assert gc.get_threshold() == (700, 10, 10)


def test_a_released_page_waits_for_no_collector():
    root = parse("<body><div><p>One sentence.</p><p>Another one.</p></div></body>").root
    page = read_page(root)
    tree = weakref.ref(page.places[-1])
    gc.disable()
    try:
        page.release()
        del page, root
        assert tree() is None
    finally:
        gc.enable()


def test_cleaning_leaves_no_ring_of_values_behind():
    text = (
        "<html><body><article><h1>Mill</h1>"
        + "<p>The mill was bought by the town on Tuesday.</p>" * 3
        + "</article></body></html>"
    )
    capture = Capture(provenance=Provenance(source="a"), body=text.encode(), content_type="text/html")
    clean(capture)
    gc.collect()
    gc.disable()
    try:
        clean(capture)
        assert gc.collect() < 50
    finally:
        gc.enable()
