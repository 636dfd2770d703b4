"""Names in ``approvals.yaml``: keys that stand once, and products, regions and so on that there are."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.catalog.approvals import ApprovalQueue, ApprovalRole, ApprovalRule
from app.catalog.checks.finding import Finding
from app.catalog.near import did_you_mean
from app.catalog.price_checks.names import SAID, currencies_of, known_names
from app.catalog.release import Release

UNKNOWN: Final = "approval_name_unknown"
REPEATED: Final = "approval_key_repeated"


def check_names(release: Release) -> Iterator[Finding]:
    policy, known = release.approvals, known_names(release)
    yield from _repeated("rules", policy.rules, "rule")
    yield from _repeated("roles", policy.roles, "role")
    yield from _repeated("queues", policy.queues, "queue")
    currencies = currencies_of(release)
    spoken = [(("currency",), policy.currency)] if policy.currency else []
    for place, currency in (*spoken, *((("rates", code), code) for code in policy.rates)):
        if currency not in currencies:
            near = did_you_mean(currency, currencies)
            yield Finding(place, f'the catalog has no currency "{currency}"; {near}', UNKNOWN)
    for n, rule in enumerate(policy.rules):
        for what, thing in SAID.items():
            for name in sorted(getattr(rule.reach, what)):
                if name not in known[what]:
                    message = f'there is no {thing} "{name}"; {did_you_mean(name, known[what])}'
                    yield Finding(("rules", n, "for", what, name), message, UNKNOWN)


def _repeated(
    what: str, keyed: Sequence[ApprovalRule | ApprovalRole | ApprovalQueue], thing: str
) -> Iterator[Finding]:
    seen: set[str] = set()
    for n, one in enumerate(keyed):
        if one.key in seen:
            yield Finding((what, n, "key"), f'there are two {thing}s "{one.key}"; rename one', REPEATED)
        seen.add(one.key)
