"""Commands that become a process of their own: web, worker, sandbox, measurements."""

import os
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click

import app
from app.errors import Misconfigured
from app.settings import read_settings

# As prometheus_client wants it; named here, as loading that takes longer than the command does.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_COUNTS = "quotewright-metrics-"
_SERVER_LOGS = Path(app.__file__).parent / "telemetry" / "server_logs.json"
_PASS_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}


def _become(*arguments: str) -> None:
    """Replaces this process, so that signals reach the server itself."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - no shell is wanted


def _shared_folder() -> str:
    """A new one for what several web processes count together; those of servers that ended are removed."""
    for old in Path(tempfile.gettempdir()).glob(f"{_COUNTS}*"):
        server = old.name.removeprefix(_COUNTS).partition("-")[0]
        if old.is_dir() and old.stat().st_uid == os.getuid() and not _lives(server):
            shutil.rmtree(old, ignore_errors=True)
    # This process becomes the server, and keeps its id.
    return tempfile.mkdtemp(prefix=f"{_COUNTS}{os.getpid()}-")


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


@click.command()
def serve() -> None:
    """Run the web process (granian, WSGI). PORT and QUOTEWRIGHT_HOST say where."""
    settings = read_settings()
    if settings.web_processes > 1:
        os.environ[SHARED] = _shared_folder()
    _become(
        *("-m", "granian", "--interface", "wsgi", "--factory", "app.main:create_app"),
        *("--host", settings.host, "--port", str(settings.port)),
        *("--workers", str(settings.web_processes), "--blocking-threads", str(settings.web_threads)),
        *("--backpressure", str(settings.web_threads * 4), "--respawn-failed-workers", "--no-ws"),
        *("--log-config", str(_SERVER_LOGS), "--workers-kill-timeout", str(settings.stop_seconds)),
    )


@click.command()
def worker() -> None:
    """Run the worker: durable flows such as the write-back of quotes."""
    _become("-m", "app.worker")


@click.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def sandbox(arguments: tuple[str, ...]) -> None:
    """Run the sandbox CRM. `quotewright sandbox --help` lists its own options."""
    _become("-m", "app.sandbox", *arguments)


@click.command(context_settings=_PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure: each figure beside a reference of the same run. `quotewright bench --help` lists what."""
    if find_spec("benchmarks") is None:
        raise Misconfigured("The measurements come with a clone of the source, not with a package.")
    _become("-m", "benchmarks", *arguments)
