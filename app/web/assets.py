"""The panel's own files: script, style, fonts. Browsers keep for ever what has its hash in the address."""

import hashlib
from functools import lru_cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory
from werkzeug.security import safe_join

STATIC: Final = Path(__file__).resolve().parents[2] / "static"
_SERVED: Final = frozenset({".js", ".css", ".ttf", ".woff2", ".svg", ".png", ".ico"})
_FOR_EVER: Final = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__)


@assets.get("/static/<path:name>")
def file(name: str) -> Response:
    folder = Path(current_app.config["STATIC"])
    if Path(name).suffix not in _SERVED:
        abort(404)
    response = send_from_directory(folder, name, conditional=True)
    current = request.args.get("v") == fingerprint(folder, name)
    response.headers["Cache-Control"] = _FOR_EVER if current else "no-cache"
    return response


def use_assets(app: Flask, folder: Path) -> None:
    """Serves the folder and gives templates ``asset("css/panel.css")``, the address with the file's hash."""
    app.config["STATIC"] = folder
    # Each file is looked at once: a page names six of them, and a release does not change its files.
    app.jinja_env.globals["asset"] = lru_cache(maxsize=256)(partial(address, folder))


def address(folder: Path, name: str) -> str:
    return f"/static/{quote(name)}?v={fingerprint(folder, name)}"


def fingerprint(folder: Path, name: str) -> str:
    """Of the file's content; empty if there is no such file."""
    found = safe_join(str(folder), name)
    if found is None or not Path(found).is_file():
        return ""
    return _hash(found, Path(found).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _hash(path: str, _changed_at: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]
