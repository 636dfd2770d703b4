"""Sheets on which a workbook holds files whose parts have too many forms for columns of their own.

Each row is one part, as it is written in the file: a price step, a rule of the approval policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.store.sheets.layout import Column, Sheet


@dataclass(frozen=True, slots=True)
class PartSheet:
    """``file`` is held by ``sheet``. ``lists``: parts of which there are several, with the key of their list;
    ``parts``: all of them, in order.
    """

    file: str
    sheet: Sheet
    lists: Mapping[str, str]
    parts: tuple[str, ...]


def _sheet(name: str, file: str, page: str, *, says: str, parts: tuple[str, ...]) -> Sheet:
    written = Column("written", f"As in {file}, on several lines; see {page}.", "source")
    return Sheet(name, (Column("part", says, choices=parts), written), added=True)


_PRICES: Final = {"rates": "rates", "book": "books", "step": "steps"}
_PRICE_PARTS: Final = ("regions", "rounding", "margin_light", *_PRICES)
PRICING: Final = PartSheet(
    "pricing.yaml",
    _sheet(
        "Pricing",
        "pricing.yaml",
        "docs/pricing.md",
        says="Which part of the prices the row holds; steps are taken in their order.",
        parts=_PRICE_PARTS,
    ),
    _PRICES,
    _PRICE_PARTS,
)

_POLICY: Final = {"role": "roles", "queue": "queues", "stand-in": "delegations", "rule": "rules"}
_POLICY_PARTS: Final = ("currency", "rates", "ad_hoc", "delegation", "calendar", *_POLICY)
APPROVALS: Final = PartSheet(
    "approvals.yaml",
    _sheet(
        "Approvals",
        "approvals.yaml",
        "docs/approvals.md",
        says="Which part of the approval policy the row holds.",
        parts=_POLICY_PARTS,
    ),
    _POLICY,
    _POLICY_PARTS,
)
