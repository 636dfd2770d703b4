"""An arrival becomes a session: the CRM is asked, as that user, for the opportunity that it names."""

from datetime import datetime

from app.actions.arrivals import Arrival
from app.actions.arrive import check_fresh
from app.actions.call import Call, PanelSession, audited
from app.actions.known import known_connection
from app.actions.openings import keep_opening
from app.actions.releases import current_release
from app.actions.roles import people_wanted, with_roles
from app.actions.views import SignedIn
from app.crm import Opening
from app.services import Services
from app.store import accesses, audit, launches, outbox, people, quotes


def open_opportunity(services: Services, arrival: Arrival, *, at: datetime, correlation: str) -> SignedIn:
    """Raises OpportunityMissing, LaunchStale, ConnectionMissing, Misconfigured, and Outside."""
    connection = known_connection(services, arrival.actor.connection, at=at)
    codes = _codes(services, arrival, connection.catalog, at=at)
    wanted = people_wanted(services, connection.catalog, user=arrival.actor.user, at=at)
    crm = services.gateway.crm(connection)
    opening = crm.open(arrival.access, arrival.record, codes=codes, people=wanted)
    session = PanelSession(
        actor=with_roles(arrival.actor, opening.people),
        opportunity=opening.opportunity.id,
        frame=arrival.frame,
        language=arrival.language,
        created_at=at,
        expires_at=at + services.periods.session,
    )
    _keep(services, Call(session, at, correlation), arrival, opening)
    return SignedIn(session, opening.opportunity)


def _codes(services: Services, arrival: Arrival, catalog: str, *, at: datetime) -> tuple[str, ...]:
    """Of all that is sold now, and of what stands on quotes that stayed on an older release."""
    sold = [product.code for product in current_release(services, catalog, at=at).products.values()]
    with services.database.reading() as tx:
        quoted = quotes.codes_on(tx, connection=arrival.actor.connection, opportunity=arrival.record)
    return tuple(dict.fromkeys([*sold, *quoted]))


def _keep(services: Services, call: Call, arrival: Arrival, opening: Opening) -> None:
    """The request as seen, the user's token for their own flows, what was read; flows that waited go on."""
    actor = call.actor
    with services.database.transaction() as tx:
        first_seen = launches.remember(
            tx, connection=actor.connection, fingerprint=arrival.fingerprint, at=call.at
        )
        check_fresh(services, first_seen, at=call.at)
        accesses.keep(
            tx,
            connection=actor.connection,
            user=actor.user,
            token=arrival.access.token,
            instance_url=arrival.access.instance_url,
            expires_at=call.at + services.periods.access,
        )
        keep_opening(tx, call, opening)
        outbox.wake_for_user(tx, connection=actor.connection, user=actor.user, at=call.at)
        people.save(tx, opening.people, connection=actor.connection, at=call.at)
        audit.write(tx, audited(call, "sign_in", opening.opportunity.id))
