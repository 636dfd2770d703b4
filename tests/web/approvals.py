"""A small catalog in which somebody has to agree to a discount above five percent, and those who could."""

from dataclasses import replace
from hashlib import sha256

from app.actor import UserId
from app.approvals import Person
from app.catalog.approvals import ApprovalPolicy, ApprovalRule, Delegation, People
from app.catalog.pricing import Reach
from app.quoting import QuoteId
from tests.pricing.models import formula
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER, RELEASE, USER

THIRD_USER = "005x0000001SyaEAAS"
PEOPLE = (
    Person(UserId(USER), "Rita Rep", active=True, email="rita@example.com"),
    Person(UserId(OTHER_USER), "Ann Approver", active=True, email="ann@example.com"),
    Person(UserId(THIRD_USER), "Tom <b>Third</b>", active=True, email="tom@example.com"),
)
RULE = ApprovalRule(
    "discount", "Discount above <5> %", People((OTHER_USER,)), Reach(when=formula("discount > 5"))
)


def with_policy(web: Web, *rules: ApprovalRule, delegations: tuple[Delegation, ...] = ()) -> None:
    """From now on this is the catalog of all; those who open the panel are seen with all of ``PEOPLE``."""
    fingerprint = sha256(repr((rules, delegations)).encode()).hexdigest()
    policy = ApprovalPolicy(rules=rules or (RULE,), delegations=delegations)
    web.catalogs.give(replace(RELEASE, approvals=policy, version="2", fingerprint=fingerprint))
    crm = web.gateway.of("first")
    crm.people = [*PEOPLE]


def reduced(rep: Caller, *, percent: str = "10") -> QuoteId:
    """A quote of the rep's whose discount somebody has to agree to."""
    quote = rep.quote()
    line = rep.line(quote, band="low", sectors=1, heater=False)
    body = {"discount": {"percent": percent, "reason": "A good customer"}}
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/{line['n']}", body)
    assert answer.status_code == 200, answer.text
    return QuoteId(quote)
