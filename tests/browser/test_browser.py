"""The pages in Chromium: what runs, what is loaded, what fits, what can be read. Skipped where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests import web_sample
from tests.browser import chromium
from tests.test_web_hostile import PAYLOADS, hostile_article

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium.missing() is not None, reason=chromium.missing() or ""),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # selenium leaves its pipes to the garbage collector
]

FERRY = "/sample/-/read/1"
NEAR = 80
"""Pixels: three lines of text."""
PAGES = [
    "/sample/-/front",
    "/sample/-/search?q=the",
    "/sample/-/search",
    *(f"/sample/-/read/{number}" for number in range(1, 7)),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    sample = web_sample.build(folder / "sample.db")
    hostile = web_sample.build(
        folder / "hostile.db", [hostile_article(payload, number) for number, payload in enumerate(PAYLOADS)]
    )
    with chromium.served(sample, hostile) as address:
        yield address


@pytest.fixture(scope="module")
def driver() -> Iterator:
    with chromium.browsing() as driver:
        yield driver


def removed_address(driver, server) -> str:
    driver.get(server + FERRY)
    return driver.current_url + "?removed=1"


def complaints(driver) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser")]


def test_switch_shows_what_was_removed_in_place_and_keeps_the_page(driver, server):
    chromium.resize(driver, 1280)
    driver.get(server + FERRY)
    driver.execute_script("window.same = true")
    before = driver.find_element(By.CSS_SELECTOR, ".toggle").location["y"]
    driver.find_element(By.CSS_SELECTOR, ".toggle").click()
    WebDriverWait(driver, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".removed"))
    WebDriverWait(driver, 20).until(lambda page: page.current_url.endswith("?removed=1"))
    assert driver.execute_script("return window.same")
    assert "Winter tyres" in driver.find_element(By.CSS_SELECTOR, ".removed.of-promotion").text
    assert driver.find_element(By.CSS_SELECTOR, ".toggle").location["y"] == before
    driver.find_element(By.CSS_SELECTOR, ".toggle").click()
    WebDriverWait(driver, 20).until(lambda page: not page.find_elements(By.CSS_SELECTOR, ".removed"))
    assert complaints(driver) == []


def test_switch_works_without_javascript(driver, server):
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.get(server + FERRY)
        driver.find_element(By.CSS_SELECTOR, ".toggle").click()
        WebDriverWait(driver, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".removed"))
        assert driver.current_url.endswith("?removed=1")
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_space_bar_turns_the_switch(driver, server):
    driver.get(server + FERRY)
    driver.execute_script("document.querySelector('.toggle').focus()")
    driver.switch_to.active_element.send_keys(" ")
    WebDriverWait(driver, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".removed"))
    assert driver.switch_to.active_element.get_attribute("aria-checked") == "true"


@pytest.mark.parametrize(("article", "side"), [(1, "right"), (2, "left")])
def test_evidence_stands_in_the_outer_margin_beside_its_line(driver, server, article, side):
    chromium.resize(driver, 1280)
    driver.get(f"{server}/sample/-/read/{article}?removed=1")
    line, evidence = (driver.find_element(By.CSS_SELECTOR, f".removed {part}").rect for part in (".gone", "small"))
    right = lambda box: box["x"] + box["width"]  # noqa: E731 - of two boxes, here only
    gap = evidence["x"] - right(line) if side == "right" else line["x"] - right(evidence)
    assert 0 < gap < NEAR
    assert abs(evidence["y"] - line["y"]) < NEAR
    assert evidence["x"] >= 0


def test_paper_shows_the_article_whole_without_what_is_for_the_screen(driver, server):
    driver.get(removed_address(driver, server))
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = "return document.querySelector(arguments[0]).getBoundingClientRect().height > 0"
        assert [driver.execute_script(shown, part) for part in (".masthead", ".switch", ".colophon")] == [False] * 3
        assert driver.execute_script(shown, ".removed details li")
        assert driver.execute_script(shown, ".cite")
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_searching_from_the_front_page_leads_to_the_article(driver, server):
    driver.get(server + "/sample/-/front")
    driver.find_element(By.CSS_SELECTOR, "input[name=q]").send_keys("piano\n")
    WebDriverWait(driver, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".hit mark"))
    driver.find_element(By.CSS_SELECTOR, ".hit h2 a").click()
    WebDriverWait(driver, 20).until(lambda page: page.find_elements(By.CSS_SELECTOR, ".sheet"))
    assert "last night ferry" in driver.title


@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_nothing_is_wider_than_the_screen(driver, server, width):
    chromium.resize(driver, width)
    for page in (*PAGES, removed_address(driver, server).removeprefix(server)):
        driver.get(server + page)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width, page


def resources(driver):
    return driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")


def test_nothing_is_loaded_from_elsewhere_and_nothing_complains(driver, server):
    chromium.resize(driver, 1280)
    driver.get_log("browser")
    for page in (*PAGES, removed_address(driver, server).removeprefix(server)):
        driver.get(server + page)
        # The browser notes what it loaded a moment after it says that the page is there.
        loaded = WebDriverWait(driver, 20).until(resources)
        assert all(address.startswith(server) for address in loaded)
    assert complaints(driver) == []


@pytest.mark.parametrize(
    "page",
    ["/sample", "/sample/articles", "/sample/articles/1", "/sample/removed", "/sample/-/query?sql=select+1", "/?all=1"],
)
def test_pages_of_datasette_keep_working_under_the_policy(driver, server, page):
    driver.get_log("browser")
    driver.get(server + page)
    assert [complaint for complaint in complaints(driver) if "Content Security Policy" in complaint] == []


def test_no_text_of_a_page_ever_runs(driver, server):
    """An alert would make every later command fail; a blocked script would complain."""
    driver.get_log("browser")
    for number in range(1, len(PAYLOADS) + 1, 3):
        driver.get(f"{server}/hostile/-/read/{number}")
        driver.get(driver.current_url + "?removed=1")
    for page in ("front", "search", *(f"search?q={quote(payload)}&site={quote(payload)}" for payload in PAYLOADS[::4])):
        driver.get(f"{server}/hostile/-/{page}")
    for table in ("articles", "articles/1", "removed", "comments"):
        driver.get(f"{server}/hostile/{table}")
    assert [complaint for complaint in complaints(driver) if "Policy" in complaint or "alert" in complaint] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(driver, server, scheme):
    """4.5 to 1, WCAG 2.2 level AA."""
    chromium.resize(driver, 1280)
    chromium.prefer(driver, scheme)
    try:
        for page in (
            removed_address(driver, server).removeprefix(server),
            "/sample/-/front",
            "/sample/-/search?q=the",
            "/sample/-/read/4",
        ):
            driver.get(server + page)
            assert driver.execute_script(TOO_FAINT) == [], page
    finally:
        chromium.prefer(driver, "light")


TOO_FAINT = """
const numbers = colour => {
  const found = colour.match(/[\\d.]+/g).map(Number);
  const scale = colour.startsWith('color(') ? 255 : 1;
  return [found[0] * scale, found[1] * scale, found[2] * scale, found.length > 3 ? found[3] : 1];
};
const light = rgb => {
  const [r, g, b] = rgb.map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b;
};
const ground = element => {
  for (let e = element; e; e = e.parentElement) {
    const colour = numbers(getComputedStyle(e).backgroundColor);
    if (colour[3] === 1) return colour;
  }
  return [255, 255, 255, 1];
};
const faint = [];
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  if (!own || !element.checkVisibility() || element.closest('.skip')) continue;
  const style = getComputedStyle(element);
  const [a, b] = [light(numbers(style.color).slice(0, 3)), light(ground(element).slice(0, 3))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  if (ratio < 4.5 || Number(style.opacity) < .85) faint.push(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
}
return [...new Set(faint)];
"""
