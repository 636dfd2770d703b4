"""The shape of the code: small files, plain names, one front door a package."""

import ast
from collections.abc import Iterator
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


@pytest.mark.parametrize("path", FILES, ids=names)
def test_no_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


@pytest.mark.parametrize("path", FILES, ids=names)
def test_no_name_says_nothing(path: Path) -> None:
    assert path.stem not in BANNED_FILES
    tree = ast.parse(path.read_text())
    classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    # A name may contain such a word as part of a longer one (Database), never as its ending.
    assert not [name for name in classes if name.endswith(BANNED) and name != "Database"]


@pytest.mark.parametrize("package", sorted({path.parent for path in FILES}), ids=names)
def test_every_package_opens_with_what_it_holds(package: Path) -> None:
    front_door = package / "__init__.py"
    assert front_door.exists()
    assert ast.get_docstring(ast.parse(front_door.read_text()))


@pytest.mark.parametrize("path", FILES, ids=names)
def test_every_file_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def floats(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node


@pytest.mark.parametrize(
    "path", [path for noun in BUSINESS for path in (APP / noun).rglob("*.py")], ids=names
)
def test_the_business_knows_no_float(path: Path) -> None:
    assert not list(floats(ast.parse(path.read_text())))


def asks_the_time(tree: ast.AST) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = [node.func.attr for node in calls if isinstance(node.func, ast.Attribute)]
    return bool({"now", "utcnow", "today"} & set(called))


@pytest.mark.parametrize(
    "path",
    [path for noun in (*BUSINESS, "actions", "store", "documents") for path in (APP / noun).rglob("*.py")],
    ids=names,
)
def test_time_is_passed_in(path: Path) -> None:
    assert not asks_the_time(ast.parse(path.read_text()))


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
