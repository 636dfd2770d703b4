"""The panel: the pages that a rep works in, as fragments that replace parts of one page.

Holds routes that answer with HTML, what a fragment shows, and how figures are written. Holds no rule of the
business and no state: every change goes through a verb and is stored before the answer is written.
"""

from app.web.panel.blueprint import panel
from app.web.panel.opening import opening

__all__ = ["opening", "panel"]
