"""Text to tokens."""

import re
from dataclasses import dataclass

from app.sandbox.failures import ApiError

from .source import Source

MAX_LENGTH = 100_000
_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_TOKEN = re.compile(
    rf"""\s+
    | (?P<text>'(?:[^'\\]|\\.)*')
    | (?P<time>\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{{1,6}})?(?:Z|[+-]\d\d:?\d\d))(?![A-Za-z0-9_])
    | (?P<date>\d{{4}}-\d\d-\d\d)(?![A-Za-z0-9_])
    | (?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+))(?![A-Za-z0-9_.])
    | (?P<money>[A-Za-z]{{3}}\d+\.\d+)(?![A-Za-z0-9_.])
    | (?P<word>{_NAME}(?:\.{_NAME})*(?:\s*:\s*\d+)?)
    | (?P<sign><=|>=|!=|<>|=|<|>|\(|\)|,)""",
    re.VERBOSE | re.DOTALL,
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """`upper` is empty for what is neither a word nor a sign."""

    kind: str
    text: str
    at: int
    upper: str


def _token(match: re.Match[str], kind: str) -> Token:
    text = _SPACE.sub("", match.group()) if kind == "word" else match.group()
    return Token(kind, text, match.start(), text.upper() if kind in ("word", "sign") else "")


def _unreadable(source: Source, at: int) -> ApiError:
    row, column = source.place(at)
    sign = source.text[at]
    if sign == ":":
        return source.refused(at, "Bind variables only allowed in Apex code")
    words = f"line {row}:{column - 1} no viable alternative at character '{sign}'"
    return ApiError(400, "MALFORMED_QUERY", words)


def tokens(source: Source) -> list[Token]:
    """Ends with a token of kind `end`. Raises MALFORMED_QUERY for a sign that no query has."""
    text = source.text
    if len(text) > MAX_LENGTH:
        words = "SOQL statements cannot be longer than 100000 characters."
        raise ApiError(400, "QUERY_TOO_COMPLICATED", words)
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _unreadable(source, place)
        if match.lastgroup:
            found.append(_token(match, match.lastgroup))
        place = match.end()
    return [*found, Token("end", "<EOF>", len(text), "")]
