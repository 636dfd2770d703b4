"""What a request leaves in the log."""

from structlog.testing import capture_logs

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


def test_an_id_that_could_break_or_hide_in_a_line_is_replaced(web: Web) -> None:
    with capture_logs() as lines:
        for unsafe in ("short", "x" * 65, "with space in it", 'quote"quote"', "tab\tand-more", "käse-käse"):
            web.client.get("/nothing", headers={"X-Correlation-Id": unsafe.encode("latin-1")})
    assert len({line["correlation"] for line in lines}) == 6
    assert all(line["correlation"].isalnum() and len(line["correlation"]) == 16 for line in lines)
