"""The whole product as its users meet it: web, worker and sandbox CRM as processes, a fresh database file.

    from tests.fixtures_product import Product, running_product

Everything listens on free ports of the loopback and is ended by its process id. A test talks to the web
process through ``product.sign_in()``, to the CRM's back door through ``product.sandbox``.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import requests
from cryptography.fernet import Fernet

from app.actions.connected import add_connection
from app.actor import ConnectionName, OrgId
from app.crm import Connection, ConsumerSecret
from app.store import Database, Vault
from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.forks import Running, forked
from tests.published import keep_published, published_file, put_published
from tests.store.servers import migrated_file

Json = dict[str, Any]
T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
CONNECTION = "demo"
_COMMAND = "from app.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is JSON with exact numbers, or the bytes of anything else."""

    status: int
    headers: Mapping[str, str]
    body: Any


@dataclass(slots=True)
class Rep:
    """A user of the JSON API with a session of their own."""

    api: str
    token: str
    opportunity: Json

    def call(self, method: str, path: str, body: Json | None = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        reply = requests.request(
            method,
            self.api + path,
            json=body,
            headers={"Authorization": f"Bearer {self.token}", **named},
            timeout=60,
        )
        return _answer(reply)

    def told(self, method: str, path: str, body: Json | None = None, **headers: str) -> Json:
        """The body of an answer that says yes."""
        answer = self.call(method, path, body, **headers)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body}"
        assert isinstance(answer.body, dict)
        return answer.body

    def quote(self) -> str:
        return str(self.told("POST", "/quotes", {})["id"])

    def line(self, quote: str, product: str = "mx900", quantity: int = 1) -> Json:
        """A line with the catalog's defaults for all that has to be chosen."""
        n = self.told("POST", f"/quotes/{quote}/lines", {"product": product, "quantity": quantity})["n"]
        return self.told("POST", f"/quotes/{quote}/lines/{n}/complete", {})

    def submit(self, quote: str, *, key: str = "") -> Json:
        return self.told(
            "POST", f"/quotes/{quote}/submit", {}, Idempotency_Key=key or f"submit-{secrets.token_hex(8)}"
        )

    def write_back(self, quote: str) -> Json:
        return self.told("GET", f"/quotes/{quote}/write-back")

    def ended(self, quote: str, *, seconds: float = 30) -> Json:
        """The write-back once it is written, refused, or waits for its user."""

        def end() -> Json | None:
            now = self.write_back(quote)
            waits = (now["failure"] or {}).get("waits_for") == "user"
            return now if waits or now["state"] in ("written", "failed") else None

        return until(end, seconds=seconds, otherwise=lambda: str(self.write_back(quote)))


@dataclass(frozen=True, slots=True)
class Selling:
    """What a connection sells; ``connection`` is also its app's name in the org."""

    connection: str
    catalog: str
    price_book: str


@dataclass(slots=True)
class Product:
    """What runs, and where. ``url`` is the origin of the web process."""

    sandbox: Sandbox
    url: str
    folder: Path
    environment: Mapping[str, str]
    database: Database
    processes: dict[str, Running] = field(default_factory=dict)

    def start_web(self) -> None:
        """Returns when it answers."""
        self._start("web", "quotewright", "serve")
        until(self._answers, seconds=60, otherwise=lambda: self.log("web"))

    def start_worker(self, name: str = "worker") -> None:
        """Returns at once; see ``worker_ready``. Several, each by its name, only on PostgreSQL."""
        self._start(name, "-m", "app.worker")

    def worker_ready(self) -> None:
        until(lambda: "Worker ready" in self.log("worker"), otherwise=lambda: self.log("worker"))

    def kill(self, name: str) -> None:
        """``kill -9`` of ``web`` or ``worker``, with all that it started."""
        process = self.processes.pop(name, None)
        if process is not None:
            # One that ended by itself, because its database did, is not there any more.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for name, process in list(self.processes.items()):
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill(name)
        self.processes.clear()

    def sign_in(self, user: str = "rep", *, connection: str = CONNECTION, **options: Any) -> Rep:
        """A user opens the panel; ``options`` are those of the sandbox's signed request."""
        request = self.sandbox.signed_request(user=user, **options)
        body = {"connection": connection, "signed_request": request}
        answer = _answer(requests.post(f"{self.url}/api/v1/sessions", json=body, timeout=60))
        assert answer.status == 201, f"{answer.status} {answer.body}"
        return Rep(f"{self.url}/api/v1", answer.body["token"], answer.body["opportunity"])

    def log(self, name: str) -> str:
        """What the process has said since it was last started."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def process_id(self, name: str) -> int:
        return self.processes[name].pid

    def _start(self, name: str, *arguments: str) -> None:
        assert name not in self.processes, f"{name} runs already"
        self.processes[name] = self._started(arguments, self.folder / f"{name}.log")

    def _started(self, arguments: Sequence[str], told: Path) -> Running:
        if self.environment["QUOTEWRIGHT_WEB_PROCESSES"] == "1":
            return forked(arguments, env=self.environment, cwd=ROOT, out=told)
        # From nothing, as it is in earnest: what several processes count together is set up by loading.
        command = ["-c", _COMMAND, *arguments[1:]] if arguments[0] == "quotewright" else arguments
        with told.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _answers(self) -> bool:
        assert self.processes["web"].poll() is None, self.log("web")
        try:
            return requests.get(f"{self.url}/health/ready", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False


def until(
    look: Callable[[], T | None], *, seconds: float = 30, otherwise: Callable[[], str] = lambda: ""
) -> T:
    """What there is to see, once there is something. Raises AssertionError when time is up."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"it did not happen in {seconds} s {otherwise()}"
        time.sleep(0.03)
    return seen


@contextmanager
def running_product(
    folder: Path,
    *,
    worker: bool = True,
    web_processes: int = 1,
    catalog: Path | None = None,
    also: Sequence[Selling] = (),
    database_url: str = "",
    org: str = "",
) -> Iterator[Product]:
    """A fresh database and sandbox in the folder, connected; the processes are ended with the block.

    ``org``: "empty" for one in which nobody has installed anything; nothing is connected then.

    ``also``: what further apps of the org sell, from which of its price books.

    ``catalog`` is the folder of the one that is sold, in place of the demo's; ``database_url`` names
    a migrated, empty database to be used instead of a file.
    """
    port = _free_port()
    url = f"http://localhost:{port}"
    file, shipped = folder / "quotewright.db", catalog is None
    further = [f"--also={one.connection}={one.price_book}" for one in also]
    further += [f"--{org}"] if org else []
    with running_sandbox(folder / "sandbox", *further, app_url=url) as sandbox:
        environment = {
            **_environment(folder, port, sandbox),
            "QUOTEWRIGHT_WEB_PROCESSES": str(web_processes),
        }
        if catalog is not None:
            environment["QUOTEWRIGHT_CATALOGS"] = str(catalog.parent)
        if database_url:
            environment["DATABASE_URL"] = database_url
            if shipped:
                put_published(folder, database_url)
        else:
            file.write_bytes((published_file(folder) if shipped else None) or migrated_file())
        vault = Vault((environment["QUOTEWRIGHT_ENCRYPTION_KEYS"],))
        database = Database.open(environment["DATABASE_URL"], vault=vault)
        first = Selling(CONNECTION, catalog.name if catalog else "telecom", "Network Equipment")
        for one in () if org else (first, *also):
            add_connection(database, _connection(sandbox, one), replace_known=False, at=datetime.now(UTC))
        product = Product(sandbox, url, folder, environment, database)
        try:
            if worker:
                product.start_worker()
            product.start_web()
            if shipped and not database_url:
                keep_published(folder, file)
            yield product
        finally:
            product.stop()
            database.close()


def _environment(folder: Path, port: int, sandbox: Sandbox) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWRIGHT_")}
    return {
        **inherited,
        "DATABASE_URL": f"sqlite:///{folder / 'quotewright.db'}",
        "PORT": str(port),
        "QUOTEWRIGHT_PUBLIC_URL": f"http://localhost:{port}",
        "QUOTEWRIGHT_SECRET_KEY": secrets.token_urlsafe(48),
        "QUOTEWRIGHT_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "QUOTEWRIGHT_CRM_CA_FILE": sandbox.ca,
    }


def _connection(sandbox: Sandbox, selling: Selling) -> Connection:
    key, secret = sandbox.consumer(selling.connection)
    return Connection(
        name=ConnectionName(selling.connection),
        org=OrgId(sandbox.organization_id),
        consumer_key=key,
        secrets=(ConsumerSecret(secret),),
        instance_hosts=(sandbox.tls.removeprefix("https://"),),
        frame_ancestors=(sandbox.org,),
        catalog=selling.catalog,
        price_book=selling.price_book,
    )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answer(reply: requests.Response) -> Answer:
    kind = reply.headers.get("Content-Type", "")
    body = json.loads(reply.text, parse_float=Decimal) if "json" in kind else reply.content
    return Answer(reply.status_code, reply.headers, body)
