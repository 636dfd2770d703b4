"""Traces: from the request to the call of the CRM over two processes, and nothing of it unless asked for."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.actions.follow_write_back import follow_write_back
from app.crm import Access, Offer
from app.crm.fake import FakeCrm
from app.errors import Misconfigured
from app.quoting import Receipt, WriteBackKey, WriteBackState
from app.services import Services
from app.store import Database, outbox, write_backs
from app.telemetry import crm_call
from app.telemetry.traces import configure_traces, continued, flush, span, trace_with, traceparent
from app.web import make_app
from tests.web.conftest import SECRET_KEY, Clock, Web, database, services_of
from tests.web.samples import CONNECTIONS, RELEASE, SignedGateway

__all__ = ["database"]
_SECRETS = ("00Dx", "Bearer", "signed_request", "eyJ")


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace_with(provider)
    yield exporter
    trace_with(None)


def _tree(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {one.name: one for one in exporter.get_finished_spans()}


def _parent(one: ReadableSpan) -> int | None:
    return one.parent.span_id if one.parent else None


def _id(one: ReadableSpan) -> int:
    context = one.get_span_context()
    assert context is not None
    return context.span_id


def test_spans_of_two_processes_are_one_trace(spans: InMemorySpanExporter) -> None:
    with span("request"):
        sent = traceparent()
    with continued(sent, "flow"), span("attempt"), crm_call("acme", "POST", "/x/0Q0x0000000001AAAA") as call:
        call.answered(201)
    tree = _tree(spans)
    chain = ["request", "flow", "attempt", "POST /x/{}"]
    assert [_parent(tree[name]) for name in chain[1:]] == [_id(tree[name]) for name in chain[:-1]]
    assert dict(tree["POST /x/{}"].attributes or {}) == {"connection": "acme", "status": 201, "outcome": "ok"}


def test_what_fails_says_nothing_of_its_text(spans: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="secret"), span("attempt"):
        raise ValueError("secret")
    (failed,) = spans.get_finished_spans()
    assert "secret" not in failed.to_json()


def _calling(crm: FakeCrm, access: Access, offer: Offer, *, at: datetime) -> Receipt:
    """As a CRM that is asked over the network."""
    with crm_call("first", "POST", "/services/data/v67.0/composite/graph") as call:
        receipt = _SAVE(crm, access, offer, at=at)
        call.answered(200)
    return receipt


_SAVE = FakeCrm.save_quote


def test_a_saved_quote_is_followed_from_its_request_to_the_crm(
    database: Database,
    spans: InMemorySpanExporter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web = _web(database)
    rep = web.sign_in()
    quote = rep.quote()
    rep.line(quote)
    assert rep.call("POST", f"/quotes/{quote}/lines/1/complete", {}).status_code == 200
    services = services_of(database, web.catalogs, web.gateway)
    monkeypatch.setattr(FakeCrm, "save_quote", _calling)
    answer = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="once-2026")
    assert answer.status_code == 202, answer.text
    _flow(services, WriteBackKey(_key(database)), web.clock)
    tree = _tree(spans)
    chain = [
        "POST /api/v1/quotes/<quote_id>/submit",
        "action submit_quote",
        "flow quote_write_back",
        "attempt",
        "POST /services/data/v67.0/composite/graph",
    ]
    assert [_parent(tree[name]) for name in chain[1:]] == [_id(tree[name]) for name in chain[:-1]]
    assert not [word for word in _SECRETS if any(word in one.to_json() for one in spans.get_finished_spans())]


def _flow(services: Services, key: WriteBackKey, clock: Clock) -> None:
    """As the worker does it in a process of its own."""
    with services.database.reading() as tx:
        parent = write_backs.traceparent_of(tx, key)
    with continued(parent, "flow quote_write_back"):
        outcome = follow_write_back(services, key, clock=clock)
    assert outcome.state is WriteBackState.WRITTEN


def _key(database: Database) -> str:
    with database.reading() as tx:
        (start,) = outbox.due(tx, at=datetime(2030, 1, 1, tzinfo=UTC))
    return start.key


def _web(database: Database) -> Web:
    from app.actions.connected import add_connection
    from app.store import HeldReleases

    clock, gateway, catalogs = Clock(), SignedGateway(), HeldReleases((RELEASE,))
    for connection in CONNECTIONS:
        add_connection(database, connection, replace_known=False, at=clock())
    app = make_app(services_of(database, catalogs, gateway), secret_key=SECRET_KEY, clock=clock)
    return Web(app, app.test_client(), gateway, clock, catalogs, database)


def test_untraced_nothing_is_loaded_and_nothing_kept() -> None:
    assert traceparent() == ""
    with span("request") as found:
        assert found is None
    program = (
        "import sys, app.main, app.worker\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONPATH": "."})


class _Collector(BaseHTTPRequestHandler):
    received: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_told: object) -> None:
        pass


def test_a_collector_receives_them() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        configure_traces(f"http://127.0.0.1:{server.server_address[1]}", process="worker")
        with span("attempt"):
            pass
        flush()
    finally:
        trace_with(None)
        server.shutdown()
        server.server_close()
    (path, body), *_ = _Collector.received
    assert path == "/v1/traces"
    assert b"quotewright-worker" in body


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(Misconfigured, match=r"quotewright\[traces\]"):
        configure_traces("http://127.0.0.1:1", process="web")
