"""What opening the panel costs, against a bare Flask view that only verifies the same HMAC.

    python -m benchmarks.canvas_launch [rounds]

Both run in this process as WSGI applications over the same requests, turn about, and CPU time is counted.
The panel's side is the real application: verification, the database file with the replay window, the sealed
arrival in the page, headers and the log. The CRM is not asked by this request; the page's next one does that.
"""

import base64
import hashlib
import hmac
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from flask import Flask, abort, request

from app.actions import Arrival, arrive
from benchmarks.org import SECRET, application, empty_release, signed_request

LIMIT = 2.0
BATCH = 50

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def bare_view() -> Flask:
    """The reference: nothing but the form field and its HMAC."""
    app = Flask("bare")

    @app.post("/canvas/<connection>")
    def verify(connection: str) -> str:
        spelled, _period, text = request.form["signed_request"].partition(".")
        mac = hmac.digest(SECRET.encode(), text.encode(), hashlib.sha256)
        if not hmac.compare_digest(mac, base64.b64decode(spelled)):
            abort(401)
        return connection

    return app


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU microseconds a request, medians over rounds. ``edge`` is the whole without the verb.

    ``ratio`` is the median of each round's own: the two of a round ran in the same moments of the machine.
    """

    whole: float
    edge: float
    bare: float
    ratio: float


def measured(rounds: int) -> Costs:
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = application(Path(folder), empty_release()), bare_view()
        requests = _requests()
        arrival = _arrival(ours, next(requests))
        rounded: list[tuple[float, float, float]] = []
        for _round in range(rounds + 2):
            batch = [next(requests) for _ in range(BATCH)]
            with mock.patch("app.web.launch.arrive", _answering(arrival)):
                edge = _cost(ours, batch)
            rounded.append((_cost(ours, batch), edge, _cost(bare, batch)))
    # The first two rounds warm up.
    rows = [(whole, edge, reference, whole / reference) for whole, edge, reference in rounded[2:]]
    return Costs(*(statistics.median(column) for column in zip(*rows, strict=True)))


def _answering(arrival: Arrival) -> Callable[..., Arrival]:
    # No Mock: it notes each call, and that would be counted.
    def answer(*_given: object, **_named: object) -> Arrival:
        return arrival

    return answer


def _arrival(app: Flask, body: bytes) -> Arrival:
    """What the verb answers, from one launch."""
    answers: list[Arrival] = []

    def noted(*given: Any, **named: Any) -> Arrival:
        answers.append(arrive(*given, **named))
        return answers[0]

    with mock.patch("app.web.launch.arrive", noted):
        _cost(app, [body])
    return answers[0]


def main() -> int:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    costs = measured(rounds)
    print(f"POST /canvas (verify, session, panel): {costs.whole:.0f} µs CPU")
    print(f"  of that all but the verb (reading, token, page, headers, log line): {costs.edge:.0f} µs CPU")
    print(f"bare Flask view that verifies the same HMAC (reference): {costs.bare:.0f} µs CPU")
    print(f"ratio: {costs.ratio:.2f} (wanted: at most {LIMIT})")
    return 0 if costs.ratio <= LIMIT else 1


def _cost(app: Application, batch: list[bytes]) -> float:
    environments = [_environment(body) for body in batch]
    started = time.process_time()
    for environment in environments:
        _called(app, environment)
    return (time.process_time() - started) / len(batch) * 1e6


def _called(app: Application, environment: dict[str, Any]) -> None:
    statuses: list[str] = []

    def start(status: str, *_rest: object) -> None:
        statuses.append(status)

    answer = app(environment, start)
    size = sum(len(part) for part in answer)
    close = getattr(answer, "close", None)
    if close:
        close()
    if not statuses[0].startswith("200") or not size:
        raise SystemExit(f"The launch was answered with {statuses[0]}.")


def _environment(body: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/canvas/bench",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _requests() -> Iterator[bytes]:
    """Launches of many users, each signed once, about 2.5 kB as the CRM's are."""
    n = 0
    while True:
        n += 1
        yield urlencode({"signed_request": signed_request(n)}).encode()


if __name__ == "__main__":
    raise SystemExit(main())
