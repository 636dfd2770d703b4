"""A small sound ``pricing.yaml`` for the lamps of ``samples.py``, to be spoilt line by line."""

from pathlib import Path

from app.store.catalogs import CatalogInvalid, Problem, load_release
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog

FOLDER = Path(__file__).parent / "prices"
PRICING = (FOLDER / "sample.yaml").read_text(encoding="utf-8")

_MADE = """\
assembly:
  version: "1"
  number: "{key}"
  parts:
    - {{article: A-1}}
"""
ARTICLES = """\
schema: 1
articles:
  - {number: A-1, name: Sheet, costs: {EUR: 2, USD: "2.20"}}
"""


def _another(key: str, family: str, *, more: str = "") -> str:
    text = spoilt(("key: lamp", f"key: {key}"), ("LAMP-1", key.upper()), ("name: Lamp", f"name: {key}"))
    return spoilt(("family: Lights", f"family: {family}"), text=text) + more


PRODUCTS = {
    "lamp": PRODUCT,
    "shade": _another("shade", "Parts", more=_MADE.format(key="SHADE")),
    "cord": _another("cord", "Parts"),
    "plan": _another("plan", "Plans", more="charge: monthly\n"),
    "support": _another("support", "Services"),
}


def write_lamps(folder: Path, pricing: str = PRICING, *, catalog: str = CATALOG, **files: str) -> Path:
    """The catalog with ``pricing.yaml``, and ``files`` by name beside it."""
    home = write_catalog(folder, catalog=catalog, **PRODUCTS)
    (home / "articles.yaml").write_text(ARTICLES, encoding="utf-8")
    (home / "pricing.yaml").write_text(pricing, encoding="utf-8")
    for name, text in files.items():
        (home / name.replace("_csv", ".csv")).write_text(text, encoding="utf-8")
    return home


def problems(home: Path) -> tuple[Problem, ...]:
    """What is wrong with the catalog."""
    try:
        load_release(home)
    except CatalogInvalid as invalid:
        return invalid.problems
    return ()
