"""`python3 -m app demo`: sandbox CRM, web process and worker on this machine, until Ctrl-C."""

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

from app.bootstrap.catalog_words import catalog_words
from app.bootstrap.console import Problem, failure, say, step
from app.bootstrap.demo_folder import Secrets, demo_folder
from app.bootstrap.demo_words import admin_words, welcome_words, write_env
from app.bootstrap.environment import ROOT, for_demo, in_use, variables
from app.bootstrap.front_end import make_front_end
from app.bootstrap.ports import check_ports
from app.bootstrap.processes import Child, Processes

T = TypeVar("T")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
START_LIMIT_S = 60.0
# 127.0.0.1 and localhost are this machine: no proxy stands between.
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))

# What the sandbox's people are in their org: a role, or a permission set.
_ROLES = (
    ("approver", "QW_Approver"),
    ("manager", "Sales Manager"),
    ("director", "Sales Director"),
    ("operator", "QW_Operator"),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one app of the sandbox's org sells. ``connection`` is also the app's name there."""

    connection: str
    catalog: str
    price_book: str


FIRST = Offer("demo", "telecom", "Network Equipment")
SECOND = Offer("machinery", "machinery", "Conveyors and Drives")


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo's parts listen and where it keeps its data."""

    data: Path
    port: int = 8000
    sandbox_port: int = 8001
    tls_port: int = 8443
    control_port: int = 8002
    reset: bool = False
    empty: bool = False

    @property
    def ports(self) -> dict[str, int]:
        return {
            "--port": self.port,
            "--sandbox-port": self.sandbox_port,
            "--tls-port": self.tls_port,
            "--control-port": self.control_port,
        }

    @property
    def database(self) -> Path:
        return self.data / "quotewright.db"

    @property
    def app_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def org_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def control_url(self) -> str:
        return f"http://127.0.0.1:{self.control_port}"


def run_demo(demo: Demo) -> int:
    """Run until Ctrl-C or SIGTERM (0), or until a part fails (Problem)."""
    check_ports(demo.ports)
    with demo_folder(demo.data, reset=demo.reset) as secrets, in_use(for_demo()) as python:
        make_front_end(python)
        processes = Processes(logs=demo.data / "logs", cwd=ROOT)
        with _stopping_on_signals():
            try:
                env = _start(demo, processes, python, secrets)
                say(_words(demo, env, python))
                processes.watch()
            except KeyboardInterrupt:
                say("\nStopping.")
                return 0
            finally:
                processes.stop()


def _words(demo: Demo, env: dict[str, str], python: Path) -> str:
    if not demo.empty:
        places = [(f"{demo.org_url}{_page(one)}", offer.catalog) for offer, one in _opportunities(demo)]
        return welcome_words(places, app=demo.app_url, control=demo.control_url, data=demo.data)
    org = dict(_control(demo, "env")["env"])
    file = write_env(demo.data, python.parent, {**env, **org})
    (first, *_) = _opportunities(demo)
    return admin_words(org=demo.org_url, env=file, opportunity=f"{demo.org_url}{_page(first[1])}")


def _page(opportunity: str) -> str:
    return f"/lightning/r/Opportunity/{opportunity}/view"


def _start(demo: Demo, processes: Processes, python: Path, secrets: Secrets) -> dict[str, str]:
    """The variables that its processes were given."""
    env = variables(python) | _settings(demo, secrets)
    command = [str(python), str(python.with_name("quotewright"))]
    with step("starting the sandbox CRM and preparing the database"):
        consumers = {} if demo.empty else _consumers(secrets)
        sandbox = processes.start("sandbox", _sandbox_command(demo, python), env | consumers)
        migration = processes.start_task("migrate", [*command, "migrate"], env)
        ready = _until(lambda: _ready_line(sandbox), processes, sandbox)
        processes.finish(migration)
        env["QUOTEWRIGHT_CRM_CA_FILE"] = str(ready["ca"])
    if not demo.empty:
        _connect(demo, processes, command, env, secrets)
    with step("starting the web process and the worker"):
        web = processes.start("web", [*command, "serve"], env)
        processes.start("worker", [*command, "worker"], env)
        _until(lambda: _answers(f"http://127.0.0.1:{demo.port}/health/ready"), processes, web)
    for word in catalog_words(web.output()):
        say(word)
    return env


def _connect(
    demo: Demo, processes: Processes, command: list[str], env: dict[str, str], secrets: Secrets
) -> None:
    """Register the apps of the sandbox's org; not again while nothing about them has changed."""
    org_id = _org_id(demo)
    given = [
        (FIRST, secrets.consumer_key, secrets.consumer_secret),
        (SECOND, secrets.second_key, secrets.second_secret),
    ]
    arguments = [_connection_arguments(demo, offer, key, org_id=org_id) for offer, key, _ in given]
    mark = json.dumps([arguments, demo.database.stat().st_ino])
    stamp = demo.data / "connected.json"
    if stamp.exists() and stamp.read_text() == mark:
        return
    with step("connecting the two"):
        tasks = [
            processes.start_task(
                f"connection-{offer.connection}",
                [*command, *words],
                env | {"QUOTEWRIGHT_CONSUMER_SECRET": secret},
            )
            for (offer, _, secret), words in zip(given, arguments, strict=True)
        ]
        for task in tasks:
            processes.finish(task)
    stamp.write_text(mark)


def _settings(demo: Demo, secrets: Secrets) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{demo.database}",
        "PORT": str(demo.port),
        "QUOTEWRIGHT_PUBLIC_URL": demo.app_url,
        "QUOTEWRIGHT_SECRET_KEY": secrets.session_key,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": secrets.encryption_key,
        "QUOTEWRIGHT_PUBLISH": "changed",
    }


def _consumers(secrets: Secrets) -> dict[str, str]:
    second = SECOND.connection.upper()
    return {
        "QUOTEWRIGHT_SANDBOX_CONSUMER_KEY": secrets.consumer_key,
        "QUOTEWRIGHT_SANDBOX_CONSUMER_SECRET": secrets.consumer_secret,
        f"QUOTEWRIGHT_SANDBOX_CONSUMER_KEY_{second}": secrets.second_key,
        f"QUOTEWRIGHT_SANDBOX_CONSUMER_SECRET_{second}": secrets.second_secret,
    }


def _sandbox_command(demo: Demo, python: Path) -> list[str]:
    ports = [
        f"--port={demo.sandbox_port}",
        f"--tls-port={demo.tls_port}",
        f"--control-port={demo.control_port}",
    ]
    place = [f"--data={demo.data / 'sandbox'}", f"--app-url={demo.app_url}"]
    if demo.empty:
        return [str(python), "-m", "app.sandbox", *ports, *place, "--empty"]
    apps = [f"--connection={FIRST.connection}", f"--also={SECOND.connection}={SECOND.price_book}"]
    return [str(python), "-m", "app.sandbox", *ports, *place, *apps]


def _connection_arguments(demo: Demo, offer: Offer, consumer_key: str, *, org_id: str) -> list[str]:
    org = [f"--org-id={org_id}", f"--org-host=127.0.0.1:{demo.tls_port}", f"--frame-ancestor={demo.org_url}"]
    sells = [f"--catalog={offer.catalog}", f"--price-book={offer.price_book}"]
    key = f"--consumer-key={consumer_key}"
    roles = [f"--role={role}={name}" for role, name in _ROLES]
    return ["connection", "add", offer.connection, *org, key, *sells, *roles, "--replace"]


def _ready_line(sandbox: Child) -> dict[str, Any] | None:
    """Return the JSON line that the sandbox prints once it listens."""
    for line in sandbox.output().splitlines():
        if line.startswith("{") and '"control"' in line:
            return dict(json.loads(line))
    return None


def _org_id(demo: Demo) -> str:
    return str(_records(demo, "Organization")[0]["Id"])


def _opportunities(demo: Demo) -> list[tuple[Offer, str]]:
    """For each offer the first opportunity that it is made on."""
    books = {book["Name"]: book["Id"] for book in _records(demo, "Pricebook2")}
    deals = _records(demo, "Opportunity")
    found = {
        offer: [one["Id"] for one in deals if one["Pricebook2Id"] == books.get(offer.price_book)]
        for offer in (FIRST, SECOND)
    }
    return [(offer, str(ids[0])) for offer, ids in found.items() if ids]


def _records(demo: Demo, sobject: str) -> list[dict[str, Any]]:
    records = list(_control(demo, f"records/{sobject}").get("records", []))
    if not records:
        raise Problem(f"The sandbox holds no {sobject}; start again with --reset.")
    return records


def _control(demo: Demo, path: str) -> dict[str, Any]:
    try:
        with DIRECT.open(f"{demo.control_url}/{path}", timeout=10) as answer:
            return dict(json.load(answer))
    except (OSError, ValueError) as problem:
        raise Problem(f"The sandbox's control port did not answer {path}: {problem}") from problem


def _answers(address: str) -> bool:
    try:
        with DIRECT.open(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _until(look: Callable[[], T | None], processes: Processes, child: Child) -> T:
    """Look until there is something to see. Raises Problem if a process ends or time is up."""
    deadline = time.monotonic() + START_LIMIT_S
    while not (seen := look()):
        processes.check()
        if time.monotonic() > deadline:
            raise Problem(
                failure(f"The {child.name} process was not ready after {START_LIMIT_S:.0f} s", child.output())
            )
        time.sleep(0.05)
    return seen


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Let a terminal that closes, or a supervisor, stop the demo as Ctrl-C does."""

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    # SIGINT too: a shell that starts us in the background has it ignored.
    former = {number: signal.signal(number, interrupt) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
