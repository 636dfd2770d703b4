"""What is worked out of a product's formula before the first question, and its form as bytes.

The bytes are plain numbers behind a line of JSON. They say which formula they belong to, so what was made by
another version of the encoding, or of another product, is never taken for this one's.
"""

import json
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Final

from app.configuration.formula import Clause, Formula, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction

_FORM: Final = f"quotewright-start-5-{sys.byteorder}-{array('i').itemsize}"
_LONGEST_HEADER: Final = 1_000


class StartUnreadable(ValueError):
    """Bytes that are broken, or belong to another formula."""


@dataclass(frozen=True, slots=True)
class Start:
    """``witnesses``: configurations as sets of literals; ``excluded``: what is impossible without choices;
    ``answers``: choices, and what is impossible with them.
    """

    reduction: Reduction
    witnesses: tuple[LiteralSet, ...]
    excluded: LiteralSet
    answers: tuple[tuple[LiteralSet, LiteralSet], ...] = ()


def formula_digest(formula: Formula, meaning: str) -> str:
    """``meaning``: what clauses do not say of their literals."""
    return sha256(_flat(formula.all_clauses()).tobytes() + meaning.encode()).hexdigest()


def start_bytes(start: Start, *, digest: str) -> bytes:
    reduction = start.reduction
    places, clauses = array("i", reduction.places), _flat(reduction.clauses)
    width = _width(reduction)
    sets = b"".join(
        one.to_bytes(width, "little") for one in (start.excluded, *chain(*start.answers), *start.witnesses)
    )
    body = places.tobytes() + clauses.tobytes() + sets
    header = {
        "form": _FORM,
        "formula": digest,
        "body": sha256(body).hexdigest(),
        "last": reduction.last,
        "variables": reduction.variables,
        "places": len(places),
        "clauses": len(clauses),
        "answers": len(start.answers),
    }
    return json.dumps(header).encode() + b"\n" + body


def start_from(content: bytes, *, digest: str) -> Start:
    """Raises StartUnreadable."""
    header, body = _parted(content)
    if header["form"] != _FORM or header["formula"] != digest or header["body"] != sha256(body).hexdigest():
        raise StartUnreadable
    size = array("i").itemsize
    places, clauses = array("i"), array("i")
    ends = [size * _count(header, "places"), size * (_count(header, "places") + _count(header, "clauses"))]
    places.frombytes(body[: ends[0]])
    clauses.frombytes(body[ends[0] : ends[1]])
    reduction = Reduction(
        clauses=tuple(_clauses(clauses)),
        places=tuple(places),
        last=_count(header, "last"),
        variables=_count(header, "variables"),
        possible=True,
    )
    width = _width(reduction)
    sets = [int.from_bytes(body[at : at + width], "little") for at in range(ends[1], len(body), width)]
    _check(reduction, sets)
    answered, first = sets[1 : 1 + 2 * _count(header, "answers")], 1 + 2 * _count(header, "answers")
    if len(sets) < first:
        raise StartUnreadable
    answers = tuple(zip(answered[::2], answered[1::2], strict=True))
    return Start(reduction, witnesses=tuple(sets[first:]), excluded=sets[0], answers=answers)


def _parted(content: bytes) -> tuple[Mapping[str, object], bytes]:
    line = content[:_LONGEST_HEADER].partition(b"\n")[0]
    try:
        header = json.loads(line)
    except ValueError:
        raise StartUnreadable from None
    if not isinstance(header, dict) or not {"form", "formula", "body"} <= header.keys():
        raise StartUnreadable
    return header, content[len(line) + 1 :]


def _count(header: Mapping[str, object], name: str) -> int:
    found = header.get(name)
    if not isinstance(found, int) or found < 0:
        raise StartUnreadable
    return found


def _check(reduction: Reduction, sets: Sequence[LiteralSet]) -> None:
    most = reduction.variables
    literals = chain(reduction.places[1:], *reduction.clauses)
    if not sets or not 1 <= reduction.last <= most or any(not 1 <= abs(one) <= most for one in literals):
        raise StartUnreadable


def _width(reduction: Reduction) -> int:
    return LiteralSets(reduction.last).size // 8 + 1


def _flat(clauses: Iterable[Sequence[Literal]]) -> "array[int]":
    return array("i", chain.from_iterable((*clause, 0) for clause in clauses))


def _clauses(flat: "array[int]") -> Iterable[Clause]:
    start = 0
    literals = flat.tolist()
    while start < len(literals):
        end = literals.index(0, start)
        yield tuple(literals[start:end])
        start = end + 1
