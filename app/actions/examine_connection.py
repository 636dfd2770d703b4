"""A connection is examined: our own side, and its org as whoever asks. Nothing is changed, here or there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from app.actions.connected import bare_connection
from app.actions.examining import OURS, Asking, Examined, Ours
from app.actions.releases import current_release
from app.crm import Access, Connection
from app.crm.examination import TOKEN_ACCEPTED, Answer, Check, Goods, Question, Subject
from app.errors import Misconfigured
from app.services import Services

SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Wish:
    """``address``: where the org's API is, empty if nobody said. ``only``: areas and codes that are told, all
    if empty. ``seconds``: after which nothing more is asked, though what is being asked is waited for.
    """

    access: Access | None
    address: str
    how_to_sign_in: str
    only: frozenset[str] = frozenset()
    seconds: float = SECONDS

    def wants(self, question: Question) -> bool:
        return not self.only or question.area.value in self.only or question.code in self.only


class Examination:
    """Of one connection, once. ``checks`` tells each as it finishes; ``examined`` what came of all."""

    def __init__(self, services: Services, name: str, wish: Wish, *, clock: Callable[[], datetime]) -> None:
        """Raises ConnectionMissing."""
        connection = _connection(services, name)
        self._at, until = clock(), monotonic() + wish.seconds
        self._connection, self._wish = connection, wish
        goods = _goods(services, connection.catalog, at=self._at)
        subject = Subject(
            address=wish.address,
            access=wish.access,
            public_url=services.public_url,
            goods=goods,
            clock=clock,
            until=until,
            how_to_sign_in=wish.how_to_sign_in,
        )
        self._ours = Ours(services, connection.name, connection.catalog, goods, self._at)
        self._examiner = services.examiners.examiner(connection, subject) if services.examiners else None
        self._until = until
        self._checks: list[Check] = []
        self._asked = True

    def checks(self) -> Iterator[Check]:
        theirs = self._examiner.questions if self._examiner else ()
        asking = Asking((*OURS, *theirs), self._answer, until=self._until)
        for check in asking.checks(self._wish.wants):
            self._checks.append(check)
            self._asked = asking.was_asked(TOKEN_ACCEPTED)
            yield check

    def _answer(self, code: str) -> Answer:
        if self._examiner is None or any(one.code == code for one in OURS):
            return self._ours.answer(code)
        return self._examiner.answer(code)

    @property
    def examined(self) -> Examined:
        """What was told until now."""
        calls = self._examiner.calls if self._examiner else 0
        return Examined(self._connection.name, self._at, tuple(self._checks), calls, self._asked)


def examine_connection(
    services: Services, name: str, wish: Wish, *, clock: Callable[[], datetime]
) -> Examined:
    """All at once. Raises ConnectionMissing."""
    examination = Examination(services, name, wish, clock=clock)
    for _ in examination.checks():
        pass
    return examination.examined


def _connection(services: Services, name: str) -> Connection:
    with services.database.reading() as tx:
        return bare_connection(tx, name)


def _goods(services: Services, catalog: str, *, at: datetime) -> Goods | None:
    try:
        release = current_release(services, catalog, at=at)
    except Misconfigured:
        return None
    return Goods(tuple(sorted({product.code for product in release.products.values()})), release.currencies)
