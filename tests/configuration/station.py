"""A base station small enough to reason about by hand."""

from decimal import Decimal

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Product, ProductKey, Rule, Table

BAND = Attribute(
    AttributeKey("band"),
    "Band",
    "choice",
    options=(Option("n78", "n78 3.5 GHz"), Option("n41", "n41 2.5 GHz"), Option("b3", "B3 1.8 GHz")),
)
ANTENNA = Attribute(
    AttributeKey("antenna"),
    "Antenna",
    "choice",
    options=(
        Option("passive", "Passive"),
        Option("active", "Active 64T64R", facts={"power_w": Decimal("800.5")}),
    ),
    default="passive",
)
MIMO = Attribute(
    AttributeKey("massive_mimo"), "Massive MIMO", "boolean", facts={"power_w": Decimal(100)}, default=False
)
RADIOS = Attribute(
    AttributeKey("radios"),
    "Radios",
    "integer",
    minimum=1,
    maximum=12,
    facts={"power_w": Decimal(300)},
    default=3,
)
MOUNTING = Attribute(
    AttributeKey("mounting"), "Mounting", "choice", options=(Option("wall", "Wall"), Option("mast", "Mast"))
)
HEIGHT = Attribute(
    AttributeKey("mast_height"),
    "Mast height",
    "integer",
    minimum=5,
    maximum=60,
    step=5,
    unit="m",
    when=parse('mounting = "mast"'),
    default=20,
)
WARNING_LIGHT = Attribute(
    AttributeKey("warning_light"), "Warning light", "boolean", when=parse("mast_height > 40")
)

STATION = Product(
    key=ProductKey("station"),
    code="BS-1",
    name="Base station",
    description="",
    family="Radio",
    attributes=(BAND, ANTENNA, MIMO, RADIOS, MOUNTING, HEIGHT, WARNING_LIGHT),
    steps=(),
    rules=(
        Rule(
            "mimo_active",
            "Massive MIMO needs an active antenna.",
            parse('massive_mimo implies antenna = "active"'),
            "",
        ),
        Rule(
            "power",
            "The cabinet feeds at most 2 kW.",
            parse("radios.power_w + antenna.power_w + massive_mimo.power_w <= 2000"),
            "",
        ),
        Rule(
            "high_active",
            "An active antenna hangs at 30 m at most.",
            parse('antenna = "active" and present(mast_height) implies mast_height <= 30'),
            "",
        ),
    ),
    tables=(
        Table(
            "antenna_bands",
            "Active antennas exist for n78 and n41.",
            (BAND.key, ANTENNA.key),
            ((frozenset({"n78", "n41"}), None), (None, frozenset({"passive"}))),
        ),
    ),
    prices={},
)
