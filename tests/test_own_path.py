"""No Python file of the folder that people are in runs: saved pages of hostile sites lie there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = "<html><head><title>Rain</title></head><body><article><h1>Rain</h1><p>{}</p></article></body></html>".format(
    "It rained on the bay for nine days, and on the tenth the ferry went out again. " * 4
)
NAMES = ("bisect", "json", "selectors", "numpy", "trafilatura", "crawler", "sitecustomize", "heapq")


@pytest.mark.parametrize("options", [("--workers", "1"), ("--cluster", "local:1")], ids=["processes", "cluster"])
def test_modules_in_the_current_folder_are_not_run(tmp_path, options):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(PAGE)
    for name in NAMES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n")
    command = [str(Path(sys.executable).with_name("copydesk")), "clean", "a.db", "pages", *options]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    done = subprocess.run(
        command, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()
