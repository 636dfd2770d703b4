"""Rows, aggregates and sets become conditions over flat attributes, or are refused at their character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.expressions import Component, Row, Scope, evaluate, expand, parse, write
from app.catalog.expressions.tree import Compare, Constant, Name
from tests.configuration.station import STATION


def at_least(number: int) -> Compare:
    return Compare(">=", Name("radios.count"), Constant(number))


def radio(number: int) -> Scope:
    speeds = Scope({"speed": f"radios.{number}.ports.speed"})
    return Scope(
        attributes={name: f"radios.{number}.{name}" for name in ("band", "power", "model")},
        components={"ports": Component((Row(speeds),), Constant(2), equal=True)},
        sets={"licences": {"voice": f"radios.{number}.licences.voice"}},
    )


PRODUCT = Scope(
    attributes={"site": "site", "power": "power"},
    components={
        "radios": Component((Row(radio(1)), Row(radio(2), at_least(2))), Name("radios.count")),
        "fans": Component(
            (Row(Scope({"watt": "fans.watt"}), Compare(">=", Name("fans.count"), Constant(1))),),
            Name("fans.count"),
            equal=True,
        ),
    },
    sets={"software": {"voice": "software.voice", "5G": "software.nr"}},
)


def flat(source: str, *scopes: Scope) -> str:
    tree, problems = expand(parse(source), scopes or (PRODUCT,), source=source)
    assert problems == ()
    return write(tree)


def refusals(source: str, *scopes: Scope) -> list[tuple[int, str]]:
    _, problems = expand(parse(source), scopes or (PRODUCT,), source=source)
    return [(problem.column, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('radios[2].band = "n78"', 'radios[2].band = "n78"'),
        ("radios[2].model.weight > 3", "radios[2].model.weight > 3"),
        ("radios.count > 1", "radios.count > 1"),
        ("count(radios) > 1", "radios.count > 1"),
        ("sum(radios.power)", "sum(radios[1].power, radios[2].power)"),
        ("sum(radios.model.weight)", "sum(radios[1].model.weight, radios[2].model.weight)"),
        (
            'sum(radios.power where band = "n78")',
            'sum(radios[1].power where radios[1].band = "n78", radios[2].power where radios[2].band = "n78")',
        ),
        (
            "sum(radios.power where radios.power > site)",
            "sum(radios[1].power where radios[1].power > site, radios[2].power where radios[2].power > site)",
        ),
        (
            'count(radios where band = "n78")',
            'sum(1 where radios[1].band = "n78", 1 where radios.count >= 2 and radios[2].band = "n78")',
        ),
        (
            "max(radios.model.weight)",
            "max(radios[1].model.weight, radios[2].model.weight where radios.count >= 2)",
        ),
        ("sum(2 * radios.power)", "sum(2 * radios[1].power, 2 * radios[2].power where radios.count >= 2)"),
        (
            'any(radios where band = "n78")',
            'radios[1].band = "n78" or radios.count >= 2 and radios[2].band = "n78"',
        ),
        (
            "all(radios where power < site)",
            "radios[1].power < site and (radios.count >= 2 implies radios[2].power < site)",
        ),
        ("present(radios[2])", "radios.count >= 2"),
        ("present(radios[1])", "true"),
        ("present(fans)", "present(fans.count)"),
        ("fans > 1", "fans.count > 1"),
        ("fans.watt > 3", "fans.watt > 3"),
        ("sum(fans.watt)", "sum(fans.count * fans.watt)"),
        ("max(fans.watt)", "max(fans.watt)"),
        ("count(fans where watt > 3)", "sum(fans.count where fans.count >= 1 and fans.watt > 3)"),
        ("sum(radios.ports.speed)", "sum(2 * radios[1].ports.speed, 2 * radios[2].ports.speed)"),
        ("count(radios.ports)", "sum(2, 2 where radios.count >= 2)"),
        ('"5G" in software', "software.nr"),
        ('"voice" in radios[2].licences', "radios[2].licences.voice"),
        ("count(software) <= 1", "sum(1 where software.voice, 1 where software.nr) <= 1"),
        ("software.weight < 3", "sum(software.voice.weight, software.nr.weight) < 3"),
        ("software.voice", "software.voice"),
        ("any(software)", "software.voice or software.nr"),
        (
            'any(radios where "voice" in licences)',
            "radios[1].licences.voice or radios.count >= 2 and radios[2].licences.voice",
        ),
    ],
)
def test_what_is_said_of_rows_and_sets_becomes_flat(source: str, expected: str) -> None:
    assert flat(source) == expected


@pytest.mark.parametrize(
    "source", ['radios[2].band = "n78"', "software.nr", "radios.count > 1", "radios[1].licences.voice"]
)
def test_what_is_flat_stays_as_it_is(source: str) -> None:
    assert flat(flat(source)) == source


def test_names_of_the_row_come_before_those_of_the_product() -> None:
    assert flat("power > site", radio(2), PRODUCT) == "radios[2].power > site"
    assert flat("power > max(radios.power)", radio(2), PRODUCT) == (
        "radios[2].power > max(radios[1].power, radios[2].power)"
    )


def test_a_fold_within_a_where_runs_over_all_rows_again() -> None:
    assert flat("any(radios where power >= max(radios.power))").startswith(
        "radios[1].power >= max(radios[1].power, radios[2].power) or"
    )


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ('radios[2].bnad = "x"', 11, 'did you mean "band"?'),
        ('radios[3].band = "x"', 7, "at most 2 rows"),
        ('radios[0].band = "x"', 7, "counted from 1"),
        ('1 = 1 and radios.band = "x"', 18, "radios[1].band"),
        ("fans[1].watt > 3", 5, "all rows of fans are equal"),
        ("any(radios where bnad = site)", 18, 'no attribute "bnad"; did you mean "band"?'),
        ("count(raidos) > 1", 7, 'did you mean "radios"?'),
        ("count(site) > 1", 7, "a component or a set is needed"),
        ("radios[1] = 1", 1, "name an attribute of it"),
        ("software = 1", 1, '"..." in software'),
        ('"4G" in software', 1, 'software has no option "4G"'),
        ('"x" in site', 8, 'write site = "x"'),
        ("site.weight.more > 1", 6, "one fact at most"),
        ("all(radios)", 1, "all(radios where ...)"),
        ("sum(radios.power + fans.watt) > 1", 20, "the rows of one component"),
        ("count(software where site) > 1", 22, "ask"),
    ],
)
def test_a_refusal_points_at_the_part_of_the_path(source: str, column: int, said: str) -> None:
    found = refusals(source)
    assert len(found) == 1
    assert found[0][0] == column
    assert said in found[0][1]


def test_a_mistake_in_every_row_is_said_once() -> None:
    assert len(refusals("sum(radios.powr)")) == 1


def test_a_product_of_many_rows_is_bounded() -> None:
    row = Scope({"a": "c.a"})
    inner = Component(tuple(Row(row) for _ in range(200)), Constant(200))
    outer = Component(tuple(Row(Scope(components={"d": inner})) for _ in range(400)), Constant(400))
    found = refusals("sum(c.d.a)", Scope(components={"c": outer}))
    assert "too large" in found[-1][1]


@given(
    powers=st.lists(st.integers(0, 5), min_size=1, max_size=2),
    bands=st.lists(st.sampled_from(["n78", "b3"]), min_size=2, max_size=2),
    limit=st.integers(0, 11),
)
def test_aggregates_mean_what_they_say_of_the_rows_that_exist(
    powers: list[int], bands: list[str], limit: int
) -> None:
    rows = list(zip(powers, bands, strict=False))
    values: dict[str, str | bool | int] = {"radios.count": len(rows), "site": limit}
    for n, (power, band) in enumerate(rows, start=1):
        values |= {f"radios.{n}.power": power, f"radios.{n}.band": band}
    wanted = [power for power, band in rows if band == "n78"]

    def found(source: str) -> object:
        tree, _ = expand(parse(source), (PRODUCT,), source=source)
        return evaluate(tree, values, STATION)

    assert found('sum(radios.power where band = "n78")') == sum(wanted)
    assert found('count(radios where band = "n78")') == len(wanted)
    assert found('min(radios.power where band = "n78")') == min(wanted, default=None)
    assert found("max(radios.power)") == max(powers)
    assert found("any(radios where power > site)") is any(power > limit for power in powers)
    assert found("all(radios where power > site)") is all(power > limit for power in powers)
