"""A plain HTTP client for the tests: no library of a vendor between test and sandbox."""

import json
from decimal import Decimal
from typing import Any

import requests

from tests.fixtures_sandbox import Sandbox

Json = dict[str, Any]
DATA = "/services/data/v67.0"
SOBJECTS = f"{DATA}/sobjects"


class Client:
    """Amounts come as Decimal; `ids` remembers the seed's."""

    def __init__(self, sandbox: Sandbox, token: str) -> None:
        self.sandbox = sandbox
        self.token = token
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def raw(self, method: str, path: str, **options: Any) -> requests.Response:
        address = path if path.startswith("/services") else DATA + path
        return self._session.request(method, self.sandbox.org + address, timeout=30, **options)

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, Any]:
        reply = self.raw(method, path, json=body, **options)
        return reply.status_code, json.loads(reply.text, parse_float=Decimal) if reply.text else None

    def query(self, soql: str, *values: object) -> list[Json]:
        """Values go where `{}` stands."""
        status, answer = self.call("GET", "/query", params={"q": soql.format(*values)})
        assert status == 200, answer
        records: list[Json] = answer["records"]
        return records

    def refused_query(self, soql: str) -> str:
        status, answer = self.call("GET", "/query", params={"q": soql})
        assert status == 400, answer
        return str(answer[0]["errorCode"])

    def create(self, entity: str, **fields: Any) -> str:
        status, answer = self.call("POST", f"/sobjects/{entity}", fields)
        assert status == 201, answer
        return str(answer["id"])

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str, str]:
        """(status, code, message) of a call that must fail."""
        status, answer = self.call(method, path, body)
        assert status >= 400, answer
        return status, answer[0]["errorCode"], answer[0]["message"]

    def row(self, entity: str, record_id: str) -> Json:
        status, answer = self.call("GET", f"/sobjects/{entity}/{record_id}")
        assert status == 200, answer
        row: Json = answer
        return row

    @property
    def deal(self) -> Json:
        """The first opportunity: EUR, Nordtel."""
        return self.query("SELECT Id, Pricebook2Id, AccountId FROM Opportunity ORDER BY Id LIMIT 1")[0]

    def entry(self, code: str = "MX900", currency: str = "EUR", book: str = "Network Equipment") -> str:
        soql = (
            "SELECT Id FROM PricebookEntry WHERE Product2.ProductCode = '{}' AND CurrencyIsoCode = '{}' "
            "AND Pricebook2.Name = '{}'"
        )
        return str(self.query(soql, code, currency, book)[0]["Id"])

    def quote(self, **fields: Any) -> str:
        deal = self.deal
        return self.create(
            "Quote",
            **{"Name": "Q", "OpportunityId": deal["Id"], "Pricebook2Id": deal["Pricebook2Id"], **fields},
        )

    def line(self, quote: str, **fields: Any) -> str:
        entry = fields.pop("PricebookEntryId", None) or self.entry()
        return self.create(
            "QuoteLineItem",
            **{"QuoteId": quote, "PricebookEntryId": entry, "Quantity": 1, "UnitPrice": "100.00", **fields},
        )

    def graph(self, nodes: list[Json]) -> Json:
        status, answer = self.call(
            "POST", "/composite/graph", {"graphs": [{"graphId": "g1", "compositeRequest": nodes}]}
        )
        assert status == 200, answer
        graph: Json = answer["graphs"][0]
        return graph

    def composite(self, parts: list[Json], *, together: bool) -> list[Json]:
        body = {"allOrNone": together, "collateSubrequests": False, "compositeRequest": parts}
        status, answer = self.call("POST", "/composite", body)
        assert status == 200, answer
        reports: list[Json] = answer["compositeResponse"]
        return reports

    def quote_nodes(self, key: str, lines: int, **line_fields: Any) -> list[Json]:
        """A quote with lines, a PDF, and the opportunity that follows it: the write of one quote."""
        deal, entry = self.deal, self.entry()
        quote = {
            "Name": "Q",
            "OpportunityId": deal["Id"],
            "Pricebook2Id": deal["Pricebook2Id"],
            "QW_Key__c": key,
        }
        pdf = {
            "Title": "Quote",
            "PathOnClient": "quote.pdf",
            "VersionData": "JVBERi0xLjQ=",
            "FirstPublishLocationId": "@{q.id}",
        }
        nodes = [part("POST", "Quote", "q", quote)]
        for n in range(1, lines + 1):
            fields = {
                "QuoteId": "@{q.id}",
                "PricebookEntryId": entry,
                "Quantity": 2,
                "UnitPrice": 10.05,
                "QW_Key__c": f"{key}-{n}",
                **line_fields,
            }
            nodes.append(part("POST", "QuoteLineItem", f"l{n}", fields))
        nodes.append(part("POST", "ContentVersion", "pdf", pdf))
        return [*nodes, part("PATCH", f"Opportunity/{deal['Id']}", "deal", {"SyncedQuoteId": "@{q.id}"})]


def part(method: str, where: str, reference: str, body: Any = None) -> Json:
    url = where if where.startswith("/") else f"{SOBJECTS}/{where}"
    made: Json = {"method": method, "url": url, "referenceId": reference}
    return made if body is None else {**made, "body": body}
