"""The sandbox for other people's tests: in a process of its own, or within the test through requests-mock.

`plugin` makes pytest fixtures of both. Only `within` needs requests-mock, and only when it is used.
"""

from .handle import Sandbox, SandboxFailed
from .process import Running, running_sandbox
from .within import Within, sandbox_within

__all__ = ["Running", "Sandbox", "SandboxFailed", "Within", "running_sandbox", "sandbox_within"]
