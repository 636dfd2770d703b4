"""The session that a token names."""

from datetime import datetime

from app.services import Services
from app.store import PanelSession, sessions


def resume_session(services: Services, session_id: str, *, at: datetime) -> PanelSession:
    """Raises SessionExpired."""
    with services.database.reading() as tx:
        return sessions.load(tx, session_id, at=at)
