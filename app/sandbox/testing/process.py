"""A sandbox in a process of its own: real sockets, TLS, connections that break."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import requests

from .handle import Json, Sandbox, SandboxFailed

_ROOT = Path(__file__).resolve().parents[3]
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Running(Sandbox):
    data: Path
    pid: int
    proxy: str = ""

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        reply = requests.request(method, self.control + path, json=body, timeout=30)
        answer = json.loads(reply.text, parse_float=Decimal)
        if reply.status_code != 200 or not isinstance(answer, dict):
            raise SandboxFailed(f"control port: {reply.status_code} {answer}")
        return answer


def _first_line(process: "subprocess.Popen[str]") -> str:
    ready = process.stdout is not None and select.select([process.stdout], [], [], _SECONDS)[0]
    line = process.stdout.readline() if ready and process.stdout is not None else ""
    if not line:
        process.kill()
        raise SandboxFailed(f"the sandbox did not start within {_SECONDS} s")
    return line


@contextmanager
def running_sandbox(data: Path, *arguments: str, app_url: str = "http://localhost:8000") -> Iterator[Running]:
    """Starts it on free ports, with further arguments of its command line, and ends it by its pid."""
    ports = ("--port", "0", "--tls-port", "0", "--control-port", "0")
    command = [
        sys.executable,
        "-m",
        "app.sandbox",
        *ports,
        "--data",
        str(data.resolve()),
        "--app-url",
        app_url,
        *arguments,
    ]
    secret, key = "TEST-CONSUMER-SECRET-0123456789", "TEST-CONSUMER-KEY"
    environment = {
        **os.environ,
        "QUOTEWRIGHT_SANDBOX_CONSUMER_SECRET": secret,
        "QUOTEWRIGHT_SANDBOX_CONSUMER_KEY": key,
    }
    process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        where = json.loads(_first_line(process))
        yield Running(**where, consumer_key=key, consumer_secret=secret, data=data, pid=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
