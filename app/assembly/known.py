"""What the catalog has to know of a product before one configuration is preferred for its cost or time."""

from collections.abc import Iterable, Iterator

from app.assembly.opened import opened
from app.assembly.terms import leaves
from app.catalog.articles import Article
from app.catalog.assembly import AssemblyRule, PartRule
from app.catalog.product import Product


def without_cost(product: Product, currency: str) -> tuple[str, ...]:
    """Articles and work centres that the product may need and that have no cost in the currency."""
    if product.assembly is None:
        return ()
    return tuple(dict.fromkeys(_without_cost(opened(product.assembly.root, product), currency)))


def _without_cost(rule: AssemblyRule, currency: str) -> Iterator[str]:
    for part in rule.parts:
        if isinstance(part, AssemblyRule):
            yield from _without_cost(part, currency)
        yield from (one.number for one in _articles(part) if currency not in one.costs)
    yield from (one.material.number for one in rule.cuts if currency not in one.material.costs)
    yield from (one.work_centre.name for one in rule.operations if currency not in one.work_centre.rates)


def can_be_sooner(product: Product) -> bool:
    """Whether what is chosen may change the lead time."""
    if product.assembly is None:
        return False
    always, by_choice = [0], [0]
    for term in leaves(product, product.assembly.root):
        (by_choice if term.keys else always).append(_longest(term.root))
    return max(by_choice) > max(always)


def has_lead_times(product: Product) -> bool:
    return product.assembly is not None and _longest(opened(product.assembly.root, product)) > 0


def _longest(rule: AssemblyRule) -> int:
    """If all of it were there."""
    waits = [cut.material.lead_time_days for cut in rule.cuts]
    waits += [article.lead_time_days for part in rule.parts for article in _articles(part)]
    waits += [_longest(part) for part in rule.parts if isinstance(part, AssemblyRule)]
    return max(waits, default=0) + rule.days


def _articles(part: object) -> Iterable[Article]:
    if not isinstance(part, PartRule):
        return ()
    return (part.article,) if part.article else part.articles.values()
