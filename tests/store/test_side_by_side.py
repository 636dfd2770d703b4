"""A release and the one after it run beside each other: migrations add, and what they add may be left out."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

import app.store.migrating

_SINCE = "v0011"


def _shape(connection: sa.Connection) -> dict[str, dict[str, bool]]:
    """Of each column of each table whether a row may leave it out."""
    inspector = sa.inspect(connection)
    return {
        table: {
            column["name"]: bool(column["nullable"]) or column["default"] is not None
            for column in inspector.get_columns(table)
        }
        for table in inspector.get_table_names()
    }


def test_each_migration_leaves_the_release_before_it_at_work(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(app.store.migrating.__file__).with_name("migrations")))
    revisions = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    engine = sa.create_engine(f"sqlite:///{tmp_path}/steps.db")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _SINCE)
        before = _shape(connection)
        for revision in revisions[revisions.index(_SINCE) + 1 :]:
            command.upgrade(config, revision)
            after = _shape(connection)
            for table, columns in before.items():
                assert columns.keys() <= after[table].keys(), f"{revision} takes something from {table}"
                added = after[table].keys() - columns.keys()
                needed = {name for name in added if not after[table][name]}
                assert not needed, f"{revision}: rows of {table} cannot leave out {needed}"
            before = after
    engine.dispose()
