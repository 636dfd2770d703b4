"""A mapping beside the org: what does not fit is told, what would be written is shown, nothing is written."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from app.actions.connected import connection_named
from app.actions.try_mapping import Tried, adopt_mapping, check_mapping, try_mapping
from app.cli.org_access import ORG_TOKEN
from app.crm import Access, CrmSessionExpired, OpportunityMissing
from app.crm.mapping import MappingInvalid, read_mapping
from app.crm.salesforce.connector import deployment_zip
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from app.errors import Missing
from tests.crm.connector.made import source
from tests.examination.soundly import Sound
from tests.forks import typed

ROOT = Path(__file__).resolve().parents[2]
QUOTES = shipped_mapping("quotes")
AT = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def still(installation: Sound) -> Sound:
    """For those who only look."""
    installation.restore()
    return installation


def access(sound: Sound) -> Access:
    return Access(sound.admin.token, sound.sandbox.tls)


def checked(sound: Sound, text: str) -> tuple[str, ...]:
    return check_mapping(sound.services, "demo", text, access=access(sound))


def tried(sound: Sound, text: str = "", *, number: str = "") -> Tried:
    opportunity = sound.sandbox.records("Opportunity")[0]["Id"]
    return try_mapping(
        sound.services, "demo", text, access=access(sound), opportunity=opportunity, number=number, at=AT
    )


def mapped(field: str, formula: str) -> str:
    """What ships, and one more field of the quote."""
    return QUOTES.replace("    Name: left(quote.name, 255)\n", f"    {field}: {formula}\n")


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_fits_an_org_that_has_its_fields(sound: Sound, name: str) -> None:
    text = shipped_mapping(name)
    if name != "quotes":
        sound.admin.deploy(deployment_zip(source("demo", mapping=read_mapping(text))))
        sound.admin.give("QW_Rep", "admin")
    assert checked(sound, text) == ()


def without(field: str) -> str:
    return re.sub(rf"\n    {field}: [^\n]*", "", QUOTES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (QUOTES.replace("object: QuoteLineItem", "object: Position__c"), "Position__c is not there"),
        (QUOTES.replace("QW_Release__c", "Katalog__c"), "Quote.Katalog__c is not there"),
        (QUOTES.replace("number: QuoteNumber", "number: Nummer__c"), "Quote.Nummer__c is not there"),
        (mapped("GrandTotal", "quote.total"), "Quote.GrandTotal cannot be written"),
        (mapped("Name", "quote.total"), "Quote.Name is string, and gets a number: make it text"),
        (mapped("Name", "quote.link * 20"), "Quote.Name takes 255 characters"),
        (mapped("Tax", "quote.number"), "Quote.Tax is currency, and gets text"),
        (mapped("Tax", "quote.total * 10000000000"), "Quote.Tax takes 16 digits before the point"),
        (mapped("BillingName", "True"), "Quote.BillingName is string, and gets true or false"),
        (mapped("Description", "quote.number * quote.total"), "cannot be worked out"),
        (mapped("Description", "quote.number"), "Quote.Name is required, and nothing fills it"),
        (
            without("QW_Release__c").replace("key: QW_Key__c\n  number", "key: QW_Release__c\n  number"),
            "Quote.QW_Release__c is the key: it has to be a unique external id",
        ),
        (
            without("PricebookEntryId").replace("quote: QuoteId", "quote: PricebookEntryId"),
            "QuoteLineItem.PricebookEntryId has to be a lookup to Quote",
        ),
        (
            QUOTES.replace("QW_Status_At__c", "X").replace("QW_Approval__c", "QW_Status_At__c"),
            "Quote.QW_Status_At__c is datetime, and may get what is not a moment",
        ),
    ],
)
def test_what_does_not_fit_is_told(still: Sound, text: str, told: str) -> None:
    problems = checked(still, text)
    assert any(told in problem for problem in problems), problems


def test_words_that_a_fixed_list_lacks_are_told(still: Sound) -> None:
    text = QUOTES.replace("stage: Status", "stage: {field: Status, words: {Approved: Genehmigt}}")
    (problem,) = checked(still, text)
    assert "Quote.Status is a list of fixed values without 'Genehmigt'" in problem


def test_a_trial_shows_the_very_records_and_writes_none(still: Sound) -> None:
    before = {name: still.sandbox.records(name) for name in ("Quote", "QuoteLineItem", "ContentVersion")}
    found = tried(still)
    assert (found.quote, found.problems) == ("example", ())
    assert found.planning.calls == 1
    records = [(one.method, one.record.partition("/")[0]) for one in found.planning.records]
    assert records == [
        ("POST", "Quote"),
        ("POST", "QuoteLineItem"),
        ("POST", "QuoteLineItem"),
        ("POST", "ContentVersion"),
        ("PATCH", "Opportunity"),
    ]
    line = found.planning.records[1].fields
    assert (line["QuoteId"], line["Quantity"]) == ("@{quote.id}", 999_999)
    assert str(line["PricebookEntryId"]).startswith("01u")
    assert found.planning.records[3].fields["VersionData"] == "(the PDF)"
    assert before == {name: still.sandbox.records(name) for name in before}
    assert {call["method"] for call in still.sandbox.calls(counted=True)} <= {"GET", "POST"}


def test_a_trial_of_another_mapping_shows_its_own_fields(still: Sound) -> None:
    text = mapped("Name", "upper(opportunity.account_name) + ' / ' + quote.number")
    quote = tried(still, text).planning.records[0].fields
    assert quote["Name"] == "NORDTEL AG / example-1"


def test_a_quote_that_is_not_there_and_an_opportunity_that_is_not_are_told(still: Sound) -> None:
    with pytest.raises(Missing, match="no quote of that number"):
        tried(still, number="Q-2026-9999")
    with pytest.raises(OpportunityMissing):
        try_mapping(
            still.services,
            "demo",
            "",
            access=access(still),
            opportunity="006Qw0000000999AAA",
            number="",
            at=AT,
        )


def stored(sound: Sound) -> str:
    with sound.services.database.reading() as tx:
        return connection_named(tx, "demo").mapping


def test_a_mapping_counts_once_it_fits_and_is_taken_back_again(sound: Sound) -> None:
    fits = mapped("Name", "quote.number")
    adopt_mapping(sound.services, "demo", fits, access=access(sound), at=AT)
    assert stored(sound) == fits
    adopt_mapping(sound.services, "demo", "", access=None, at=AT)
    assert stored(sound) == ""


@pytest.mark.parametrize(
    "wrong", [mapped("Nothing__c", "quote.number"), mapped("Name", "quote.nothing"), "x"]
)
def test_one_that_does_not_fit_or_cannot_be_read_changes_nothing(sound: Sound, wrong: str) -> None:
    with pytest.raises(MappingInvalid):
        adopt_mapping(sound.services, "demo", wrong, access=access(sound), at=AT)
    assert stored(sound) == ""


def test_a_token_that_ended_is_told_as_such(sound: Sound) -> None:
    requests.post(f"{sound.sandbox.control}/expire-tokens", timeout=10).raise_for_status()
    with pytest.raises(CrmSessionExpired):
        checked(sound, "")


@pytest.fixture
def command(sound: Sound) -> Callable[..., tuple[int, str, str]]:
    environment = sound.environment()

    def run(*words: str, **more: str) -> tuple[int, str, str]:
        done = typed("connection", "mapping", *words, env={**environment, **more})
        assert sound.admin.token not in done.stdout + done.stderr
        return done.returncode, done.stdout, done.stderr

    return run


def test_the_commands_go_from_a_template_to_a_mapping_in_force(
    command: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "acme.yaml"
    status, text, _ = command("template", "quotes")
    assert status == 0
    file.write_text(text.replace("QW_Release__c", "Katalog__c"))
    status, _, error = command("check", "demo", str(file))
    assert status == 1
    assert "- Quote.Katalog__c is not there" in error
    status, _, error = command("set", "demo", str(file))
    assert (status, error.splitlines()[-1].partition(":")[0]) == (1, "mapping_invalid")
    file.write_text(text)
    assert command("set", "demo", str(file))[0] == 0
    assert command("show", "demo")[1] == text
    assert command("check", "demo")[:2] == (0, "The mapping fits the org of demo.\n")
    assert command("reset", "demo")[0] == 0
    file.write_bytes(b"\xff\xfe")
    assert command("set", "demo", str(file))[2].endswith("refused: acme.yaml is not UTF-8 text.\n")
    status, _, error = command("check", "demo", **{ORG_TOKEN: ""})
    assert (status, ORG_TOKEN in error) == (1, True)
