"""What the vendor's own command line knows of an org: its address and an access token.

Commands and members of their JSON are those of ``sf org display`` and ``sf org auth show-access-token``.
Since May 2026 the former hides the token, and older versions do not know the latter.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any, Final

from app.errors import Misconfigured

_SECONDS: Final = 120
_HIDDEN: Final = "[REDACTED]"
_MOST_WORDS: Final = 300
_OF_OPTIONS: Final = ("Parsing ", "See more help")


def access_of_alias(alias: str) -> tuple[str, str]:
    """(address, token). ``alias``: or username. Raises Misconfigured."""
    if alias.startswith("-") or not alias.isprintable() or len(alias) > 200:
        raise Misconfigured("--org takes an alias or a username that the sf command knows.")
    shown = _asked("org", "display", alias)
    token = str(shown.get("accessToken") or "")
    if not token or token.startswith(_HIDDEN):
        token = str(_asked("org auth", "show-access-token", alias).get("accessToken") or "")
    return str(shown.get("instanceUrl") or "").rstrip("/"), token


def _asked(topic: str, command: str, alias: str) -> Mapping[str, Any]:
    found = shutil.which("sf")
    if found is None:
        raise Misconfigured(
            "There is no sf command on this machine, which --org asks. Install the Salesforce CLI, or say "
            "which org by QUOTEWRIGHT_ORG_URL and QUOTEWRIGHT_ORG_TOKEN."
        )
    words = [found, *topic.split(), command, "--target-org", alias, "--json"]
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        raise Misconfigured(f"`sf {topic} {command}` does not answer. Try it by itself.") from None
    told = _read(done.stdout)
    result = told.get("result")
    if done.returncode != 0 or not isinstance(result, dict):
        raise Misconfigured(f"The sf command does not give the org {alias}: {_words(told)}")
    return result


def _read(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _words(told: Mapping[str, Any]) -> str:
    """The command's own, which name no token, without what it says of its options."""
    lines = str(told.get("message") or "it says nothing that can be read.").splitlines()
    kept = (line.strip() for line in lines if not line.strip().startswith(_OF_OPTIONS))
    return " ".join(line for line in kept if line)[:_MOST_WORDS]
