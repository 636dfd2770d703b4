"""What processes count of themselves: together where they are several, and within bounds."""

import os
import re
import subprocess
import sys
from pathlib import Path

import requests

from app.telemetry import measures
from app.telemetry.serving import serve_measures

TOKEN = "a token for whoever collects figures, of tests only"
_PROGRAM = """
from app.telemetry.measures import answered, called, exposition
answered(200, seconds=0.02); answered(503, seconds=3)
called("acme", "ok", seconds=0.2)
open("OUT", "wb").write(exposition())
"""


def _value(text: str, series: str) -> float:
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)
    assert found, series
    return float(found[1])


def test_several_processes_count_together(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    environment = {**os.environ, measures.SHARED: str(shared), "PYTHONPATH": "."}
    program = _PROGRAM.replace("OUT", str(tmp_path / "out"))
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    text = (tmp_path / "out").read_text()
    assert _value(text, 'quotewright_request_seconds_count{status="2xx"}') == 2
    assert _value(text, 'quotewright_request_seconds_bucket{le="2.5",status="5xx"}') == 0
    assert _value(text, 'quotewright_crm_calls_total{connection="acme",outcome="ok"}') == 2
    # The other process has ended: of its needs nothing is told any more.
    assert len(re.findall(r"^process_cpu_seconds_total\{", text, re.MULTILINE)) == 1


def test_there_are_only_so_many_names_of_connections() -> None:
    for number in range(measures.MOST_CONNECTIONS + 20):
        measures.called(f"connection-{number}", "ok", seconds=0.1)
    text = measures.exposition().decode()
    named = set(re.findall(r'quotewright_crm_calls_total\{connection="([^"]+)"', text))
    assert len(named) <= measures.MOST_CONNECTIONS + 1
    assert "other" in named


def test_a_worker_tells_its_figures_on_a_port_of_its_own() -> None:
    server = serve_measures(0, host="0.0.0.0", token="")  # noqa: S104 - only asked for, and not done
    try:
        host, port = server.server_address[:2]
        assert host == "127.0.0.1"
        address = f"http://127.0.0.1:{port}"
        assert "process_cpu_seconds_total" in requests.get(f"{address}/metrics", timeout=5).text
        assert requests.get(f"{address}/", timeout=5).status_code == 404
    finally:
        server.shutdown()
        server.server_close()


def test_with_a_token_it_tells_them_to_those_who_know_it() -> None:
    server = serve_measures(0, host="127.0.0.1", token=TOKEN)
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/metrics"
        assert requests.get(address, timeout=5).status_code == 404
        headers = {"Authorization": f"Bearer {TOKEN}"}
        assert requests.get(address, headers=headers, timeout=5).status_code == 200
    finally:
        server.shutdown()
        server.server_close()
