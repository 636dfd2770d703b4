"""Another solver, asked for one value after the other over the whole formula, finds the same domains."""

import pytest

from app.catalog import Product
from app.configuration import Configurator
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.engine import shapes
from benchmarks.engine.plain import Plain
from benchmarks.engine.rows import many_rows
from benchmarks.engine.sessions import at_every_domain, clicked


def _telecom(key: str) -> Product:
    return load_release(shipped_catalog("telecom")).product(key)


@pytest.mark.parametrize(
    "product",
    [
        _telecom("mx900"),
        _telecom("sc300"),
        shapes.grid(12, 8, exclusions=200),
        shapes.grid(2, 60, exclusions=90),
        shapes.feature_tree(150),
        shapes.one_large_table(3_000),
        many_rows(5),
    ],
    ids=["mx900", "sc300", "12 x 8", "2 x 60", "150 features", "3000 rows", "5 rows of a component"],
)
def test_domains_are_those_of_a_second_solver(product: Product) -> None:
    clicks = clicked(Configurator(product), at_every_domain, sessions=25, seconds=60, samples=12)
    times, differing, domains = Plain(product).compared(clicks.samples, seconds=60)
    assert len(times) == len(clicks.samples) > 0
    assert differing == 0 < domains
