"""What the demo says once it runs: where to go, or, of an empty org, what its administrator types."""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

ENV_FILE = "env.sh"
# What an administrator's commands need: where data and org are, and whose right they act with.
_KEPT = ("DATABASE_URL", "PORT")


def write_env(folder: Path, commands: Path, values: Mapping[str, str]) -> Path:
    """A file for a shell to read, for its owner alone: it holds keys and an administrator's token."""
    ours = {name: value for name, value in values.items() if name in _KEPT or name.startswith("QUOTEWRIGHT_")}
    lines = [f"export {name}={shlex.quote(value)}" for name, value in sorted(ours.items())]
    lines.append(f'export PATH={shlex.quote(str(commands))}:"$PATH"')
    file = folder / ENV_FILE
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as output:
        output.write("\n".join(lines) + "\n")
    return file


def welcome_words(places: Sequence[tuple[str, str]], *, app: str, control: str, data: Path) -> str:
    """``places``: opportunities with the catalog that is sold on each."""
    addresses = "\n".join(f"    {place}\n      sells catalogs/{catalog}\n" for place, catalog in places)
    return f"""
Quotewright runs. Open one of these opportunities of the sandbox CRM:

{addresses}
Press "Configure quote", choose a product in the panel, answer its questions, and save the quote:
it appears with its lines and PDF on the opportunity.

    panel and API    {app}          (OpenAPI: {app}/api/v1/openapi.json)
    sandbox control  {control}          (signed requests, calls, faults)
    data and logs    {data}

Ctrl-C stops everything; --reset begins anew."""


def admin_words(*, org: str, env: Path, opportunity: str) -> str:
    """Where everything is, and the commands from an empty org to the first quote."""
    return f"""
Quotewright runs beside a sandbox CRM in which nobody has installed it.
As its administrator, in another terminal:

    . {env}
    quotewright install acme --assign QW_Rep=rep@sandbox.example --assign Quotewright_acme=rep@sandbox.example
        then approve the app for its permission set, and look up key and secret:
        {org}/lightning/setup/home?user=admin
    quotewright connection add acme --consumer-key KEY --catalog telecom --price-book "Network Equipment" \\
        --frame-ancestor {org} --role approver=QW_Approver --role operator=QW_Operator
    quotewright catalog push telecom acme --apply
    quotewright doctor acme

Then, as the rep, press the button on    {opportunity}

Ctrl-C stops everything; --reset begins anew. Each step is explained in docs/admin-guide.md."""
