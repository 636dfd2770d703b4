"""Steps of a price in the language of the document; units that are words too."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.catalog.pricing import USUAL
from app.documents import figures, speech_of
from app.documents.step_labels import StepLabels
from tests.documents import samples

_GERMAN = {
    "list": "Listenpreis",
    "customer": "Kundenstaffel",
    "manual": "Rabatt",
    "quantity": "Mengenstaffel",
}


def _labels(language: str) -> StepLabels:
    steps = tuple(
        replace(one, names={"de": _GERMAN[one.key]} if one.key in _GERMAN else {}) for one in USUAL.steps
    )
    macro = samples.RELEASE.products[samples.MACRO.key]
    band = replace(macro.attributes[0], names={"de": "Frequenzband"})
    power = replace(macro.attributes[1], names={"de": "Sendeleistung"})
    product = replace(macro, names={"de": "Makrostation"}, attributes=(band, power, *macro.attributes[2:]))
    release = replace(
        samples.RELEASE,
        products={**samples.RELEASE.products, product.key: product},
        pricing=replace(USUAL, steps=steps),
    )
    return StepLabels(release, speech_of(language))


def test_steps_of_a_line_have_the_names_of_the_language_with_its_figures() -> None:
    (line,) = samples.of_lines(1).lines
    labels = _labels("de")
    said = {step.kind: labels.of_line(step, line) for step in line.price.steps}
    assert said["list"] == "Makrostation"
    percents = [text for kind, text in said.items() if kind in ("customer", "quantity", "manual")]
    assert percents
    for text in percents:
        assert text.split(" (")[0] in _GERMAN.values()
    english = {step.kind: _labels("en").of_line(step, line) for step in line.price.steps}
    assert english["list"] == samples.MACRO.name


@pytest.mark.parametrize(
    ("language", "years", "metres"),
    [
        ("en", "3 years", "2.5 m"),
        ("de", "3 Jahre", "2,5 m"),
        ("ja", "3 年", "2.5 m"),
        ("ar_EG", "٣ سنوات", "\u0662\u066b\u0665 m"),
    ],
)
def test_units_that_are_words_are_those_of_the_language(language: str, years: str, metres: str) -> None:
    assert figures.measured(3, "years", language).replace("\u00a0", " ") == years
    assert figures.measured(Decimal("2.5"), "m", language).replace("\u00a0", " ") == metres
