"""The locks are exact, whole, hashed, and name no registry."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_is_exact_and_hashed(lock: Path) -> None:
    entries = re.split(r"(?m)^(?=[a-z])", re.sub(r"(?m)^\s*#.*\n", "", lock.read_text()).strip())
    entries = [entry for entry in entries if entry]
    assert entries
    assert all(PIN.match(entry) and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", [*LOCKS, ROOT / "static/package-lock.json"], ids=lambda lock: lock.name)
def test_no_lock_names_a_host(lock: Path) -> None:
    assert "://" not in lock.read_text()


def test_tests_run_with_the_versions_that_run() -> None:
    assert pins("run.txt").items() <= pins("test.txt").items()
    assert pins("assets.txt").items() <= pins("test.txt").items()


def test_every_dependency_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[\[<>=!~; ]", dependency)[0] for dependency in project["dependencies"]}
    assert names <= pins("run.txt").keys()
    wanted = {re.split(r"[\[<>=!~; ]", tool)[0] for tool in project["optional-dependencies"]["test"]}
    assert wanted <= pins("test.txt").keys()


def test_front_end_packages_are_exact_and_have_integrity_hashes() -> None:
    packages = json.loads((ROOT / "static/package-lock.json").read_text())["packages"]
    asked = json.loads((ROOT / "static/package.json").read_text())
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert packages[f"node_modules/{name}"]["version"] == version
    for name, package in packages.items():
        assert name == "" or package["integrity"].startswith("sha512-")
