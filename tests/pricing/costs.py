"""Products that cost a given amount to make."""

from app.catalog import Article, Product
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, PartRule
from tests.pricing.models import eur, product


def costing(cost: str, *, list_price: str = "") -> Product:
    part = PartRule(Occurrence(), Article("A-1", "Part", costs=eur(cost)))
    assembly = Assembly("1", AssemblyRule("root", "Root", parts=(part,)))
    return product("made", list_price, assembly=assembly)
