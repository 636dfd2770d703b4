"""Two quotes side by side."""

from marshmallow import Schema, fields

from app.actions import Compared
from app.amounts import Money
from app.catalog import as_json
from app.quoting import Line, LineComparison, Side, sentences, told_line


class SideJson(Schema):
    """``margin`` only for whoever may see the cost of both quotes; ``null`` where it is not known."""

    id = fields.Str(required=True)
    number = fields.Str(required=True)
    edition = fields.Int(required=True)
    status = fields.Str(required=True)
    currency = fields.Str(required=True)
    list_total = fields.Str(required=True)
    total = fields.Str(required=True)
    margin = fields.Str(allow_none=True)


class ComparedChoiceJson(Schema):
    """``own``: a person chose it, on one side at least. ``null``: not decided, or not asked."""

    attribute = fields.Str(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)
    own = fields.Bool(required=True)


class CauseJson(Schema):
    """A step of the price with what it does to one unit."""

    kind = fields.Str(required=True)
    before_label = fields.Str(required=True)
    after_label = fields.Str(required=True)
    before = fields.Str(required=True)
    after = fields.Str(required=True)


class LineSideJson(Schema):
    n = fields.Int(required=True)
    product = fields.Str(required=True)
    quantity = fields.Int(required=True)
    unit_list = fields.Str(required=True)
    unit_net = fields.Str(required=True)
    net = fields.Str(required=True)
    margin = fields.Str(allow_none=True)


class ComparedLineJson(Schema):
    """``change``: added, removed, changed or same. ``facets`` names what else is another."""

    change = fields.Str(required=True, metadata={"enum": ["added", "removed", "changed", "same"]})
    text = fields.Str(required=True)
    before = fields.Nested(LineSideJson, required=True, allow_none=True)
    after = fields.Nested(LineSideJson, required=True, allow_none=True)
    choices = fields.List(fields.Nested(ComparedChoiceJson), required=True)
    facets = fields.List(fields.Str(), required=True)
    causes = fields.List(fields.Nested(CauseJson), required=True)


class ComparisonJson(Schema):
    """``difference`` of the totals, ``null`` between two currencies. ``text``: all of it in sentences."""

    same = fields.Bool(required=True)
    before = fields.Nested(SideJson, required=True)
    after = fields.Nested(SideJson, required=True)
    difference = fields.Str(required=True, allow_none=True)
    reordered = fields.Bool(required=True)
    facets = fields.List(fields.Str(), required=True)
    lines = fields.List(fields.Nested(ComparedLineJson), required=True)
    text = fields.List(fields.Str(), required=True)


def comparison_json(compared: Compared) -> dict[str, object]:
    found = compared.comparison
    return {
        "same": found.is_same,
        "before": _side(found.before),
        "after": _side(found.after),
        "difference": None if found.difference is None else str(found.difference),
        "reordered": found.reordered,
        "facets": [one.facet.value for one in found.facets],
        "lines": [_line(line, compared) for line in found.lines],
        "text": list(sentences(found, before=compared.before, after=compared.after)),
    }


def _side(side: Side) -> dict[str, object]:
    quote = side.quote
    body: dict[str, object] = {
        "id": quote.id,
        "number": quote.number,
        "edition": quote.edition,
        "status": quote.status.value,
        "currency": quote.currency,
        "list_total": str(quote.list_total),
        "total": str(quote.total),
    }
    return body if side.margins is None else body | {"margin": _text(side.margin)}


def _line(line: LineComparison, compared: Compared) -> dict[str, object]:
    found = compared.comparison
    return {
        "change": change_of(line),
        "text": told_line(line, before=compared.before, after=compared.after).sentence,
        "before": _line_side(line.before, found.before),
        "after": _line_side(line.after, found.after),
        "choices": [
            {
                "attribute": one.attribute,
                "before": None if one.before is None else as_json(one.before),
                "after": None if one.after is None else as_json(one.after),
                "own": one.own,
            }
            for one in line.choices
        ],
        "facets": [one.facet.value for one in line.facets],
        "causes": [
            {
                "kind": one.kind,
                "before_label": one.label_before,
                "after_label": one.label_after,
                "before": f"{one.before:f}",
                "after": f"{one.after:f}",
            }
            for one in line.causes
        ],
    }


def change_of(line: LineComparison) -> str:
    if line.before is None:
        return "added"
    if line.after is None:
        return "removed"
    return "same" if line.is_same else "changed"


def _line_side(line: Line | None, side: Side) -> dict[str, object] | None:
    if line is None:
        return None
    body: dict[str, object] = {
        "n": line.n,
        "product": line.product,
        "quantity": line.quantity,
        "unit_list": str(line.price.unit_list),
        "unit_net": str(line.price.unit_net),
        "net": str(line.price.net),
    }
    return body if side.margins is None else body | {"margin": _text(side.margins.get(line.n))}


def _text(money: Money | None) -> str | None:
    return None if money is None else str(money)
