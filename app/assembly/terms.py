"""An assembly taken apart into small ones that are easy to look at alone.

What the whole costs is the sum over its terms, and its lead time that of the longest. Each reads few
attributes: those that its leaf and the assemblies around it speak of. Only rows of an assembly that become
one line where they are equal share the setting up of their work: their costs do not simply add up, so such
rows are one term.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from app.assembly.assemble import made_of
from app.assembly.items import Item
from app.assembly.opened import OpenedRule, opened
from app.catalog.assembly import ROW, AssemblyRule, Occurrence, PartRule
from app.catalog.expressions import Expression, names
from app.catalog.product import Product, Value
from app.configuration import Left


@dataclass(frozen=True, slots=True)
class Term:
    """``root``: the whole assembly with all but a leaf, or a few rows, left out.

    ``product`` has only the attributes that are read, ``keys``, in catalog order. ``row``: it is from one of
    several rows that may become one line.
    """

    product: Product
    root: AssemblyRule
    row: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(attribute.key for attribute in self.product.attributes)

    def made(self, values: Sequence[Value | None]) -> tuple[Item, int]:
        """Of these values of its ``keys``; as ``made_of``. Raises AssemblyInvalid."""
        known = zip(self.keys, values, strict=True)
        return made_of(self.root, self.product, {key: value for key, value in known if value is not None})

    def size(self, left: Left) -> int | None:
        """How many combinations of values are left; None for too many to list."""
        size = 1
        for key in self.keys:
            values = left.get(key, ())
            if values is None:
                return None
            size *= len(values)
        return size


@dataclass(frozen=True, slots=True)
class Bundle:
    """A term, and where it holds several rows their ``leaves`` one by one, set up for the first row only.

    ``whole`` is None where only a complete configuration tells which of the rows become one line.
    """

    whole: Term | None
    leaves: tuple[Term, ...] = ()


def leaves(product: Product, root: AssemblyRule) -> Iterator[Term]:
    return (_term(product, one) for one in _leaves(opened(root, product)))


def bundles(product: Product, root: AssemblyRule) -> Iterator[Bundle]:
    """Terms whose costs add up."""
    for whole, parts in _bundles(opened(root, product)):
        alone = tuple(replace(_term(product, one), row=True) for one in parts)
        yield Bundle(_term(product, whole) if whole else None, alone)


def _term(product: Product, root: AssemblyRule) -> Term:
    read = _read(root)
    kept = tuple(attribute for attribute in product.attributes if attribute.key in read)
    return Term(replace(product, attributes=kept, steps=(), rules=(), tables=(), assembly=None), root)


def _leaves(rule: AssemblyRule) -> Iterator[AssemblyRule]:
    bare = _bare(rule)
    for part in rule.parts:
        for one in _leaves(part) if isinstance(part, AssemblyRule) else (part,):
            yield replace(bare, parts=(one,))
    yield from (replace(bare, operations=(work,)) for work in rule.operations)
    yield from (replace(bare, cuts=(cut,)) for cut in rule.cuts)
    if not (rule.parts or rule.cuts):
        # It has days of its own all the same.
        yield bare


def _bundles(rule: AssemblyRule) -> Iterator[tuple[AssemblyRule | None, tuple[AssemblyRule, ...]]]:
    bare = _bare(rule)
    for rows in _rows(rule):
        if _share_work(rows):
            alone = (leaf for row in _set_up_once(rows) for leaf in _leaves(row))
            told = not any(_has_product(row) for row in rows)
            yield (
                replace(bare, parts=rows) if told else None,
                tuple(replace(bare, parts=(leaf,)) for leaf in alone),
            )
            continue
        for whole, parts in (found for row in rows for found in _bundles(row)):
            around = replace(bare, parts=(whole,)) if whole else None
            yield around, tuple(replace(bare, parts=(one,)) for one in parts)
    own = tuple(part for part in rule.parts if not isinstance(part, AssemblyRule))
    yield from ((one, ()) for one in _leaves(replace(rule, parts=own)))


def _rows(rule: AssemblyRule) -> Iterator[tuple[AssemblyRule, ...]]:
    """The assemblies in it, those together that are rows of one."""
    nested = sorted((one for one in rule.parts if isinstance(one, AssemblyRule)), key=_key)
    return (tuple(group) for _, group in groupby(nested, key=_key))


def _share_work(rows: Sequence[AssemblyRule]) -> bool:
    """Whether several of them may become one line, and there is work in them."""
    occurs = rows[0].occurs
    several = len(rows) > 1 or occurs.each is not None
    return several and f"{{{ROW}}}" not in occurs.position and any(_has_work(row) for row in rows)


def _has_work(rule: AssemblyRule) -> bool:
    nested = (part for part in rule.parts if isinstance(part, AssemblyRule))
    return bool(rule.operations) or any(_has_work(part) for part in nested)


def _has_product(rule: AssemblyRule) -> bool:
    nested = (part for part in rule.parts if isinstance(part, AssemblyRule))
    return isinstance(rule, OpenedRule) or any(_has_product(part) for part in nested)


def _key(rule: AssemblyRule) -> str:
    return rule.key


def _bare(rule: AssemblyRule) -> AssemblyRule:
    return replace(rule, number="", parts=(), operations=(), cuts=())


def _set_up_once(rows: Sequence[AssemblyRule]) -> Iterator[AssemblyRule]:
    """Setting up for the first row is a part of any line that the row becomes a part of; the same within."""
    share = _share_work(rows)
    for n, row in enumerate(rows):
        if share and n:
            yield _not_set_up(row)
            continue
        own = tuple(part for part in row.parts if not isinstance(part, AssemblyRule))
        yield replace(row, parts=(*own, *(one for inner in _rows(row) for one in _set_up_once(inner))))


def _not_set_up(rule: AssemblyRule) -> AssemblyRule:
    parts = tuple(_not_set_up(one) if isinstance(one, AssemblyRule) else one for one in rule.parts)
    work = tuple(replace(one, setup=Decimal()) for one in rule.operations)
    return replace(rule, parts=parts, operations=work)


def _read(rule: AssemblyRule) -> frozenset[str]:
    """The attributes that an assembly speaks of, all the way down."""
    found = {name for one in _spoken(rule) if one is not None for name in names(one)}
    for part in rule.parts:
        found |= _read(part) if isinstance(part, AssemblyRule) else _names_of(part.occurs)
        found |= {part.by} if isinstance(part, PartRule) else set()
    return frozenset(found)


def _names_of(occurs: Occurrence) -> frozenset[str]:
    spoken = (one for one in (occurs.quantity, occurs.when, occurs.each) if one is not None)
    return frozenset(name for one in spoken for name in names(one))


def _spoken(rule: AssemblyRule) -> Iterator[Expression | None]:
    yield from (rule.occurs.quantity, rule.occurs.when, rule.occurs.each)
    for work in rule.operations:
        yield from (work.minutes, work.when)
    for cut in rule.cuts:
        yield from (cut.length, cut.pieces, cut.when)
