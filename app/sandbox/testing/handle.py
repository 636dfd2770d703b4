"""What a test does with a sandbox: everything the control port offers, whichever way it is reached."""

import base64
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


class SandboxFailed(AssertionError):
    """The sandbox did not start, or refused what a test asked of its control port; the text says why."""


@dataclass(frozen=True, slots=True)
class Sandbox(ABC):
    """Origins of the org (plain and TLS) and the control port, path of the CA's PEM. Amounts are Decimal."""

    org: str
    tls: str
    control: str
    ca: str
    consumer_key: str
    consumer_secret: str

    @abstractmethod
    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """A call of the control port. Raises SandboxFailed when it is refused."""

    def reset(self) -> None:
        """Seed records, no tokens, no faults, empty call log."""
        self.ask("POST", "/reset")

    def signed_request(self, **options: Any) -> str:
        """Options of the control port: opportunity, user, issued_at, omit, token, secret, organization."""
        return str(self.ask("POST", "/signed-request", options)["signed_request"])

    def canvas_url(self) -> str:
        return str(self.ask("POST", "/signed-request", {})["canvas_url"])

    def envelope(self, **options: Any) -> Json:
        """A signed request, opened (not verified)."""
        text = self.signed_request(**options).split(".", 1)[1]
        opened: Json = json.loads(base64.b64decode(text))
        return opened

    def token(self, user: str = "rep") -> str:
        """An access token of a user who has approved the app: rep, approver, admin, readonly, director."""
        return str(self.envelope(user=user)["client"]["oauthToken"])

    def calls(self, *, counted: bool | None = None) -> list[Json]:
        """The API calls so far; with `counted` only those that did (or did not) go against the allowance."""
        calls: list[Json] = self.ask("GET", "/calls")["calls"]
        return [call for call in calls if counted is None or call["counted"] is counted]

    def forget_calls(self) -> None:
        self.ask("DELETE", "/calls")

    def allow(self, daily: int) -> None:
        """So many counted calls, and no more."""
        self.ask("POST", "/allowance", {"daily": daily})

    def records(self, name: str) -> list[Json]:
        """All records of an object that are not deleted."""
        records: list[Json] = self.ask("GET", f"/records/{name}")["records"]
        return records

    def change(self, name: str, record_id: str, **fields: Any) -> Json:
        """Somebody else changes a record."""
        return self.ask("POST", f"/records/{name}/{record_id}", fields)

    def fault(self, fault: str, **options: Any) -> int:
        """Kinds and options as in docs/sandbox-faults.md; the number it can be switched off by."""
        return int(self.ask("POST", "/faults", {"fault": fault, **options})["id"])

    def faults(self) -> list[Json]:
        """Those that are on, with the calls that each has seen."""
        faults: list[Json] = self.ask("GET", "/faults")["faults"]
        return faults

    def scenario(self, *steps: Json, **options: Any) -> None:
        """Steps: {"fault": ...}, {"calm": seconds}, {"end": kind}; options: repeat, scenario."""
        self.ask("POST", "/scenario", {"steps": list(steps), **options})

    def clear_faults(self) -> None:
        """The scenario ends too."""
        self.ask("DELETE", "/faults")

    def approve(self, user: str, approved: bool = True) -> None:
        self.ask("POST", "/approval", {"user": user, "approved": approved})

    def expire_tokens(self, kind: str = "access") -> None:
        """Kinds: access, refresh, code."""
        self.ask("POST", "/expire-tokens", {"kind": kind})

    def app(self, name: str, **settings: Any) -> Json:
        """Adds or changes a registered app; answers its key, secret and settings."""
        return self.ask("POST", "/apps", {"name": name, **settings})

    def signing_key(self, name: str) -> str:
        """A new key (PEM) for the app; its certificate is registered."""
        return str(self.ask("POST", f"/apps/{name}/key")["private_key"])

    def switch(self, **on: bool) -> None:
        """username_password_flow, soap_login."""
        self.ask("POST", "/switches", on)

    def env(self) -> dict[str, str]:
        env: dict[str, str] = self.ask("GET", "/env")["env"]
        return env

    def consumer(self, connection: str) -> tuple[str, str]:
        """Key and secret of the app with that name."""
        env, name = self.env(), "QUOTEWRIGHT_SANDBOX_CONSUMER"
        end = f"_{connection.upper()}"
        end = end if f"{name}_KEY{end}" in env else ""
        return str(env[f"{name}_KEY{end}"]), str(env[f"{name}_SECRET{end}"])

    @property
    def organization_id(self) -> str:
        return str(self.records("Organization")[0]["Id"])
