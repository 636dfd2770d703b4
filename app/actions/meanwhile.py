"""What was changed on a quote meanwhile, and by whom, in words: for whoever comes second."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.actions.call import Call
from app.actions.move_quote import known_release_of
from app.actions.reading import readable_quote
from app.actions.selection import told
from app.catalog import Attribute, Release, as_json
from app.quoting import Changed, Meeting, Plain, Quote
from app.services import Services
from app.store import KeptChange, QuoteChanged, changes

_MOST_TOLD: Final = 50
_MOST_TEXT: Final = 80


@dataclass(frozen=True, slots=True)
class ToldChange:
    """``by``: a name, ``you`` for the reader's other window, empty for what the product did by itself."""

    revision: int
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldMeeting:
    """Two values of one thing. ``line`` is None for a thing of the quote."""

    line: int | None
    part: str
    name: str
    by: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class ToldStale:
    """``changes``: what came meanwhile; ``meetings``: where that meets what was wanted."""

    changes: tuple[ToldChange, ...]
    meetings: tuple[ToldMeeting, ...]


def show_changes(
    services: Services, call: Call, quote_id: str, *, since: int, before: int | None = None
) -> tuple[ToldChange, ...]:
    """All after that revision, and before the other one. Empty also where they are no longer known.

    Raises QuoteMissing.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        known = changes.since(tx, quote, since) or ()
        words = _Words(call, quote, known_release_of(services, tx, quote))
    return words.changes(one for one in known if before is None or one.revision < before)


def tell_stale(services: Services, call: Call, refused: QuoteChanged) -> ToldStale:
    """Of a change that was refused because of what others did."""
    if refused.quote is None:
        return ToldStale((), ())
    with services.database.reading() as tx:
        words = _Words(call, refused.quote, known_release_of(services, tx, refused.quote))
    by = {id(changed): kept for kept in refused.meanwhile for changed in kept.changed}
    found = tuple(words.meeting(one, by.get(id(one.theirs))) for one in refused.meetings[:_MOST_TOLD])
    return ToldStale(words.changes(refused.meanwhile), found)


@dataclass(frozen=True, slots=True)
class _Words:
    call: Call
    quote: Quote
    release: Release | None

    def changes(self, known: Iterable[KeptChange]) -> tuple[ToldChange, ...]:
        return tuple(ToldChange(one.revision, one.at, self.by(one), self.text(one.changed)) for one in known)[
            -_MOST_TOLD:
        ]

    def by(self, kept: KeptChange | None) -> str:
        if kept is None or not kept.user:
            return ""
        return "you" if kept.user == self.call.actor.user else kept.name

    def text(self, changed: Iterable[Changed]) -> str:
        said = "; ".join(self.one(change) for change in list(changed)[:_MOST_TOLD])
        return said[:1].upper() + said[1:]

    def one(self, change: Changed) -> str:
        of = f"{told(change.lines)}" if change.lines else ""
        if change.part == "line":
            return f"{of} ({change.after or change.before}) {'added' if change.before is None else 'removed'}"
        if change.part == "order":
            return f"{of} moved"
        if change.part.startswith("groups."):
            return f"group {change.part[7:]} {'added' if change.before is None else 'removed'}"
        name, was, now = self.named(change)
        return f"{of + ': ' if of else ''}{name} {was} → {now}"

    def meeting(self, met: Meeting, kept: KeptChange | None) -> ToldMeeting:
        name, _, theirs = self.named(met.theirs)
        _, _, mine = self.named(met.mine)
        return ToldMeeting(met.line, met.theirs.part, name, self.by(kept), theirs, mine)

    def named(self, change: Changed) -> tuple[str, str, str]:
        """Its name, what it was and what it is."""
        attribute = self._attribute(change)
        if attribute is not None:
            return attribute.name, _valued(attribute, change.before), _valued(attribute, change.after)
        name = change.part.removeprefix("choices.").replace("_", " ")
        if change.part == "line":
            here = ("on the quote", "removed")
            return "line", here[change.before is None], here[change.after is None]
        return name, _shown(change.before), _shown(change.after)

    def _attribute(self, change: Changed) -> Attribute | None:
        if not change.part.startswith("choices.") or self.release is None:
            return None
        line = next((one for one in self.quote.lines if one.n in change.lines), None)
        if line is None or not self.release.sells(line.product):
            return None
        return self.release.product(line.product).attribute(change.part.removeprefix("choices."))


def _valued(attribute: Attribute, value: Plain) -> str:
    if value is None:
        return "open"
    option = next((one for one in attribute.options if str(as_json(one.key)) == str(value)), None)
    return option.name if option is not None else f"{_shown(value)} {attribute.unit}".rstrip()


def _shown(value: Plain) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
