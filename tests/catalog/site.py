"""The examples of the page about the rule language, and the product that they are about."""

import re
from pathlib import Path

from app.catalog import Product
from app.store.catalogs import load_release

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```expression\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines() if line]
REFUSED = re.findall(
    r"^\| `([^|]*)` \| (.*) \|$", PAGE.split("is refused with")[1].split("## What")[0], re.MULTILINE
)
HEADER = """\
schema: 1
name: Sites
version: "1"
currencies: [EUR]
seller: {name: Seller, address: [Street], email: a@b.example, phone: "1"}
validity_days: 30
"""


def site(folder: Path, rule: str | None = None) -> Product:
    """The product of the page, with a rule. Raises CatalogInvalid."""
    text = re.findall(r"```yaml\n(schema: 1\nkey: site.*?)```", PAGE, re.DOTALL)[0]
    if rule is not None:
        text += f"rules:\n  - key: example\n    text: An example.\n    rule: >-\n      {rule}\n"
    (folder / "products").mkdir(parents=True)
    (folder / "catalog.yaml").write_text(HEADER, encoding="utf-8")
    (folder / "products" / "site.yaml").write_text(text, encoding="utf-8")
    return load_release(folder).product("site")
