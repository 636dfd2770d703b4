"""How much of each allowance is left."""

from .asked import Answered, Asked
from .failures import ApiError
from .recent import KEPT, recently_viewed

_WHOLE = {
    "ActiveScratchOrgs": 3,
    "ConcurrentAsyncGetReportInstances": 200,
    "DailyAsyncApexExecutions": 250_000,
    "DailyBulkApiBatches": 15_000,
    "DailyBulkV2QueryFileStorageMB": 976_562,
    "DailyBulkV2QueryJobs": 10_000,
    "DailyGenericStreamingApiEvents": 10_000,
    "DailyScratchOrgs": 6,
    "DailyStreamingApiEvents": 10_000,
    "DataStorageMB": 1024,
    "FileStorageMB": 1024,
    "HourlyPublishedPlatformEvents": 50_000,
    "HourlyPublishedStandardVolumePlatformEvents": 1000,
    "MassEmail": 10,
    "SingleEmail": 15,
}


def limits(asked: Asked) -> Answered:
    """Only the calls are counted here; the other allowances stay whole."""
    allowance = asked.allowance
    whole = {name: {"Max": most, "Remaining": most} for name, most in _WHOLE.items()}
    calls = {"DailyApiRequests": {"Max": allowance.daily, "Remaining": allowance.left}}
    return Answered(200, dict(sorted((calls | whole).items())))


def recent(asked: Asked) -> Answered:
    text = asked.parameters.get("limit", str(KEPT))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= KEPT):
        raise ApiError(400, "INVALID_QUERY_LIMIT", f"limit is a whole number from 1 to {KEPT}")
    return Answered(200, recently_viewed(asked.work, most=int(text)))
