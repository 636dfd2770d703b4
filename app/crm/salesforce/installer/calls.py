"""The calls that installing needs, with failures that say what an administrator does next."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import requests
from marshmallow import Schema
from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from app.crm.errors import CrmRefused, CrmSessionExpired, CrmUnavailable
from app.crm.installation import ApiVersionUnknown, NotAnAdministrator
from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.installer import soap
from app.crm.salesforce.org import Org
from app.crm.salesforce.refusals import POLICY_CODES, unavailable
from app.crm.salesforce.rows import Row
from app.crm.salesforce.transport import Roads
from app.crm.salesforce.wire import encoded

_VERSION_CODES: Final = frozenset({"UNSUPPORTED_API_VERSION"})
_RIGHTS: Final = POLICY_CODES | {"INSUFFICIENT_ACCESS", "API_CURRENTLY_DISABLED"}
_Answer = TypeVar("_Answer")


class Calls:
    """As one administrator, to one org. ``version``: like 67.0. ``made``: calls by SOAP so far."""

    def __init__(self, roads: Roads, access: Access, *, version: str, connection: str) -> None:
        self.version = version
        self._roads = roads
        self._access = access
        self._connection = connection
        self._client = Client(roads, api_version=version, connection=connection)
        self._org = Org(self._client, access)
        self.made = 0

    def get(self, path: str) -> object:
        with _for_administrators():
            return self._org.get(path)

    def rows(self, soql: str, schema: type[Schema]) -> list[Row]:
        with _for_administrators():
            return self._org.rows(soql, schema)

    def first_row(self, soql: str, schema: type[Schema]) -> Row:
        """The first call of all. Raises ApiVersionUnknown for an org without this version of the API."""
        try:
            found = self.rows(soql, schema)
        except CrmRefused as refused:
            if refused.facts.get("crm_code") not in {"NOT_FOUND", *_VERSION_CODES}:
                raise
            raise self._no_such_version() from None
        if not found:
            raise _unreachable()
        return found[0]

    def post(self, path: str, body: object) -> object:
        with _for_administrators():
            return self._client.write(self._access, path, body)

    def delete(self, path: str) -> object:
        with _for_administrators():
            return self._client.delete(self._access, path)

    def upload(self, path: str, told: Mapping[str, Any], *, archive: bytes) -> object:
        """A multipart body: ``told`` as JSON, and the zip."""
        described = RequestField("json", encoded(told))
        described.make_multipart(content_type="application/json")
        zipped = RequestField("file", archive, filename="deploy.zip")
        zipped.make_multipart(content_type="application/zip")
        content, kind = encode_multipart_formdata([described, zipped])
        with _for_administrators():
            return self._client.upload(self._access, path, content, kind=kind)

    def soap(self, call: str) -> bytes:
        """The answer's text of one call of the Metadata API, or of a fault that the caller looks into."""
        self.made += 1
        session = self._roads.writing(self._access.instance_url, connection=self._connection)
        address = f"{self._access.instance_url}/services/Soap/m/{self.version}"
        headers = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        try:
            answer = session.post(
                address, data=soap.envelope(self._access.token, call).encode(), headers=headers
            )
            content = answer.content
        except requests.RequestException:
            content = b""
        if not content:
            raise _unreachable()
        return content

    def told(self, read: Callable[[bytes], _Answer], content: bytes) -> _Answer:
        """What the answer says, its fault as a failure."""
        try:
            with _for_administrators():
                return read(content)
        except CrmRefused as refused:
            if refused.facts.get("crm_code") in _VERSION_CODES:
                raise self._no_such_version() from None
            raise

    def _no_such_version(self) -> ApiVersionUnknown:
        return ApiVersionUnknown(
            f"The org does not know version {self.version} of its API, which the connector is written in. "
            "Look whether the address is that of the org; an org gets a new version three times a year."
        )


@contextmanager
def _for_administrators() -> Iterator[None]:
    """The same failures, in words for whoever installs."""
    try:
        yield
    except CrmSessionExpired:
        failure: Exception = CrmSessionExpired(
            "The org does not take this access token any more. Get a new one and run the command again: what "
            "was begun is found and ended."
        )
    except CrmUnavailable:
        failure = _unreachable()
    except CrmRefused as refused:
        failure = _rights(refused) if refused.facts.get("crm_code") in _RIGHTS else refused
    else:
        return
    raise failure


def _rights(refused: CrmRefused) -> NotAnAdministrator:
    words = str(refused.facts.get("crm_message") or "")
    return NotAnAdministrator(
        "The org refuses this to the user of the token. Take the token of an administrator who may modify "
        f"metadata and assign permission sets. It says: {words}",
        facts=refused.facts,
    )


def _unreachable() -> CrmUnavailable:
    failure = unavailable()
    return type(failure)(
        "The org cannot be reached or does not answer properly. Run the command again in a moment: what was "
        "begun is found and ended."
    )
