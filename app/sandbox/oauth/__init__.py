"""OAuth 2.0: a consent page, the grants of the token endpoint, and what can be asked about a token."""

from .authorize import signed_in_as
from .routes import answer

__all__ = ["answer", "signed_in_as"]
