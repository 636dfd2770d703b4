"""Syntax tree to one SQL SELECT with bound values. Names come from the schema, never from the query."""

from decimal import Decimal
from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.ids import normalised
from app.sandbox.schema import Entity, Field, Schema

from .lexer import malformed
from .moments import span
from .tree import Both, Compare, Condition, Literal, Member, Moment, Not, Path, Query

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def no_such_column(path: Path, entity: Entity) -> ApiError:
    name = path.parts[-1][:80]
    words = (
        f"\n{path.text[:120]}\n^\nERROR at Row:1:Column:{path.column + 1}\n"
        f"No such column '{name}' on entity '{entity.name}'. "
        "If you are attempting to use a custom field, be sure to append the '__c' after the custom field "
        "name. Please reference your WSDL or the describe call for the appropriate names."
    )
    return ApiError(400, "INVALID_FIELD", words)


def no_such_relationship(name: str, path: Path) -> ApiError:
    words = (
        f"\n{path.text[:120]}\n^\nERROR at Row:1:Column:{path.column + 1}\n"
        f"Didn't understand relationship '{name[:80]}' in field path. "
        "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom "
        "relationship name. Please reference your WSDL or the describe call for the appropriate names."
    )
    return ApiError(400, "INVALID_FIELD", words)


def entity_named(schema: Schema, name: str) -> Entity:
    entity = schema.entity(name)
    if entity is None:
        wrong = f"sObject type '{name[:80]}' is not supported."
        words = f"\nselect from {name[:80]}\n^\nERROR at Row:1:Column:1\n{wrong}"
        raise ApiError(400, "INVALID_TYPE", words)
    return entity


class Statement:
    """Builds the joins, the condition and the order of one query over one object."""

    def __init__(self, schema: Schema, query: Query, *, deleted: bool, depth: int = 0) -> None:
        self.schema = schema
        self.query = query
        self.entity = entity_named(schema, query.source)
        self.values: list[Any] = []
        self._deleted = deleted
        self._depth = depth
        self._joins: dict[tuple[str, ...], tuple[str, str]] = {}

    def resolve(self, path: Path) -> tuple[str, Field, Entity]:
        """(SQL column, field, its object); a step over a parent becomes a join."""
        parts = path.parts
        if len(parts) > 1 and parts[0].lower() in (self.query.alias.lower(), self.query.source.lower()):
            parts = parts[1:]
        entity, table = self.entity, "t"
        walked: tuple[str, ...] = ()
        for name in parts[:-1]:
            table, entity, walked = self._step(entity, table, (*walked, name.lower()), path)
        field = entity.field(parts[-1])
        if field is None:
            raise no_such_column(path, entity)
        return f'{table}."{field.name}"', field, entity

    def _step(
        self, entity: Entity, table: str, walked: tuple[str, ...], path: Path
    ) -> tuple[str, Entity, tuple[str, ...]]:
        field = entity.by_relationship.get(walked[-1])
        parent = self.schema.entities.get(field.reference_to) if field else None
        if field is None or parent is None or len(walked) > 5:
            raise no_such_relationship(walked[-1], path)
        if walked not in self._joins:
            alias = f"j{self._depth}_{len(self._joins)}"
            join = f'LEFT JOIN "{parent.name}" {alias} ON {alias}."Id" = {table}."{field.name}"'
            self._joins[walked] = (alias, join)
        return self._joins[walked][0], parent, walked

    def condition(self, condition: Condition, *, negated: bool = False) -> str:
        """Two-valued: NOT is carried down to the comparisons, each of which says what null means for it."""
        if isinstance(condition, Not):
            return self.condition(condition.inside, negated=not negated)
        if isinstance(condition, Both):
            operator = condition.operator if not negated else {"AND": "OR", "OR": "AND"}[condition.operator]
            return (
                "("
                + f" {operator} ".join(self.condition(part, negated=negated) for part in condition.parts)
                + ")"
            )
        column, field, _ = self.resolve(condition.path)
        if not field.filterable:
            words = f"field '{field.name}' can not be filtered in a query call"
            raise ApiError(400, "INVALID_FIELD", words)
        if isinstance(condition, Member):
            return self._member(column, field, condition, condition.negated != negated)
        return self._compare(column, field, condition, negated)

    def _member(self, column: str, field: Field, member: Member, negated: bool) -> str:
        if isinstance(member.values, Query):
            return self._semi_join(column, member.values, negated)
        bound = [self._bound(field, value) for value in member.values if value is not None]
        self.values += bound
        inside = f"{column} IN ({', '.join('?' * len(bound))})"
        if None in member.values:
            return (
                f"({column} IS NOT NULL AND NOT ({inside}))" if negated else f"({column} IS NULL OR {inside})"
            )
        return f"({column} IS NULL OR NOT ({inside}))" if negated else inside

    def _semi_join(self, column: str, query: Query, negated: bool) -> str:
        if len(query.select) != 1 or not isinstance(query.select[0], Path):
            raise malformed("a semi join selects exactly one field")
        inner = Statement(self.schema, query, deleted=self._deleted, depth=self._depth + 1)
        wanted, _, _ = inner.resolve(query.select[0])
        text = inner.text([wanted])
        self.values += inner.values
        return f"({column} IS NULL OR {column} NOT IN ({text}))" if negated else f"{column} IN ({text})"

    def _compare(self, column: str, field: Field, compare: Compare, negated: bool) -> str:
        if compare.operator == "LIKE":
            return self._like(column, field, compare, negated)
        operator = _OPPOSITE[compare.operator] if negated else compare.operator
        if compare.value is None:
            if operator not in ("=", "!="):
                raise malformed(f"null cannot be compared with '{operator}'")
            return f"{column} IS {'NOT ' if operator == '!=' else ''}NULL"
        if isinstance(compare.value, Moment):
            text = self._moment(column, field, operator, compare.value)
        else:
            self.values.append(self._bound(field, compare.value))
            text = f"{column} {'<>' if operator == '!=' else operator} ?"
        return f"({column} IS NULL OR {text})" if operator == "!=" or (negated and operator != "=") else text

    def _moment(self, column: str, field: Field, operator: str, value: Moment) -> str:
        if field.type not in ("date", "datetime"):
            raise self._wrong_kind(field)
        first, behind = span(value, field.type)
        if not behind:
            self.values.append(first)
            return f"{column} {'<>' if operator == '!=' else operator} ?"
        if operator in ("=", "!="):
            self.values += [first, behind]
            return (
                f"({column} >= ? AND {column} < ?)" if operator == "=" else f"({column} < ? OR {column} >= ?)"
            )
        edge, sign = {"<": (first, "<"), ">=": (first, ">="), "<=": (behind, "<"), ">": (behind, ">=")}[
            operator
        ]
        self.values.append(edge)
        return f"{column} {sign} ?"

    def _like(self, column: str, field: Field, compare: Compare, negated: bool) -> str:
        if (
            not isinstance(compare.value, str)
            or field.numeric
            or field.type in ("id", "reference", "boolean")
        ):
            raise ApiError(400, "INVALID_FIELD", f"invalid operator on {field.type} field '{field.name}'")
        self.values.append(compare.value)
        return f"({column} IS NULL OR NOT soql_like({column}, ?))" if negated else f"soql_like({column}, ?)"

    def _wrong_kind(self, field: Field) -> ApiError:
        quoted = (
            "should not be enclosed in quotes"
            if field.numeric or field.type in ("boolean", "date", "datetime")
            else ("should be enclosed in quotes")
        )
        words = (
            f"value of filter criterion for field '{field.name}' must be of type {field.type} and {quoted}"
        )
        return ApiError(400, "INVALID_FIELD", words)

    def _bound(self, field: Field, value: Literal) -> Any:
        if field.numeric and isinstance(value, Decimal):
            scaled = value.scaleb(field.scale)
            if abs(scaled) >= 2**62:
                raise ApiError(
                    400, "NUMBER_OUTSIDE_VALID_RANGE", f"number out of range for field '{field.name}'"
                )
            return int(scaled) if scaled == scaled.to_integral_value() else float(scaled)
        if field.type == "boolean" and isinstance(value, bool):
            return int(value)
        if isinstance(value, Moment) and field.type in ("date", "datetime"):
            return span(value, field.type)[0]
        if isinstance(value, str) and not field.numeric and field.type not in ("boolean", "date", "datetime"):
            return self._id(field, value) if field.type in ("id", "reference") else value
        raise self._wrong_kind(field)

    def _id(self, field: Field, value: str) -> str:
        record_id = normalised(value)
        if record_id is None and value:
            raise ApiError(400, "INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value[:80]}")
        return record_id or ""

    def text(self, columns: list[str], *, extra: str = "", extra_values: tuple[Any, ...] = ()) -> str:
        """The SELECT. `extra` is a further condition of our own."""
        conditions = [] if self._deleted else ['t."IsDeleted" = 0']
        if self.query.where is not None:
            conditions.append(self.condition(self.query.where))
        if extra:
            conditions.append(extra)
            self.values += extra_values
        order = self._order()
        joins = " ".join(join for _, join in self._joins.values())
        where = " AND ".join(conditions) or "1"
        source = f'"{self.entity.name}" t {joins}'
        return f"SELECT {', '.join(columns)} FROM {source} WHERE {where}{order}{self._page()}"  # noqa: S608 (names come from the schema)

    def _order(self) -> str:
        terms = []
        for order in self.query.order:
            column, field, _ = self.resolve(order.path)
            if not field.filterable:
                raise ApiError(
                    400, "INVALID_FIELD", f"field '{field.name}' can not be sorted in a query call"
                )
            direction = " DESC" if order.descending else ""
            terms.append(f"{column}{direction} NULLS {'LAST' if order.nulls_last else 'FIRST'}")
        return f" ORDER BY {', '.join([*terms, 't.rowid'])}"

    def _page(self) -> str:
        if self.query.offset > 2000:
            words = f"Maximum SOQL offset allowed is 2000: {self.query.offset}"
            raise ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", words)
        limit = -1 if self.query.limit is None else self.query.limit
        return (
            f" LIMIT {int(limit)} OFFSET {int(self.query.offset)}" if limit >= 0 or self.query.offset else ""
        )
