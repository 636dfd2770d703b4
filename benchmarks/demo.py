"""The demo command: first start on a copy of the source that has no environment yet, repeat, memory.

The first start loads packages over the network, so it says as much about the line as about us.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from benchmarks.figures import Figure

_ROOT = Path(__file__).resolve().parent.parent
_BARE = """
import sys
from flask import Flask
app = Flask("bare")
app.get("/health/ready")(lambda: "ok")
app.run("127.0.0.1", int(sys.argv[1]))
"""
_REFERENCE = "bare Flask process"
_LIMIT_S = 300.0


def measure() -> list[Figure]:
    bare_start, bare_memory = _bare()
    with tempfile.TemporaryDirectory() as folder:
        source, data = Path(folder) / "source", Path(folder) / "data"
        shutil.copytree(
            _ROOT, source, ignore=shutil.ignore_patterns("var", ".git", "__pycache__", ".*_cache")
        )
        first, _ = _demo(source, data)
        repeat, memory = _demo(source, data)
    return [
        Figure("demo, first start", first, "s", _REFERENCE, bare_start, wanted=60),
        Figure("demo, repeat", repeat, "s", _REFERENCE, bare_start, wanted=4),
        Figure("web process, memory", memory, "MB", _REFERENCE, bare_memory, wanted=150),
    ]


def _demo(source: Path, data: Path) -> tuple[float, float]:
    """Seconds until the web process answers, and the megabytes that it then holds after a few requests."""
    port, *others = _free_ports(4)
    names = ("--port", "--sandbox-port", "--tls-port", "--control-port")
    ports = [str(part) for pair in zip(names, (port, *others), strict=True) for part in pair]
    command = [sys.executable, "-m", "app", "demo", "--data", str(data), *ports]
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    with _running(command, source, environment) as process:
        took = _until_ready(port, process)
        control = f"http://127.0.0.1:{others[2]}"
        _open_panel(f"http://localhost:{port}", control)
        return took, max(_memory(one) for one in _web_processes(process.pid))


def _bare() -> tuple[float, float]:
    (port,) = _free_ports(1)
    with _running([sys.executable, "-c", _BARE, str(port)], _ROOT, dict(os.environ)) as process:
        took = _until_ready(port, process)
        return took, _memory(process.pid)


def _open_panel(app: str, control: str) -> None:
    """One launch and one line: catalogs, solver and templates are loaded then."""
    request = requests.post(f"{control}/signed-request", json={}, timeout=30).json()["signed_request"]
    body = {"connection": "demo", "signed_request": request}
    token = requests.post(f"{app}/api/v1/sessions", json=body, timeout=30).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    quote = requests.post(f"{app}/api/v1/quotes", json={}, headers=headers, timeout=30).json()["id"]
    for product in ("mx900", "sc300", "ml200", "care"):
        line = {"product": product, "quantity": 1}
        requests.post(f"{app}/api/v1/quotes/{quote}/lines", json=line, headers=headers, timeout=30)
    requests.get(f"{app}/panel/quotes/{quote}/lines/1", headers=headers, timeout=30)


@contextmanager
def _running(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            yield process
        except BaseException:
            output.seek(0)
            print(output.read().decode(errors="replace")[-3000:], file=sys.stderr)
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def _until_ready(port: int, process: "subprocess.Popen[bytes]") -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < _LIMIT_S:
        if process.poll() is not None:
            raise SystemExit(f"It ended with {process.returncode} before it answered.")
        try:
            if requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).ok:
                return time.perf_counter() - started
        except requests.ConnectionError:
            time.sleep(0.02)
    raise SystemExit(f"It did not answer within {_LIMIT_S:.0f} s.")


def _web_processes(demo: int) -> list[int]:
    """The server's processes below the demo's: they carry its command line on."""
    return [one for one in _below(demo) if b"granian" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _below(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [one for child in children for one in (int(child), *_below(int(child)))]


def _memory(process: int) -> float:
    """Resident megabytes, the shared part included."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports
