"""A refusal is read in the reader's language, as far as the catalog gives it."""

from dataclasses import replace

import pytest

from app.catalog.texts import said
from app.configuration import ChoiceImpossible, Configurator
from tests.configuration.station import STATION

GERMAN = "Massive MIMO braucht eine aktive Antenne."
SPOKEN = replace(
    STATION,
    rules=tuple(
        replace(rule, texts={"en": rule.text, "de": GERMAN}) if rule.key == "mimo_active" else rule
        for rule in STATION.rules
    ),
)


def refusal() -> ChoiceImpossible:
    with pytest.raises(ChoiceImpossible) as refused:
        Configurator(SPOKEN).choose({"antenna": "passive"}, "massive_mimo", True)
    return refused.value


def test_the_sentence_of_a_rule_is_said_in_the_language_of_the_reader() -> None:
    found = refusal().in_language("de-AT")
    assert found.conflict.rules[0].text == GERMAN
    assert found.detail.endswith(GERMAN)
    assert GERMAN in str(found.facts["conflict"])
    assert found.repairs == refusal().repairs


@pytest.mark.parametrize("language", ["", "en", "en-GB", "fr"])
def test_whose_language_the_catalog_does_not_have_reads_its_own(language: str) -> None:
    found = refusal()
    assert found.in_language(language).detail == found.detail


def test_a_country_may_have_a_sentence_of_its_own() -> None:
    texts = {"pt": "a", "pt-BR": "b"}
    assert [said("c", texts, language=tag) for tag in ("pt-BR", "pt-PT", "pt", "xx")] == ["b", "a", "a", "c"]
