"""What a request leaves in the log."""

import json
from datetime import UTC, datetime

from structlog.testing import capture_logs

from app.web.logs import as_line
from tests.web.conftest import Web
from tests.web.samples import signed_request


def test_a_request_leaves_one_line_that_names_the_route_and_not_the_address(web: Web) -> None:
    with capture_logs() as lines:
        web.post_launch(signed_request())
        web.client.get("/nothing-here?secret=1", headers={"X-Correlation-Id": "order-2026"})
        web.client.get("/health/live")
    launched, unknown = lines
    assert (launched["method"], launched["route"], launched["status"]) == (
        "POST",
        "/canvas/<connection>",
        200,
    )
    assert (unknown["route"], unknown["status"], unknown["correlation"]) == (None, 404, "order-2026")
    assert launched["ms"] >= 0


def test_a_line_is_json_with_level_and_time_whatever_it_tells() -> None:
    before = datetime.now(UTC)
    line = json.loads(as_line(None, "info", {"event": "request", "what": {1, 2}, "name": "Zoë\n"}))
    assert (line["event"], line["level"], line["what"], line["name"]) == (
        "request",
        "info",
        "{1, 2}",
        "Zoë\n",
    )
    assert line["timestamp"].endswith("Z")
    assert before <= datetime.fromisoformat(line["timestamp"]) <= datetime.now(UTC)
