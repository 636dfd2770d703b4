"""What makes an assembly the one it is: its content without the reasons for it."""

from collections.abc import Iterator

from app.assembly.fingerprint import Content
from app.assembly.items import Item, Part
from app.catalog.assembly import AssemblyRule, PartRule, ProductRule
from app.catalog.expressions import Expression, names
from app.catalog.number_templates import fields


def content_of(item: Item) -> Content:
    """How often it is needed, and where, is not part of it; what it is made of is, all the way down."""
    return {
        "key": item.key,
        "parts": [[part.quantity, part.position, _of(part)] for part in item.parts],
        "operations": [
            [work.name, work.work_centre.key, work.setup, work.minutes] for work in item.operations
        ],
        "cuts": [[cut.name, cut.material.number, cut.length, cut.pieces, cut.angle] for cut in item.cuts],
    }


def _of(part: Part | Item) -> Content:
    # A product is the one it is by what was chosen, which its number says.
    return part.number if isinstance(part, Part) or part.product else content_of(part)


def is_fixed(rule: AssemblyRule) -> bool:
    """Whether no choice changes what the assembly consists of. How often it is needed is another matter."""
    if fields(rule.number):
        return False
    for part in rule.parts:
        if isinstance(part, PartRule) and part.by:
            return False
        if isinstance(part, ProductRule) or (isinstance(part, AssemblyRule) and not is_fixed(part)):
            return False
    return not any(names(expression) for expression in _inside(rule))


def _inside(rule: AssemblyRule) -> Iterator[Expression]:
    for part in rule.parts:
        yield from (one for one in (part.occurs.quantity, part.occurs.when, part.occurs.each) if one)
    for work in rule.operations:
        yield from (one for one in (work.minutes, work.when) if one)
    for cut in rule.cuts:
        yield from (one for one in (cut.length, cut.pieces, cut.when) if one)
