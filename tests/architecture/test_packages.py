"""Installed packages are locked: exact versions with hashes; the project has one version number."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import APP, ROOT, files, tree

LOCKS = sorted(ROOT.glob("requirements*.txt"))
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
# Only Python versions before 3.11.5, which cannot run the tests, need it.
ONLY_TO_RUN = {"async-timeout"}


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, str]:
    """Return the versions in a locked list, by package."""
    return {normalized(found[1]): found[2] for found in ENTRY.finditer((ROOT / name).read_text("utf-8"))}


def wanted(name: str) -> set[str]:
    """Return the packages that a source list asks for by name."""
    lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines()
    return {normalized(re.sub(r"\[.*", "", line)) for line in lines if re.match(r"[A-Za-z]", line)}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes(path):
    entries = list(ENTRY.finditer(path.read_text("utf-8")))
    assert entries
    assert [entry[1] for entry in entries if "--hash=sha256:" not in entry[3]] == []


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.name)
def test_a_lock_names_no_index_and_no_file_of_the_machine_that_wrote_it(path):
    lines = [line for line in path.read_text("utf-8").splitlines() if '"url"' not in line]
    assert [line for line in lines if re.search(r"https?://|file:|--(extra-)?index|--find-links| /\w", line)] == []


def test_what_runs_is_a_part_of_what_is_tested_in_the_same_versions():
    run, full = locked("requirements-run.txt"), locked("requirements.txt")
    assert {name: run[name] for name in run if run[name] != full.get(name)}.keys() <= ONLY_TO_RUN
    assert len(run) < len(full)


@pytest.mark.parametrize("name", ["run", "test", "node", "tools"])
def test_every_package_of_a_source_list_is_locked(name: str):
    lock = {"test": "requirements.txt"}.get(name, f"requirements-{name}.txt")
    assert wanted(f"{name}.in") - locked(lock).keys() == set()


def test_the_service_imports_only_what_a_town_installs():
    owners = packages_distributions()
    modules = {
        name.split(".")[0]
        for path in (*files(APP, ".py"), *files(ROOT / "accessibility", ".py"), ROOT / "wsgi.py")
        for node in ast.walk(tree(path))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    } - sys.stdlib_module_names - {"app", "accessibility", ""}  # fmt: skip
    run = locked("requirements-run.txt")
    assert {m for m in modules if not {normalized(owner) for owner in owners.get(m, [])} & run.keys()} == set()


def test_npm_packages_are_pinned():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert {name: version for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}
    entries = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    hashes = {path: entry.get("integrity", "") for path, entry in entries.items() if path}
    assert [path for path, digest in hashes.items() if not digest.startswith("sha512-")] == []


def test_the_version_is_in_one_place_and_heads_the_changelog():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    newest = re.search(r"^## (\d+\.\d+\.\d+) ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == project
    assert "version" not in json.loads((ROOT / "package.json").read_text("utf-8"))
