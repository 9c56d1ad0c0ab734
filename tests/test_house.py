"""The house keeps its own rules: sizes, names, opening sentences, links, and commands that work as typed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

HOUSE = Path(__file__).resolve().parent.parent
FLOORS = ("pipelines", "archive", "crawler")
MODULES = sorted(path for floor in FLOORS for path in (HOUSE / floor).rglob("*.py"))
DOCUMENTS = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").glob("*.md"), *(HOUSE / "examples").glob("*.md")])

LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
TEXTS = {".py", ".md", ".toml", ".txt", ".json", ".html", ".sh", ""}
EMPTY_WORDS = {"utils", "util", "helper", "helpers", "manager", "info", "data", "misc", "common"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def functions() -> Iterator[tuple[str, Function]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                yield f"{shown(path)}:{node.lineno} {node.name}", node


def test_every_module_opens_with_a_sentence():
    silent = [shown(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


def test_no_module_is_longer_than_a_person_reads():
    long = [shown(path) for path in MODULES if path.read_text(encoding="utf-8").count("\n") > LONGEST_MODULE]
    assert long == []


def test_no_function_is_longer_than_a_screen():
    long = [name for name, node in functions() if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    assert [shown(path) for path in MODULES if EMPTY_WORDS & set(path.stem.split("_"))] == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file()]


def test_no_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
    named = []
    for path in tracked():
        if path.suffix in TEXTS and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="replace")
            named += [f"{shown(path)}: {match.group()}" for match in place.finditer(text)]
    assert named == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_links_lead_somewhere(document: Path):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [target for target in targets if target and not (document.parent / target).exists()] == []


def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> list[Requirement]:
    table = project()["project"]
    extras = table["optional-dependencies"]
    assert isinstance(extras, dict)
    return [Requirement(line) for line in [*table["dependencies"], *extras["dev"]]]  # type: ignore[misc]


def test_every_dependency_is_pinned_within_its_bounds():
    lines = [line for line in (HOUSE / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    pins = {name.lower().replace("_", "-"): version for name, _, version in (line.partition("==") for line in lines)}
    loose = [str(r) for r in requirements() if not r.specifier.contains(pins.get(r.name.lower(), "0"))]
    assert loose == []


def test_constraints_are_plain_versions():
    lines = (HOUSE / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.]+", line)] == []


def test_every_dependency_is_bounded_by_its_next_major_version():
    assert [str(r) for r in requirements() if not any(s.operator == "<" for s in r.specifier)] == []


def shell_blocks(document: Path) -> list[str]:
    """The commands of a document that are said to work as typed: blocks marked `sh`, but for those excused above."""
    text = document.read_text(encoding="utf-8")
    return re.findall(r"(?<!it -->\n)```sh\n(.*?)```", text, flags=re.DOTALL)


def commands(document: Path) -> list[str]:
    lines = [line for block in shell_blocks(document) for line in block.splitlines()]
    return [line for line in lines if line.startswith(("copydesk ", "sqlite-utils "))]


def test_commands_of_the_tour_work_as_typed(tmp_path: Path):
    shutil.copytree(HOUSE / "examples", tmp_path / "examples")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    wrong = []
    for command in commands(HOUSE / "README.md"):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not (done.stdout + done.stderr).strip():
            wrong.append(f"{command}: {done.returncode} {done.stderr[-500:]}")
    assert wrong == []


def test_make_targets_of_the_documents_exist():
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(), flags=re.MULTILINE))
    asked = {
        t for path in DOCUMENTS for t in re.findall(r"\bmake ([a-z]+)\b(?=[`\s]+(?:#|[A-Z]+=|$|`))", path.read_text())
    }
    assert asked - targets == set()
