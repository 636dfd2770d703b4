"""Settings: environment variables -> frozen values. Every gap is reported at once, with how to fix it.

``KNOWN`` is the one list of them: reading, the ``quotewright settings`` page and the docs follow it.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from app import static_folder
from app.errors import Misconfigured
from app.mail import PostOffice, PostOfficeInvalid, post_office

T = TypeVar("T")

_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


@dataclass(frozen=True, slots=True)
class Setting:
    """``default`` ``None`` means required; ``secret`` is never printed."""

    name: str
    meaning: str
    default: str | None
    secret: bool = False


KNOWN = (
    Setting(
        "DATABASE_URL", "Where quotes live: sqlite:///FILE or postgresql://…", "sqlite:///var/quotewright.db"
    ),
    Setting("PORT", "Port of the web process", "8000"),
    Setting("QUOTEWRIGHT_HOST", "Address that the web process binds; 0.0.0.0 behind a proxy", "127.0.0.1"),
    Setting("QUOTEWRIGHT_PUBLIC_URL", "Address by which browsers reach it", "http://localhost:8000"),
    Setting(
        "QUOTEWRIGHT_SECRET_KEY", "Signs panel sessions: 32 random characters or more", None, secret=True
    ),
    Setting(
        "QUOTEWRIGHT_ENCRYPTION_KEYS",
        "Fernet keys for tokens and secrets at rest, newest first, separated by commas",
        None,
        secret=True,
    ),
    Setting("QUOTEWRIGHT_CATALOGS", "Folder with one folder a catalog", ""),
    Setting(
        "QUOTEWRIGHT_PUBLISH",
        "Catalogs of that folder published at start: missing (nothing of them is published) or changed",
        "missing",
    ),
    Setting("QUOTEWRIGHT_FONTS", "Folder with the fonts of documents", ""),
    Setting("QUOTEWRIGHT_CRM_CA_FILE", "CA certificates (PEM) that CRM servers are checked against", ""),
    Setting("QUOTEWRIGHT_SESSION_MINUTES", "How long a panel session lives before it is renewed", "15"),
    Setting(
        "QUOTEWRIGHT_REUSE_SECONDS", "How long the same signed request may be sent again (reload)", "300"
    ),
    Setting("QUOTEWRIGHT_WEB_PROCESSES", "Web processes; each costs memory, each uses one core", "1"),
    Setting("QUOTEWRIGHT_WEB_THREADS", "Requests that one web process works on at a time", "16"),
    Setting(
        "QUOTEWRIGHT_STOP_SECONDS", "How long requests may go on after the web process was told to end", "30"
    ),
    Setting(
        "QUOTEWRIGHT_METRICS_TOKEN",
        "Opens /metrics to callers on other machines that send it as a bearer token: 32 characters or more",
        "",
        secret=True,
    ),
    Setting("QUOTEWRIGHT_WORKER_METRICS_PORT", "Port of the worker's own figures; 0 for none", "0"),
    Setting(
        "QUOTEWRIGHT_TRACES",
        "Where traces go, by OTLP over HTTP, like http://collector:4318; needs quotewright[traces]",
        "",
    ),
    Setting(
        "QUOTEWRIGHT_SMTP_URL",
        "Mail server for letters to approvers, like smtp://user:password@mail.example.com:587",
        "",
        secret=True,
    ),
    Setting("QUOTEWRIGHT_MAIL_FROM", "Address that letters come from; needed with QUOTEWRIGHT_SMTP_URL", ""),
    Setting("QUOTEWRIGHT_LOG_FORM", "Log lines: json, text, or auto (text on a terminal, else json)", "auto"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str
    port: int
    host: str
    public_url: str
    secret_key: str
    encryption_keys: tuple[str, ...]
    catalogs: Path | None
    publish: str
    fonts: Path
    crm_ca_file: Path | None
    session: timedelta
    reuse: timedelta
    web_processes: int
    web_threads: int
    stop_seconds: int
    log_form: str
    traces: str
    metrics_token: str
    worker_metrics_port: int
    post_office: PostOffice | None

    def __repr__(self) -> str:
        return "Settings(…)"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises Misconfigured naming every missing or wrong variable."""
    reader = _Reader(environment)
    settings = Settings(
        database_url=reader.text("DATABASE_URL"),
        port=reader.whole("PORT", 1, 65535),
        host=reader.text("QUOTEWRIGHT_HOST"),
        public_url=reader.matching(
            "QUOTEWRIGHT_PUBLIC_URL", r"https?://[^/\s]+", "like https://quotes.example.com"
        ),
        secret_key=reader.matching("QUOTEWRIGHT_SECRET_KEY", r".{32,}", "32 random characters or more"),
        encryption_keys=reader.keys("QUOTEWRIGHT_ENCRYPTION_KEYS"),
        catalogs=reader.folder("QUOTEWRIGHT_CATALOGS"),
        publish=reader.matching("QUOTEWRIGHT_PUBLISH", r"missing|changed", "missing or changed"),
        fonts=reader.folder("QUOTEWRIGHT_FONTS") or static_folder() / "vendor" / "fonts",
        crm_ca_file=reader.file("QUOTEWRIGHT_CRM_CA_FILE"),
        session=timedelta(minutes=reader.whole("QUOTEWRIGHT_SESSION_MINUTES", 1, 60)),
        reuse=timedelta(seconds=reader.whole("QUOTEWRIGHT_REUSE_SECONDS", 0, 3600)),
        web_processes=reader.whole("QUOTEWRIGHT_WEB_PROCESSES", 1, 64),
        web_threads=reader.whole("QUOTEWRIGHT_WEB_THREADS", 1, 256),
        stop_seconds=reader.whole("QUOTEWRIGHT_STOP_SECONDS", 1, 600),
        log_form=reader.matching("QUOTEWRIGHT_LOG_FORM", r"auto|json|text", "auto, json or text"),
        traces=reader.matching("QUOTEWRIGHT_TRACES", r"https?://[^\s]+", "like http://collector:4318"),
        metrics_token=reader.matching("QUOTEWRIGHT_METRICS_TOKEN", r"[!-~]{32,}", "32 characters or more"),
        worker_metrics_port=reader.whole("QUOTEWRIGHT_WORKER_METRICS_PORT", 0, 65535),
        post_office=reader.post_office(),
    )
    reader.check()
    return settings


def read_database_url(environment: Mapping[str, str] = os.environ) -> str:
    """For work that needs nothing else."""
    return _Reader(environment).text("DATABASE_URL")


class _Reader:
    """Reads one variable after the other and keeps what is wrong, so that all of it is told at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._gaps: list[str] = []

    def text(self, name: str) -> str:
        known = next(setting for setting in KNOWN if setting.name == name)
        found = self._environment.get(name) or known.default
        if found is None:
            self._gaps.append(f"{name} is not set: {known.meaning}.")
        return found or ""

    def matching(self, name: str, pattern: str, shape: str) -> str:
        return self._checked(name, lambda text: text if re.fullmatch(pattern, text) else None, shape) or ""

    def whole(self, name: str, low: int, high: int) -> int:
        def read(text: str) -> int | None:
            return int(text) if re.fullmatch(r"\d{1,6}", text) and low <= int(text) <= high else None

        return self._checked(name, read, f"a whole number from {low} to {high}") or low

    def keys(self, name: str) -> tuple[str, ...]:
        def read(text: str) -> tuple[str, ...] | None:
            keys = tuple(key.strip() for key in text.split(","))
            return keys if all(_FERNET_KEY.fullmatch(key) for key in keys) else None

        return (
            self._checked(name, read, "Fernet keys (44 characters of url-safe base64), separated by commas")
            or ()
        )

    def folder(self, name: str) -> Path | None:
        given = self.text(name)
        if given and not Path(given).is_dir():
            self._gaps.append(f"{name} names a folder that does not exist.")
        return Path(given) if given else None

    def file(self, name: str) -> Path | None:
        given = self.text(name)
        if given and not Path(given).is_file():
            self._gaps.append(f"{name} names a file that does not exist.")
        return Path(given) if given else None

    def post_office(self) -> PostOffice | None:
        url, sender = self.text("QUOTEWRIGHT_SMTP_URL"), self.text("QUOTEWRIGHT_MAIL_FROM")
        try:
            return post_office(url, sender=sender) if url else None
        except PostOfficeInvalid as failure:
            self._gaps.append(failure.detail)
        return None

    def check(self) -> None:
        if self._gaps:
            raise Misconfigured("Settings are missing or wrong:\n  " + "\n  ".join(self._gaps))

    def _checked(self, name: str, read: Callable[[str], T | None], shape: str) -> T | None:
        text = self.text(name)
        if not text:
            return None
        value = read(text)
        if value is None:
            self._gaps.append(f"{name} is wrong: it has to be {shape}.")
        return value
