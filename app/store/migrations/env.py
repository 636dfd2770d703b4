"""Alembic's environment. It runs on the connection that ``store.migrating`` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, DateTime
from sqlalchemy.types import TypeDecorator

from app.store.migrations.own_tables import is_ours
from app.store.tables import metadata


def _rendered(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    # A migration is history: it names the database's own types, not classes that may change later.
    if kind == "type" and isinstance(item, TypeDecorator):
        return "sa.DateTime(timezone=True)" if isinstance(item.impl, DateTime) else "sa.Text()"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=is_ours,
        # SQLite cannot alter most of a table: Alembic then copies it.
        render_as_batch=True,
        compare_type=True,
        render_item=_rendered,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
