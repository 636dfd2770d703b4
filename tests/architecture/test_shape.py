"""The shape of the code: small files, plain names, one front door a package."""

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
FILES = sorted(APP.rglob("*.py"))
BANNED = ("Manager", "Helper", "Util", "Base", "Impl", "Abstract", "Default", "Service")
BANNED_FILES = {"utils", "util", "misc", "helpers", "helper", "common", "base"}
BUSINESS = (
    "amounts",
    "catalog",
    "configuration",
    "assembly",
    "pricing",
    "cases",
    "quoting",
    "approvals",
    "delivery",
)


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def of(*nouns: str) -> list[Path]:
    found = [path for noun in nouns for path in (APP / noun).rglob("*.py")]
    assert found
    return found


def those(paths: Iterable[Path], wrong: Callable[[Path], object]) -> list[str]:
    """The names of all that are. One test for all files: one a file would be half of all tests."""
    return [names(path) for path in paths if wrong(path)]


def test_no_file_is_longer_than_300_lines() -> None:
    assert those(FILES, lambda path: len(path.read_text().splitlines()) > 300) == []


def says_nothing(path: Path) -> bool:
    classes = [node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.ClassDef)]
    # A name may contain such a word as part of a longer one (Database), never as its ending.
    return path.stem in BANNED_FILES or any(name.endswith(BANNED) and name != "Database" for name in classes)


def test_no_name_says_nothing() -> None:
    assert those(FILES, says_nothing) == []


def test_every_package_opens_with_what_it_holds() -> None:
    doors = sorted({path.parent / "__init__.py" for path in FILES})
    assert those(doors, lambda door: not door.exists() or not ast.get_docstring(tree_of(door))) == []


def test_every_file_says_what_it_is() -> None:
    assert those(FILES, lambda path: not ast.get_docstring(tree_of(path))) == []


def floats(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node


def test_the_business_knows_no_float() -> None:
    assert those(of(*BUSINESS), lambda path: list(floats(tree_of(path)))) == []


def asks_the_time(tree: ast.AST) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = [node.func.attr for node in calls if isinstance(node.func, ast.Attribute)]
    return bool({"now", "utcnow", "today"} & set(called))


def test_time_is_passed_in() -> None:
    paths = of(*BUSINESS, "actions", "store", "documents")
    assert those(paths, lambda path: asks_the_time(tree_of(path))) == []


@pytest.mark.parametrize("library", ["pysat", "from pint"])
def test_one_file_knows_each_library_of_the_catalog_and_the_engine(library: str) -> None:
    knowing = [path for path in FILES if library in path.read_text()]
    assert len(knowing) == 1


def test_workbooks_are_known_to_the_store_alone() -> None:
    knowing = [path for path in FILES if "from openpyxl" in path.read_text()]
    assert knowing
    assert all(path.is_relative_to(APP / "store") for path in knowing)


def test_no_lint_exception_is_without_its_reason() -> None:
    for path in FILES:
        for line in path.read_text().splitlines():
            for mark in ("# noqa", "# type: ignore"):
                if mark in line:
                    said = line.split(mark, 1)[1]
                    assert len(said.split()) > 2, f"{names(path)}: {line.strip()}"
