"""What each user of the org may see and write: profiles, permission sets, and what the org has at all.

`Views` is the front door: the schema as one user sees it. Records are not narrowed (there is no sharing).
"""

from .views import Views, sets_of

__all__ = ["Views", "sets_of"]
