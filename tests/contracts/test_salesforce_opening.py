"""Opening an opportunity of Salesforce: whose price book counts, and where a token goes."""

from pathlib import Path

import pytest

from app.crm import CrmRefused, CrmSessionExpired, CrmUnavailable, Opening
from app.crm.salesforce import SalesforceGateway, Transport
from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, offer_of
from tests.fixtures_sandbox import Sandbox


def opened(real: SandboxBench) -> Opening:
    return real.crm.open(real.access, real.opportunity, codes=("MX900", "SC300"))


def test_text_of_the_crm_is_shown_as_it_is(real: SandboxBench, sandbox: Sandbox) -> None:
    hostile = next(a for a in sandbox.records("Account") if "<script>" in a["Name"])
    sandbox.change("Opportunity", real.opportunity, AccountId=hostile["Id"], Name="a\nb\tc")

    opening = opened(real)

    assert opening.opportunity.account_name == hostile["Name"]
    assert opening.opportunity.name.split() == ["a", "b", "c"]


def test_without_a_price_book_of_its_own_the_connections_is_used(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    with_own = opened(real)
    sandbox.change("Opportunity", real.opportunity, Pricebook2Id=None)

    assert opened(real) == with_own


def test_the_opportunitys_own_price_book_goes_first(real: SandboxBench, sandbox: Sandbox) -> None:
    standard = next(book["Id"] for book in sandbox.records("Pricebook2") if book["IsStandard"])
    sandbox.change("Opportunity", real.opportunity, Pricebook2Id=standard)

    opening = opened(real)

    books = {entry["Id"]: entry["Pricebook2Id"] for entry in sandbox.records("PricebookEntry")}
    assert opening.opportunity.price_book_id == standard
    assert {books[entry.entry_id] for entry in opening.entries} == {standard}


def test_entries_that_are_not_active_are_not_offered(real: SandboxBench, sandbox: Sandbox) -> None:
    entry = next(e for e in opened(real).entries if e.code == "MX900")
    sandbox.change("PricebookEntry", entry.entry_id, IsActive=False)

    opening = opened(real)

    assert [e.code for e in opening.entries] == ["SC300"]
    with pytest.raises(CrmRefused, match="no active entry for MX900 in EUR"):
        real.crm.save_quote(real.access, offer_of(opening), at=AT)


def test_a_refused_token_is_tried_once(real: SandboxBench, sandbox: Sandbox) -> None:
    sandbox.expire_tokens()
    sandbox.forget_calls()

    with pytest.raises(CrmSessionExpired) as failed:
        opened(real)

    assert len(sandbox.calls()) == 1
    assert real.access.token not in str(failed.value.__dict__)


def test_the_token_is_not_sent_where_the_certificate_is_unknown(real: SandboxBench) -> None:
    crm = SalesforceGateway(Transport()).crm(real.connection)

    with pytest.raises(CrmUnavailable):
        crm.open(real.access, real.opportunity, codes=())


def test_the_environment_has_no_say_in_how_the_crm_is_reached(
    real: SandboxBench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(netrc))

    assert opened(real).opportunity.id == real.opportunity
