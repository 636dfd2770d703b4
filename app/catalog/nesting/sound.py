"""What is wrong with a set or a component by itself, and between parts that stand side by side."""

from collections.abc import Iterator
from datetime import date

from app.catalog.attribute import Attribute
from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.nesting.scope import QUANTITY, joined
from app.catalog.nesting.sets import CHOSEN
from app.catalog.nesting.written import Body, Part, WrittenComponent, WrittenSet
from app.catalog.product import Product


def repeated_parts(body: Body, path: str) -> Iterator[Finding]:
    """Parts that bear the key of another, two attributes excepted; and keys that mean something else here."""
    first: dict[str, Part] = {}
    for part in body.parts:
        other = first.setdefault(part.key, part)
        place: Place = (_word(part), joined(path, part.key))
        if other is not part and not (isinstance(part, Attribute) and isinstance(other, Attribute)):
            message = f'there is {_a(other)} with the key "{part.key}" beside it; rename one'
            yield Finding(place, message)
        if path and part.key == QUANTITY:
            yield Finding(place, f'"{QUANTITY}" is the number of rows of a component; choose another key')


def set_findings(written: WrittenSet, path: str) -> Iterator[Finding]:
    place: Place = ("set", path)
    known = [option.key for option in written.members]
    if not known:
        yield Finding((*place, "members"), f"{written.key} has no members; write at least one")
    yield from _bounds(written, place)
    for name, keys in (("default", written.default or ()), ("preset", written.preset)):
        for key in keys:
            if key not in known:
                yield Finding((*place, name), f'there is no member "{key}"; {did_you_mean(key, known)}')
    for option in written.members:
        if CHOSEN in option.facts:
            message = f'every member has the fact "{CHOSEN}" already, 1 while it is chosen; rename this one'
            yield Finding(("attribute", joined(path, option.key), "facts"), message)
    yield from _too_few(written, place)


def _bounds(written: WrittenSet, place: Place) -> Iterator[Finding]:
    low, high, count = written.at_least, written.at_most, len(written.members)
    if low < 0:
        yield Finding((*place, "at_least"), f"at_least is 0 or more, not {low}")
    if high < max(low, 1):
        yield Finding((*place, "at_most"), f"at_most {high} is below {max(low, 1)}, so nothing is possible")
    for name, bound in (("at_least", low), ("at_most", high)):
        if bound > count > 0:
            yield Finding((*place, name), f"{name} is {bound}, but the set has {count} members")
    if len(written.preset) > max(high, 0):
        yield Finding((*place, "preset"), f"{len(written.preset)} members hold, but at_most is {high}")


def _too_few(written: WrittenSet, place: Place) -> Iterator[Finding]:
    days = {day for option in written.members for day in option.period.changes}
    for day in sorted({*days, date.min}):
        held = sum(option.period.holds(day) for option in written.members)
        if held < min(written.at_least, len(written.members)) and written.period.holds(day):
            since = f"from {day.isoformat()}" if day != date.min else f"before {min(days).isoformat()}"
            yield Finding(
                (*place, "at_least"), f"at_least is {written.at_least}, but {since} there are only {held}"
            )


def component_findings(component: WrittenComponent, path: str) -> Iterator[Finding]:
    """The range of its quantity is checked with the attribute that it becomes."""
    place: Place = ("component", path)
    if component.minimum < 0:
        yield Finding((*place, "minimum"), f"minimum is 0 or more, not {component.minimum}")
    if component.maximum < max(component.minimum, 1):
        low = max(component.minimum, 1)
        yield Finding((*place, "maximum"), f"maximum {component.maximum} is below {low}")
    if component.body is not None and not component.body.parts:
        yield Finding(place, "the component has nothing to choose; write at least one attribute")


def is_own(finding: Finding, product: Product) -> bool:
    """Whether a finding on a flat product is said here and now: of rows the first speaks for all, what is
    wrong within another product is said there, and the rule of a set can only be wrong as its condition is.
    """
    if len(finding.place) < 2 or not isinstance(finding.place[1], str):
        return True
    key = finding.place[1]
    if finding.place[0] == "rule" and any(key == joined(one.key, "members") for one in product.sets):
        return False
    if any(part.isdigit() and part != "1" for part in key.split(".")):
        return False
    foreign = (row.key for one in product.components if one.product for row in one.rows)
    return not any(key.startswith(f"{path}.") and key != f"{path}.{QUANTITY}" for path in foreign)


def _word(part: Part) -> str:
    if isinstance(part, WrittenSet):
        return "set"
    return "component" if isinstance(part, WrittenComponent) else "attribute"


def _a(part: Part) -> str:
    return {"set": "a set", "component": "a component", "attribute": "an attribute"}[_word(part)]
