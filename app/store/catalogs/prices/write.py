"""How a catalog prices, as ``pricing.yaml``: read again, it is equal. Tiers and books stand in the file."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

from app.catalog import Period
from app.catalog.pricing import (
    USUAL_LIGHT,
    Allowance,
    Block,
    Bundle,
    Chosen,
    Contract,
    CostPlus,
    CustomerTiers,
    Floor,
    FreeItems,
    Header,
    ListPrice,
    Manual,
    MarginLight,
    OptionPrices,
    PercentOfTotal,
    PerUnit,
    PriceBook,
    PriceRule,
    PriceStep,
    PriceTier,
    Pricing,
    Promotion,
    QuantityTiers,
    RateTable,
    Reach,
    Schedule,
    ScheduleTier,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.pricing.rounding import Rounding
from app.store.catalogs.emit import Flow, emit
from app.store.catalogs.prices.fields import ITSELF, OTHERS

Content: TypeAlias = dict[str, Any]

_CONDITIONS: Final = ("products", "families", "currencies", "regions", "tiers", "accounts", "codes")
_PLAIN: Final[Mapping[type, str]] = {
    ListPrice: "list",
    OptionPrices: "options",
    QuantityTiers: "quantity_tiers",
    CustomerTiers: "customer_tiers",
}


def write_pricing(pricing: Pricing) -> str:
    return emit(pricing_content(pricing))


def pricing_content(pricing: Pricing) -> Content:
    return {
        "schema": 1,
        **_given(
            regions=list(pricing.regions),
            rounding={code: Flow(_rounding(one)) for code, one in pricing.rounding.items()},
            margin_light=_light(pricing.margin_light),
            rates=[_rates(one) for one in pricing.rates],
            books=[_book(one) for one in pricing.books],
        ),
        "steps": [_step(one) for one in pricing.steps],
    }


def _light(light: MarginLight) -> Content | None:
    return None if light == USUAL_LIGHT else Flow({"green": light.green, "amber": light.amber})


def _rounding(rounding: Rounding) -> Content:
    to = {} if rounding.to is None else {"to": rounding.to}
    return {"mode": rounding.mode, **to, "of": rounding.of}


def _rates(table: RateTable) -> Content:
    said = _given(origin=table.origin)
    return {"base": table.base, "from": table.day.isoformat(), **said, "rates": Flow(table.rates)}


def _book(book: PriceBook) -> Content:
    return {
        "key": book.key,
        "name": _texts(book.name, book.names),
        "currency": book.currency,
        **_given(regions=sorted(book.regions), tiers=sorted(book.tiers)),
        **_period(book.period),
        **_given(owner=book.owner),
        "prices": {
            product: Flow({item or ITSELF: amount for item, amount in items.items()})
            for product, items in book.prices.items()
        },
    }


def _step(step: PriceStep) -> Content:
    return {
        "key": step.key,
        "name": _texts(step.name, step.names),
        **_rule(step.rule),
        **_reach(step.reach),
        **_given(owner=step.owner),
    }


def _reach(reach: Reach) -> Content:
    said = {name: sorted(getattr(reach, name)) for name in _CONDITIONS}
    found = _given(**{"for": Flow(_given(**said))})
    when = {} if reach.when is None else {"when": reach.when.source}
    return {**found, **when, **_period(reach.period)}


def _rule(rule: PriceRule) -> Content:
    kind = _PLAIN.get(type(rule))
    if kind is not None:
        return {"kind": kind}
    match rule:
        case Volume(tiers, over):
            return {"kind": "volume", "over": over, "tiers": [_tier(one) for one in tiers]}
        case Slab(tiers):
            return {"kind": "slab", "tiers": [_tier(one) for one in tiers]}
        case Schedule(tiers, by, over, how):
            listed = [_schedule_tier(one, by) for one in tiers]
            return {"kind": "schedule", "by": by, "over": over, "how": how, "tiers": listed}
        case Manual(allowance):
            return {"kind": "manual", **_allowance(allowance)}
        case Header(allowance):
            return {"kind": "header", **_allowance(allowance)}
    return _model(rule)


def _model(rule: PriceRule) -> Content:
    match rule:
        case PerUnit(formula, prices, effect):
            said = _given(prices=Flow(prices))
            return {"kind": "per_unit", "formula": formula.source, **said, "effect": effect}
        case Block(size, prices, remainder):
            return {"kind": "block", "size": size, "prices": Flow(prices), "remainder": remainder}
        case CostPlus(margin, markup, floor_margin):
            return {"kind": "cost_plus", **_known(margin=margin, markup=markup, floor_margin=floor_margin)}
        case PercentOfTotal(percent, lines, of):
            return {"kind": "percent_of_total", "percent": percent, "of": of, **_given(lines=_chosen(lines))}
        case Contract(prices, percent):
            return {
                "kind": "contract",
                **_given(prices={product: Flow(each) for product, each in prices.items()}),
                **_known(percent=percent),
            }
        case Floor(prices, margin):
            return {"kind": "floor", **_given(prices=Flow(prices)), **_known(margin=margin)}
        case Subscription():
            return _subscription(rule)
    return _reduction(rule)


def _subscription(rule: Subscription) -> Content:
    ramps = [
        Flow({"from": one.start, **_known(percent=one.percent), **_given(prices=Flow(one.prices))})
        for one in rule.ramps
    ]
    said = {"cycle": rule.cycle, "cycles": rule.cycles, "proration": rule.proration}
    return {"kind": "subscription", **said, **_given(ramps=ramps)}


def _reduction(rule: PriceRule) -> Content:
    match rule:
        case Bundle(needed, percent, prices, units):
            lines = [Flow({"quantity": one.quantity, **_chosen(one.lines)}) for one in needed]
            return {"kind": "bundle", "units": units, "needed": lines, **_off(percent, prices)}
        case Promotion(percent, prices, minimum):
            return {"kind": "promotion", **_off(percent, prices), **_given(minimum=Flow(minimum))}
        case FreeItems(free, each):
            return {"kind": "free_items", "free": free, "each": each}
    raise TypeError(f"no price rule: {rule!r}")


def _off(percent: Decimal | None, prices: Mapping[str, Decimal]) -> Content:
    return {**_known(percent=percent), **_given(prices=Flow(prices))}


def _chosen(chosen: Chosen) -> Content:
    names = ("products", "families", "groups")
    return Flow(_given(**{name: sorted(getattr(chosen, name)) for name in names}))


def _tier(tier: PriceTier) -> Content:
    prices = _given(prices=Flow(tier.prices), flat=Flow(tier.flat))
    return Flow({"from": tier.minimum, **prices, **_known(percent=tier.percent)})


def _schedule_tier(tier: ScheduleTier, by: str) -> Content:
    start: object = Flow(tier.amounts) if by == "amount" else tier.quantity
    return Flow({"from": start, "percent": tier.percent})


def _allowance(allowance: Allowance) -> Content:
    limits = {role or OTHERS: most for role, most in allowance.limits.items()}
    reasons = [{"key": one.key, "name": _texts(one.name, one.names)} for one in allowance.reasons]
    return _given(limits=Flow(limits), reasons=reasons)


def _texts(text: str, texts: Mapping[str, str]) -> object:
    return Flow(texts) if texts else text


def _period(period: Period) -> Content:
    days = {"from": period.first, "until": period.last}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _known(**members: object) -> Content:
    """Those that are not None."""
    return {name: value for name, value in members.items() if value is not None}


def _given(**members: object) -> Content:
    """Those that say something."""
    return {name: value for name, value in members.items() if value}
