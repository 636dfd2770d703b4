"""All kinds of fault: what each does, which options it takes, and how it is ordered."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]
_NARROWING = ("match", "method", "object", "nth", "times")


class Stage(StrEnum):
    """When a fault acts."""

    INSTEAD = "instead of the call: nothing is done"
    BEFORE = "before the call, which is then done"
    BEHIND = "behind the call, when it is done and committed"
    ROW = "at each row that a call writes"
    STANDING = "as long as it is on"


@dataclass(frozen=True, slots=True)
class Kind:
    """`always` says that without `times` it goes on until it is switched off, else it hits once."""

    stage: Stage
    words: str
    example: Json
    options: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    always: bool = False
    seconds: float = 1.0
    defaults: Json = field(default_factory=dict)

    @property
    def known(self) -> tuple[str, ...]:
        """Every option that an order of it may have."""
        narrowing = [name for name in _NARROWING if name != "times" or self.stage is not Stage.STANDING]
        return tuple(dict.fromkeys((*narrowing, *self.options, *self.needed)))


KINDS: dict[str, Kind] = {
    "latency": Kind(
        Stage.BEFORE,
        "waits `seconds`, then does the call",
        {"fault": "latency", "seconds": 2, "times": 3},
        ("seconds",),
    ),
    "stall": Kind(
        Stage.INSTEAD,
        "takes the call and says nothing for `seconds`, then closes the connection; nothing is done",
        {"fault": "stall", "seconds": 90, "match": "composite"},
        ("seconds",),
        seconds=60.0,
    ),
    "invalid_session": Kind(
        Stage.INSTEAD,
        "401 INVALID_SESSION_ID to one call; the token stays good",
        {"fault": "invalid_session", "nth": 3},
    ),
    "session_ends": Kind(
        Stage.INSTEAD,
        "401 INVALID_SESSION_ID, and the token of the call is dead from then on",
        {"fault": "session_ends", "match": "composite"},
    ),
    "limit": Kind(
        Stage.INSTEAD, "403 REQUEST_LIMIT_EXCEEDED: the calls of the day", {"fault": "limit", "times": None}
    ),
    "concurrent_limit": Kind(
        Stage.INSTEAD,
        "403 REQUEST_LIMIT_EXCEEDED: too many long calls at once",
        {"fault": "concurrent_limit", "times": 2},
    ),
    "lock": Kind(
        Stage.INSTEAD,
        "400 UNABLE_TO_LOCK_ROW; with `object` at a row, so that the rest of the call falls or stands",
        {"fault": "lock", "object": "QuoteLineItem", "nth": 3, "times": 2},
    ),
    "server_error": Kind(Stage.INSTEAD, "500 UNKNOWN_EXCEPTION", {"fault": "server_error", "method": "POST"}),
    "unavailable": Kind(
        Stage.INSTEAD, "503 with an HTML page and Retry-After", {"fault": "unavailable", "times": 2}
    ),
    "outage": Kind(
        Stage.INSTEAD,
        "503 with an HTML page to every fitting call for `seconds` from the first on",
        {"fault": "outage", "seconds": 20},
        ("seconds",),
        always=True,
    ),
    "reset": Kind(
        Stage.INSTEAD,
        "resets the connection before anything is done",
        {"fault": "reset", "match": "composite"},
    ),
    "truncated_json": Kind(
        Stage.BEHIND,
        "does the call, then cuts its JSON in half",
        {"fault": "truncated_json", "match": "query"},
    ),
    "commit_then_drop": Kind(
        Stage.BEHIND,
        "does and commits the call, then closes the connection without an answer",
        {"fault": "commit_then_drop", "match": "composite"},
    ),
    "commit_then_reset": Kind(
        Stage.BEHIND,
        "does and commits the call, then resets the connection",
        {"fault": "commit_then_reset", "object": "Quote"},
    ),
    "deleted_record": Kind(
        Stage.BEFORE,
        "somebody deletes a record right before the call: `record`, else the first of `object` that the call "
        "names, else the newest",
        {"fault": "deleted_record", "object": "Opportunity", "method": "PATCH"},
        ("record",),
        ("object",),
    ),
    "changed_record": Kind(
        Stage.BEFORE,
        "somebody sets fields of a record (chosen as for deleted_record) right before the call, also such as "
        "the amount of an opportunity with products",
        {"fault": "changed_record", "object": "Opportunity", "set": {"Amount": 1}, "method": "GET"},
        ("record",),
        ("object", "set"),
    ),
    "validation_rule": Kind(
        Stage.ROW,
        "400 FIELD_CUSTOM_VALIDATION_EXCEPTION with `message`; with `field` only for rows that write it",
        {"fault": "validation_rule", "object": "Quote", "field": "Status", "message": "Not on a Friday."},
        ("message", "field"),
        ("object",),
        always=True,
        defaults={"message": "A validation rule refuses this record."},
    ),
    "read_only_field": Kind(
        Stage.ROW,
        "400 INVALID_FIELD_FOR_INSERT_UPDATE for rows that write `field`; its description says so too",
        {"fault": "read_only_field", "object": "QuoteLineItem", "field": "Description"},
        (),
        ("object", "field"),
        always=True,
    ),
    "clock_skew": Kind(
        Stage.STANDING,
        "the org's clock is `seconds` ahead, or behind if negative: times of records, Date, assertions",
        {"fault": "clock_skew", "seconds": -300},
        ("seconds",),
        always=True,
    ),
    "token_rotation": Kind(
        Stage.STANDING,
        "every app's refresh tokens are replaced at each use",
        {"fault": "token_rotation"},
        always=True,
    ),
    "pass": Kind(
        Stage.BEFORE,
        "lets the call through: for a scenario, and to keep a later fault off some calls",
        {"fault": "pass", "times": 5},
    ),
}
