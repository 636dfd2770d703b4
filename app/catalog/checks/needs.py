"""Where needs may not be read: in what decides whether an attribute applies, and in what is made.

Rules narrow what is possible until an answer is taken back again. A condition or a parts list would turn an
answer, which may always be left out, into a part of the product.
"""

from collections.abc import Iterator

from app.catalog.assembly import AssemblyRule, PartRule
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import Expression, names
from app.catalog.number_templates import TemplateInvalid, fields
from app.catalog.product import Product


def check_needs(product: Product) -> Iterator[Finding]:
    """Nothing for a product without needs."""
    if not product.needs:
        return
    for attribute in product.attributes:
        read = _read([attribute.when], product)
        if read:
            message = (
                f"whether {attribute.key} applies cannot depend on the need {read[0]}; "
                "let a rule say what the answer asks for"
            )
            yield Finding(("attribute", attribute.key, "when"), message)
    if product.assembly is not None:
        yield from _assembly(product.assembly.root, product, ("assembly",))


def _assembly(rule: AssemblyRule, product: Product, place: Place) -> Iterator[Finding]:
    try:
        number = fields(rule.number) & product.needs
    except TemplateInvalid:
        number = frozenset()
    yield from _refused(sorted(number), (*place, "number"))
    for part in rule.parts:
        occurs = part.occurs
        yield from _refused(_read([occurs.quantity, occurs.when, occurs.each], product), occurs.source)
        if isinstance(part, AssemblyRule):
            yield from _assembly(part, product, occurs.source)
        elif isinstance(part, PartRule) and part.by in product.needs:
            yield from _refused([part.by], (*occurs.source, "by"))
    for n, work in enumerate(rule.operations):
        yield from _refused(_read([work.minutes, work.when], product), (*place, "operations", n))
    for n, cut in enumerate(rule.cuts):
        yield from _refused(_read([cut.length, cut.pieces, cut.when], product), (*place, "cuts", n))


def _refused(read: list[str], place: Place) -> Iterator[Finding]:
    if read:
        message = f"what is made cannot depend on the need {read[0]}; read attributes that follow from it"
        yield Finding(place, message)


def _read(expressions: list[Expression | None], product: Product) -> list[str]:
    return sorted({key for one in expressions if one is not None for key in names(one) & product.needs})
