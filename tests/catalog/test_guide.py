"""The author's guide is true: its product loads, and no key is left unexplained."""

import re
from pathlib import Path

import pytest
from marshmallow import Schema, fields

from app.configuration import Configurator
from app.store.catalogs import load_release
from app.store.catalogs.schemas import CatalogSchema, ProductSchema

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "catalog.md").read_text(encoding="utf-8")


def all_keys(schema: Schema) -> set[str]:
    found: set[str] = set()
    for name, one in schema.fields.items():
        found.add(one.data_key or name)
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            found |= all_keys(inner.schema)
    return found


def test_the_files_of_the_guide_make_a_catalog_that_can_be_sold(tmp_path: Path) -> None:
    for name, text in re.findall(r"```yaml\n# catalogs/(\S+)\n(.*?)```", GUIDE, re.DOTALL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    pump = load_release(tmp_path / "pumps").product("p100")
    state = Configurator(pump).configure({"motor": "1.5 kW", "supply": "solar", "salt_water": True})
    assert state.domains["panels"].values == (4, 5, 6)
    assert state.implied["material"] == "stainless"


@pytest.mark.parametrize("schema", [CatalogSchema(), ProductSchema()], ids=["catalog", "product"])
def test_every_key_is_explained(schema: Schema) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert all_keys(schema) <= explained
