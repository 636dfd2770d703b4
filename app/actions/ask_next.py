"""Which question to ask next about a line: in the order of the catalog, or the one that settles most."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.catalog import Product, Question
from app.configuration import Guide, Progress, Proposal, proposal
from app.errors import Refused
from app.services import Services


class Order(StrEnum):
    """As the catalog's author put them; by how much an answer is expected to decide besides."""

    CATALOG = "catalog"
    SETTLING = "settles_most"


class OrderUnknown(Refused):
    code: ClassVar[str] = "order_unknown"


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """``question`` is None if nothing is left to ask; ``proposal`` is there in the order SETTLING alone."""

    product: Product
    question: Question | None
    order: Order
    progress: Progress
    proposal: Proposal | None = None


def ask_next(
    services: Services,
    call: Call,
    quote_id: str,
    n: int,
    *,
    order: object = Order.CATALOG,
    without: Collection[str] = (),
) -> NextQuestion:
    """``without``: questions that the user passed over, which the order CATALOG leaves out.

    Raises QuoteMissing, LineMissing, OrderUnknown, Undecided.
    """
    wanted = read_order(order)
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    line = quote.line(n)
    product = release.product(line.product)
    engine = configurator(release, product)
    guide = Guide(product, engine.configure(line.choices))
    if wanted is Order.CATALOG:
        return NextQuestion(product, guide.next(without=without), wanted, guide.progress)
    found = proposal(engine, product, line.choices)
    best = None if found.best is None else found.best.question
    return NextQuestion(product, best, wanted, guide.progress, found)


def read_order(text: object) -> Order:
    """Raises OrderUnknown."""
    if not isinstance(text, str) or text not in set(Order):
        raise OrderUnknown(f"There is no such order of questions. There are {', '.join(Order)}.")
    return Order(text)
