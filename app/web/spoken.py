"""Products as the reader knows them: their names in the language of whoever calls."""

from dataclasses import replace
from typing import Final

from app.actions import LineView
from app.catalog import Product, in_language
from app.web.session import language

_MOST: Final = 64

# By identity: a product is made once a release, and translating a large one takes longer than a click.
_made: dict[tuple[int, str], tuple[Product, Product]] = {}


def spoken(product: Product) -> Product:
    """Itself, where the catalog says everything in one language."""
    if not product.translated:
        return product
    wanted = language()
    of, found = _made.get((id(product), wanted), (None, product))
    if of is product:
        return found
    if len(_made) >= _MOST:
        _made.clear()
    found = in_language(product, wanted)
    _made[id(product), wanted] = (product, found)
    return found


def spoken_view(view: LineView) -> LineView:
    """With its product in the reader's words; what is possible stays as it is."""
    product = spoken(view.product)
    return view if product is view.product else replace(view, product=product)
