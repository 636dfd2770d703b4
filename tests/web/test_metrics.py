"""What Prometheus is told: the documented figures and no others, to those who may know them."""

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from app.telemetry.measures import called
from app.web.session import hold
from tests.web.conftest import SECRET_KEY, Caller, Web, services_of

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
_FAR = {"REMOTE_ADDR": "203.0.113.9"}
TOKEN = "a token for whoever collects figures, of tests only"


def _families(web: Web) -> dict[str, str]:
    text = web.client.get("/metrics").text
    return {family.name: family.type for family in text_string_to_metric_families(text)}


def test_the_page_lists_every_figure_with_an_alert(web: Web, rep: Caller) -> None:
    rep.quote()
    called("first", "ok", seconds=0.1)
    page = _PAGE.read_text()
    listed = set(re.findall(r"^\| `(quotewright_\w+)`", page, re.MULTILINE))
    told = {name for name in _families(web) if name.startswith("quotewright_")}
    assert listed == told
    rules = "".join(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
    # An alert speaks of a figure or of one of its series.
    assert not [name for name in listed if name not in rules]
    assert all(name in {*told, "process_resident_memory_bytes"} for name in _spoken_of(rules, told))


def _spoken_of(rules: str, told: set[str]) -> set[str]:
    found = set(re.findall(r"\b(?:quotewright|process)_\w+", rules))
    endings = ("_total", "_bucket", "_sum", "_count")
    return {
        next((name[: -len(end)] for end in endings if name.endswith(end) and name[: -len(end)] in told), name)
        for name in found
    }


def test_the_business_and_the_process_are_told(web: Web, rep: Caller) -> None:
    rep.quote()
    text = web.client.get("/metrics").text
    assert 'quotewright_quotes{status="draft"} 1.0' in text
    assert 'quotewright_oldest_unwritten_seconds{waits_for="user"} 0.0' in text
    assert "quotewright_database_up 1.0" in text
    assert 'quotewright_write_back_seconds_bucket{le="0.25"} 0.0' in text
    assert re.search(r'process_resident_memory_bytes\{pid="\d+"\}', text)


def test_without_its_database_the_process_still_answers(web: Web) -> None:
    web.database.close()
    Path(str(web.database.url.database)).unlink()
    Path(str(web.database.url.database)).mkdir()
    answer = web.client.get("/metrics")
    assert answer.status_code == 200
    assert "quotewright_database_up 0.0" in answer.text
    assert "process_cpu_seconds_total" in answer.text


def test_a_token_opens_them_to_other_machines_and_nothing_else_does(web: Web) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert web.client.get("/metrics", environ_base=_FAR, headers=bearer).status_code == 404
    services = services_of(web.database, web.catalogs, web.gateway)
    hold(web.app, services, secret_key=SECRET_KEY, clock=web.clock, metrics_token=TOKEN)
    assert web.client.get("/metrics", environ_base=_FAR, headers=bearer).status_code == 200
    for wrong in ("", TOKEN[:-1], TOKEN + "x", "käse"):
        given = {"Authorization": f"Bearer {wrong}".encode()}
        assert web.client.get("/metrics", environ_base=_FAR, headers=given).status_code == 404
    assert web.client.get("/metrics").status_code == 200
