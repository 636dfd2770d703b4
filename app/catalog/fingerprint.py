"""The fingerprint of a release: equal content gives an equal one, however it is written down."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from decimal import Context, Decimal, Inexact
from typing import Final

from app.catalog.approvals.policy import NOBODY
from app.catalog.expressions import Expression, write
from app.catalog.pricing.light import USUAL_LIGHT
from app.catalog.pricing.pricing import USUAL
from app.catalog.release import Release

# Raised whenever the canonical form itself changes, so that fingerprints of two forms are never compared.
FORM: Final = "quotewright-release-2"
_EXACT = Context(prec=1_000, traps=[Inexact])
# ``used`` are products of the same release; ``language`` says which of the texts stand first.
_NOT_CONTENT = frozenset(
    {"fingerprint", "source", "day", "era", "changes", "needs", "used", "_by_key", "language", "translated"}
)
# Younger than the form: they count where they say something. Releases without keep their fingerprints.
_YOUNGER = frozenset(
    {"need", "question", "questions", "recurs", "pricing", "names", "labels", "margin_light", "approvals"}
)


def fingerprint(release: Release) -> str:
    """SHA-256 (64 hex digits) over the canonical content, without the release's own fingerprint."""
    plain = _Plain().of(release)
    text = json.dumps([FORM, plain], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def fingerprinted(release: Release) -> Release:
    return replace(release, fingerprint=fingerprint(release))


def content(value: object) -> object:
    """A part of a release as plain mappings, lists, texts and numbers; expressions as they are written."""
    return _Plain().of(value)


def _says(value: object, name: str) -> bool:
    return name not in _YOUNGER or (bool(value) and value not in (USUAL, USUAL_LIGHT, NOBODY))


class _Plain:
    """Values of one release as JSON knows them. Cells of tables are the same few objects again and again."""

    def __init__(self) -> None:
        # By identity: Python holds frozenset({True}) and frozenset({1}) for equal.
        self._cells: dict[int, object] = {}

    def of(self, value: object) -> object:
        if value is None or isinstance(value, str | int):
            return value
        if isinstance(value, tuple):
            return [self.of(member) for member in value]
        if isinstance(value, frozenset):
            known = self._cells.get(id(value))
            if known is None:
                known = self._cells[id(value)] = sorted((self.of(member) for member in value), key=repr)
            return known
        return self._thing(value)

    def _thing(self, value: object) -> object:
        if isinstance(value, Expression):
            return write(value)
        if is_dataclass(value):
            names = (one.name for one in fields(value) if one.name not in _NOT_CONTENT)
            return {name: self.of(said) for name in names if _says((said := getattr(value, name)), name)}
        if isinstance(value, Mapping):
            return {str(key): self.of(member) for key, member in value.items()}
        if isinstance(value, Decimal):
            return {"decimal": f"{value.normalize(_EXACT):f}"}
        if isinstance(value, date):
            return {"date": value.isoformat()}
        if isinstance(value, time):
            return {"time": value.isoformat()}
        return value
