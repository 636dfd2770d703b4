"""The arguments of the two commands."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.checks import run_checks
from app.bootstrap.console import Problem, complain
from app.bootstrap.demo import Demo, run_demo


def main(arguments: Sequence[str]) -> int:
    """Run a command; return the exit code."""
    ours, for_pytest = _split(arguments)
    chosen = _parser().parse_args(ours)
    try:
        if chosen.command == "test":
            return run_checks(for_pytest)
        return run_demo(_demo(chosen))
    except Problem as problem:
        complain(problem)
        return 1
    except KeyboardInterrupt:
        return 130


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divide at the first `--`."""
    parts = list(arguments)
    if "--" not in parts:
        return parts, []
    return parts[: parts.index("--")], parts[parts.index("--") + 1 :]


def _demo(chosen: argparse.Namespace) -> Demo:
    data = chosen.data or Path("var/demo-empty" if chosen.empty else "var/demo")
    return Demo(
        data=data.absolute(),
        port=chosen.port,
        sandbox_port=chosen.sandbox_port,
        tls_port=chosen.tls_port,
        control_port=chosen.control_port,
        reset=chosen.reset,
        empty=chosen.empty,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 -m app",
        description="Run or test Quotewright on a machine with only Python and pip. The first run makes an "
        "environment in ./var; later runs find it there.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_demo(commands.add_parser("demo", help="run everything here, with a sandbox CRM", allow_abbrev=False))
    test = "run every check and test; arguments after -- go to pytest, and then only the tests run"
    commands.add_parser("test", help=test, description=test, allow_abbrev=False)
    return parser


def _add_demo(parser: argparse.ArgumentParser) -> None:
    show = "%(default)s unless given"
    parser.add_argument("--port", type=int, default=8000, help=f"panel and API; {show}")
    parser.add_argument("--sandbox-port", type=int, default=8001, help=f"the sandbox CRM; {show}")
    parser.add_argument("--tls-port", type=int, default=8443, help=f"the sandbox CRM over TLS; {show}")
    parser.add_argument("--control-port", type=int, default=8002, help=f"the sandbox's control; {show}")
    parser.add_argument(
        "--data", type=Path, help="folder of all data; var/demo, or with --empty var/demo-empty, unless given"
    )
    parser.add_argument(
        "--empty",
        action="store_true",
        help="for administrators: an org in which nobody has installed anything, and what to type",
    )
    parser.add_argument("--reset", action="store_true", help="begin anew: removes what that folder holds")
