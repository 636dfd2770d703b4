"""Text to tokens."""

import re
from dataclasses import dataclass

from app.sandbox.failures import ApiError

MAX_LENGTH = 100_000
_TOKEN = re.compile(
    r"""\s+
    | (?P<text>'(?:[^'\\]|\\.)*')
    | (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d))
    | (?P<date>\d{4}-\d\d-\d\d)
    | (?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+))
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*(?::\d+)?)
    | (?P<sign><=|>=|!=|<>|=|<|>|\(|\)|,)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    column: int

    @property
    def upper(self) -> str:
        return self.text.upper() if self.kind in ("word", "sign") else ""


def malformed(message: str) -> ApiError:
    return ApiError(400, "MALFORMED_QUERY", message)


def tokens(text: str) -> list[Token]:
    """Ends with a token of kind `end`. Raises MALFORMED_QUERY for a sign that no query has."""
    if len(text) > MAX_LENGTH:
        raise ApiError(
            400, "QUERY_TOO_COMPLICATED", "SOQL statements cannot be longer than 100000 characters."
        )
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise malformed(f"line 1:{place} no viable alternative at character '{text[place]}'")
        if match.lastgroup:
            found.append(Token(match.lastgroup, match.group(), place))
        place = match.end()
    return [*found, Token("end", "<EOF>", len(text))]
