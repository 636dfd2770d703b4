"""What the processes tell of themselves: log lines, and the id that ties together what belongs together.

Log lines are written in one form whoever writes them, our code or a library (``configure_logs``). The trail
(``following``, ``current_trail``) carries one correlation id from the browser's request to the CRM call, over
processes by way of the stored write-back. Holds no business and knows no database.
"""

from app.telemetry.calls import CrmCall, crm_call
from app.telemetry.failures import described
from app.telemetry.logs import configure_logs
from app.telemetry.tally import Tally, counted
from app.telemetry.trail import NOBODY, Trail, current_trail, follow, following, is_safe

__all__ = [
    "NOBODY",
    "CrmCall",
    "Tally",
    "Trail",
    "configure_logs",
    "counted",
    "crm_call",
    "current_trail",
    "described",
    "follow",
    "following",
    "is_safe",
]
