"""Articles and work centres: their costs, lead times and stock lengths."""

from collections.abc import Iterator
from decimal import Decimal

from app.catalog.articles import BY_LENGTH, Article, WorkCentre
from app.catalog.checks.finding import Finding
from app.catalog.checks.prices import check_prices

MOST_DAYS = 3_650
LONGEST_BAR = Decimal(100_000)
MOST_STOCK_LENGTHS = 20


def check_article(article: Article, currencies: tuple[str, ...]) -> Iterator[Finding]:
    """Costs may be unknown altogether, but not in some currencies only."""
    yield from check_prices(("costs",), article.costs, currencies)
    if not 0 <= article.lead_time_days <= MOST_DAYS:
        yield Finding(("lead_time_days",), f"is from 0 to {MOST_DAYS} days, not {article.lead_time_days}")
    yield from _bars(article)


def check_work_centre(centre: WorkCentre, currencies: tuple[str, ...]) -> Iterator[Finding]:
    yield from check_prices(("rates",), centre.rates, currencies)


def _bars(article: Article) -> Iterator[Finding]:
    lengths = article.stock_lengths
    if lengths and article.unit != BY_LENGTH:
        message = f'a material that pieces are cut from is counted and costed in "{BY_LENGTH}"'
        yield Finding(("unit",), f"{message}; write unit: {BY_LENGTH}")
    if len(lengths) > MOST_STOCK_LENGTHS or len(set(lengths)) < len(lengths):
        yield Finding(("stock_lengths",), f"at most {MOST_STOCK_LENGTHS} different lengths")
    for n, length in enumerate(lengths):
        if not 0 < length <= LONGEST_BAR or not _in_tenths(length):
            message = f"a bar is up to {LONGEST_BAR} mm long, to the tenth, not {length}"
            yield Finding(("stock_lengths", n), message)
    if not 0 <= article.kerf <= 100 or not _in_tenths(article.kerf):
        yield Finding(("kerf",), f"is from 0 to 100 mm, to the tenth, not {article.kerf}")


def _in_tenths(length: Decimal) -> bool:
    return length == round(length, 1)
