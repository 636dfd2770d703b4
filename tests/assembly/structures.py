"""Small products with assemblies of every kind, made up at random, and configurations of them."""

from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from app.catalog import Article, Attribute, AttributeKey, Option, Product, ProductKey, Value, WorkCentre
from app.catalog.assembly import (
    ROW,
    Assembly,
    AssemblyRule,
    CutRule,
    Occurrence,
    OperationRule,
    PartRule,
)
from app.catalog.expressions.tree import Arithmetic, Compare, Constant, Expression, Fact, Name, Within

Configuration = dict[str, Value]

COLOUR = Attribute(
    AttributeKey("colour"),
    "Colour",
    "choice",
    options=(
        Option("red", "Red", facts={"kg": Decimal("1.5")}),
        Option("blue", "Blue"),
        Option("n78", "N 78"),
    ),
)
COUNT = Attribute(AttributeKey("count"), "Count", "integer", minimum=0, maximum=4)
COASTAL = Attribute(AttributeKey("coastal"), "Coastal", "boolean")
MAST = Attribute(
    AttributeKey("mast"), "Mast", "integer", minimum=1, maximum=9, unit="m", when=Name("coastal")
)
ATTRIBUTES = (COLOUR, COUNT, COASTAL, MAST)


def prices(amount: str) -> dict[str, Decimal]:
    return {"EUR": Decimal(amount), "USD": Decimal(amount) * 2}


ARTICLES = (
    Article("A-1", "Bolt", costs=prices("0.35"), lead_time_days=3),
    Article("A-2", "Cable", unit="m", costs=prices("4.125"), lead_time_days=9),
    Article("A-3", "Box", source="stock", costs=prices("17")),
)
PROFILE = Article(
    "P-1", "Profile", unit="m", costs=prices("13.80"), lead_time_days=5,
    stock_lengths=(Decimal(6000), Decimal(3000)), kerf=Decimal("3.2"),
)  # fmt: skip
BENCH = WorkCentre("bench", "Bench", prices("47"))


def product_of(
    root: AssemblyRule, *, version: str = "1", attributes: tuple[Attribute, ...] = ATTRIBUTES
) -> Product:
    return Product(
        key=ProductKey("small"),
        code="SMALL",
        name="Small",
        description="",
        family="",
        attributes=attributes,
        steps=(),
        rules=(),
        tables=(),
        prices=prices("1000"),
        assembly=Assembly(version, root),
    )


@st.composite
def products(draw: st.DrawFn) -> Product:
    return product_of(Maker(draw(st.randoms(use_true_random=False))).assembly("root", 3))


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    values: Configuration = {
        "colour": draw(st.sampled_from(["red", "blue", "n78"])),
        "count": draw(st.integers(0, 4)),
        "coastal": draw(st.booleans()),
    }
    return {**values, "mast": draw(st.integers(1, 9))} if values["coastal"] else values


class Maker:
    """Draws from one source of chance, so that Hypothesis can shrink what it makes."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def assembly(self, key: str, depth: int) -> AssemblyRule:
        return AssemblyRule(
            key=key,
            name=key.title(),
            occurs=self.occurs(counted=True),
            number=self.chance.choice(["", "X-{colour}", "X"]) if key != "root" else "{colour}-{count:02}",
            days=self.chance.randrange(5),
            parts=tuple(self.part(f"{key}_{n}", depth) for n in range(self.chance.randrange(5))),
            operations=tuple(self.operation(n) for n in range(self.chance.randrange(3))),
            cuts=tuple(self.cut() for _ in range(self.chance.randrange(3))),
        )

    def part(self, key: str, depth: int) -> PartRule | AssemblyRule:
        if depth and self.chance.randrange(3) == 0:
            return self.assembly(key, depth - 1)
        article = self.chance.choice(ARTICLES)
        if self.chance.randrange(3) == 0:
            return PartRule(
                self.occurs(counted=True), by="colour", articles={"red": article, "n78": ARTICLES[0]}
            )
        return PartRule(self.occurs(counted=article.counted), article)

    def operation(self, n: int) -> OperationRule:
        setup = Decimal(self.chance.randrange(20))
        return OperationRule(f"Step {n}", BENCH, setup, self.whole(), self.condition())

    def cut(self) -> CutRule:
        length = Arithmetic("+", Constant(self.chance.randrange(100, 900)), self.whole())
        return CutRule(f"Piece {self.chance.randrange(2)}", PROFILE, length, self.whole(), self.condition())

    def occurs(self, *, counted: bool) -> Occurrence:
        each = Name("count") if self.chance.randrange(4) == 0 else None
        quantity: Expression = Name(ROW) if each and self.chance.randrange(2) else self.whole()
        if not counted and self.chance.randrange(2):
            quantity = Fact("colour", "kg")
        return Occurrence(quantity, self.condition(), each, "Row {row}" if self.chance.randrange(2) else "")

    def whole(self) -> Expression:
        two = Constant(self.chance.randrange(3))
        numbers: list[Expression] = [
            two,
            two,
            Name("count"),
            Name("mast"),
            Arithmetic("*", two, Name("count")),
        ]
        return self.chance.choice(numbers)

    def condition(self) -> Expression | None:
        return self.chance.choice(
            [
                None,
                None,
                Name("coastal"),
                Within("colour", ("red", "n78")),
                Compare(">", Name("count"), Constant(1)),
            ]
        )
