"""An org within the test's own process, asked without a socket."""

import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from app.sandbox.day import Day
from app.sandbox.in_process import application_of, org_in_memory
from app.sandbox.wire import Reply, Request

Json = dict[str, Any]
DATA = "/services/data/v67.0"
UNKNOWN = "UNKNOWN_EXCEPTION"


class Inside:
    """`path` is what follows /services/data/v67.0, or starts with /services. Amounts come as Decimal."""

    def __init__(self, user: str = "rep", *, number: int = 1, day: Day = Day.INSTALLED) -> None:
        self.org = org_in_memory(number=number, day=day)
        self.answer = application_of(self.org)
        self.become(user)

    def become(self, user: str) -> None:
        row = self.org.user(user)
        assert row is not None
        token = self.org.tokens.issue(self.org.organization()["Id"], row["Id"])
        self.headers = {"authorization": f"Bearer {token}"}

    def reset(self) -> None:
        self.org.reset()
        self.become("rep")

    def raw(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, **query: Any
    ) -> Reply:
        """A body that is there is JSON, unless a header says otherwise."""
        where, _, given = path.partition("?")
        address = where if where.startswith("/services") else DATA + where
        kind = {"content-type": "application/json"} if body else {}
        named = {name.lower(): value for name, value in (headers or {}).items()}
        asked = Request(method, address, given or urlencode(query), {**self.headers, **kind, **named}, body)
        return self.answer(asked)

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **query: Any
    ) -> tuple[int, Any]:
        text = b"" if body is None else json.dumps(body, default=str).encode()
        reply = self.raw(method, path, text, headers, **query)
        return reply.status, json.loads(reply.body, parse_float=Decimal) if reply.body else None

    def query(self, soql: str) -> list[Json]:
        status, answer = self.call("GET", "/query", q=soql)
        assert status == 200, answer
        records: list[Json] = answer["records"]
        return records

    def create(self, entity: str, **fields: Any) -> str:
        status, answer = self.call("POST", f"/sobjects/{entity}", fields)
        assert status == 201, answer
        return str(answer["id"])

    def refused(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, str, str]:
        """(status, code, message) of a call that must fail."""
        status, answer = self.call(method, path, body, **query)
        assert status >= 400, answer
        return status, answer[0]["errorCode"], answer[0]["message"]

    def code(self, method: str, path: str, body: Any = None, **query: Any) -> str:
        return self.refused(method, path, body, **query)[1]

    def count(self, entity: str) -> int:
        status, answer = self.call("GET", "/query", q=f"SELECT COUNT() FROM {entity}")  # noqa: S608 (a query of the sandbox)
        assert status == 200, answer
        return int(answer["totalSize"])

    @property
    def deal(self) -> Json:
        """The first opportunity: EUR, Nordtel."""
        return self.query("SELECT Id, Pricebook2Id, AccountId FROM Opportunity ORDER BY Id LIMIT 1")[0]

    def entry(self) -> str:
        soql = (
            "SELECT Id FROM PricebookEntry WHERE Product2.ProductCode = 'MX900' AND CurrencyIsoCode = 'EUR' "
            "AND Pricebook2.Name = 'Network Equipment'"
        )
        return str(self.query(soql)[0]["Id"])

    def quote(self, **fields: Any) -> str:
        deal = self.deal
        required = {"Name": "Q", "OpportunityId": deal["Id"], "Pricebook2Id": deal["Pricebook2Id"]}
        return self.create("Quote", **required, **fields)
