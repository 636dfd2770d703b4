"""Small requests to try the machine on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.actor import ConnectionName, OrgId, UserId
from app.approvals import (
    ApprovalRequest,
    Circle,
    Delegation,
    DelegationId,
    Directory,
    Fact,
    Need,
    Person,
    RequestId,
    RequestStatus,
    Said,
    requested,
)
from app.catalog.approvals import NOBODY as NO_POLICY
from app.catalog.approvals import UNTIMED, ApprovalPolicy, Approver, Calendar, People, Timing
from app.quoting import QuoteId

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
AUTHOR = UserId("author")
NAMES = ("author", "ann", "bob", "cid", "dee")


def people(*gone: str) -> Directory:
    """All of NAMES, of whom these are gone."""
    return Directory.of(
        Person(UserId(name), name.title(), name not in gone, username=f"{name}@example.com") for name in NAMES
    )


def circle(
    *,
    gone: tuple[str, ...] = (),
    delegations: tuple[Delegation, ...] = (),
    policy: ApprovalPolicy = NO_POLICY,
    at: datetime = AT,
) -> Circle:
    return Circle(people(*gone), delegations, policy, at)


def need(
    rule: str = "discount",
    *users: str,
    approver: Approver | None = None,
    stage: int = 1,
    quorum: int = 1,
    value: str = "20",
    timing: Timing = UNTIMED,
    auto: bool = False,
) -> Need:
    fact = Fact("discount", "quote", Decimal(value), "higher", Decimal(10))
    return Need(
        rule,
        rule.title(),
        stage,
        approver or People(users or ("ann",)),
        quorum,
        timing,
        "Too much.",
        (fact,),
        auto,
    )


def blank(n: int = 1) -> ApprovalRequest:
    return ApprovalRequest(
        id=RequestId(f"{n:032d}"),
        connection=ConnectionName("demo"),
        org=OrgId("org"),
        quote=QuoteId("q"),
        number="Q-1",
        revision=n,
        family=QuoteId("q"),
        opportunity="006",
        author=AUTHOR,
        author_name="Author",
        barred=frozenset({AUTHOR}),
        status=RequestStatus.WAITING,
        asked_at=AT,
        comment="",
        submits=True,
        calendar=Calendar(),
        needs=(),
    )


def request(
    *needs: Need, of: Circle | None = None, earlier: tuple[ApprovalRequest, ...] = (), n: int = 1
) -> ApprovalRequest:
    return requested(blank(n), needs or (need(),), earlier=earlier, circle=of or circle())


def said(name: str, comment: str = "because") -> Said:
    return Said(UserId(name), name.title(), comment)


def delegation(giver: str, taker: str, *, days: int = 2, starts: datetime = AT) -> Delegation:
    ends = starts + timedelta(days=days)
    return Delegation(
        DelegationId(f"{giver}-{taker}"),
        ConnectionName("demo"),
        UserId(giver),
        UserId(taker),
        starts,
        ends,
    )


def later(of: Circle, **parts: int) -> Circle:
    return replace(of, at=of.at + timedelta(**parts))
