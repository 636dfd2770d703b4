"""Lines of a quote: what was chosen, what is still possible, what it costs."""

from typing import Any, Final

from marshmallow import Schema, fields

from app.actions import Completed, LineView, Strategy
from app.amounts import Money, Percent
from app.catalog import Attribute, as_json
from app.configuration import Domain
from app.pricing import Discount, LinePrice, TargetAmount, TargetPrice, per_unit, written
from app.quoting import Line, Standing
from app.web.api.schemas.changes import ChangeJson
from app.web.api.schemas.guidance import ProgressJson, QuestionJson, guidance_json

# Of an integer a number, of a decimal a string, so that no reader rounds it.
NUMBER: Final[dict[str, Any]] = {"oneOf": [{"type": "integer"}, {"type": "string"}]}


class WaterfallStepJson(Schema):
    """``effect`` and ``after`` are of the whole line; ``unit_after`` is the price of one unit then, for
    showing. ``input`` says what the effect was computed from.
    """

    kind = fields.Str(required=True)
    label = fields.Str(required=True)
    rule = fields.Str(required=True)
    input = fields.Str(required=True)
    effect = fields.Str(required=True)
    after = fields.Str(required=True)
    unit_after = fields.Str(required=True)


class LinePriceJson(Schema):
    """``net`` is the price of the line; quantity times ``unit_net`` may be some cents beside it. Of a
    recurring price ``recurs`` says how often it is charged, ``cycles`` how often ``list`` and ``net`` hold it
    and ``per_cycle`` what it is on average.
    """

    currency = fields.Str(required=True)
    unit_list = fields.Str(required=True)
    unit_net = fields.Str(required=True)
    list = fields.Str(required=True)
    net = fields.Str(required=True)
    discount = fields.Str(required=True)
    discount_percent = fields.Str(required=True)
    recurs = fields.Str(allow_none=True, required=True)
    cycles = fields.Str(required=True)
    per_cycle = fields.Str(required=True)
    waterfall = fields.List(fields.Nested(WaterfallStepJson), required=True)


class DiscountJson(Schema):
    percent = fields.Str()
    amount = fields.Str()
    target = fields.Str()
    line = fields.Str()
    currency = fields.Str()
    reason = fields.Str(required=True)


class DomainJson(Schema):
    """``values``; of a number ``min``, ``max``, ``step``, ``unit``, and ``values`` if there are gaps.

    Of a number with very many values ``ranges`` (first and last of each run) stand in place of ``values``,
    and ``gaps`` where some values within may not be possible: choosing one is refused with the reason.
    Numbers of a decimal are strings. Of a text ``pattern_text`` and ``longest``, while any that fits is
    possible.
    """

    values = fields.List(fields.Raw())
    min = fields.Raw(metadata=NUMBER)
    max = fields.Raw(metadata=NUMBER)
    step = fields.Raw(metadata=NUMBER)
    unit = fields.Str()
    ranges = fields.List(fields.List(fields.Raw(metadata=NUMBER)))
    gaps = fields.Bool()
    pattern_text = fields.Str()
    longest = fields.Int()
    can_be_absent = fields.Bool()


class QuoteLineJson(Schema):
    """``instead_of``: the line that an alternative could stand in for. ``group``: "" for none."""

    n = fields.Int(required=True)
    product = fields.Str(required=True)
    code = fields.Str(required=True)
    name = fields.Str(required=True)
    description = fields.Str(required=True)
    quantity = fields.Int(required=True)
    choices = fields.Dict(keys=fields.Str(), values=fields.Raw(), required=True)
    implied = fields.Dict(keys=fields.Str(), values=fields.Raw(), required=True)
    complete = fields.Bool(required=True)
    standing = fields.Str(required=True, metadata={"enum": list(Standing)})
    instead_of = fields.Int(required=True, allow_none=True)
    group = fields.Str(required=True)
    note = fields.Str(required=True)
    discount = fields.Nested(DiscountJson, required=True, allow_none=True)
    price = fields.Nested(LinePriceJson, required=True)


class LineQuoteJson(Schema):
    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    currency = fields.Str(required=True)
    total = fields.Str(required=True)


class CompletedJson(Schema):
    """How the rest was decided. ``proven``: nothing is better for the strategy; null where nothing could be.

    ``within``: how much better another way may be at most, in the currency, or in days for ``fastest``; null
    where that is not known. ``net_before``, ``net_after`` and ``margin`` are the whole line's. What ends in
    ``by_defaults`` is what filling in by the defaults would have come to; null is what is not known.
    ``example`` is the number of the quote that it came near to, ``differences`` how many answers are not as
    in it.
    """

    strategy = fields.Str(required=True)
    proven = fields.Bool(required=True, allow_none=True)
    within = fields.Str(required=True, allow_none=True)
    decided = fields.Int(required=True)
    currency = fields.Str(required=True)
    net_before = fields.Str(required=True)
    net_after = fields.Str(required=True)
    margin = fields.Str(required=True, allow_none=True)
    margin_by_defaults = fields.Str(required=True, allow_none=True)
    lead_days = fields.Int(required=True, allow_none=True)
    lead_days_by_defaults = fields.Int(required=True, allow_none=True)
    example = fields.Str(required=True, allow_none=True)
    differences = fields.Int(required=True, allow_none=True)


class StrategiesJson(Schema):
    """Those that can be had for this line."""

    strategies = fields.List(fields.Str(metadata={"enum": list(Strategy)}), required=True)


class LineJson(QuoteLineJson):
    """A line with what is still possible, and where its quote stands after the change.

    Only the call that completed the line gives ``completed``. ``item_number`` is empty until the line
    is complete, and for a product without assembly.
    """

    item_number = fields.Str(required=True)
    can_undo = fields.Bool(required=True)
    can_redo = fields.Bool(required=True)
    completed = fields.Nested(CompletedJson)
    domains = fields.Dict(keys=fields.Str(), values=fields.Nested(DomainJson), required=True)
    open = fields.List(fields.Str(), required=True)
    absent = fields.List(fields.Str(), required=True)
    progress = fields.Nested(ProgressJson, required=True)
    next = fields.Nested(QuestionJson, required=True, allow_none=True)
    quote = fields.Nested(LineQuoteJson, required=True)
    meanwhile = fields.List(fields.Nested(ChangeJson))


def line_json(line: Line) -> dict[str, object]:
    return {
        "n": line.n,
        "product": line.product,
        "code": line.code,
        "name": line.name,
        "description": line.description,
        "quantity": line.quantity,
        "choices": {key: as_json(value) for key, value in line.choices.items()},
        "implied": {key: as_json(value) for key, value in line.values.items() if key not in line.choices},
        "complete": line.complete,
        "standing": line.details.standing.value,
        "instead_of": line.details.instead_of,
        "group": line.details.group,
        "note": line.details.note,
        "discount": None if line.discount is None else discount_json(line.discount),
        "price": _price(line.price),
    }


def line_view_json(view: LineView, *, language: str) -> dict[str, object]:
    """Questions are in ``language`` where the catalog has them."""
    known = view.configuration.domains
    return {
        **line_json(view.line),
        "item_number": view.item_number,
        "domains": {
            attribute.key: _domain(attribute, known[attribute.key])
            for attribute in view.product.attributes
            if attribute.key in known
        },
        "open": list(view.configuration.open),
        "absent": sorted(view.configuration.absent | _unanswerable(view)),
        **guidance_json(view, language=language),
        "can_undo": view.before is not None,
        "can_redo": view.after is not None,
        **({} if view.completed is None else {"completed": _completed(view.completed)}),
        "quote": {
            "id": view.quote.id,
            "revision": view.quote.revision,
            "currency": view.quote.currency,
            "total": str(view.quote.total),
        },
    }


def _unanswerable(view: LineView) -> frozenset[str]:
    """Needs of which no answer is possible."""
    known = view.configuration
    return frozenset(key for key in known.needs if not known.domains[key].applies)


def _completed(done: Completed) -> dict[str, object]:
    return {
        "strategy": done.strategy.value,
        "proven": done.proven,
        "within": None if done.within is None else f"{done.within.normalize():f}",
        "decided": done.decided,
        "currency": done.after.currency,
        "net_before": str(done.before),
        "net_after": str(done.after),
        "margin": _money(done.outcome.margin),
        "margin_by_defaults": _money(done.by_defaults.margin),
        "lead_days": done.outcome.days,
        "lead_days_by_defaults": done.by_defaults.days,
        "example": done.example,
        "differences": done.differences,
    }


def _money(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)


def _price(price: LinePrice) -> dict[str, object]:
    return {
        "currency": price.unit_net.currency,
        "unit_list": str(price.unit_list),
        "unit_net": str(price.unit_net),
        "list": str(price.list),
        "net": str(price.net),
        "discount": str(price.discount),
        "discount_percent": format(price.discount_percent, "f"),
        "recurs": price.recurs,
        "cycles": written(price.cycles),
        "per_cycle": str(price.per_cycle),
        "waterfall": [
            {
                "kind": step.kind,
                "label": step.label,
                "rule": step.rule,
                "input": step.input,
                "effect": str(step.effect),
                "after": str(step.after),
                "unit_after": str(Money(per_unit(step.after.amount, price.quantity), step.after.currency)),
            }
            for step in price.steps
        ],
    }


def discount_json(discount: Discount) -> dict[str, str]:
    if isinstance(discount.off, Percent):
        return {"percent": str(discount.off), "reason": discount.reason}
    if isinstance(discount.off, TargetPrice):
        unit = discount.off.unit
        return {"target": str(unit), "currency": unit.currency, "reason": discount.reason}
    if isinstance(discount.off, TargetAmount):
        whole = discount.off.line
        return {"line": str(whole), "currency": whole.currency, "reason": discount.reason}
    return {"amount": str(discount.off), "currency": discount.off.currency, "reason": discount.reason}


def _domain(attribute: Attribute, domain: Domain) -> dict[str, object]:
    absent: dict[str, object] = {"can_be_absent": True} if domain.can_be_absent else {}
    values = [as_json(value) for value in domain.values]
    if domain.any_text:
        words: dict[str, object] = {"pattern_text": attribute.pattern_text, "longest": attribute.longest}
        return {"values": values} | words | absent
    if attribute.numeric and domain.applies:
        return _number(attribute, domain) | absent
    return {"values": values} | absent


def _number(attribute: Attribute, domain: Domain) -> dict[str, object]:
    """Where not everything between the ends is possible: its ``values``, or very many values' ``ranges``."""
    kind = {"step": as_json(attribute.step), "unit": attribute.unit}
    if domain.ranges:
        ranges = [[as_json(low), as_json(high)] for low, high in domain.ranges]
        holes: dict[str, object] = {"ranges": ranges} if len(ranges) > 1 else {}
        gaps: dict[str, object] = {"gaps": True} if domain.gaps else {}
        return {"min": ranges[0][0], "max": ranges[-1][1]} | kind | holes | gaps
    # Values stand in catalog order, so those of a number rise.
    values = [as_json(value) for value in domain.values]
    places = [attribute.place(domain.values[end]) or 0 for end in (0, -1)]
    has_gaps = len(values) != places[1] - places[0] + 1
    return {"min": values[0], "max": values[-1]} | kind | ({"values": values} if has_gaps else {})
