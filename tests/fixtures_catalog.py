"""The shipped catalog as it might be next year: a copy with texts replaced, under a version of its own."""

import shutil
from pathlib import Path

from app.store.catalogs import shipped_catalog

_SMALL_CELL = "products/sc300.yaml"
_FIBRE = """\
  - key: streets_on_fibre
    text: Street cells are fed by fibre.
    when: environment = "street"
    then: backhaul = "sfp_10g"
"""


def _line(file: str, start: str) -> str:
    """The line of the shipped catalog that starts so, with the names that it has in several languages."""
    lines = (shipped_catalog("telecom") / file).read_text(encoding="utf-8").splitlines(keepends=True)
    (found,) = [line for line in lines if line.startswith(start)]
    return found


Change = tuple[str, str, str]
DEARER: Change = (_SMALL_CELL, "prices: {EUR: 1690, USD: 1845}", "prices: {EUR: 1790, USD: 1955}")
NO_STRAND: tuple[Change, ...] = (
    (_SMALL_CELL, _line(_SMALL_CELL, "          - {key: strand,"), ""),
    (_SMALL_CELL, "[street, [wall, lamp_post, strand]]", "[street, [wall, lamp_post]]"),
)
STREETS_ON_FIBRE: Change = (
    _SMALL_CELL,
    "  - key: neutral_host_users\n",
    f"{_FIBRE}  - key: neutral_host_users\n",
)


_PRICED_BY_MODELS = ("cable", "licences", "nms", "packs", "quotes")
"""Golden cases whose prices no list price tells."""


def next_telecom(folder: Path, version: str, *changes: Change, without: tuple[str, ...] = ()) -> Path:
    """A catalog folder ``telecom``. A change names a file, what stands there and what comes instead."""
    home = telecom_without_parts(folder)
    header = home / "catalog.yaml"
    _replace(header, f'version: "{_version()}"', f'version: "{version}"')
    for file, old, new in changes:
        _replace(home / file, old, new)
    for product in without:
        (home / "products" / f"{product}.yaml").unlink()
        text = header.read_text(encoding="utf-8")
        header.write_text(text.replace(f", {product}", "").replace(f"{product}, ", ""), encoding="utf-8")
    return home


def telecom_without_parts(folder: Path) -> Path:
    """A catalog folder ``telecom`` as shipped, but for what its products are made of, and what follows from
    that: how it prices beyond list prices, options and tiers, and whom it asks to agree.
    """
    home = folder / "telecom"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(shipped_catalog("telecom"), home)
    for file in (*home.glob("articles.*"), home / "pricing.yaml", home / "approvals.yaml"):
        file.unlink()
    for name in _PRICED_BY_MODELS:
        (home / "tests" / f"{name}.yaml").unlink()
    for file in (home / "products").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        # It stands last in each file.
        file.write_text(text.partition("\nassembly:")[0] + "\n", encoding="utf-8")
    return home


def _version() -> str:
    text = (shipped_catalog("telecom") / "catalog.yaml").read_text(encoding="utf-8")
    return text.split('version: "')[1].split('"')[0]


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")
