"""Another solver, asked for one value after the other over the whole formula, finds the same domains."""

from collections.abc import Callable
from functools import cache

import pytest

from app.catalog import Product, Release
from app.configuration import Configurator
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.engine import shapes
from benchmarks.engine.plain import Plain
from benchmarks.engine.rows import many_rows
from benchmarks.engine.sessions import at_every_domain, clicked


@cache
def _telecom() -> Release:
    return load_release(shipped_catalog("telecom"))


@pytest.mark.parametrize(
    "made",
    [
        lambda: _telecom().product("mx900"),
        lambda: _telecom().product("sc300"),
        lambda: shapes.grid(12, 8, exclusions=200),
        lambda: shapes.grid(2, 60, exclusions=90),
        lambda: shapes.feature_tree(150),
        lambda: shapes.one_large_table(3_000),
        lambda: many_rows(5),
    ],
    ids=["mx900", "sc300", "12 x 8", "2 x 60", "150 features", "3000 rows", "5 rows of a component"],
)
def test_domains_are_those_of_a_second_solver(made: Callable[[], Product]) -> None:
    product = made()
    clicks = clicked(Configurator(product), at_every_domain, sessions=25, seconds=60, samples=12)
    times, differing, domains = Plain(product).compared(clicks.samples, seconds=60)
    assert len(times) == len(clicks.samples) > 0
    assert differing == 0 < domains
