"""Which records a user looked at, newest first."""

from typing import Any

from .schema import Entity
from .work import Work

Json = dict[str, Any]
KEPT = 200


def looked_at(work: Work, user_id: str, record_id: str) -> None:
    """The last 200 of each user are kept."""
    with work.database.transaction():
        number = work.database.next_number("_recent")
        work.database.execute("INSERT OR REPLACE INTO _recent VALUES (?, ?, ?)", (user_id, record_id, number))
        older = (
            "DELETE FROM _recent WHERE user_id = ? AND n NOT IN "
            "(SELECT n FROM _recent WHERE user_id = ? ORDER BY n DESC LIMIT ?)"
        )
        work.database.execute(older, (user_id, user_id, KEPT))


def recently_viewed(work: Work, *, entity: str = "", most: int = KEPT) -> list[Json]:
    """The caller's records that are still there; those of one object where `entity` names it."""
    statement = "SELECT record_id FROM _recent WHERE user_id = ? ORDER BY n DESC"
    found = [str(row[0]) for row in work.database.select(statement, (work.caller.user_id,))]
    shown = [_shown(work, record_id) for record_id in found]
    return [one for one in shown if one and entity in ("", one["attributes"]["type"])][:most]


def _shown(work: Work, record_id: str) -> Json | None:
    entity = work.schema.by_prefix.get(record_id[:3])
    row = work.database.row(entity.name, record_id) if entity else None
    if entity is None or row is None or row["IsDeleted"]:
        return None
    url = f"/services/data/v{work.version}/sobjects/{entity.name}/{record_id}"
    name = _name_of(entity)
    return {"attributes": {"type": entity.name, "url": url}, "Id": record_id, name: row[name]}


def _name_of(entity: Entity) -> str:
    return next((field.name for field in entity.fields.values() if field.names), "Id")
