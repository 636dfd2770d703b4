"""What others changed between the revision that a request was meant for and the one that it led to."""

import re
from typing import Final

from flask import request

from app.actions import ToldChange, show_changes
from app.errors import AppError
from app.web.session import current_call, services

_SEVERAL_STEPS: Final = frozenset({"panel.approving.approve", "panel.approving.recall"})
"""What may lead a quote over several revisions by itself, and is guarded by the version of its request."""


def changed_meanwhile(revision: int, expected: int | None) -> tuple[ToldChange, ...]:
    """Of the quote in the request's address, which its change has led to ``revision``."""
    quote = (request.view_args or {}).get("quote_id")
    if request.method == "GET" or quote is None or expected is None or revision <= expected + 1:
        return ()
    if request.endpoint in _SEVERAL_STEPS:
        return ()
    return show_changes(services(), current_call(), quote, since=expected, before=revision)


def refused_meanwhile() -> tuple[ToldChange, ...]:
    """Since the revision that a refused change was meant for: it may have been refused because of them."""
    quote = (request.view_args or {}).get("quote_id")
    given = re.fullmatch(r'(?:W/)?"?([0-9]{1,9})"?', request.headers.get("If-Match", ""))
    if request.method == "GET" or quote is None or given is None:
        return ()
    try:
        return show_changes(services(), current_call(), quote, since=int(given[1]))
    except AppError:
        # The quote is not the caller's, which is what the refusal says.
        return ()


def in_words(told: tuple[ToldChange, ...]) -> str:
    """``Meanwhile Rita Rep changed: line 2: quantity 3 → 5.``; empty for nothing."""
    if not told:
        return ""
    return f"Changed meanwhile: {'; '.join(_one(one) for one in told)}. What you did was added to it."


def _one(one: ToldChange) -> str:
    return f"{by(one.by)}: {one.text}"


def by(name: str) -> str:
    return "you, in another window" if name == "you" else name or "Quotewright"
