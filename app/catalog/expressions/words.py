"""What a refused source should have said: expected tokens in words, hints for habits of other languages."""

import re
from collections.abc import Iterable

from app.catalog.near import did_you_mean

_VALUE = "a value"
_WORDS = {
    "NAME": _VALUE,
    "NUMBER": _VALUE,
    "TEXT": _VALUE,
    "TRUE": _VALUE,
    "FALSE": _VALUE,
    "PRESENT": _VALUE,
    "PATH": _VALUE,
    "ABS": _VALUE,
    "FOLD": _VALUE,
    "ROWS": _VALUE,
    "SIGN": "an operator",
    "NOT": _VALUE,
    "LPAR": _VALUE,
    "RPAR": '")"',
    "LBRACE": '"{"',
    "RBRACE": '"}"',
    "COMMA": '","',
    "TIMES": "an operator",
    "COMPARISON": "an operator",
    "AND": '"and"',
    "OR": '"or"',
    "IMPLIES": '"implies"',
    "REQUIRES": '"requires"',
    "EXCLUDES": '"excludes"',
    "IN": '"in"',
    "WHERE": '"where"',
    "$END": "the end",
}
_HABITS = (
    ("==", 'write "=" to compare'),
    ("=<", 'write "<=" for at most'),
    ("=>", 'write "implies", or ">=" for at least'),
    ("->", 'write "implies"'),
    ("<>", 'write "!=" for different'),
    ("≤", 'write "<="'),
    ("≥", 'write ">="'),
    ("≠", 'write "!="'),
    ("&", 'write "and"'),
    ("|", 'write "or"'),
    ("!", 'write "not", or "!=" for different'),
    ("'", 'write texts in double quotes: "n78"'),
    ('"', 'this text is not closed; end it with "'),
    (";", "one expression only; write a second rule"),
)
_CHAINED = frozenset("=<>")
_FUNCTIONS = ("abs", "all", "any", "count", "max", "min", "present", "sum")
_CALLED = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[ \t\r\n]*\Z")
_PATTERNS = (
    (re.compile(r"where\b"), '"where" stands within sum(...), count(...) and the like'),
    (re.compile(r"not\s+in\b"), 'write not (band in {...}) instead of "not in"'),
    (
        re.compile(r"[0-9]+[A-Za-z_]"),
        "names start with a letter; write such an option in quotes, and a unit after a space: 12 kW",
    ),
    (re.compile(r"\.\s*[A-Za-z_]"), "write paths without spaces: radio.power_w, radios[2].band"),
    (re.compile(r"(?<=[A-Za-z0-9_])\["), "a row is a number in brackets: radios[2].band"),
    (re.compile(r"\["), 'write a set in braces: {"a", "b"}'),
    (re.compile(r"[0-9]+\.(?![0-9])|\.[0-9]"), "write a decimal as 12.5"),
)


def expected_words(tokens: Iterable[str]) -> str:
    """``a value``, ``")" or "and"`` and the like; a sign that may start a value is not said beside it."""
    names = set(tokens)
    starts_value = "NAME" in names
    words = {_WORDS.get(name, name.lower()) for name in names if name != "SIGN" or not starts_value}
    return " or ".join(sorted(words)) or "the end"


def hint(source: str, at: int) -> str:
    """What to write instead of a habit of another language that stands at, or just before, the character."""
    for habit, advice in _HABITS:
        if source.startswith(habit, at) or (len(habit) == 2 and at > 0 and source.startswith(habit, at - 1)):
            return advice
    if source[at : at + 1] in _CHAINED:
        return 'comparisons do not chain; join two with "and"'
    called = _CALLED.search(source, max(0, at - 80), at) if source[at : at + 1] == "(" else None
    if called:
        return f'there is no function "{called[1]}"; {did_you_mean(called[1], _FUNCTIONS)}'
    return next((advice for pattern, advice in _PATTERNS if pattern.match(source, at)), "")
