"""What can be sold, and the opportunity that it is sold on."""

from flask import Response, request

from app.actions import list_products, show_opportunity, show_product
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.products import ProductJson, ProductsJson, product_json, product_summary
from app.web.api.schemas.quotes import OpportunityJson, opportunity_json
from app.web.session import current_call, language, services
from app.web.spoken import spoken

products = Operations("products", "What can be sold")


@products.call("GET", "/products", answer=ProductsJson)
def list_all() -> Response:
    """The products of the connection's catalog"""
    found = list_products(services(), current_call())
    return answered({"products": [product_summary(spoken(product)) for product in found]})


@products.call("GET", "/products/<key>", answer=ProductJson)
def show(key: str) -> Response:
    """A product with its attributes, steps and rules; `?quote=<id>`: as that quote's release has it"""
    product = show_product(services(), current_call(), key, quote_id=request.args.get("quote"))
    return answered(product_json(spoken(product), language=language()))


@products.call("GET", "/opportunity", answer=OpportunityJson)
def opportunity() -> Response:
    """The session's opportunity, as the CRM showed it when the session began"""
    return answered(opportunity_json(show_opportunity(services(), current_call())))
