"""One org under examination: the calls it costs, what was read already, and the form of a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Any, ClassVar

from app.crm.examination import Answer, Area, Question, Subject
from app.crm.port import Access, Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.examination.probe import Probed, probed
from app.crm.salesforce.org import Org
from app.crm.salesforce.refusals import session_expired
from app.crm.salesforce.transport import PinnedSession, Roads
from app.errors import Outside


class TimeIsUp(Outside):
    """An examination ends, whatever the org does."""

    code: ClassVar[str] = "examination_too_long"


class CountingClient(Client):
    """Counts its calls, and makes none once the time is up."""

    def __init__(self, roads: Roads, *, api_version: str, connection: str, until: float) -> None:
        super().__init__(roads, api_version=api_version, connection=connection)
        self.calls = 0
        self._until = until

    def _call(self, access: Access, session: PinnedSession, method: str, path: str, **content: Any) -> object:
        if monotonic() > self._until:
            raise TimeIsUp("The examination took too long, so this was not asked any more.")
        self.calls += 1
        return super()._call(access, session, method, path, **content)


class Case:
    """What questions ask with. Nothing is read twice."""

    def __init__(self, connection: Connection, subject: Subject, *, roads: Roads) -> None:
        self.connection = connection
        self.subject = subject
        self.roads = roads
        self.transport = roads.transport
        self.client = CountingClient(
            roads, api_version=connection.api_version, connection=connection.name, until=subject.until
        )
        self._found: dict[str, Any] = {}

    @property
    def address(self) -> str:
        """As what is being asked, it was allowed before."""
        return self.subject.address

    @cached_property
    def org(self) -> Org:
        """Only behind ``token_accepted``, which nobody passes without a token."""
        access = self.subject.access
        if access is None:
            raise session_expired()
        return Org(self.client, access)

    @cached_property
    def probe(self) -> Probed:
        """Of the address alone: no token goes there."""
        return probed(self.address, ca_file=self.transport.ca_file, seconds=self.transport.connect_seconds)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What ``read`` found, read once for all questions."""
        if name not in self._found:
            self._found[name] = read()
        return self._found[name]

    def fields_of(self, entity: str) -> Mapping[str, Mapping[str, Any]]:
        """Of an object by their names; none where the object is not there."""
        described = self.org.described(entity)
        fields = described["fields"] if described else []
        return {str(one.get("name")): one for one in fields if isinstance(one, dict)}


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    answer: Callable[[Case], Answer]


def asked(
    code: str, area: Area, words: str, answer: Callable[[Case], Answer], *, needs: tuple[str, ...]
) -> Asked:
    return Asked(Question(code, area, words, needs), answer)
