"""What a rule of an assembly comes to under a configuration: whether it applies, and its numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import ClassVar, Final

from app.catalog.assembly import ROW, Occurrence
from app.catalog.expressions import Expression, evaluate, holds, names
from app.catalog.product import Product, Value
from app.configuration import choice_text
from app.errors import Refused

ROW_LIMIT: Final = 1_000
LARGEST: Final = Decimal(1_000_000_000)
_DIGITS: Final = 6


class AssemblyInvalid(Refused):
    """An assembly comes to something that cannot be made."""

    code: ClassVar[str] = "assembly_invalid"


@dataclass(frozen=True, slots=True)
class Reading:
    """One configuration, seen from one rule: ``values``, and in a generated line also which row it is.

    ``label`` stands before the names of attributes.
    """

    product: Product
    values: Mapping[str, Value]
    label: str = ""

    def applies(self, when: Expression | None) -> bool:
        return when is None or holds(when, self.values, self.product)

    def rows(self, occurs: Occurrence, *, of: str) -> Iterator["Reading"]:
        """The reading itself, or one for each row; none where the rule does not apply.

        Raises AssemblyInvalid.
        """
        if occurs.row:
            rows = [replace(self, values={**self.values, ROW: occurs.row})]
        elif occurs.each is None:
            rows = [self]
        else:
            count = self.whole(occurs.each, of=of, most=ROW_LIMIT)
            rows = [replace(self, values={**self.values, ROW: row}) for row in range(1, count + 1)]
        yield from (row for row in rows if row.applies(occurs.when))

    def number(self, expression: Expression, *, of: str) -> Decimal:
        """To the millionth, half up; 0 where it names something absent. Raises AssemblyInvalid."""
        found = evaluate(expression, self.values, self.product)
        number = _rounded(Fraction(found or 0))
        if not 0 <= number <= LARGEST:
            raise self._refused(of, f"comes to {number:f}; it is from 0 to {LARGEST:f}")
        return number

    def whole(self, expression: Expression, *, of: str, most: int = int(LARGEST)) -> int:
        """Raises AssemblyInvalid."""
        number = self.number(expression, of=of)
        if number != int(number) or number > most:
            raise self._refused(of, f"comes to {number:f}; it is a whole number up to {most}")
        return int(number)

    def quantity(self, occurs: Occurrence, *, counted: bool, of: str) -> Decimal:
        """Raises AssemblyInvalid for a part of a thing that is counted."""
        number = self.number(occurs.quantity, of=of)
        if occurs.round_up:
            return number.to_integral_value(ROUND_CEILING)
        if counted and number != int(number):
            raise self._refused(of, f"comes to {number:f} pieces; write round: up, or count in another unit")
        return number

    def position(self, occurs: Occurrence) -> str:
        return occurs.position.replace(f"{{{ROW}}}", str(self.values.get(ROW, "")))

    def because(self, *expressions: Expression | None) -> tuple[str, ...]:
        """The values that the expressions speak of, in words and catalog order."""
        spoken = frozenset().union(*(names(one) for one in expressions if one is not None))
        return tuple(
            f"{self.label}{choice_text(attribute, self.values[attribute.key])}"
            if attribute.key in self.values
            else f"{self.label}{attribute.name}: does not apply"
            for attribute in self.product.attributes
            if attribute.key in spoken
        )

    def _refused(self, of: str, what: str) -> AssemblyInvalid:
        return AssemblyInvalid(
            f"The assembly of {self.product.name}: {of} {what}. Ask the catalog's owner to correct it."
        )


def _rounded(number: Fraction) -> Decimal:
    millionths = (2 * number.numerator * 10**_DIGITS + number.denominator) // (2 * number.denominator)
    return Decimal(millionths).scaleb(-_DIGITS).normalize()
