"""The web application in this process, with the demo's catalog and one rep who has opened the panel."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.catalog import Release
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.org import application, signed_request


@dataclass(frozen=True, slots=True)
class Opened:
    app: Flask
    client: FlaskClient
    headers: dict[str, str]
    release: Release

    def told(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON that answers a POST."""
        answer = self.client.post(f"/api/v1{path}", json=body, headers=self.headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{path} was answered with {answer.status_code}: {answer.text[:300]}")
        return answer.get_json()


@contextmanager
def opened_panel() -> Iterator[Opened]:
    with tempfile.TemporaryDirectory() as folder:
        release = load_release(shipped_catalog("telecom"))
        app = application(Path(folder), release)
        client = app.test_client()
        body = {"connection": "bench", "signed_request": signed_request(1)}
        token = client.post("/api/v1/sessions", json=body).get_json()["token"]
        yield Opened(app, client, {"Authorization": f"Bearer {token}"}, release)
