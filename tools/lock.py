"""Write the locks: exact versions with the hashes of every file of a release (all platforms).

    python3 tools/lock.py              keep what is locked, add what is missing
    python3 tools/lock.py --upgrade    move everything to the newest versions that pyproject.toml allows

Needs `uv` on PATH (one is got with `pip install uv` in any environment) and, for static/package-lock.json,
npm. The locks name no registry, so they work behind whichever one the machine is set up for.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"
COMMON = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-annotate",
    "--no-emit-index-url",
    "--custom-compile-command=python3 tools/lock.py",
    "--quiet",
]
RUN = "requirements/run.txt"
TEST = "requirements/test.txt"
LOCKS = {
    RUN: ["pyproject.toml"],
    TEST: ["pyproject.toml", "--extra=test", f"--constraints={RUN}"],
    "requirements/assets.txt": ["requirements/assets.in", f"--constraints={TEST}"],
    "requirements/node.txt": ["requirements/node.in"],
}
NPM_LOCK = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"]


def main(arguments: list[str]) -> int:
    """Rewrite all locks; return the exit code."""
    for program in ("uv", "npm"):
        if shutil.which(program) is None:
            print(f"tools/lock.py needs {program} on PATH", file=sys.stderr)
            return 1
    for lock, inputs in LOCKS.items():
        print(f"locking {lock}")
        command = ["uv", "pip", "compile", *COMMON, *arguments, *inputs, f"--output-file={lock}"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print("locking static/package-lock.json")
    subprocess.run(NPM_LOCK, cwd=ROOT / "static", check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
