"""The text of a query, and the refusals that point into it."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from app.sandbox.failures import ApiError

_SHOWN = 40


@dataclass(frozen=True)
class Source:
    text: str

    @cached_property
    def _rows(self) -> list[int]:
        return [0, *(place + 1 for place, sign in enumerate(self.text) if sign == "\n")]

    def place(self, at: int) -> tuple[int, int]:
        """(row, column) of a sign, both counted from 1."""
        row = bisect_right(self._rows, at)
        return row, at - self._rows[row - 1] + 1

    def refused(self, at: int, words: str, code: str = "MALFORMED_QUERY") -> ApiError:
        """The vendor's form: the words around the place, a caret under it, row and column, the reason."""
        row, column = self.place(at)
        start = self._rows[row - 1]
        line = self.text[start:].partition("\n")[0] if at - start < _SHOWN else self._cut(at)
        caret = " " * min(column - 1, _SHOWN) + "^"
        shown = line[: _SHOWN * 2].rstrip("\r")
        return ApiError(400, code, f"\n{shown}\n{caret}\nERROR at Row:{row}:Column:{column}\n{words}")

    def _cut(self, at: int) -> str:
        return self.text[at - _SHOWN : at + _SHOWN].partition("\n")[0]

    def not_here(self, at: int, what: str) -> ApiError:
        """Good SOQL that this sandbox does not do."""
        return self.refused(at, f"{what} is not built into this sandbox", "FUNCTIONALITY_NOT_ENABLED")
