"""Quotes that were stored with prices of one unit keep their cents when lines get prices of their own."""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import app.store.migrating
from app.store import migrate

_STEPS = [
    {"kind": "list", "label": "L", "rule": "price book EUR", "effect": "1000.00", "after": "1000.00"},
    {"kind": "manual", "label": "D", "rule": "r", "effect": "-33.3333333333", "after": "966.6666666667"},
    {"kind": "rounding", "label": "R", "rule": "half up", "effect": "0.0033333333", "after": "966.67"},
]


def _upgraded_to(url: str, revision: str) -> sa.Engine:
    config = Config()
    config.set_main_option("script_location", str(Path(app.store.migrating.__file__).with_name("migrations")))
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return engine


def test_net_and_steps_of_the_unit_become_those_of_the_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    engine = _upgraded_to(url, "v0006")
    with engine.begin() as connection:
        quotes = sa.Table("quotes", sa.MetaData(), autoload_with=connection)
        row: dict[str, object] = dict.fromkeys((column.name for column in quotes.columns), "x")
        row |= {"id": "a" * 32, "header": "{}", "edition": 1, "revision": 1, "next_line": 2, "line_count": 1}
        row |= dict.fromkeys(("created_at", "changed_at", "moved_at"), None) | {"total": "2900.01"}
        names = ", ".join(row)
        moments = {"created_at": "2026-11-01 00:00:00", "changed_at": "2026-11-01 00:00:00"}
        values = row | moments | {"valid_until": "2026-12-01"}
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f"INSERT INTO quotes ({names}) VALUES ({marks})"), values)  # noqa: S608  # own names
        connection.execute(
            sa.text(
                "INSERT INTO quote_lines (quote_id, n, product, code, name, description, quantity, choices,"
                " decided, complete, unit_list, unit_net, steps) VALUES (:id, 1, 'p', 'c', 'n', '', 3, '{}',"
                " '{}', 1, '1000.00', '966.67', :steps)"
            ),
            {"id": "a" * 32, "steps": json.dumps(_STEPS)},
        )
    engine.dispose()
    migrate(url)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(
            sa.text("SELECT listed, net, recurs, cycles, steps FROM quote_lines")
        ).one()
    engine.dispose()
    assert found[:4] == ("3000.00", "2900.01", "", "1")
    steps = json.loads(found[4])
    assert [step["after"] for step in steps] == ["3000.00", "2900.0000000001", "2900.01"]
    assert [step["effect"] for step in steps] == ["3000.00", "-99.9999999999", "0.0099999999"]
