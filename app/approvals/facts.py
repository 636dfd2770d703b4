"""What a decision is taken on: its canonical hash, and whether it got worse since."""

import json
from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256

from app.approvals.need import Fact


def facts_hash(facts: Iterable[Fact]) -> str:
    """SHA-256 of the canonical form, in hex: the order of facts and trailing zeros do not count."""
    rows = sorted(
        [one.name, one.subject, _canonical(one.value), one.worse, _canonical(one.threshold)] for one in facts
    )
    return sha256(json.dumps(rows, separators=(",", ":"), ensure_ascii=True).encode()).hexdigest()


def got_worse(before: Iterable[Fact], now: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those of now that nobody has agreed to yet: they were not there before, or were better."""
    known = {_key(one): one for one in before}
    return tuple(one for one in now if _is_worse(known.get(_key(one)), one))


def told_changes(before: Iterable[Fact], now: Iterable[Fact]) -> tuple[str, ...]:
    """How the facts of a need differ from those of the approval before, in words."""
    old, new = ({_key(one): one for one in facts} for facts in (before, now))
    keys = dict.fromkeys([*new, *old])
    return tuple(
        said for key in keys if (said := _told(old.get(key), new.get(key), name=_title(key))) is not None
    )


def _told(before: Fact | None, now: Fact | None, *, name: str) -> str | None:
    if before is None or now is None:
        there = before if now is None else now
        assert there is not None  # noqa: S101 - a key comes from one of the two
        return f"{name}: {there.value}, {'not any more' if now is None else 'new'}"
    if _canonical(before.value) == _canonical(now.value):
        return None
    return f"{name}: {before.value} before, {now.value} now"


def _title(key: tuple[str, str]) -> str:
    name, subject = key
    return f"{name} of {subject}" if subject else name


def _key(fact: Fact) -> tuple[str, str]:
    return fact.name, fact.subject


def _is_worse(before: Fact | None, now: Fact) -> bool:
    if before is None or before.worse != now.worse:
        return True
    return now.is_worse_than(before)


def _canonical(value: Decimal | str | None) -> str:
    """Numbers and texts never look alike."""
    if isinstance(value, Decimal):
        return f"#{format(value.normalize(), 'f')}" if value else "#0"
    return "" if value is None else f"'{value}"
