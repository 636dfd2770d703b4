"""A small sound catalog on disk, to be spoilt line by line."""

from pathlib import Path

CATALOG = """\
schema: 1
name: Lamps
version: "1"
currencies: [EUR, USD]
customer_tiers:
  - {key: Standard, percent: 0}
  - {key: Partner, name: Partners, percent: 7.5}
seller:
  name: Lamp makers
  address: [1 High Street]
  email: sales@lamps.example
  phone: "+1 555 0100"
terms:
  - Payment within 30 days.
validity_days: 30
"""

PRODUCT = """\
schema: 1
key: lamp
code: LAMP-1
name: Lamp
family: Lights
description: A lamp.
prices: {EUR: 10, USD: "11.50"}
quantity_tiers:
  - {from: 10, percent: 5}
steps:
  - key: body
    name: Body
    attributes:
      - key: place
        name: Place
        kind: choice
        options:
          - {key: indoor, name: Indoor}
          - {key: outdoor, name: Outdoor, prices: {EUR: 4, USD: "4.50"}}
      - key: bulb
        name: Bulb
        kind: choice
        options:
          - {key: 5W, name: 5 W, facts: {power_w: 5}}
          - {key: 9W, name: 9 W, facts: {power_w: 9.5}}
      - key: bulbs
        name: Bulbs
        kind: integer
        minimum: 1
        maximum: 4
        prices: {EUR: "1.25", USD: "1.40"}
      - key: sealed
        name: Sealed
        kind: boolean
        when: place = "outdoor"
        default: true
rules:
  - key: budget
    text: The lamp draws at most 20 W.
    rule: bulbs * bulb.power_w <= 20
  - key: rain
    text: Outdoors the lamp is sealed.
    when: place = "outdoor"
    then: sealed
tables:
  - key: fits
    text: Bulbs that fit.
    columns: [place, bulb]
    rows:
      - [indoor, "*"]
      - [outdoor, 9W]
"""


def write_catalog(folder: Path, *, catalog: str = CATALOG, **products: str) -> Path:
    """The folder with ``catalog.yaml`` and a file for each product text; ``lamp`` unless others are given."""
    home = folder / "lamps"
    (home / "products").mkdir(parents=True, exist_ok=True)
    (home / "catalog.yaml").write_text(catalog, encoding="utf-8")
    for name, text in (products or {"lamp": PRODUCT}).items():
        (home / "products" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return home


def spoilt(*changes: tuple[str, str], text: str = PRODUCT) -> str:
    """The text with each first string replaced by the second, once; a string that is not there fails."""
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def line_of(text: str, part: str) -> int:
    """The line of the first occurrence, counted from 1."""
    return text[: text.index(part)].count("\n") + 1
