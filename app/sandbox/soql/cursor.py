"""Where the parser stands among the tokens."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.sandbox.failures import ApiError

from .lexer import Token, tokens
from .source import Source
from .tree import Path

MAX_DEPTH = 40
_RESERVED = frozenset(
    {
        "AND",
        "ASC",
        "DESC",
        "EXCLUDES",
        "FROM",
        "HAVING",
        "IN",
        "INCLUDES",
        "LIKE",
        "LIMIT",
        "NOT",
        "NULL",
        "NULLS",
        "OR",
        "SELECT",
        "USING",
        "WHERE",
        "WITH",
    }
)
_BEGINNINGS = frozenset({"GROUP", "FOR", "UPDATE", "ALL", "FIRST", "LAST"})


class Cursor:
    """Every refusal points at the token that was not expected."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self._tokens = tokens(self.source)
        self._place = 0
        self._depth = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._place]

    @property
    def is_call(self) -> bool:
        """A word and an opening parenthesis come."""
        return self.next.kind == "word" and self._tokens[self._place + 1].upper == "("

    def take(self) -> Token:
        token = self.next
        if token.kind != "end":
            self._place += 1
        return token

    def unexpected(self) -> ApiError:
        return self.source.refused(self.next.at, f"unexpected token: '{self.next.text[:60]}'")

    def accept(self, *words: str) -> bool:
        ahead = self._tokens[self._place : self._place + len(words)]
        if [token.upper for token in ahead] != list(words):
            return False
        self._place += len(words)
        return True

    def expect(self, *words: str) -> None:
        for word in words:
            if not self.accept(word):
                raise self.unexpected()

    def one_of(self, words: tuple[str, ...]) -> str:
        if self.next.upper not in words:
            raise self.unexpected()
        return self.take().upper

    def name(self) -> Token:
        """A name that is no reserved word and no number of days."""
        if self.next.kind != "word" or self.next.upper in _RESERVED or ":" in self.next.text:
            raise self.unexpected()
        return self.take()

    def path(self) -> Path:
        token = self.name()
        return Path(tuple(token.text.split(".")), token.at)

    def alias(self) -> str:
        """What follows, if it can be a name given here; else an empty text."""
        token = self.next
        taken = token.upper in _RESERVED | _BEGINNINGS or self._begins_a_clause(token)
        return "" if token.kind != "word" or taken or not token.text.isidentifier() else self.take().text

    def _begins_a_clause(self, token: Token) -> bool:
        """ORDER and OFFSET are names too, unless their clause follows."""
        if token.upper not in ("ORDER", "OFFSET"):
            return False
        after = self._tokens[self._place + 1]
        return after.upper == "BY" or after.kind == "number"

    def whole(self) -> int:
        """A whole number. Raises NUMBER_OUTSIDE_VALID_RANGE beyond 32 bits."""
        token = self.next
        if token.kind != "number" or not token.text.isdigit():
            raise self.unexpected()
        if len(token.text) > 10 or int(token.text) >= 2**31:
            words = f"integer out of range: {token.text[:20]}"
            raise self.source.refused(token.at, words, "NUMBER_OUTSIDE_VALID_RANGE")
        return int(self.take().text)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.source.refused(self.next.at, "the query is nested too deeply")
        yield
        self._depth -= 1
