"""``approvals.yaml``: who has to agree to quotes, read with its lines into ``ApprovalPolicy``, and written.

It holds what can be written; whether a policy is sound against the catalog is told by
``app.catalog.approval_checks``.
"""

from app.store.catalogs.approvals.read import NAME, WrittenPolicy, read_policy
from app.store.catalogs.approvals.write import policy_content, write_policy

__all__ = ["NAME", "WrittenPolicy", "policy_content", "read_policy", "write_policy"]
