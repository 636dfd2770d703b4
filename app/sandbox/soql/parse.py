"""Tokens to a syntax tree, by recursive descent."""

import re
from decimal import Decimal

from .lexer import Token, malformed, tokens
from .tree import (
    Aggregate,
    AllFields,
    Both,
    Compare,
    Condition,
    Literal,
    Member,
    Moment,
    Not,
    Order,
    Path,
    Query,
)

_FUNCTIONS = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
_CLAUSES = frozenset({"WHERE", "ORDER", "LIMIT", "OFFSET", "GROUP", "HAVING", "WITH", "FOR", "USING", "ALL"})
_OPERATORS = {"=": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "LIKE": "LIKE"}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_MODES = ("SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE")
MAX_DEPTH = 40


def unquoted(text: str) -> str:
    """The inside of a quoted text. A backslash before % or _ stays, LIKE reads it."""

    def one(match: re.Match[str]) -> str:
        sign = match.group(1)
        return match.group() if sign in "%_" else _ESCAPES.get(sign, sign)

    return re.sub(r"\\(.)", one, text[1:-1], flags=re.DOTALL)


class Parser:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._place = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        if token.kind != "end":
            self._place += 1
        return token

    def _unexpected(self) -> Exception:
        return malformed(
            f"unexpected token: '{self._next.text[:60]}' at Row:1:Column:{self._next.column + 1}"
        )

    def _accept(self, *words: str) -> bool:
        ahead = self._tokens[self._place : self._place + len(words)]
        if [token.upper for token in ahead] != list(words):
            return False
        self._place += len(words)
        return True

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise self._unexpected()

    def _word(self) -> Token:
        if self._next.kind != "word":
            raise self._unexpected()
        return self._take()

    def _whole(self) -> int:
        if self._next.kind != "number" or not self._next.text.isdigit():
            raise self._unexpected()
        return int(self._take().text)

    def statement(self) -> Query:
        query = self._query(nested=False)
        if self._next.kind != "end":
            raise self._unexpected()
        return query

    def _query(self, *, nested: bool) -> Query:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise malformed("the query is nested too deeply")
        self._expect("SELECT")
        select = [self._item(nested=nested)]
        while self._accept(","):
            select.append(self._item(nested=nested))
        self._expect("FROM")
        source = self._word()
        alias = self._alias()
        where = self._condition() if self._accept("WHERE") else None
        self._extras()
        order = self._orders() if self._accept("ORDER", "BY") else ()
        limit = self._whole() if self._accept("LIMIT") else None
        offset = self._whole() if self._accept("OFFSET") else 0
        self._locks()
        self._depth -= 1
        return Query(tuple(select), source.text, alias, where, order, limit, offset, source.column, nested)

    def _alias(self) -> str:
        self._accept("AS")
        return self._take().text if self._next.kind == "word" and self._next.upper not in _CLAUSES else ""

    def _extras(self) -> None:
        if self._accept("WITH") and self._word().upper not in _MODES:
            raise malformed("WITH is followed by SECURITY_ENFORCED, USER_MODE or SYSTEM_MODE")
        if self._next.upper in ("GROUP", "HAVING"):
            raise malformed("GROUP BY and HAVING are not built into this sandbox")

    def _locks(self) -> None:
        if self._accept("FOR") and self._word().upper not in ("UPDATE", "VIEW", "REFERENCE"):
            raise malformed("FOR is followed by UPDATE, VIEW or REFERENCE")

    def _item(self, *, nested: bool) -> Path | Aggregate | AllFields | Query:
        if self._next.upper == "(" and not nested:
            self._take()
            inner = self._query(nested=True)
            self._expect(")")
            return inner
        word = self._word()
        if not self._accept("("):
            return Path(tuple(word.text.split(".")), word.column)
        if word.upper == "FIELDS":
            which = self._word().upper
            self._expect(")")
            return AllFields(which)
        return self._aggregate(word)

    def _aggregate(self, word: Token) -> Aggregate:
        if word.upper not in _FUNCTIONS:
            raise malformed(f"unknown function '{word.text}' at Row:1:Column:{word.column + 1}")
        path = None if self._next.upper == ")" else self._path()
        self._expect(")")
        if path is None and word.upper != "COUNT":
            raise malformed(f"{word.upper}() needs a field")
        alias = self._take().text if self._next.kind == "word" and self._next.upper != "FROM" else ""
        return Aggregate(word.upper, path, alias)

    def _path(self) -> Path:
        word = self._word()
        return Path(tuple(word.text.split(".")), word.column)

    def _condition(self) -> Condition:
        parts = [self._term()]
        operator = ""
        while self._next.upper in ("AND", "OR"):
            word = self._take().upper
            if operator and word != operator:
                raise malformed("unexpected token: AND and OR need parentheses when they are mixed")
            operator = word
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else Both(operator, tuple(parts))

    def _term(self) -> Condition:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise malformed("the condition is nested too deeply")
        found = self._bare_term()
        self._depth -= 1
        return found

    def _bare_term(self) -> Condition:
        if self._accept("NOT"):
            return Not(self._term())
        if self._accept("("):
            inside = self._condition()
            self._expect(")")
            return inside
        return self._comparison(self._path())

    def _comparison(self, path: Path) -> Condition:
        if self._accept("NOT", "IN"):
            return Member(path, self._set(), True)
        if self._accept("IN"):
            return Member(path, self._set(), False)
        operator = _OPERATORS.get(self._next.upper)
        if operator is None:
            raise self._unexpected()
        self._take()
        return Compare(path, operator, self._literal())

    def _set(self) -> tuple[Literal, ...] | Query:
        self._expect("(")
        if self._next.upper == "SELECT":
            inner: tuple[Literal, ...] | Query = self._query(nested=True)
        else:
            values = [self._literal()]
            while self._accept(","):
                values.append(self._literal())
            inner = tuple(values)
        self._expect(")")
        return inner

    def _literal(self) -> Literal:
        token = self._next
        if token.kind == "end" or token.kind == "sign":
            raise self._unexpected()
        self._take()
        if token.kind == "text":
            return unquoted(token.text)
        if token.kind == "number":
            return Decimal(token.text)
        if token.kind in ("date", "time"):
            return Moment(token.text, token.kind)
        words: dict[str, Literal] = {"NULL": None, "TRUE": True, "FALSE": False}
        return words[token.upper] if token.upper in words else Moment(token.upper, "word")

    def _orders(self) -> tuple[Order, ...]:
        found = [self._order()]
        while self._accept(","):
            found.append(self._order())
        return tuple(found)

    def _order(self) -> Order:
        path = self._path()
        descending = self._accept("DESC")
        if not descending:
            self._accept("ASC")
        nulls_last = self._accept("NULLS", "LAST")
        if not nulls_last:
            self._accept("NULLS", "FIRST")
        return Order(path, descending, nulls_last)


def parse(text: str) -> Query:
    """Raises ApiError MALFORMED_QUERY."""
    return Parser(text).statement()
