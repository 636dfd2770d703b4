"""Names and terms in several languages, as files say them."""

from pathlib import Path

import pytest

from app.catalog import Clause, clauses_for, in_language, regions_of
from app.store.catalogs import CatalogInvalid, load_release
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog

GERMAN = spoilt(
    ("name: Lamp\n", "name: {en: Lamp, de: Lampe}\n"),
    ("    name: Body\n", "    name: {en: Body, de: Gehäuse}\n"),
    ("name: Place\n", "name: {en: Place, de: Ort, de-AT: Platz}\n"),
    ("{key: indoor, name: Indoor}", "{key: indoor, name: {en: Indoor, de: Innen}}"),
)
NESTED = """\
schema: 1
key: site
code: SITE
name: Site
family: Sites
prices: {EUR: 1, USD: 1}
steps:
  - key: radios
    name: Radios
    components:
      - key: radios
        name: {en: Radios, de: Funkgeräte}
        row_name: {en: Radio, de: Funkgerät}
        minimum: 1
        maximum: 2
        attributes:
          - key: band
            name: Band
            kind: choice
            options: [{key: low, name: {en: Low, de: Tief}}, {key: high, name: High}]
        sets:
          - key: extras
            name: {en: Extras, de: Zubehör}
            members: [{key: gnss, name: {en: Clock, de: Uhr}}, {key: fan, name: Fan}]
"""
TERMS = """\
terms:
  - Payment within 30 days.
  - {en: By our terms., de: Zu unseren Bedingungen.}
  - {text: Duty paid., regions: [EU]}
  - text: {en: Customs are yours., de: Zoll zahlen Sie.}
    regions: [CH, NO]
"""


def test_a_product_is_read_in_the_language_asked_for(tmp_path: Path) -> None:
    lamp = load_release(write_catalog(tmp_path, lamp=GERMAN)).product("lamp")
    german = in_language(lamp, "de")
    assert (lamp.name, german.name) == ("Lamp", "Lampe")
    assert german.steps[0].name == "Gehäuse"
    place, bulb, *_ = german.attributes
    assert (place.name, in_language(lamp, "de-AT").attributes[0].name) == ("Ort", "Platz")
    assert [option.name for option in place.options] == ["Innen", "Outdoor"]
    assert bulb is lamp.attributes[1]
    assert in_language(lamp, "fr").name == "Lamp"
    assert german.rules is lamp.rules


def test_a_product_in_one_language_is_itself_in_every_other(tmp_path: Path) -> None:
    lamp = load_release(write_catalog(tmp_path)).product("lamp")
    assert in_language(lamp, "de") is lamp


def test_nested_names_are_put_together_in_each_language(tmp_path: Path) -> None:
    site = load_release(write_catalog(tmp_path, site=NESTED)).product("site")
    german = in_language(site, "de")
    names = {str(one.key): (one.name, one.label) for one in german.attributes}
    assert names["radios.count"] == ("Funkgeräte", "Funkgeräte")
    assert names["radios.2.band"] == ("Funkgerät 2 · Band", "Band")
    assert names["radios.1.extras.gnss"] == ("Funkgerät 1 · Zubehör · Uhr", "Uhr")
    assert [row.name for row in german.components[0].rows] == ["Funkgerät 1", "Funkgerät 2"]
    assert german.sets[0].name == "Funkgerät 1 · Zubehör"
    english = {str(one.key): one.name for one in site.attributes}
    assert english["radios.1.extras.gnss"] == "Radio 1 · Extras · Clock"


def test_a_name_in_one_language_leaves_the_fingerprint_as_it_was(tmp_path: Path) -> None:
    plain = load_release(write_catalog(tmp_path / "one")).fingerprint
    assert load_release(write_catalog(tmp_path / "two", lamp=GERMAN)).fingerprint != plain
    again = spoilt(("terms:\n", "language: en\nterms:\n"), text=CATALOG)
    assert load_release(write_catalog(tmp_path / "three", catalog=again)).fingerprint == plain


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Lamp\n", "name: {de: Lampe}\n", "name: the text in the language of the catalog is missing"),
        ("name: Lamp\n", "name: {}\n", "name: is empty; write a text"),
        ("name: Lamp\n", "name: {english: Lamp}\n", "is a language as en or pt-BR"),
        ("name: Place\n", "name: {en: Place, de: 5}\n", "is a text"),
    ],
)
def test_a_name_that_cannot_be_read_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(CatalogInvalid, match=said):
        load_release(write_catalog(tmp_path, lamp=spoilt((old, new))))


def test_terms_are_read_by_language_and_region(tmp_path: Path) -> None:
    catalog = spoilt(("terms:\n  - Payment within 30 days.\n", TERMS), text=CATALOG)
    terms = load_release(write_catalog(tmp_path, catalog=catalog)).terms
    assert terms[0] == "Payment within 30 days."
    assert terms[2] == Clause("Duty paid.", {}, ("EU",))
    assert regions_of(terms) == ("EU", "CH", "NO")

    def said(region: str, language: str) -> list[tuple[str, str]]:
        return list(clauses_for(terms, region=region, language=language, own="en"))

    assert said("EU", "fr") == [
        ("Payment within 30 days.", "en"),
        ("By our terms.", "en"),
        ("Duty paid.", "en"),
    ]
    assert said("CH", "de-CH")[1:] == [("Zu unseren Bedingungen.", "de"), ("Zoll zahlen Sie.", "de")]
    assert len(said("", "de")) == 2


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("{de: Nur deutsch.}", r"terms.*the text in the language of the catalog is missing; write en"),
        ("{text: Alone., regions: []}", "regions: is empty; name a region"),
        ("{text: Alone.}", "regions: is missing; add it"),
        ("{text: A., regions: [EU], until: 5}", "until: is unknown here"),
        ("{regions: [EU]}", "text: is missing; add it"),
        ("[a, b]", "is a text"),
    ],
)
def test_a_clause_that_cannot_be_read_is_told_at_its_place(tmp_path: Path, clause: str, said: str) -> None:
    catalog = spoilt(("  - Payment within 30 days.\n", f"  - {clause}\n"), text=CATALOG)
    with pytest.raises(CatalogInvalid, match=said):
        load_release(write_catalog(tmp_path, catalog=catalog))


def test_more_clauses_than_a_document_prints_are_refused(tmp_path: Path) -> None:
    many = "".join(f"  - Clause {n}.\n" for n in range(201))
    catalog = spoilt(("  - Payment within 30 days.\n", many), text=CATALOG)
    with pytest.raises(CatalogInvalid, match="201 clauses, at most 200"):
        load_release(write_catalog(tmp_path, catalog=catalog))


def test_plain_names_are_as_before(tmp_path: Path) -> None:
    assert load_release(write_catalog(tmp_path, lamp=PRODUCT)).product("lamp").names == {}
