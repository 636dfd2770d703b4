"""The author's guide is true: its product loads, and no key is left unexplained."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from marshmallow import Schema, fields

from app.actions.lines import described
from app.assembly import Item, assemble
from app.configuration import Configurator
from app.pricing import Terms, price_line
from app.store.catalogs import load_release
from app.store.catalogs.article_schemas import ArticlesSchema
from app.store.catalogs.schemas import CatalogSchema, ProductSchema
from tests.catalog.guide import GUIDE, write_guide
from tests.catalog.samples import CATALOG

ASSEMBLY = (Path(__file__).resolve().parents[2] / "docs" / "assembly.md").read_text(encoding="utf-8")


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


def test_the_table_of_the_guide_can_be_made(tmp_path: Path) -> None:
    for name, text in re.findall(r"```yaml\n# catalogs/(\S+)\n(.*?)```", ASSEMBLY, re.DOTALL):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "frames" / "catalog.yaml").write_text(CATALOG, encoding="utf-8")
    table = load_release(tmp_path / "frames").product("table")
    item = assemble(table, {"length": 1800, "motor": "small", "wheels": True})
    assert item.number.startswith("TABLE-1800-SW-")
    (frame, motor) = item.parts
    assert isinstance(frame, Item)
    assert [(cut.name, int(cut.length), cut.pieces) for cut in frame.cuts] == [
        ("Long side", 1710, 2),
        ("Short side", 610, 2),
        ("Middle bar", 520, 1),
    ]
    assert frame.parts == ()
    assert motor.number == "M-05"
    assert item.lead_time_days == 23


@pytest.mark.parametrize(
    "schema",
    [CatalogSchema(), ProductSchema(), ArticlesSchema()],
    ids=["catalog", "product", "articles"],
)
def test_every_key_is_explained(schema: Schema) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", GUIDE + ASSEMBLY))
    assert all_keys(schema) <= explained
