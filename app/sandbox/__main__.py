"""Starts the sandbox CRM."""

import argparse
import ipaddress
import json
import os
import re
import secrets
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

from .certificates import certificate_of, tls_context, write_private
from .database import OtherOrg
from .day import Day
from .faults import Fault, FaultRefused, Scenario, read_scenario, read_text
from .front import control_application, org_application
from .ids import MOST_ORGS
from .listener import Listener
from .org import Addresses, Consumer, Login, Org, open_org
from .proxy import Proxy

_PREFIX = "QUOTEWRIGHT_SANDBOX_"


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="sandbox", description="A CRM to test against, with faults on demand."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument(
        "--allow-remote", action="store_true", help="needed for a --host that others can reach"
    )
    parser.add_argument("--port", type=int, default=8001, help="the org, plain HTTP; 0 picks a free port")
    parser.add_argument("--tls-port", type=int, default=8443, help="the org over TLS")
    parser.add_argument("--control-port", type=int, default=8002, help="the control port")
    parser.add_argument(
        "--proxy",
        type=int,
        nargs="?",
        const=8003,
        metavar="PORT",
        help="a proxy on that port (8003), for clients whose login hosts are built in; 0 picks a free one",
    )
    parser.add_argument(
        "--data", type=Path, default=Path("var/sandbox"), help="where records, keys and certificates lie"
    )
    parser.add_argument(
        "--org-number",
        type=int,
        metavar="N",
        help=f"1 to {MOST_ORGS}: orgs side by side have ids and users of their own (1, or as before)",
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="an org in which nobody has installed us: no fields, permission sets, apps or products of ours",
    )
    parser.add_argument("--app-url", default="http://localhost:8000", help="origin of the app in the frame")
    parser.add_argument("--connection", default="demo", help="the app's name for this org")
    parser.add_argument(
        "--also",
        type=_further,
        action="append",
        default=[],
        metavar="CONNECTION=PRICE BOOK",
        help="another app in this org; the opportunities of that price book have its button",
    )
    parser.add_argument(
        "--certificate",
        type=_certified,
        action="append",
        default=[],
        metavar="CONNECTION=FILE",
        help="PEM certificate that the app of that connection signs its JWT bearer assertions with",
    )
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="KIND[,OPTION=VALUE...]",
        help="a fault that is on from the start, such as lock,object=QuoteLineItem,times=2",
    )
    parser.add_argument("--scenario", type=_scenario, metavar="FILE", help="a YAML file of faults to play")
    arguments = parser.parse_args(given)
    if not _is_loopback(arguments.host) and not arguments.allow_remote:
        parser.error(
            f"{arguments.host} is open to others and asks for no password. Add --allow-remote to insist"
        )
    if arguments.org_number is not None and not 1 <= arguments.org_number <= MOST_ORGS:
        parser.error(f"--org-number is 1 to {MOST_ORGS}")
    if urlsplit(arguments.app_url).scheme not in ("http", "https"):
        parser.error("--app-url is an origin such as http://localhost:8000")
    strangers = {name for name, _ in arguments.certificate}
    strangers -= {arguments.connection, *(name for name, _ in arguments.also)}
    if strangers:
        parser.error(f"--certificate names no app of this org: {', '.join(sorted(strangers))}")
    return arguments


def _further(text: str) -> tuple[str, str]:
    name, _, price_book = text.partition("=")
    if not re.fullmatch("[a-z][a-z0-9_]*", name) or not price_book:
        raise argparse.ArgumentTypeError("write it like machinery=Conveyors and Drives")
    return name, price_book


def _certified(text: str) -> tuple[str, str]:
    name, _, path = text.partition("=")
    try:
        return name, certificate_of(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path} is no PEM certificate with an RSA key: {error}") from None


def _fault(text: str) -> Fault:
    try:
        return read_text(text)
    except FaultRefused as refused:
        raise argparse.ArgumentTypeError(str(refused)) from None


def _scenario(text: str) -> Scenario:
    try:
        return read_scenario(Path(text))
    except FaultRefused as refused:
        raise argparse.ArgumentTypeError(str(refused)) from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _consumers(arguments: argparse.Namespace) -> tuple[Consumer, ...]:
    data: Path = arguments.data
    certificates = dict(arguments.certificate)
    apps = [(arguments.connection, "", ""), *((name, f"_{name}", book) for name, book in arguments.also)]
    return tuple(
        Consumer(
            name,
            _kept(data, f"consumer_key{end}", 24),
            _kept(data, f"consumer_secret{end}", 32),
            book,
            certificates.get(name, ""),
        )
        for name, end, book in apps
    )


def _kept(data: Path, name: str, size: int) -> str:
    """From the environment, else from the data folder, else new (and then kept there)."""
    if given := os.environ.get(_PREFIX + name.upper()):
        return given
    path = data / name
    if not path.exists():
        write_private(path, secrets.token_hex(size).upper().encode())
    return path.read_text().strip()


def _start(arguments: argparse.Namespace) -> tuple[Org, list[Listener | Proxy]]:
    data: Path = arguments.data
    data.mkdir(parents=True, exist_ok=True)
    plain = Listener(arguments.host, arguments.port)
    tls = Listener(arguments.host, arguments.tls_port, tls=tls_context(data))
    control = Listener(arguments.host, arguments.control_port)
    proxy = None if arguments.proxy is None else Proxy(arguments.host, arguments.proxy, tls_port=tls.port)
    shown = arguments.host if _is_loopback(arguments.host) else "127.0.0.1"
    addresses = Addresses(
        f"http://{shown}:{plain.port}",
        f"https://{shown}:{tls.port}",
        f"http://{shown}:{control.port}",
        arguments.app_url.rstrip("/"),
        str((data / "ca.pem").resolve()),
        "" if proxy is None else f"http://{shown}:{proxy.port}",
    )
    login = Login(_kept(data, "user_password", 8), _kept(data, "security_token", 12))
    number: int | None = arguments.org_number
    org = open_org(
        data / "org.sqlite",
        addresses,
        () if arguments.empty else _consumers(arguments),
        login=login,
        number=number,
        day=Day.EMPTY if arguments.empty else None,
        price_books=tuple(book for _, book in arguments.also),
    )
    for fault in arguments.fault:
        org.faults.switch_on(fault)
    if arguments.scenario is not None:
        org.faults.play(arguments.scenario)
    remote: bool = arguments.allow_remote
    plain.start(org_application(org, remote=remote))
    tls.start(org_application(org, remote=remote))
    control.start(control_application(org, remote=remote))
    if proxy is None:
        return org, [plain, tls, control]
    proxy.start()
    return org, [plain, tls, control, proxy]


def main(given: list[str] | None = None) -> int:
    arguments = _arguments(sys.argv[1:] if given is None else given)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        org, listeners = _start(arguments)
    except OSError as error:
        print(f"sandbox: cannot start: {error}. Is another one running on these ports?", file=sys.stderr)
        return 1
    except (FaultRefused, OtherOrg) as refused:
        print(f"sandbox: cannot start: {refused}", file=sys.stderr)
        return 2
    where = org.addresses
    told = {"org": where.org, "tls": where.tls, "control": where.control, "ca": where.ca}
    print(json.dumps({**told, **({"proxy": where.proxy} if where.proxy else {})}), flush=True)
    stop.wait()
    for listener in listeners:
        listener.stop()
    org.database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
