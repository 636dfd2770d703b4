"""What is installed in orgs: each connection's own, and what connections of one org have in common."""

from datetime import UTC, datetime

from app.actor import ConnectionName, OrgId
from app.store import Database, Mark, Site, installations

ORG, OTHER_ORG = OrgId("00Dx00000001hxyEAA"), OrgId("00Dx00000002hxyEAA")
ACME, SECOND = ConnectionName("acme"), ConnectionName("second")
FIELD, APP = ("CustomField", "Quote.QW_Key__c"), ("ExternalClientApplication", "Quotewright_acme")
OLD, NEW = Mark("a" * 64, "b" * 64), Mark("c" * 64, "d" * 64, "e" * 64)


def test_what_two_connections_share_is_known_alike_by_both(database: Database) -> None:
    acme, second, elsewhere = Site(ORG, ACME), Site(ORG, SECOND), Site(OTHER_ORG, ACME)
    with database.transaction() as tx:
        for site in (acme, second, elsewhere):
            installations.keep_marks(tx, site, {FIELD: OLD})
        installations.keep_marks(tx, acme, {FIELD: NEW, APP: NEW})
    with database.reading() as tx:
        assert installations.marks(tx, acme) == {FIELD: NEW, APP: NEW}
        assert installations.marks(tx, second) == {FIELD: NEW}
        assert installations.marks(tx, elsewhere) == {FIELD: OLD}
        assert installations.of_others(tx, second) == {FIELD: NEW, APP: NEW}
    with database.transaction() as tx:
        installations.forget(tx, acme, [APP])
        installations.forget_all(tx, second)
    with database.reading() as tx:
        assert installations.marks(tx, acme) == {FIELD: NEW}
        assert installations.of_others(tx, acme) == {}


def test_the_last_installation_says_what_the_connector_was_made_with(database: Database) -> None:
    with database.transaction() as tx:
        assert installations.options(tx, ACME) == {}
        for day, org, label in ((1, ORG, "Quote"), (3, OTHER_ORG, "Angebot"), (2, ORG, "Offerte")):
            at = datetime(2026, 11, day, tzinfo=UTC)
            installations.keep_options(tx, Site(org, ACME), {"label": label}, at=at)
        assert installations.options(tx, ACME) == {"label": "Angebot"}
        assert installations.options_of_others(tx, Site(ORG, SECOND)) == [{"label": "Offerte"}]
        assert installations.options_of_others(tx, Site(ORG, ACME)) == []
