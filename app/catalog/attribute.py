"""One thing to be chosen, and the values that it may have.

Amounts in a price are exact decimals by currency code (``{"EUR": Decimal("1200.00")}``), for one unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from typing import Final, Literal, NewType, TypeAlias

from app.catalog.expressions.tree import Expression
from app.catalog.patterns import matches
from app.catalog.period import ALWAYS, Period

AttributeKey = NewType("AttributeKey", str)
"""A path joined with periods: ``band``, ``software.voice`` (member of a set), ``radios.2.band`` (row)."""

Value: TypeAlias = str | bool | int | Decimal
"""An option's key, a truth value, a whole number, an exact decimal (both in the attribute's unit) or a text.

``Decimal("1") == 1 == True`` in Python and not here: ``same`` compares.
"""

Prices: TypeAlias = Mapping[str, Decimal]
"""Amount by ISO 4217 code, for one unit."""

AttributeKind: TypeAlias = Literal["choice", "boolean", "integer", "decimal", "text"]

# Wide enough for any fact times any value; should one ever not fit, it fails rather than rounds.
_EXACT: Final = Context(prec=1_000, traps=[Inexact])


def same(left: object, right: object) -> bool:
    """Whether two values are one: of the same type and equal."""
    return type(left) is type(right) and left == right


def as_json(value: Value) -> str | bool | int:
    """As JSON has it: a decimal as text, so that no reader rounds it."""
    return f"{value:f}" if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a ``choice`` attribute. ``facts`` are numbers that rules may use (``power_w``).

    ``names`` has its name by language where the catalog gives several.
    """

    key: str
    name: str
    help: str = ""
    prices: Prices = field(default_factory=dict)
    facts: Mapping[str, Decimal] = field(default_factory=dict)
    period: Period = ALWAYS
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing to be chosen.

    ``choice`` has ``options``; ``integer`` and ``decimal`` have ``minimum``, ``maximum``, ``step`` (whole
    numbers, or decimals) and maybe ``unit``; ``text`` has ``longest`` and maybe a ``pattern`` that it matches
    as a whole, which ``pattern_text`` says in words.
    ``prices`` is added once for a true boolean, and per counted unit for a number.
    ``facts`` belong to a true boolean, or are multiplied by a number's value.
    ``when`` makes it conditional: where it is false the attribute is absent, a state of its own.
    ``default`` is proposed and yields; ``preset`` holds: nothing else is possible.
    A ``need`` is what somebody wants of the product, not a part of it: it may stay unanswered, which is its
    way of being absent, costs nothing and is nothing that is made.
    ``question`` asks for it in words, ``questions`` by language where the catalog gives several.

    ``name`` is read in sentences (``Radio 2 · Band``), ``label`` among its neighbours (``Band``; empty: the
    same), ``names`` and ``labels`` have both by language where the catalog does; ``within`` is the key of the
    set, row or component that it belongs to. Prices and facts count once for each of what the quantities
    ``multiplied_by`` count.
    """

    key: AttributeKey
    name: str
    kind: AttributeKind
    help: str = ""
    options: tuple[Option, ...] = ()
    minimum: int | Decimal = 0
    maximum: int | Decimal = 0
    step: int | Decimal = 1
    unit: str = ""
    pattern: str = ""
    pattern_text: str = ""
    longest: int = 200
    prices: Prices = field(default_factory=dict)
    facts: Mapping[str, Decimal] = field(default_factory=dict)
    when: Expression | None = None
    default: Value | None = None
    preset: Value | None = None
    period: Period = ALWAYS
    label: str = ""
    within: str = ""
    multiplied_by: tuple[AttributeKey, ...] = ()
    need: bool = False
    question: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def can_be_absent(self) -> bool:
        """Whether a configuration without a value of it is thinkable."""
        return self.need or self.when is not None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that the catalog knows, in catalog order; none of a text."""
        if self.kind == "choice":
            return tuple(option.key for option in self.options)
        if self.kind == "boolean":
            return (True, False)
        if self.kind == "text":
            return ()
        return tuple(self.number(place) for place in range(self.size))

    @property
    def wanted_text(self) -> str:
        """What a text has to be, in words: ``two letters and four digits, at most 12 characters``."""
        return f"{self.pattern_text or 'a text'}, at most {self.longest} characters"

    @property
    def numeric(self) -> bool:
        return self.kind in ("integer", "decimal")

    @property
    def size(self) -> int:
        """How many values there are, without making them; 0 of a text and of an empty range."""
        if not self.numeric:
            return len(self.values)
        if self.step <= 0:
            return 0
        return max(0, int((Decimal(self.maximum) - self.minimum) // self.step) + 1)

    def number(self, place: int) -> Value:
        """The value at that place of the range, counted from 0; canonical: with the decimals of the step."""
        if self.kind == "integer":
            return int(self.minimum) + place * int(self.step)
        return (Decimal(self.minimum) + place * Decimal(self.step)).quantize(self._unit)

    def place(self, value: object) -> int | None:
        """Where a number stands in the range; None for any other value. A whole number may be a decimal."""
        known = (int, Decimal) if self.kind == "decimal" else (int,)
        if not self.numeric or isinstance(value, bool) or not isinstance(value, known) or self.step <= 0:
            return None
        number = Decimal(value)
        if not number.is_finite() or not self.minimum <= number <= self.maximum:
            return None
        # Without this, arithmetic would round a number of very many digits to one that is a value.
        if number != number.quantize(self._unit):
            return None
        place, rest = divmod(number - self.minimum, self.step)
        return None if rest else int(place)

    def _fits(self, text: str) -> bool:
        if not 0 < len(text) <= self.longest or not text.isprintable() or text != text.strip():
            return False
        return not self.pattern or matches(self.pattern, text)

    @property
    def _unit(self) -> Decimal:
        """One in the last decimal of the step: all values are multiples of it."""
        exponent = Decimal(self.step).as_tuple().exponent
        return Decimal(1).scaleb(min(0, int(exponent)))

    def option(self, key: object) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    def canonical(self, value: object) -> Value | None:
        """The value as this attribute knows it; None for one that it does not have.

        A decimal gets the decimals of the step; True is not 1.
        """
        if self.kind == "text":
            return value if isinstance(value, str) and self._fits(value) else None
        if self.kind == "choice":
            return value if isinstance(value, str) and self.option(value) else None
        if self.kind == "boolean":
            return value if isinstance(value, bool) else None
        place = self.place(value)
        return None if place is None else self.number(place)

    def fact(self, fact: str, value: Value) -> Decimal:
        """The number that a value carries; 0 where the catalog gives none."""
        if self.kind == "choice":
            option = self.option(value)
            return option.facts.get(fact, Decimal(0)) if option else Decimal(0)
        each = self.facts.get(fact, Decimal(0))
        return Decimal(0) if isinstance(value, str) else _EXACT.multiply(each, Decimal(value))
