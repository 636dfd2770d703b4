"""Prices are those of whole lines: list and net amounts, and steps, which were those of one unit."""

import json
from decimal import Context, Decimal

import sqlalchemy as sa
from alembic import op

revision = "v0007"
down_revision = "v0006"
branch_labels = None
depends_on = None

_EXACT = Context(prec=200)
_AT_ONCE = 500


def upgrade() -> None:
    with op.batch_alter_table("quote_lines") as batch:
        batch.add_column(sa.Column("listed", sa.Text(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("net", sa.Text(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("recurs", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("cycles", sa.Text(), nullable=False, server_default="1"))
    _convert(op.get_bind())


def _convert(bind: sa.Connection) -> None:
    names = ("quote_id", "n", "quantity", "unit_list", "unit_net", "steps", "listed", "net")
    lines = sa.table("quote_lines", *(sa.column(name) for name in names))
    change = (
        sa.update(lines)
        .where(lines.c.quote_id == sa.bindparam("of"), lines.c.n == sa.bindparam("line"))
        .values(listed=sa.bindparam("list"), net=sa.bindparam("amount"), steps=sa.bindparam("taken"))
    )
    found = bind.execute(sa.select(lines).order_by(lines.c.quote_id, lines.c.n)).mappings().all()
    for first in range(0, len(found), _AT_ONCE):
        bind.execute(change, [_changed(row) for row in found[first : first + _AT_ONCE]])


def _changed(row: sa.RowMapping) -> dict[str, object]:
    quantity = Decimal(row["quantity"])
    steps = json.loads(row["steps"])
    for step in steps:
        step |= {key: _times(step[key], quantity) for key in ("effect", "after")}
    return {
        "of": row["quote_id"],
        "line": row["n"],
        "list": _times(row["unit_list"], quantity),
        "amount": _times(row["unit_net"], quantity),
        "taken": json.dumps(steps, separators=(",", ":")),
    }


def _times(amount: str, quantity: Decimal) -> str:
    return format(_EXACT.multiply(Decimal(amount), quantity), "f")
