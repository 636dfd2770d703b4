"""Formulas of a mapping: facts by name, exact numbers, text, conditions. Read as data, never run as code.

The grammar is Python's own for expressions; simpleeval walks it, and only the nodes, operators and functions
that stand here are let through.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from types import MappingProxyType
from typing import Any, ClassVar, Final, cast

from simpleeval import DEFAULT_OPERATORS, InvalidExpression, SimpleEval

from app.crm.mapping.facts import Fact, Facts
from app.errors import Refused

LONGEST: Final = 1_000
_LONGEST_TEXT: Final = 131_072
_MOST_DIGITS: Final = 15
_MOST_PLACES: Final = 18
_LARGEST: Final = 40
# Each is a few calls deep when it is worked out.
_MOST_PARTS: Final = 300

_NODES: Final = (
    ast.Expression,
    ast.Name,
    ast.Attribute,
    ast.Load,
    ast.Constant,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.IfExp,
    ast.Call,
    ast.And,
    ast.Or,
)
_OPERATORS: Final = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.Not,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
)


class FormulaInvalid(Refused):
    code: ClassVar[str] = "formula_invalid"


def _text(value: Fact | None) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _first(*values: Fact | None) -> Fact | None:
    return next((value for value in values if value not in (None, "")), None)


def _left(text: str, units: int) -> str:
    if units < 1:
        raise InvalidExpression("left takes one character or more")
    return cut(text, limit=units)


def _round(number: Decimal | int, places: int = 0) -> Decimal:
    if not 0 <= places <= _MOST_PLACES:
        raise InvalidExpression(f"round takes 0 to {_MOST_PLACES} places")
    return Decimal(number).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


_FUNCTIONS: Final[Mapping[str, Callable[..., Fact | None]]] = MappingProxyType(
    {
        "text": _text,
        "left": _left,
        "upper": lambda text: cast("str", text).upper(),
        "lower": lambda text: cast("str", text).lower(),
        "round": _round,
        "min": min,
        "max": max,
        "first": _first,
    }
)


def cut(text: str, *, limit: int) -> str:
    """At most so many UTF-16 units, as CRMs count; what is cut ends in an ellipsis."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * max(limit - 1, 0)].decode("utf-16-le", "ignore") + "…"


@dataclass(frozen=True, slots=True)
class Formula:
    """``names``: the facts that it asks for. ``plain``: it is one fact and nothing else."""

    text: str
    names: frozenset[str]
    plain: str
    tree: ast.expr = field(repr=False, compare=False)

    def value(self, facts: Facts) -> Fact | None:
        """None where a fact that it asks for is not known. Raises FormulaInvalid."""
        if self.plain:
            return facts.get(self.plain)
        try:
            found = _Reader(facts).eval(self.text, previously_parsed=self.tree)
        except _Unknown:
            return None
        except (DecimalException, ZeroDivisionError):
            raise FormulaInvalid(f"{self.text!r} divides by zero, or has no exact number.") from None
        except (InvalidExpression, TypeError, ValueError, AttributeError) as error:
            raise FormulaInvalid(f"{self.text!r} cannot be worked out: {str(error)[:200]}.") from None
        if not _is_fit(found):
            raise FormulaInvalid(f"{self.text!r} becomes longer than any field.")
        return cast("Fact | None", found)


def _is_fit(found: object) -> bool:
    if isinstance(found, str):
        return len(found) <= _LONGEST_TEXT
    if isinstance(found, Decimal):
        return found.is_finite() and abs(found.adjusted()) <= _LARGEST
    return not isinstance(found, int) or abs(found) < 10**_LARGEST


def formula(text: str, *, known: frozenset[str]) -> Formula:
    """Raises FormulaInvalid for what is no formula of ours, or asks for a fact that is not ``known``."""
    if len(text) > LONGEST:
        raise FormulaInvalid(f"A formula has at most {LONGEST} characters.")
    plain = text.strip()
    try:
        tree = ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaInvalid(
            f"{text!r} is no formula. Write a fact such as quote.number, or text in quotes."
        ) from None
    names = frozenset(_checked(tree, plain))
    for name in sorted(names - known):
        raise FormulaInvalid(f"{name} is no fact that is known here. There are: {', '.join(sorted(known))}.")
    return Formula(plain, names, _dotted(tree), tree)


def _checked(tree: ast.expr, text: str) -> set[str]:
    """The facts that are asked for."""
    if sum(1 for _ in ast.walk(tree)) > _MOST_PARTS:
        raise FormulaInvalid(f"{text[:40]!r}… has more parts than a formula may have. Write it in fewer.")
    names = set()
    within: set[int] = set()
    for node in ast.walk(tree):
        if not isinstance(node, _NODES + _OPERATORS):
            raise FormulaInvalid(f"{text!r} has more in it than formulas know ({type(node).__name__}).")
        if isinstance(node, ast.Call):
            _check_call(node, text)
            within.add(id(node.func))
        if isinstance(node, ast.Constant):
            _check_constant(node, text)
        if isinstance(node, ast.Attribute | ast.Name) and id(node) not in within:
            names.add(_dotted(node))
            within |= {id(one) for one in ast.walk(node)}
    if "" in names:
        raise FormulaInvalid(f"{text!r} asks for something within what is no fact.")
    return names


def _check_call(node: ast.Call, text: str) -> None:
    if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS or node.keywords:
        raise FormulaInvalid(f"{text!r}: there are the functions {', '.join(_FUNCTIONS)}.")


def _check_constant(node: ast.Constant, text: str) -> None:
    if not isinstance(node.value, str | int | float | bool | None):
        raise FormulaInvalid(f"{text!r}: a value is text in quotes, a number, True or False.")
    written = ast.get_source_segment(text, node) or ""
    if isinstance(node.value, float | int) and sum(map(str.isdigit, written)) > _MOST_DIGITS:
        raise FormulaInvalid(f"{text!r}: a number has at most {_MOST_DIGITS} digits.")


def _dotted(node: ast.expr) -> str:
    """Of ``quote.total``; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


class _Unknown(Exception):
    """A fact is not known of this quote."""


class _Reader(SimpleEval):  # type: ignore[misc]  # the library comes without types
    """simpleeval with facts for names and exact numbers; what else it could do was refused before."""

    def __init__(self, facts: Facts) -> None:
        operators = {kind: DEFAULT_OPERATORS[kind] for kind in _OPERATORS}
        super().__init__(operators=operators, functions=dict(_FUNCTIONS), names={})
        self._facts = facts
        self.nodes |= {
            ast.Attribute: self._eval_fact,
            ast.Name: self._eval_fact,
            ast.Constant: self._eval_exactly,
            ast.Call: self._eval_function,
        }

    def _eval_fact(self, node: ast.expr) -> Fact:
        found = self._facts.get(_dotted(node))
        if found is None:
            raise _Unknown
        return found

    def _eval_exactly(self, node: ast.Constant) -> Any:
        # The shortest text that is this float is what was written, as it has few digits.
        return Decimal(repr(node.value)) if isinstance(node.value, float) else node.value

    def _eval_function(self, node: ast.Call) -> Any:
        """``first`` alone goes on where something is not known."""
        if cast("ast.Name", node.func).id != _first.__name__.strip("_"):
            return self._eval_call(node)
        return _first(*(self._known(one) for one in node.args))

    def _known(self, node: ast.expr) -> Any:
        try:
            return self._eval(node)
        except _Unknown:
            return None
