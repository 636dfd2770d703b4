"""What an examination before publishing found, for people."""

from collections.abc import Iterator
from typing import Final

from app.actions.examine_release import Examination
from app.actions.replay_quotes import MOST_REPLAYED, Effect, Replay, ReplayedQuote
from app.cli.catalog.cases import failed_text
from app.cli.catalog.shown import as_text

_MOST_SHOWN: Final = 20


def examined_text(found: Examination) -> Iterator[str]:
    yield as_text(found.checked)
    if found.not_proven:
        yield (
            f"Not everything is proven of {', '.join(found.not_proven)}: nothing wrong was found there, "
            "nor was it excluded."
        )
    yield from failed_text(found.checked.folder, found.cases)
    yield _cases(found)
    yield from _quotes(found.replay)


def stops_text(found: Examination, *, strict: bool) -> str:
    """What stops the publication; empty where nothing does."""
    reasons = [
        _counted(found.severities["error"], "error"),
        _counted(found.failed_cases, "failed golden case"),
    ]
    if strict:
        reasons += [
            _counted(found.severities["warning"], "warning"),
            _counted(
                found.written - len(found.cases),
                "golden case that was not run",
                "golden cases that were not run",
            ),
            _counted(
                found.replay.stranded,
                "open quote that would lose something",
                "open quotes that would lose something",
            ),
            _counted(found.replay.left, "open quote that was not tried", "open quotes that were not tried"),
        ]
    return ", ".join(filter(None, reasons))


def _counted(count: int, one: str, more: str = "") -> str:
    if not count:
        return ""
    return f"{count:,} {one if count == 1 else more or f'{one}s'}"


def _cases(found: Examination) -> str:
    if not found.written:
        return "Golden cases: there are none."
    left = found.written - len(found.cases)
    unrun = f"; there was no time for {left:,} more" if left else ""
    return f"Golden cases: {len(found.cases):,} run, {found.failed_cases or 'none'} failed{unrun}."


def _quotes(replay: Replay) -> Iterator[str]:
    if not replay.open:
        yield "Open quotes: there are none."
        return
    words = {
        Effect.SAME: "would stay the same",
        Effect.CHANGES: "would change",
        Effect.LOSES: "would lose something",
        Effect.STAYS: "could not be moved",
    }
    parts = [f"{replay.effects[effect]:,} {said}" for effect, said in words.items() if replay.effects[effect]]
    yield f"Open quotes, were they moved: {', '.join(parts) or 'none was tried'}."
    for one in replay.told[:_MOST_SHOWN]:
        yield f"  {_quote(one)}"
    more = replay.effects.total() - replay.effects[Effect.SAME] - len(replay.told[:_MOST_SHOWN])
    if more:
        yield f"  and {more:,} more"
    if replay.left:
        why = (
            f"only the last {MOST_REPLAYED:,} are tried"
            if replay.effects.total() == MOST_REPLAYED
            else "no time"
        )
        yield f"  {_counted(replay.left, 'open quote was', 'open quotes were')} not tried ({why})"
    yield "  Each stays on the release it was made with until its author moves it."


def _quote(one: ReplayedQuote) -> str:
    lost = [
        *(f"line {n} is no longer sold" for n in one.gone),
        *(f"line {n} loses {', '.join(keys)}" for n, keys in one.given_up),
        *(f"line {n} has a lower quantity" for n in one.lowered),
        *(f"line {n} loses its discount" for n in one.undiscounted),
    ]
    said = one.failure or "; ".join(lost[:5]) + (f"; {len(lost) - 5} more" if len(lost) > 5 else "")
    return f"{one.number} ({one.connection}): {said}{'. ' if said else ''}{_price(one)}"


def _price(one: ReplayedQuote) -> str:
    before, currency = one.before.rounded(), one.before.currency
    if one.after is None or one.after.rounded() == before:
        return f"{before} {currency} as before"
    return f"{before} → {one.after.rounded()} {currency}"
