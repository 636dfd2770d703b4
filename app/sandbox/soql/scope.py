"""What the names of a query mean: fields, and joins for the parents they lie in."""

from dataclasses import dataclass

from app.sandbox.failures import ApiError
from app.sandbox.schema import Entity, Field, Schema

from .source import Source
from .tree import Path, Query

MAX_JOINS = 55
MAX_STEPS = 5


@dataclass(frozen=True, slots=True)
class Operand:
    """A value in SQL and how it is to be read. An average is `sql` divided by `divisor`."""

    sql: str
    field: Field
    divisor: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field lies: `parents` are the relationships that lead there, in the API's spelling."""

    operand: Operand
    entity: Entity
    parents: tuple[str, ...]


def _custom(what: str) -> str:
    suffix = "'__c' after the custom field" if what == "field" else "'__r' after the custom relationship"
    return (
        f"If you are attempting to use a custom {what}, be sure to append the {suffix} name. "
        "Please reference your WSDL or the describe call for the appropriate names."
    )


def no_such_relationship(source: Source, name: str, path: Path) -> ApiError:
    words = f"Didn't understand relationship '{name[:80]}' in field path. {_custom('relationship')}"
    return source.refused(path.at, words, "INVALID_FIELD")


def no_such_children(source: Source, path: Path) -> ApiError:
    words = (
        f"Didn't understand relationship '{path.text[:80]}' in FROM part of query call. "
        f"{_custom('relationship')}"
    )
    return source.refused(path.at, words, "INVALID_TYPE")


def entity_named(schema: Schema, source: Source, path: Path) -> Entity:
    entity = schema.entity(path.text)
    if entity is None:
        wrong = f"sObject type '{path.text[:80]}' is not supported. {_custom('object')}"
        raise source.refused(
            path.at,
            wrong.replace("'__r' after the custom relationship", "'__c' after the entity"),
            "INVALID_TYPE",
        )
    return entity


class Scope:
    """`depth` keeps the names of a semi-join's tables apart from those around it."""

    def __init__(
        self, schema: Schema, source: Source, query: Query, *, depth: int = 0, entity: Entity | None = None
    ) -> None:
        self.schema = schema
        self.source = source
        self.entity = entity or entity_named(schema, source, query.source)
        self.table = f"t{depth}"
        self._joins: dict[tuple[str, ...], tuple[str, str]] = {}
        self._own = {query.alias.lower(), query.source.text.lower()}
        self._aliases: dict[str, tuple[str, ...]] = {}
        for path, alias in query.joined:
            self._aliases[alias.lower()] = self._plain(path.parts)

    def _plain(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Without the names given in FROM."""
        head = parts[0].lower()
        if len(parts) == 1:
            return parts
        return parts[1:] if head in self._own else (*self._aliases.get(head, parts[:1]), *parts[1:])

    def place(self, path: Path) -> Place:
        """A step over a parent becomes a join."""
        *parents, name = self._plain(path.parts)
        entity, table = self.entity, self.table
        walked: tuple[str, ...] = ()
        for parent in parents:
            table, entity, walked = self._step(entity, table, (*walked, parent), path)
        field = entity.field(name)
        if field is None:
            words = f"No such column '{name[:80]}' on entity '{entity.name}'. {_custom('field')}"
            raise self.source.refused(path.at, words, "INVALID_FIELD")
        return Place(Operand(f'{table}."{field.name}"', field), entity, walked)

    def _step(
        self, entity: Entity, table: str, walked: tuple[str, ...], path: Path
    ) -> tuple[str, Entity, tuple[str, ...]]:
        field = entity.by_relationship.get(walked[-1].lower())
        parent = self.schema.entities.get(field.reference_to) if field else None
        if field is None or parent is None or len(walked) > MAX_STEPS:
            raise no_such_relationship(self.source, walked[-1], path)
        walked = (*walked[:-1], field.relationship)
        if walked not in self._joins:
            self._join(walked, table, field, parent.name, path)
        return self._joins[walked][0], parent, walked

    def _join(self, walked: tuple[str, ...], table: str, field: Field, parent: str, path: Path) -> None:
        if len(self._joins) == MAX_JOINS:
            words = f"No more than {MAX_JOINS} child-to-parent relationships can be specified in a query"
            raise self.source.refused(path.at, words)
        alias = f"{self.table}_{len(self._joins)}"
        on = f'LEFT JOIN "{parent}" {alias} ON {alias}."Id" = {table}."{field.name}"'
        self._joins[walked] = (alias, on)

    @property
    def tables(self) -> str:
        """What stands behind FROM, once all names are known."""
        return " ".join([f'"{self.entity.name}" {self.table}', *(on for _, on in self._joins.values())])
