"""Rate tables: a base that the catalog has prices in, one table a day, and no currency that is lost."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.near import did_you_mean
from app.catalog.release import Release

INVALID: Final = "price_rates_invalid"
MISSING: Final = "price_rate_missing"


def check_rates(release: Release) -> Iterator[Finding]:
    tables = release.pricing.rates
    for n, table in enumerate(tables):
        if table.base not in release.currencies:
            near = did_you_mean(table.base, release.currencies)
            message = f'the catalog has no prices in "{table.base}" to convert; {near}'
            yield Finding(("rates", n, "base"), message, INVALID)
        if table.base in table.rates:
            message = f"one {table.base} is one {table.base}; remove the rate"
            yield Finding(("rates", n, "rates", table.base), message, INVALID)
        if not table.rates:
            yield Finding(("rates", n, "rates"), "the table has no rates; write CHF: and the like", MISSING)
        if any(other.day == table.day for other in tables[:n]):
            message = f"another table starts on {table.day.isoformat()} too; remove one, or change its day"
            yield Finding(("rates", n, "from"), message, INVALID)
    yield from _lost(release)


def _lost(release: Release) -> Iterator[Finding]:
    numbered = sorted(enumerate(release.pricing.rates), key=lambda one: one[1].day)
    for (_, before), (n, after) in pairwise(numbered):
        for currency in before.rates:
            if currency not in after.rates and currency not in release.currencies:
                message = (
                    f"the table before has a rate for {currency} and this one has none, so that quotes in "
                    f"{currency} have no price from {after.day.isoformat()} on; add it"
                )
                yield Finding(("rates", n, "rates"), message, MISSING)
