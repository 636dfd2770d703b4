"""Deployments and retrievals as jobs: carried out at once, and told when somebody asks what came of them.

The vendor works on them in the background, so a client has to ask again in any case; here it is done by then.
"""

import json
from typing import Any, Final

from app.sandbox import app_records
from app.sandbox.work import Work

from . import apps, holders
from .deployment import SAME, Options, deploy
from .manifest import Manifest
from .results import Json, deploy_result
from .retrieval import Retrieved, retrieve

ADMIN_PROFILE: Final = "System Administrator"
_MOST_KEPT: Final = 100


def may_deploy(work: Work) -> bool:
    """Whether the caller has the right to modify metadata: administrators do."""
    user = work.database.row("User", work.caller.user_id)
    profile = work.database.row("Profile", (user or {}).get("ProfileId") or "")
    return profile is not None and profile["Name"] == ADMIN_PROFILE


def start_deployment(work: Work, data: bytes, options: Options) -> str:
    """Its id. In the transaction of the call."""
    number = work.database.new_id("0Af", "_deployment")
    with work.database.transaction():
        outcome = deploy(work.database, data, options)
        for done in () if options.check_only else outcome.done:
            holders.follow(work, done)
        if not options.check_only:
            apps.follow(work.database)
            app_records.follow(work)
    if not options.check_only and any(one.how != SAME for one in outcome.done):
        # Descriptions count as changed when the org's own record changes.
        for row in work.database.rows("Organization"):
            work.database.update("Organization", row["Id"], work.stamp_changed())
    _keep(work, number, deploy_result(number, outcome, options, who=_who(work), at=work.at))
    return number


def start_retrieval(work: Work, wanted: Manifest, *, version: str, root: str) -> tuple[str, Retrieved]:
    """Its id, and what was found; `root`: the folder of the package in the zip."""
    number = work.database.new_id("09S", "_retrieval")
    return number, retrieve(work.database, wanted, version=version, root=root)


def deployment(work: Work, number: str) -> Json | None:
    rows = work.database.select("SELECT result FROM _job WHERE id = ?", (number,))
    found: Json | None = json.loads(rows[0][0]) if rows else None
    return found


def keep_retrieval(work: Work, number: str, result: Any) -> None:
    _keep(work, number, result)


def _keep(work: Work, number: str, result: Any) -> None:
    """The last ones are told; nobody asks for older ones."""
    work.database.execute("INSERT INTO _job (id, result) VALUES (?, ?)", (number, json.dumps(result)))
    oldest = "DELETE FROM _job WHERE n <= (SELECT max(n) FROM _job) - ?"
    work.database.execute(oldest, (_MOST_KEPT,))


def _who(work: Work) -> Json:
    user = work.database.row("User", work.caller.user_id) or {}
    return {"id": work.caller.user_id, "name": user.get("Name", "")}
