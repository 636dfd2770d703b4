"""The rule of a price step from its validated content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from app.catalog.pricing import (
    Allowance,
    Block,
    Bundle,
    Chosen,
    Contract,
    CostPlus,
    CustomerTiers,
    Floor,
    Formula,
    FreeItems,
    Header,
    ListPrice,
    Manual,
    Needed,
    OptionPrices,
    PercentOfTotal,
    PerUnit,
    PriceRule,
    Promotion,
    QuantityTiers,
    Ramp,
    Reason,
    Schedule,
    Slab,
    Subscription,
    Volume,
)
from app.store.catalogs.document import KeyPath
from app.store.catalogs.prices.fields import OTHERS
from app.store.catalogs.prices.tiers import price_tiers, schedule_tiers

Content: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a step needs of whoever knows where it is written.

    ``refuse`` takes a path within the step, a message and a code.
    """

    formula: Callable[[str], Formula]
    reason: Callable[[int, Content], Reason]
    refuse: Callable[[KeyPath, str, str], None]


def rule_of(content: Content, reading: Reading) -> PriceRule:
    return _RULES[content["kind"]](content, reading)


def _only(content: Content, *names: str) -> dict[str, Any]:
    return {name: content[name] for name in names}


def _per_unit(content: Content, reading: Reading) -> PriceRule:
    return PerUnit(reading.formula(content["formula"]), **_only(content, "prices", "effect"))


def _volume(content: Content, reading: Reading) -> PriceRule:
    return Volume(price_tiers(content["tiers"], reading.refuse), content["over"])


def _slab(content: Content, reading: Reading) -> PriceRule:
    return Slab(price_tiers(content["tiers"], reading.refuse))


def _schedule(content: Content, reading: Reading) -> PriceRule:
    tiers = schedule_tiers(content["tiers"], content["by"], reading.refuse)
    return Schedule(tiers, content["by"], content["over"], content["how"])


def _block(content: Content, reading: Reading) -> PriceRule:
    return Block(**_only(content, "size", "prices", "remainder"))


def _cost_plus(content: Content, reading: Reading) -> PriceRule:
    return CostPlus(**_only(content, "margin", "markup", "floor_margin"))


def _percent_of_total(content: Content, reading: Reading) -> PriceRule:
    return PercentOfTotal(content["percent"], _chosen(content["lines"]), content["of"])


def _subscription(content: Content, reading: Reading) -> PriceRule:
    ramps = tuple(Ramp(one["start"], one["percent"], one["prices"]) for one in content["ramps"])
    return Subscription(content["cycle"], content["cycles"], content["proration"], ramps)


def _contract(content: Content, reading: Reading) -> PriceRule:
    return Contract(**_only(content, "prices", "percent"))


def _bundle(content: Content, reading: Reading) -> PriceRule:
    needed = tuple(Needed(_chosen(one), one["quantity"]) for one in content["needed"])
    return Bundle(needed, **_only(content, "percent", "prices", "units"))


def _promotion(content: Content, reading: Reading) -> PriceRule:
    return Promotion(**_only(content, "percent", "prices", "minimum"))


def _free_items(content: Content, reading: Reading) -> PriceRule:
    return FreeItems(content["free"], content["each"])


def _allowance(content: Content, reading: Reading) -> Allowance:
    limits = {"" if role == OTHERS else role: most for role, most in sorted(content["limits"].items())}
    return Allowance(limits, tuple(reading.reason(n, one) for n, one in enumerate(content["reasons"])))


def _floor(content: Content, reading: Reading) -> PriceRule:
    return Floor(**_only(content, "prices", "margin"))


def _chosen(content: Content) -> Chosen:
    names = ("products", "families", "groups")
    return Chosen(**{name: frozenset(content.get(name, ())) for name in names})


_RULES: Final[Mapping[str, Callable[[Content, Reading], PriceRule]]] = {
    "list": lambda content, reading: ListPrice(),
    "options": lambda content, reading: OptionPrices(),
    "per_unit": _per_unit,
    "volume": _volume,
    "slab": _slab,
    "block": _block,
    "cost_plus": _cost_plus,
    "percent_of_total": _percent_of_total,
    "subscription": _subscription,
    "contract": _contract,
    "bundle": _bundle,
    "promotion": _promotion,
    "schedule": _schedule,
    "free_items": _free_items,
    "quantity_tiers": lambda content, reading: QuantityTiers(),
    "customer_tiers": lambda content, reading: CustomerTiers(),
    "manual": lambda content, reading: Manual(_allowance(content, reading)),
    "floor": _floor,
    "header": lambda content, reading: Header(_allowance(content, reading)),
}
