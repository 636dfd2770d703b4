"""Failures are told in words that help: the port's flag, the process's last lines, what to do."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.bootstrap.console import Problem, run_quietly, step
from app.bootstrap.ports import check_ports
from app.bootstrap.processes import Processes
from app.bootstrap.remedies import NO_DISK, NO_NETWORK, OTHER_FILE, remedy


def test_a_taken_port_names_the_flag_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(Problem, match=rf"Port {port} is taken; choose another with --tls-port"):
            check_ports({"--tls-port": port})
    check_ports({"--tls-port": port})


def test_a_port_given_twice_is_refused() -> None:
    with pytest.raises(Problem, match="--port and --control-port are both 8002"):
        check_ports({"--port": 8002, "--control-port": 8002})


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(Problem, match="from 1 to 65535"):
        check_ports({"--port": port})


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("ERROR: Could not install packages: [Errno 28] No space left on\ndevice", NO_DISK),
        ("NewConnectionError(...)\nERROR: No matching distribution found for flask", NO_NETWORK),
        ("npm error code EAI_AGAIN", NO_NETWORK),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", OTHER_FILE),
        ("something never seen", ""),
    ],
)
def test_known_failures_come_with_advice(output: str, advice: str) -> None:
    assert remedy(output) == advice


def test_a_failing_program_shows_its_last_lines(tmp_path: Path) -> None:
    program = "print('fir' + 'st'); [print('line', n) for n in range(40)]; raise SystemExit(4)"
    with pytest.raises(Problem) as problem:
        run_quietly([sys.executable, "-c", program], log=tmp_path / "log", env={})
    assert "exit code 4" in str(problem.value)
    assert "line 39" in str(problem.value)
    assert "first" not in str(problem.value)


def test_a_step_tells_its_time_or_that_it_failed(capsys: pytest.CaptureFixture[str]) -> None:
    with step("counting"):
        pass
    with pytest.raises(ValueError, match="no"), step("counting again"):
        raise ValueError("no")
    assert capsys.readouterr().out == "  counting ... 0.0 s\n  counting again ... failed\n"


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    return Processes(logs=tmp_path / "logs", cwd=tmp_path)


def test_a_process_that_dies_is_named_with_its_last_lines(processes: Processes) -> None:
    staying = processes.start("web", python("import time; time.sleep(60)"), {})
    processes.start("worker", python("print('the queue is locked'); raise SystemExit(3)"), {})
    with pytest.raises(Problem, match=r"worker process stopped \(exit code 3\)[^$]*the queue is locked"):
        processes.watch()
    processes.stop()
    assert staying.process.returncode == -15


def test_a_process_that_should_stay_may_not_end_quietly_either(processes: Processes) -> None:
    processes.start("sandbox", python("pass"), {})
    with pytest.raises(Problem, match="sandbox process stopped"):
        processes.watch()


def test_a_task_may_end_and_a_failed_one_is_told(processes: Processes) -> None:
    processes.finish(processes.start_task("migrate", python("pass"), {}))
    processes.check()
    failing = processes.start_task("migrate", python("raise SystemExit('no such table')"), {})
    with pytest.raises(Problem, match="no such table"):
        processes.finish(failing)


def test_a_process_that_ignores_the_request_to_end_is_ended_with_its_children(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bootstrap.processes.GRACE_S", 0.2)
    program = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); child = os.fork(); "
        "print(child or '', flush=True); time.sleep(60)"
    )
    stubborn = processes.start("web", python(program), {})
    while len(stubborn.output().split()) < 1:
        time.sleep(0.02)
    grandchild = stubborn.output().split()[0]
    processes.stop()
    assert stubborn.process.returncode == -9
    states = subprocess.run(
        ["ps", "-o", "stat=", "-p", grandchild], capture_output=True, text=True, check=False
    )
    assert states.stdout.strip()[:1] in ("", "Z")
