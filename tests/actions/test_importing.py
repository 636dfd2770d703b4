"""Lines from tables and JSON: looked at, added all or none or the good ones; what goes out comes in again."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.actions import (
    Call,
    GivenFile,
    GivenLines,
    GivenText,
    LineChange,
    Selection,
    Take,
    add_group,
    add_line,
    assign_group,
    change_line,
    discount_lines,
    import_lines,
    lines_sheet,
    lines_template,
    note_line,
    show_quote,
    stand_line,
    start_quote,
    undo_on_quote,
)
from app.actions import adding as adding_module
from app.actions.import_lines import RowsRefused
from app.configuration import Configuration, Configurator
from app.quoting import Line, Quote, QuoteMissing, Standing, state_of
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, World
from tests.thorough import tried

HEADS = "product\tquantity\tenvironment\tdiscount percent\treason\tgroup\tnote\tline\talternative to"


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    return start_quote(world.services, call)


def text_of(*rows: str) -> GivenText:
    return GivenText("\n".join([HEADS, *rows]))


def faults(refused: RowsRefused) -> list[tuple[object, ...]]:
    found = refused.facts["faults"]
    assert isinstance(found, list)
    return [(one["row"], one["cell"], one["code"]) for one in found]


def test_a_pasted_table_becomes_lines_with_all_that_it_says(world: World, call: Call, quote: Quote) -> None:
    given = text_of(
        "sc300\t2\tstreet\t5\tpilot\tCore\tBy crane\t1",
        "SC300\t\tOffice or hotel\t\t\tcore\t\t2\t1",
        "care\t12\t\t\t\t\t\t3",
    )
    told = import_lines(world.services, call, quote.id, given, take=Take.ALL)
    first, second, third = told.done.after.lines
    assert (first.product, first.quantity, dict(first.choices)) == ("sc300", 2, {"environment": "street"})
    assert (first.details.group, first.details.note) == ("Core", "By crane")
    assert first.discount is not None
    assert (second.details.standing, second.details.instead_of) == (Standing.ALTERNATIVE, 1)
    assert (second.details.group, second.choices["environment"]) == ("Core", "office")
    assert (third.quantity, third.details.standing) == (12, Standing.OFFERED)
    assert told.done.after.header.groups == ("Core",)
    with world.services.database.reading() as tx:
        entry = audit.read(tx, quote.id)[-1]
    assert (entry.verb, entry.facts) == ("import_lines", {"added": 3, "refused": 0, "take": "all"})
    assert undo_on_quote(world.services, call, quote.id).quote.lines == ()


def test_looking_first_changes_nothing_and_says_what_would_come_of_it(
    world: World, call: Call, quote: Quote
) -> None:
    given = text_of("sc300\t2", "nothing\t1", "care\t0")
    told = import_lines(world.services, call, quote.id, given, take=Take.CHECK)
    assert show_quote(world.services, call, quote.id) == quote
    assert (told.rows, told.wrong_rows, len(told.done.after.lines)) == (3, 2, 1)
    assert told.done.after.total.amount > 0


def test_each_row_s_faults_are_told_by_cell_and_nothing_is_added(
    world: World, call: Call, quote: Quote
) -> None:
    given = text_of(
        "sc300\t2\tstreet",
        "sc301\t1",
        "sc300\t999999999999999999999999999999",
        "sc300\t-1",
        "sc300\t1\tnowhere",
        "sc300\t1\t\t5",
        "sc300\t1\t\tfive\tpilot",
        "care\t1\tstreet",
        "sc300\t1\t\t\t\t\t\t\t9",
        "sc300\t9999999",
    )
    with pytest.raises(RowsRefused, match="9 of 10 rows") as refused:
        import_lines(world.services, call, quote.id, given, take=Take.ALL)
    assert faults(refused.value) == [
        (3, "A3", "product_unknown"),
        (4, "B4", "quantity_invalid"),
        (5, "B5", "quantity_invalid"),
        (6, "C6", "choice_unknown"),
        (7, "E7", "discount_invalid"),
        (8, "D8", "amount_invalid"),
        (9, "C9", "choice_unknown"),
        (10, "I10", "standing_invalid"),
        (11, "B11", "quantity_invalid"),
    ]
    assert show_quote(world.services, call, quote.id) == quote
    told = import_lines(world.services, call, quote.id, given, take=Take.GOOD)
    assert [line.quantity for line in told.done.after.lines] == [2]
    assert told.wrong_rows == 9


def test_choices_that_contradict_each_other_are_told_in_words(world: World, call: Call, quote: Quote) -> None:
    given = GivenText('product,choices\nsc300,"environment = street; housing = ip30"\n')
    with pytest.raises(RowsRefused) as refused:
        import_lines(world.services, call, quote.id, given, take=Take.ALL)
    assert faults(refused.value) == [(2, "B2", "choice_impossible")]


def test_heads_that_mean_nothing_are_told_before_any_row_is(world: World, call: Call, quote: Quote) -> None:
    given = GivenText("product,quantty,environment,Environment\nsc300,1,street,street\n")
    with pytest.raises(RowsRefused) as refused:
        import_lines(world.services, call, quote.id, given, take=Take.GOOD)
    assert faults(refused.value) == [(1, "B1", "column_unknown"), (1, "D1", "column_twice")]
    with pytest.raises(RowsRefused) as refused:
        import_lines(world.services, call, quote.id, GivenText("a,b\n1,2\n"), take=Take.GOOD)
    assert faults(refused.value) == [(1, "A1", "column_missing")]


def test_products_and_quantities_need_no_heads(world: World, call: Call, quote: Quote) -> None:
    told = import_lines(world.services, call, quote.id, GivenText("sc300\t2\ncare\n"), take=Take.ALL)
    assert [(line.product, line.quantity) for line in told.done.after.lines] == [("sc300", 2), ("care", 1)]
    assert told.notes


def test_what_is_alike_is_configured_once(
    world: World, call: Call, quote: Quote, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    change = Configurator.change

    def counted(engine: Configurator, *given: Any, **named: Any) -> Configuration:
        asked.append(given)
        return change(engine, *given, **named)

    monkeypatch.setattr(Configurator, "change", counted)
    lines = [{"product": "sc300", "choices": {"environment": "street"}, "quantity": n} for n in range(1, 301)]
    told = import_lines(world.services, call, quote.id, GivenLines(lines), take=Take.ALL)
    assert len(told.done.after.lines) == 300
    assert len(asked) == 1


def test_a_quote_takes_no_more_lines_than_it_has_room_for(
    world: World, call: Call, quote: Quote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding_module, "LINE_LIMIT", 3)
    lines = GivenLines([{"product": "care"}] * 5)
    with pytest.raises(RowsRefused) as refused:
        import_lines(world.services, call, quote.id, lines, take=Take.ALL)
    assert faults(refused.value) == [(4, "", "too_many_lines"), (5, "", "too_many_lines")]
    told = import_lines(world.services, call, quote.id, lines, take=Take.GOOD)
    assert len(told.done.after.lines) == 3


def test_json_lines_are_judged_like_those_of_tables(world: World, call: Call, quote: Quote) -> None:
    lines: list[dict[str, object]] = [
        {"product": "sc300", "discount": {"percent": "5", "reason": "pilot"}, "group": "Core"},
        {"product": "sc300", "standing": "alternative", "instead_of": 1},
        {"product": "sc300", "quantity": "2"},
        {"product": "sc300", "choices": {"nothing": 1}},
        {"product": "sc300", "more": 1},
        {"quantity": 1},
        {"product": "sc300", "standing": "perhaps"},
        {"product": "sc300", "note": "a\x07"},
        {"product": "sc300", "quantity": 10**30},
    ]
    with pytest.raises(RowsRefused) as refused:
        import_lines(world.services, call, quote.id, GivenLines(lines), take=Take.ALL)
    assert [(row, code) for row, _cell, code in faults(refused.value)] == [
        (3, "quantity_invalid"),
        (4, "choice_unknown"),
        (5, "member_unknown"),
        (6, "product_unknown"),
        (7, "standing_invalid"),
        (8, "details_invalid"),
        (9, "quantity_invalid"),
    ]


def test_lines_are_added_to_what_came_meanwhile(world: World, call: Call, quote: Quote) -> None:
    add_line(world.services, call, quote.id, product="care", choices={})
    told = import_lines(
        world.services, call, quote.id, GivenText("sc300\n"), take=Take.ALL, expected=quote.revision
    )
    assert [(line.n, line.product) for line in told.done.after.lines] == [(1, "care"), (2, "sc300")]
    with pytest.raises(QuoteChanged):
        import_lines(world.services, call, quote.id, GivenText("sc300\n"), take=Take.ALL, expected=99)


def test_a_stranger_adds_nothing_and_takes_nothing_along(world: World, quote: Quote) -> None:
    stranger = world.call(world.open(COLLEAGUE))
    with pytest.raises(QuoteMissing):
        import_lines(world.services, stranger, quote.id, GivenText("sc300\n"), take=Take.CHECK)
    with pytest.raises(QuoteMissing):
        lines_sheet(world.services, stranger, quote.id)


def decided(quote: Quote) -> list[tuple[object, ...]]:
    """What people decided about its lines, with numbers that say their order only."""
    numbers = {line.n: place for place, line in enumerate(quote.lines, start=1)}

    def plain(line: Line) -> tuple[object, ...]:
        details = line.details
        instead_of = None if details.instead_of is None else numbers[details.instead_of]
        state = replace(state_of(line), details=replace(details, standing=Standing.OFFERED, instead_of=None))
        return line.product, state, details.standing, instead_of, line.price

    return [plain(line) for line in quote.lines]


def again(world: World, call: Call, quote: Quote) -> Quote:
    """A new quote of what was exported."""
    name, content = lines_sheet(world.services, call, quote.id)
    other = start_quote(world.services, call)
    return import_lines(world.services, call, other.id, GivenFile(name, content), take=Take.ALL).done.after


@settings(
    max_examples=tried(15),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_import_of_export_is_the_same(world: World, data: st.DataObject) -> None:
    call = world.call()
    quote = start_quote(world.services, call)
    count = data.draw(st.integers(1, 5))
    for n in range(1, count + 1):
        product = data.draw(st.sampled_from(["sc300", "care"]))
        add_line(world.services, call, quote.id, product=product, choices={})
        change_line(
            world.services, call, quote.id, n, change=LineChange(quantity=data.draw(st.integers(1, 50)))
        )
        if product == "sc300" and data.draw(st.booleans()):
            choices = {"environment": data.draw(st.sampled_from(["street", "office", "tunnel"]))}
            change_line(world.services, call, quote.id, n, change=LineChange(choices=choices))
        if data.draw(st.booleans()):
            off = data.draw(st.sampled_from([{"percent": "7.5"}, {"amount": "10.05"}]))
            discount = {**off, "reason": data.draw(st.sampled_from(["pilot", "=1+1", 'a "b"; c, d']))}
            discount_lines(world.services, call, quote.id, Selection(lines=[n]), discount=discount)
        if data.draw(st.booleans()):
            note = data.draw(st.sampled_from(["By crane", "two\nlines", "=2+2", "a; b = c"]))
            note_line(world.services, call, quote.id, n, note)
        if n > 1 and data.draw(st.booleans()):
            stand_line(world.services, call, quote.id, n, standing="alternative", instead_of=1)
    if data.draw(st.booleans()):
        add_group(world.services, call, quote.id, "Core")
        assign_group(world.services, call, quote.id, Selection(lines=[count]), name="Core")
    first = again(world, call, show_quote(world.services, call, quote.id))
    second = again(world, call, first)
    assert decided(second) == decided(first)
    assert first.total == show_quote(world.services, call, quote.id).total
    assert sorted(map(repr, decided(first))) == sorted(
        map(repr, decided(as_exported(show_quote(world.services, call, quote.id))))
    )


def as_exported(quote: Quote) -> Quote:
    """Its lines group by group, as the sheet has them."""
    order = sorted(quote.lines, key=lambda line: line.details.group != "")
    return replace(quote, lines=tuple(order))


def test_the_template_explains_itself_and_can_be_filled_in(world: World, call: Call, quote: Quote) -> None:
    content = lines_template(world.services, call)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Lines", "Products", "Choices"]
    sheet = book["Lines"]
    heads = {sheet.cell(row=1, column=n).value: n for n in range(1, sheet.max_column + 1)}
    assert sheet.cell(row=1, column=heads["quantity"]).comment is not None
    sheet.cell(row=2, column=heads["product"], value="sc300")
    sheet.cell(row=2, column=heads["environment"], value="Street")
    sheet.cell(row=2, column=heads["quantity"], value=4)
    filled = BytesIO()
    book.save(filled)
    told = import_lines(
        world.services, call, quote.id, GivenFile("lines.xlsx", filled.getvalue()), take=Take.ALL
    )
    (line,) = told.done.after.lines
    assert (line.quantity, dict(line.choices)) == (4, {"environment": "street"})
