"""What is worked out of a product's formula before the first question, and its form as bytes.

The bytes are plain numbers behind a line of JSON, never objects. They say which formula they belong to, so
what was made by another version of the encoding, or of another product, is never taken for this one's. They
may also say what that formula was made of, by which program, so that nobody has to make it to know.
"""

import json
import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Final

import app
from app.configuration.formula import Clause, Formula, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction

_FORM: Final = f"quotewright-start-6-{sys.byteorder}-{array('i').itemsize}"
_LONGEST_HEADER: Final = 1_000


class StartUnreadable(ValueError):
    """Bytes that are broken, or belong to another formula."""


@dataclass(frozen=True, slots=True)
class Start:
    """``witnesses``: configurations as sets of literals; ``excluded``: what is impossible without choices;
    ``about``: numbers of the attributes of which each rule, table and condition speaks; ``answers``: choices,
    and what is impossible with them.
    """

    reduction: Reduction
    witnesses: tuple[LiteralSet, ...]
    excluded: LiteralSet
    about: Sequence[Sequence[int]] = ()
    answers: tuple[tuple[LiteralSet, LiteralSet], ...] = ()


def formula_digest(formula: Formula, meaning: str) -> str:
    """``meaning``: what clauses do not say of their literals."""
    return sha256(_flat(formula.all_clauses()).tobytes() + meaning.encode()).hexdigest()


@cache
def _program() -> str:
    """Of its source: another version, or one with any line changed, trusts nothing that this one made."""
    digest = sha256()
    for file in sorted(Path(app.__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def made_of(source: str) -> str:
    """``source`` names a product for ever, as the fingerprint of its release and its key do; or is empty."""
    return sha256(f"{_program()} {source}".encode()).hexdigest() if source else ""


def start_bytes(start: Start, *, digest: str, source: str) -> bytes:
    reduction = start.reduction
    by_length = sorted(reduction.clauses, key=len)
    about = array("i", chain.from_iterable((*one, -1) for one in start.about))
    lengths = array("i", chain.from_iterable(sorted(Counter(map(len, by_length)).items())))
    places, clauses = array("i", reduction.places), array("i", chain.from_iterable(by_length))
    width = _width(reduction)
    kept = (start.excluded, *chain(*start.answers), *start.witnesses)
    sets = b"".join(one.to_bytes(width, "little") for one in kept)
    body = b"".join([*(one.tobytes() for one in (lengths, places, clauses, about)), sets])
    header = {
        "form": _FORM,
        "formula": digest,
        "made_of": made_of(source),
        "body": sha256(body).hexdigest(),
        "last": reduction.last,
        "variables": reduction.variables,
        "places": len(places),
        "clauses": len(clauses),
        "lengths": len(lengths),
        "about": len(about),
        "answers": len(start.answers),
    }
    return json.dumps(header).encode() + b"\n" + body


def start_from(content: bytes, *, digest: Callable[[], str], source: str) -> Start:
    """``digest`` is asked for where the bytes are not known to be made of the ``source``, which may be empty.

    Raises StartUnreadable.
    """
    header, body = _parted(content)
    if header["form"] != _FORM or header["body"] != sha256(body).hexdigest():
        raise StartUnreadable
    if not (source and header["made_of"] == made_of(source)) and header["formula"] != digest():
        raise StartUnreadable
    counts = [_count(header, name) for name in ("lengths", "places", "clauses", "about")]
    (lengths, places, clauses, about), rest = _numbers(body, counts)
    reduction = Reduction(
        clauses=tuple(_clauses(clauses, lengths)),
        places=tuple(places),
        last=_count(header, "last"),
        variables=_count(header, "variables"),
        possible=True,
    )
    _check(reduction, places[1:], clauses)
    width = _width(reduction)
    sets = [int.from_bytes(rest[at : at + width], "little") for at in range(0, len(rest), width)]
    first = 1 + 2 * _count(header, "answers")
    if len(sets) < first:
        raise StartUnreadable
    answers = tuple(zip(sets[1:first:2], sets[2:first:2], strict=True))
    return Start(reduction, tuple(sets[first:]), sets[0], tuple(_ended(about)), answers)


def _numbers(body: bytes, counts: Sequence[int]) -> tuple[list["array[int]"], bytes]:
    """Arrays of so many, and what follows them."""
    found = []
    for count in counts:
        numbers = array("i")
        end = count * numbers.itemsize
        if len(body) < end:
            raise StartUnreadable
        numbers.frombytes(body[:end])
        body = body[end:]
        found.append(numbers)
    return found, body


def _parted(content: bytes) -> tuple[Mapping[str, object], bytes]:
    line = content[:_LONGEST_HEADER].partition(b"\n")[0]
    try:
        header = json.loads(line)
    except ValueError:
        raise StartUnreadable from None
    if not isinstance(header, dict) or not {"form", "formula", "made_of", "body"} <= header.keys():
        raise StartUnreadable
    return header, content[len(line) + 1 :]


def _count(header: Mapping[str, object], name: str) -> int:
    found = header.get(name)
    if not isinstance(found, int) or found < 0:
        raise StartUnreadable
    return found


def _check(reduction: Reduction, *literals: "array[int]") -> None:
    most = reduction.variables
    if not 1 <= reduction.last <= most:
        raise StartUnreadable
    for numbers in filter(None, literals):
        if min(numbers) < -most or max(numbers) > most or 0 in numbers:
            raise StartUnreadable


def _width(reduction: Reduction) -> int:
    return LiteralSets(reduction.last).size // 8 + 1


def _flat(clauses: Iterable[Sequence[Literal]]) -> "array[int]":
    return array("i", chain.from_iterable((*clause, 0) for clause in clauses))


def _clauses(flat: "array[int]", lengths: "array[int]") -> Iterator[Clause]:
    """``lengths``: of clauses, each followed by how many there are."""
    numbers = iter(flat)
    for length, count in zip(lengths[::2], lengths[1::2], strict=True):
        yield from islice(zip(*[numbers] * length, strict=True), count)


def _ended(flat: "array[int]") -> Iterator[Sequence[int]]:
    """Runs of numbers, each of which ends with -1."""
    numbers, start = flat.tolist(), 0
    while start < len(numbers):
        end = numbers.index(-1, start)
        yield numbers[start:end]
        start = end + 1
