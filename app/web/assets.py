"""The panel's own files: script, style, fonts. Browsers keep for ever what has its hash in the address."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory, url_for
from werkzeug.security import safe_join

STATIC: Final = Path(__file__).resolve().parents[2] / "static"
_SERVED: Final = frozenset({".js", ".css", ".ttf", ".woff2", ".svg", ".png", ".ico"})
_FOR_EVER: Final = "public, max-age=31536000, immutable"

assets = Blueprint("assets", __name__)


@assets.get("/static/<path:name>")
def file(name: str) -> Response:
    folder = _folder()
    if Path(name).suffix not in _SERVED:
        abort(404)
    response = send_from_directory(folder, name, conditional=True)
    current = request.args.get("v") == fingerprint(folder, name)
    response.headers["Cache-Control"] = _FOR_EVER if current else "no-cache"
    return response


def use_assets(app: Flask, folder: Path) -> None:
    """Serves the folder and gives templates ``asset("css/panel.css")``, the address with the file's hash."""
    app.config["STATIC"] = folder
    app.jinja_env.globals["asset"] = address


def address(name: str) -> str:
    return url_for("assets.file", name=name, v=fingerprint(_folder(), name))


def fingerprint(folder: Path, name: str) -> str:
    """Of the file's content; empty if there is no such file."""
    found = safe_join(str(folder), name)
    if found is None or not Path(found).is_file():
        return ""
    return _hash(found, Path(found).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _hash(path: str, _changed_at: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]


def _folder() -> Path:
    return Path(current_app.config["STATIC"])
