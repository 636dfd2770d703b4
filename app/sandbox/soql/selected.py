"""The fields that a query without groups selects."""

from app.sandbox.failures import ApiError

from .operands import of_row, shown
from .statement import Statement
from .tree import AllFields, Expression, Item, Path

MOST_WITH_FIELDS = 200


def selected(statement: Statement) -> list[Path]:
    """FIELDS() spelled out. Raises for one without its LIMIT, and for functions."""
    found: list[Path] = []
    for item in statement.query.select:
        if isinstance(item, AllFields):
            found += _all_fields(statement, item)
        elif isinstance(item, Item):
            if not isinstance(item.expression, Path):
                raise _no_field(statement, item.expression)
            found.append(item.expression)
    return found


def _no_field(statement: Statement, expression: Expression) -> ApiError:
    of_row(statement.scope, expression)
    return statement.source.refused(
        expression.at, f"Field must be grouped or aggregated: {shown(expression)}"
    )


def _all_fields(statement: Statement, item: AllFields) -> list[Path]:
    limit = statement.query.limit
    if item.which != "STANDARD" and (limit is None or limit > MOST_WITH_FIELDS):
        words = f"The SOQL FIELDS function must have a LIMIT of at most {MOST_WITH_FIELDS}"
        raise statement.source.refused(item.at, words)
    kinds = {"ALL": (False, True), "STANDARD": (False,), "CUSTOM": (True,)}[item.which]
    fields = statement.scope.entity.fields.values()
    return [Path((field.name,), item.at) for field in fields if field.custom in kinds]
