"""Sets of literals as whole numbers, so that a union or a comparison of thousands is one operation.

With ``n`` variables, literal ``k`` stands at the ``k``-th digit from the left of ``2n + 1`` binary digits and
``-k`` at the ``k``-th from the right: as an index into the digits, a literal is its own place.
"""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Final, TypeAlias

from app.configuration.formula import Literal

LiteralSet: TypeAlias = int

_FEW: Final = 12
_DIGITS: Final = bytes([48, 49]) + bytes(254)
_MARKS: Final = bytes(49) + b"\1" + bytes(206)
_SWAPPED: Final = str.maketrans("01", "10")


class LiteralSets:
    """Over variables 1..``variables``. Literals of other variables are left out."""

    def __init__(self, variables: int) -> None:
        self._variables = variables
        self.last = variables
        self.size = 2 * variables + 1
        self._by_place = [*range(variables + 1), *range(-variables, 0)]
        self.all: LiteralSet = (1 << 2 * variables) - 1

    def of(self, literals: Iterable[Literal]) -> LiteralSet:
        return int(self._marked(literals).translate(_DIGITS), 2)

    def of_few(self, literals: Iterable[Literal]) -> LiteralSet:
        """The same, cheaper for a handful."""
        found = 0
        for literal in literals:
            found |= 1 << (2 * self._variables - literal if literal > 0 else -literal - 1)
        return found

    def with_denials(self, literals: Sequence[Literal]) -> tuple[LiteralSet, LiteralSet]:
        """The set, and that of the opposite literals."""
        marked = self._marked(literals)
        # Place k from the left and k from the right change sides; the unused first digit stays.
        turned = b"\0" + marked[:0:-1]
        return int(marked.translate(_DIGITS), 2), int(turned.translate(_DIGITS), 2)

    def of_model(self, model: Sequence[Literal]) -> LiteralSet:
        """``model``: by variable; the first ``variables`` count, and what is missing is false."""
        marks = ["1" if literal > 0 else "0" for literal in model[: self._variables]]
        true = "".join(marks).ljust(self._variables, "0")
        return int(true + true.translate(_SWAPPED)[::-1], 2)

    def literals(self, found: LiteralSet) -> list[Literal]:
        """In no particular order of meaning, but always the same."""
        if found.bit_count() <= _FEW:
            return self._few(found)
        digits = format(found, "b").zfill(self.size).encode()
        return list(compress(self._by_place, digits.translate(_MARKS)))

    def _few(self, found: LiteralSet) -> list[Literal]:
        literals = []
        while found:
            place = found.bit_length() - 1
            literals.append(self._by_place[self.size - 1 - place])
            found ^= 1 << place
        return literals

    def digits(self, found: LiteralSet) -> str:
        """``digits[literal]`` is "1" for members."""
        return format(found, "b").zfill(self.size)

    def _marked(self, literals: Iterable[Literal]) -> bytearray:
        marked = bytearray(self.size)
        most = self._variables
        for literal in literals:
            if -most <= literal <= most:
                marked[literal] = 1
        return marked
