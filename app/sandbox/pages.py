"""HTML from the templates in `templates/`; everything put into them is escaped."""

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

STATIC = {"crm.css": "text/css; charset=utf-8", "host.js": "text/javascript; charset=utf-8"}


def money(hundredths: int | None, currency: str) -> str:
    """`EUR 1,234.50`, or a dash when there is none."""
    return "\u2014" if hundredths is None else f"{currency} {Decimal(hundredths).scaleb(-2):,.2f}"


def day(text: str | None) -> str:
    return "\u2014" if not text else date.fromisoformat(text[:10]).strftime("%d %b %Y")


@cache
def _environment() -> Environment:
    # The package's own name, so that the templates are found wherever the package lies.
    environment = Environment(
        loader=PackageLoader(str(__package__)), autoescape=True, undefined=StrictUndefined
    )
    environment.filters.update(money=money, day=day)
    return environment


def rendered(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


def static(name: str) -> bytes:
    return files(__package__).joinpath("static", name).read_bytes()
