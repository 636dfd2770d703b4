"""What a line is made of: the tree of parts, operations and cut pieces, cut lists, and its cost."""

from marshmallow import Schema, fields

from app.actions import AssemblyView
from app.amounts import Money
from app.assembly import Cut, CutList, Item, Operation, Part


class OperationJson(Schema):
    """``setup_minutes`` once for all units of the line, ``minutes`` for each piece of the assembly."""

    name = fields.Str(required=True)
    work_centre = fields.Str(required=True)
    setup_minutes = fields.Str(required=True)
    minutes = fields.Str(required=True)
    because = fields.List(fields.Str(), required=True)


class CutPieceJson(Schema):
    """``length`` in millimetres."""

    name = fields.Str(required=True)
    material = fields.Str(required=True)
    length = fields.Str(required=True)
    pieces = fields.Int(required=True)
    angle = fields.Str(required=True)
    because = fields.List(fields.Str(), required=True)


class PartJson(Schema):
    """An article, with ``unit`` and ``source``, or an assembly, with what is in it.

    ``quantity`` is for one piece of the assembly that it stands in.
    """

    number = fields.Str(required=True)
    name = fields.Str(required=True)
    quantity = fields.Str(required=True)
    unit = fields.Str(required=True)
    source = fields.Str(required=True)
    position = fields.Str(required=True)
    lead_time_days = fields.Int(required=True)
    because = fields.List(fields.Str(), required=True)
    parts = fields.List(fields.Nested(lambda: PartJson()))
    operations = fields.List(fields.Nested(OperationJson))
    cuts = fields.List(fields.Nested(CutPieceJson))


class BarPieceJson(Schema):
    length = fields.Str(required=True)
    pieces = fields.Int(required=True)


class BarJson(Schema):
    """``count`` bars cut alike, each into ``pieces``, which leaves ``rest``; in millimetres."""

    stock = fields.Str(required=True)
    count = fields.Int(required=True)
    pieces = fields.List(fields.Nested(BarPieceJson), required=True)
    rest = fields.Str(required=True)


class CutListJson(Schema):
    """For all units of the line, in millimetres. Where not ``optimal``, ``bound`` is needed at least."""

    material = fields.Str(required=True)
    name = fields.Str(required=True)
    kerf = fields.Str(required=True)
    pieces = fields.List(fields.Nested(CutPieceJson), required=True)
    bars = fields.List(fields.Nested(BarJson), required=True)
    used = fields.Str(required=True)
    net = fields.Str(required=True)
    bound = fields.Str(required=True)
    optimal = fields.Bool(required=True)


class CostJson(Schema):
    """``unit`` and ``margin`` (of the whole line) are null where ``without_cost`` names something."""

    currency = fields.Str(required=True)
    material = fields.Str(required=True)
    work = fields.Str(required=True)
    unit = fields.Str(required=True, allow_none=True)
    margin = fields.Str(required=True, allow_none=True)
    without_cost = fields.List(fields.Str(), required=True)


class AssemblyJson(Schema):
    """``cost`` is null for all but the owner of the quote."""

    item_number = fields.Str(required=True)
    lead_time_days = fields.Int(required=True)
    assembly = fields.Nested(PartJson, required=True)
    cut_lists = fields.List(fields.Nested(CutListJson), required=True)
    cost = fields.Nested(CostJson, required=True, allow_none=True)


def assembly_json(view: AssemblyView) -> dict[str, object]:
    return {
        "item_number": view.item.number,
        "lead_time_days": view.item.lead_time_days,
        "assembly": _item(view.item),
        "cut_lists": [_cut_list(one) for one in view.cut_lists],
        "cost": _cost(view) if view.own else None,
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "number": item.number,
        "name": item.name,
        "quantity": format(item.quantity, "f"),
        "unit": item.unit,
        "source": "made",
        "position": item.position,
        "lead_time_days": item.lead_time_days,
        "because": list(item.because),
        "parts": [_item(part) if isinstance(part, Item) else _part(part) for part in item.parts],
        "operations": [_operation(work) for work in item.operations],
        "cuts": [_cut(cut) for cut in item.cuts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "number": part.number,
        "name": part.name,
        "quantity": format(part.quantity, "f"),
        "unit": part.unit,
        "source": part.article.source,
        "position": part.position,
        "lead_time_days": part.lead_time_days,
        "because": list(part.because),
    }


def _operation(work: Operation) -> dict[str, object]:
    return {
        "name": work.name,
        "work_centre": work.work_centre.name,
        "setup_minutes": format(work.setup, "f"),
        "minutes": format(work.minutes, "f"),
        "because": list(work.because),
    }


def _cut(cut: Cut) -> dict[str, object]:
    return {
        "name": cut.name,
        "material": cut.material.number,
        "length": format(cut.length, "f"),
        "pieces": cut.pieces,
        "angle": cut.angle,
        "because": list(cut.because),
    }


def _cut_list(one: CutList) -> dict[str, object]:
    return {
        "material": one.material.number,
        "name": one.material.name,
        "kerf": format(one.material.kerf, "f"),
        "pieces": [_cut(piece) for piece in one.pieces],
        "bars": [
            {
                "stock": format(bar.stock, "f"),
                "count": bar.count,
                "pieces": [{"length": format(length, "f"), "pieces": many} for length, many in bar.pieces],
                "rest": format(bar.rest, "f"),
            }
            for bar in one.bars
        ],
        "used": format(one.used, "f"),
        "net": format(one.net, "f"),
        "bound": format(one.bound, "f"),
        "optimal": one.optimal,
    }


def _cost(view: AssemblyView) -> dict[str, object]:
    costed = view.costed
    return {
        "currency": costed.material.currency,
        "material": _money(costed.material),
        "work": _money(costed.work),
        "unit": _money(costed.cost),
        "margin": _money(view.margin),
        "without_cost": list(costed.unknown),
    }


def _money(money: Money | None) -> str | None:
    return None if money is None else str(money.rounded())
