"""Verifying without a session: for whoever holds a document, and to nobody is told more than its verdict."""

from typing import Final

from flask import request

from app.actions import Verification, verify_code, verify_document, without_figures
from app.web import limits
from app.web.session import held, now, services

# Reading a file takes a process of its own.
_TOKENS_OF_A_FILE: Final = 5


def verified_code(number: str, code: str) -> Verification:
    """Raises TooOften."""
    _take(1)
    return without_figures(verify_code(services(), number[:80], code[:80], at=now()))


def verified_document(document: bytes) -> Verification:
    """Raises DocumentUnreadable, ReadersBusy."""
    return without_figures(verify_document(services(), document, at=now()))


def allow_document() -> None:
    """Before the body is read. Raises TooOften."""
    _take(_TOKENS_OF_A_FILE)
    request.max_content_length = limits.DOCUMENT


def _take(tokens: int) -> None:
    process = held()
    process.pace.take(request.remote_addr, tokens=tokens, at=process.clock())
