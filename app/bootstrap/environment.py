"""The environment in ./var: exact versions from the locks, made once, found again without asking pip."""

import fcntl
import hashlib
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from app.bootstrap import installers
from app.bootstrap.console import Problem, say, step

ROOT = Path(__file__).resolve().parents[2]
STAMP = ".complete"
# Images of containers set it, and then each of our processes would compile all of our modules again.
SLOWING = "PYTHONDONTWRITEBYTECODE"
SCRIPT = """#!{python}
import sys

from app.cli import main

sys.exit(main())
"""


@dataclass(frozen=True, slots=True)
class Environment:
    """What an environment is made from, and so where it stands."""

    name: str
    locks: tuple[str, ...]
    root: Path = ROOT

    @property
    def folder(self) -> Path:
        """The place: another for other locks, another Python or a moved clone (its paths are absolute)."""
        parts = [(self.root / "requirements" / lock).read_bytes() for lock in self.locks]
        parts += [str(self.root).encode(), platform.machine().encode(), sys.version.split()[0].encode()]
        digest = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        return self.root / "var" / f"env-{self.name}-{digest[:12]}"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def is_complete(self) -> bool:
        """Whether it was made to the end: the stamp is written last."""
        return (self.folder / STAMP).is_file() and self.python.exists()


def for_demo(root: Path = ROOT) -> Environment:
    """Return what running takes; Node from the package registry only where the machine has no npm."""
    return Environment("run", ("run.txt", "assets.txt", *_node()), root)


def for_tests(root: Path = ROOT) -> Environment:
    """Return what the checks and tests take, the asset tools among them."""
    return Environment("test", ("test.txt", *_node()), root)


def _node() -> tuple[str, ...]:
    return () if shutil.which("npm") else ("node.txt",)


@contextmanager
def in_use(environment: Environment) -> Iterator[Path]:
    """Make the environment if it is not there; keep it from being tidied away while it is used.

    Gives the path of its Python. Two commands at once: the second waits for the first to finish making it.
    """
    if not (environment.root / "requirements").is_dir():
        raise Problem("Run this from a clone of the repository: the locks in requirements/ are not here.")
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock_file(environment.folder).open("w") as lock:
        while not _shared_and_complete(environment, lock):
            # Exclusive only for the making, and without waiting: a waiting request would hang behind a demo.
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _make(environment)
                continue
            fcntl.flock(lock, fcntl.LOCK_UN)
            time.sleep(0.2)
        yield environment.python


def _shared_and_complete(environment: Environment, lock: TextIO) -> bool:
    fcntl.flock(lock, fcntl.LOCK_SH)
    return environment.is_complete


def _make(environment: Environment) -> None:
    say(f"Making the environment in {environment.folder.relative_to(environment.root)} (once)")
    folder, requirements = environment.folder, environment.root / "requirements"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        installers.install(folder, [requirements / lock for lock in environment.locks])
        _link(environment)
    except OSError as problem:
        raise Problem(f"The environment could not be made: {problem}") from problem
    (folder / STAMP).touch()
    _tidy(environment)


def _link(environment: Environment) -> None:
    """Make the clone importable and give it its command: a path file and a script.

    An editable install would do the same by way of a build backend, hence one more download and a build at
    each first start; this is two small files, and what they say is all there is to know.
    """
    packages = next((environment.folder / "lib").glob("python*/site-packages"))
    (packages / "quotewright.pth").write_text(f"{environment.root}\n")
    script = environment.folder / "bin" / "quotewright"
    script.write_text(SCRIPT.format(python=environment.python))
    script.chmod(0o755)


def _tidy(environment: Environment) -> None:
    """Remove environments of the same name that earlier locks made and nobody uses."""
    for other in environment.folder.parent.glob(f"env-{environment.name}-*"):
        if other == environment.folder or not other.is_dir():
            continue
        with _lock_file(other).open("w") as lock, suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with step(f"removing {other.name}, made for other locks"):
                shutil.rmtree(other, ignore_errors=True)
                _lock_file(other).unlink(missing_ok=True)


def _lock_file(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def variables(python: Path) -> dict[str, str]:
    """Return this process's variables, with the environment's programs found first."""
    left_out = installers.MISLEADING | {SLOWING}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {"PATH": f"{python.parent}{os.pathsep}{kept.get('PATH', os.defpath)}"}
