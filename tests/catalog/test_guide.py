"""The author's guide is true: its product loads, and no key is left unexplained."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from marshmallow import Schema, fields

from app.actions.lines import described
from app.configuration import Configurator
from app.pricing import Terms, price_line
from app.store.catalogs import load_release
from app.store.catalogs.schemas import CatalogSchema, ProductSchema
from tests.catalog.guide import GUIDE, write_guide


def all_keys(schema: Schema, known: frozenset[type[Schema]] = frozenset()) -> set[str]:
    """Of the schema and those within; one that stands within itself is looked at once."""
    found: set[str] = set()
    if type(schema) in known:
        return found
    for name, one in schema.fields.items():
        found.add(one.data_key or name)
        inner = one.inner if isinstance(one, fields.List) else one
        if isinstance(inner, fields.Nested):
            found |= all_keys(inner.schema, known | {type(schema)})
    return found


def test_the_files_of_the_guide_make_a_catalog_that_can_be_sold(tmp_path: Path) -> None:
    pump = load_release(write_guide(tmp_path)).product("p100")
    state = Configurator(pump).configure({"motor": "1.5 kW", "supply": "solar", "salt_water": True})
    assert state.domains["panels"].values == (4, 5, 6)
    assert state.implied["material"] == "stainless"


def test_the_booster_set_of_the_guide_is_what_the_text_says(tmp_path: Path) -> None:
    booster = load_release(write_guide(tmp_path)).product("b200")
    engine = Configurator(booster)
    state = engine.configure({"pumps.count": 2, "pressure": Decimal("4.5"), "tag": "AB-1234"})
    assert state.implied["voltage"] == "400 V"
    assert state.implied["functions.dry_run"] is True
    assert state.implied["pumps.2.motor"] == "large"
    assert "pumps.3.motor" in state.absent
    state = engine.choose(state.choices, "pumps.1.sensors.count", 1)
    state = engine.choose(state.choices, "pumps.1.sensors.signal", "bus")
    assert state.implied["functions.bus"] is True
    chosen = engine.complete(state.choices)
    price = price_line(booster, chosen, quantity=1, terms=Terms("EUR", None))
    steps = {step.label: str(step.effect) for step in price.steps}
    assert chosen["pipe"] == Decimal("1.50")
    assert steps["Pipe: 1.50 m"] == "18.60"
    assert steps["Pumps: 2"] == "620.00"
    assert steps["Valves: 2"] == "70.00"
    assert steps["Pump 1 · Sensors · Signal: Fieldbus"] == "9.00"
    assert "Functions: Dry run protection, Fieldbus" in described(booster, chosen)


@pytest.mark.parametrize("schema", [CatalogSchema(), ProductSchema()], ids=["catalog", "product"])
def test_every_key_is_explained(schema: Schema) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert all_keys(schema) <= explained
