"""One call to the API of an org as one user, through simple-salesforce.

Used are its ``restful`` and its error classes only. Its per-object calls build addresses from unchecked ids,
and its token refresh may call without end, so a refused token is an answer here like any other.
"""

from decimal import Decimal
from typing import Any

import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from app.crm.port import Access
from app.crm.salesforce.refusals import failure_of, refusals_in, unavailable
from app.crm.salesforce.transport import PinnedSession, Roads
from app.crm.salesforce.wire import encoded


class Client:
    """Calls of one connection. Holds no user's session, so threads may share it."""

    def __init__(self, roads: Roads, *, api_version: str, connection: str) -> None:
        self._roads = roads
        self._version = api_version
        self._connection = connection

    def write(self, access: Access, path: str, body: object) -> object:
        """The answer's JSON with exact numbers. ``path`` follows ``/services/data/vXX.0/``.

        Raises the leaves of ``app.crm.errors``. CrmUnavailable leaves open whether the CRM has acted.
        """
        session = self._roads.writing(access.instance_url, connection=self._connection)
        return self._call(access, session, "POST", path, data=encoded(body))

    def change(self, access: Access, path: str, body: object) -> object:
        """As ``write``, of records that are there."""
        session = self._roads.writing(access.instance_url, connection=self._connection)
        return self._call(access, session, "PATCH", path, data=encoded(body))

    def read(self, access: Access, path: str, body: object) -> object:
        """As ``write``, for calls that change nothing and that somebody waits for."""
        session = self._roads.reading(access.instance_url, connection=self._connection)
        return self._call(access, session, "POST", path, data=encoded(body))

    def get(self, access: Access, path: str) -> object:
        """As ``read``, for what has an address of its own."""
        session = self._roads.reading(access.instance_url, connection=self._connection)
        return self._call(access, session, "GET", path)

    def upload(self, access: Access, path: str, content: bytes, *, kind: str) -> object:
        """As ``write``, for a body that is no JSON; ``kind`` is its content type."""
        session = self._roads.writing(access.instance_url, connection=self._connection)
        return self._call(access, session, "POST", path, data=content, headers={"Content-Type": kind})

    def delete(self, access: Access, path: str) -> object:
        """As ``write``."""
        session = self._roads.writing(access.instance_url, connection=self._connection)
        return self._call(access, session, "DELETE", path)

    def _call(self, access: Access, session: PinnedSession, method: str, path: str, **content: Any) -> object:
        try:
            answer: object = self._as_user(access, session).restful(path, method=method, **content)
            return answer
        except SalesforceError as refused:
            failure = failure_of(refusals_in(refused.content), status=int(refused.status))
        except (requests.RequestException, ValueError, TypeError, RecursionError):
            # No connection, a broken one, or an answer that is not the API's JSON.
            failure = unavailable()
        # Raised out here, so that the failure carries neither the request nor the answer along.
        raise failure

    def address(self, resource: str) -> str:
        """The path of a subrequest, as the composite resources want it."""
        return f"/services/data/v{self._version}/{resource}"

    def _as_user(self, access: Access, session: PinnedSession) -> Salesforce:
        return Salesforce(
            session_id=access.token,
            instance_url=access.instance_url,
            version=self._version,
            session=session,
            parse_float=Decimal,
            object_pairs_hook=_plain,
        )


def _plain(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    return dict(pairs)
