"""How large a body may be, in bytes."""

from typing import Final

BODY: Final = 1024 * 1024
DOCUMENT: Final = 8 * 1024 * 1024
"""A PDF that is to be verified."""
UPLOAD: Final = 10 * 1024 * 1024
"""A file of lines, from callers with a session."""
LAUNCH: Final = 128 * 1024
"""A signed request, from callers whom nobody knows yet."""
