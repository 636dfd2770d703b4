"""Numbers with very many values that a rule multiplies and divides: exact ends after each choice.

How many laptops run on how much power, a sample known from other configurators. CPU time, random sessions to
completion, against what a peer publishes for one answer.
"""

import statistics
import time
from dataclasses import replace
from decimal import Decimal
from random import Random

from app.catalog import Attribute, Product, Value
from app.catalog.expressions import parse
from app.catalog.product import AttributeKey, ProductKey, Rule
from app.configuration import Configuration, Configurator
from benchmarks.figures import Figure

_SEED = 20261126
_SESSIONS = 200
_WANTED_MS = 20.0
_PUBLISHED_MS = 676.0


def laptops() -> Product:
    """Volts = power / amps × laptops, and more than 110 of them."""
    rules = {"law": "volts = power / amps * laptops", "enough": "volts > 110"}
    return Product(
        key=ProductKey("laptops"),
        code="LAPTOPS",
        name="Laptops",
        description="",
        family="",
        attributes=(
            _whole("laptops", 9_999),
            _hundredths("power", "500"),
            _whole("amps", 5),
            _hundredths("volts", "5000000"),
        ),
        steps=(),
        rules=tuple(Rule(key, f"{key}.", parse(source), source) for key, source in rules.items()),
        tables=(),
        prices={},
    )


def _whole(key: str, maximum: int) -> Attribute:
    return Attribute(AttributeKey(key), key, "integer", minimum=1, maximum=maximum)


def _hundredths(key: str, maximum: str) -> Attribute:
    number = replace(_whole(key, 1), kind="decimal", minimum=Decimal(0), step=Decimal("0.01"))
    return replace(number, maximum=Decimal(maximum))


def measure() -> list[Figure]:
    product = laptops()
    engine = Configurator(product)
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    times = [took for _ in range(_SESSIONS) for took in _session(engine, product, chance)]
    worst = sorted(times)[int(len(times) * 0.99)]
    return [
        Figure(f"laptops, {name}", took, "ms", "published by a peer", _PUBLISHED_MS, wanted=_WANTED_MS)
        for name, took in (("median", statistics.median(times)), ("99 %", worst), ("most", max(times)))
    ]


def _session(engine: Configurator, product: Product, chance: Random) -> list[float]:
    choices: dict[str, Value] = {}
    answer, times = engine.configure(choices), []
    while answer.open:
        key = chance.choice(answer.open)
        choices[key] = _picked(engine, product, answer, key, chance=chance)
        started = time.process_time()
        answer = engine.configure(dict(choices))
        for _ in answer.domains.values():
            pass
        times.append((time.process_time() - started) * 1_000)
    return times


def _picked(
    engine: Configurator, product: Product, answer: Configuration, key: str, *, chance: Random
) -> Value:
    """Some value within, or an end where that one does not go."""
    domain, attribute = answer.domains[key], product.attribute(key)
    if not domain.ranges or attribute is None:
        return chance.choice(domain.values)
    low, high = chance.choice(domain.ranges)
    value = attribute.number(chance.randint(attribute.place(low) or 0, attribute.place(high) or 0))
    if engine.why_not(answer.choices, key, value) is None:
        return value
    return chance.choice([domain.ranges[0][0], domain.ranges[-1][1]])
