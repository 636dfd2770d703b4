"""The shipped catalogs are in all languages of documents: names, terms by region, steps of the price."""

import re
from collections.abc import Iterator, Mapping

import pytest

from app.catalog import Release
from app.catalog.clauses import clauses_for
from app.documents import LANGUAGES
from app.store.catalogs import load_release, shipped_catalog

OTHERS = frozenset(LANGUAGES) - {"en"}
WORD = re.compile(r"\b(?!Ethernet\b)[A-Za-z]?[a-z]{4,}\b")


@pytest.fixture(scope="module", params=["telecom", "machinery"])
def release(request: pytest.FixtureRequest) -> Release:
    return load_release(shipped_catalog(request.param))


def printed(release: Release) -> Iterator[tuple[str, Mapping[str, str]]]:
    for product in release.products.values():
        yield product.name, product.names
        for owners in (product.steps, product.attributes, product.sets, product.components):
            yield from ((owner.name, owner.names) for owner in owners)
        for attribute in product.attributes:
            yield from ((option.name, option.names) for option in attribute.options)
    yield from ((step.name, step.names) for step in release.pricing.steps)


def test_every_name_with_a_word_in_it_is_in_every_language(release: Release) -> None:
    lacking = {name for name, names in printed(release) if WORD.search(name) and not names.keys() >= OTHERS}
    assert lacking == set()


@pytest.mark.parametrize("language", sorted(OTHERS))
def test_every_clause_is_in_every_language_in_every_region(release: Release, language: str) -> None:
    for region in ("", *release.pricing.regions):
        found = list(clauses_for(release.terms, region=region, language=language, own=release.language))
        assert found
        assert {spoken for _, spoken in found} == {language}


def test_customs_are_for_the_buyer_where_there_are_any() -> None:
    release = load_release(shipped_catalog("telecom"))

    def english(region: str) -> str:
        return " ".join(
            text for text, _ in clauses_for(release.terms, region=region, language="en", own="en")
        )

    assert "Customs" in english("APAC")
    assert "Customs" not in english("EMEA")
    assert "eight weeks" in english("EMEA")
