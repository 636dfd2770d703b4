"""Questions about what the org has turned on, and whether the connection says the same."""

from typing import Final

from app.crm.examination import Answer, Area, fault, ok, told, warning
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.expected import QUOTE, expected
from app.crm.salesforce.examination.goods import scheduled
from app.crm.salesforce.examination.identity import organization
from app.crm.salesforce.records import CURRENCY

# Their API is bought beside the edition.
_WITHOUT_API: Final = frozenset({"Professional Edition", "Group Edition", "Team Edition", "Personal Edition"})


def _edition(case: Case) -> Answer:
    org = organization(case)
    edition = org["edition"] or "an edition that the org does not say"
    if edition in _WITHOUT_API:
        return warning(
            f"The org is {edition}, whose API is bought beside it.",
            "The API answers now; make sure that it is in the contract and not of a trial.",
        )
    return ok(f"{edition}{', a sandbox' if org['sandbox'] else ''}.")


def _quotes(case: Case) -> Answer:
    if QUOTE not in expected(case.connection).objects:
        return ok("The connection's field mapping needs none.")
    missing = tuple(name for name in (QUOTE, f"{QUOTE}LineItem") if case.org.described(name) is None)
    if missing:
        return fault(
            f"The org has no {told(missing)}, or whoever asks may not see it.",
            "Setup, Quote Settings: turn quotes on; then deploy the connector.",
            missing,
        )
    return ok("Quotes are on.")


def _currencies(case: Case) -> Answer:
    several = CURRENCY in case.fields_of("Opportunity")
    only, name = case.connection.only_currency, case.connection.name
    if several and only:
        return fault(
            f"The org has several currencies, the connection counts all amounts as {only}.",
            f'quotewright connection set {name} --only-currency ""',
        )
    if not several and not only:
        return fault(
            "The org has one currency and names none on its records; the connection does not say which.",
            f"quotewright connection set {name} --only-currency EUR (or whichever it is).",
        )
    return ok(f"All amounts are in {only}." if only else "The org has several currencies, named on records.")


def _sold(case: Case) -> Answer:
    goods, only = case.subject.goods, case.connection.only_currency
    wanted = goods.currencies if goods else ()
    field = case.fields_of("Opportunity").get(CURRENCY, {})
    known = {
        one.get("value")
        for one in field.get("picklistValues") or ()
        if isinstance(one, dict) and one.get("active") is True
    }
    missing = tuple(one for one in wanted if one not in (known or {only}))
    if missing and len(missing) == len(wanted):
        return fault(
            f"The catalog sells in {told(wanted)}, the org has none of them.",
            "Give the catalog a currency of the org, or the org one of the catalog.",
            missing,
        )
    if missing:
        return warning(
            f"The catalog sells in {told(missing)}, too, which the org does not have.",
            "Nothing to do, unless opportunities in it are meant to be quoted.",
            missing,
        )
    return ok("The org has every currency that the catalog sells in.")


def _schedules(case: Case) -> Answer:
    fields = case.fields_of("Product2")
    kinds = tuple(name for name in ("CanUseQuantitySchedule", "CanUseRevenueSchedule") if name in fields)
    if not kinds:
        return ok("No product of the org has a schedule.")
    found = scheduled(case, kinds)
    if found:
        return warning(
            f"Scheduled in the org: {told(found)}. An opportunity with a schedule follows no quote.",
            "Turn the schedule off for products that are quoted here.",
            found,
        )
    return ok("No product that is sold has a schedule.")


FEATURES: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.FEATURES, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("edition_has_api", "The org's edition has the API", _edition, ("org_matches",)),
        ("quotes_on", "Quotes are turned on", _quotes, ("org_matches", "mapping_read")),
        ("currencies_agree", "Org and connection agree about currencies", _currencies, ("org_matches",)),
        ("currencies_sold", "The org has the catalog's currencies", _sold, ("currencies_agree",)),
        ("schedules_unused", "Products that are sold have no schedules", _schedules, ("org_matches",)),
    )
)
