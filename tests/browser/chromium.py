"""Chromium for tests and screenshots: found on the path, started without a window and without a network of its own."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from archive.web.launch import Serving, datasette_arguments

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--disable-dev-shm-usage",
)
STARTS_WITHIN = 60
"""Seconds a server may take on a busy machine."""


def missing() -> str | None:
    """Why there is no browser, None where there is one."""
    if not _browser():
        return "no Chromium on this machine"
    return None if shutil.which("chromedriver") else "Chromium is here, its chromedriver is not"


def _browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def browsing(width: int = 1280, height: int = 900) -> Iterator[webdriver.Chrome]:
    """A browser with a profile of its own, closed and removed afterwards."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = _browser() or ""
        for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            resize(driver, width, height)
            yield driver
        finally:
            driver.quit()
            driver.service.stop()


def resize(driver: webdriver.Chrome, width: int, height: int = 900) -> None:
    """A screen of this size; below 500 pixels a phone."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def prefer(driver: webdriver.Chrome, scheme: str) -> None:
    """`light` or `dark`."""
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )


def picture(driver: webdriver.Chrome, path: Path, *, width: int, height: int) -> None:
    """The top of the page as a PNG."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    answer = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    path.write_bytes(base64.b64decode(answer["data"]))


@contextmanager
def served(*databases: Path, titles: dict[str, str] | None = None) -> Iterator[str]:
    """A real server on a free port of this machine, as `copydesk serve` starts it; its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory() as folder:
        arguments = datasette_arguments(Serving(databases=databases, port=port, titles=titles), Path(folder))
        command = [sys.executable, "-m", "datasette", *arguments]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}/-/versions.json", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        with suppress(OSError), closing(urlopen(address, timeout=5)):
            return
        time.sleep(0.1)  # waiting for another process to listen has no event to wait for
    raise RuntimeError(f"the server at {address} did not start")
