"""The web edge: the door from the CRM, the session of the page, the JSON API, and what every answer carries.

Holds routes, how a request is read and an answer is written, framing, errors as HTTP. Holds no rule of the
business: everything is done by the verbs in ``actions``. The pages of the panel live in ``panel``.
"""

from app.web.application import make_app

__all__ = ["make_app"]
