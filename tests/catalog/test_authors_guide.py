"""The author's guide is true: its page makes the files, and each command prints what the page shows."""

import base64
import os
import re
import shlex
from pathlib import Path

from tests.forks import typed

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "authors-guide.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(yaml|csv|console)\n(.*?)```", PAGE, re.DOTALL)
FIRST_LINE = re.compile(r"# (add to |replace the rules of )?(catalogs/\S+)\n")


def write(text: str, folder: Path) -> None:
    """A block is a file, or what is added to one, or takes the place of its rules."""
    head = FIRST_LINE.match(text)
    assert head, text
    file, body = folder / head[2], text[head.end() :]
    file.parent.mkdir(parents=True, exist_ok=True)
    if head[1]:
        before = file.read_text(encoding="utf-8")
        body = (before if head[1] == "add to " else before.split("rules:\n")[0]) + body
    file.write_text(body, encoding="utf-8")


def run(arguments: list[str], folder: Path) -> str:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{folder / 'quotes.db'}",
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": base64.urlsafe_b64encode(bytes(32)).decode(),
    }
    done = typed(*arguments, env=env, cwd=folder)
    return done.stdout + done.stderr


def test_each_command_of_the_page_prints_what_the_page_shows(tmp_path: Path) -> None:
    run(["migrate"], tmp_path)
    shown, printed = "", ""
    for kind, text in BLOCKS:
        if kind != "console":
            write(text, tmp_path)
            continue
        shown += text
        for line in re.findall(r"^\$ (.*)$", text, re.MULTILINE):
            printed += f"$ {line}\n" + run(shlex.split(line)[1:], tmp_path)
    assert printed == shown
