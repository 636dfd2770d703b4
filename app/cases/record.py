"""Recording a golden case: everything that comes of some choices now."""

from collections.abc import Mapping

from app.cases.case import Case, Expected, LineExpected, PriceExpected, TermsExpected
from app.cases.prices import terms_of
from app.catalog import Release, Value
from app.configuration import ChoiceImpossible, configurator_for
from app.pricing import price_line


def record_case(release: Release, product: str, *, key: str, text: str, choices: Mapping[str, Value]) -> Case:
    """Raises ProductUnknown, ChoiceUnknown, PriceMissing. Contradictory choices make a case of a refusal."""
    known = release.product(product)
    configurator = configurator_for(release.fingerprint, known)
    try:
        found = configurator.configure(choices)
    except ChoiceImpossible as refused:
        rules = tuple(rule.key for rule in refused.conflict.rules)
        return Case(key, text, product, choices, Expected(refused=rules))
    completed = configurator.complete(choices)
    prices = []
    for currency in release.currencies:
        terms = TermsExpected(currency)
        line = price_line(known, completed, quantity=1, terms=terms_of(terms, release))
        prices.append(PriceExpected(terms, LineExpected(list=line.list.amount, net=line.net.amount)))
    expected = Expected(
        complete=found.complete,
        implied=found.implied,
        domains={one: found.domains[one].values for one in found.open},
        absent=tuple(one for one in found.domains if one in found.absent),
        completed={one: value for one, value in completed.items() if one in found.open},
        prices=tuple(prices),
    )
    return Case(key, text, product, choices, expected)
