"""A failure as a log may hold it: where it happened, never what its text says."""

import traceback

_MOST_CAUSES = 5


def described(error: BaseException) -> list[dict[str, object]]:
    """Its kind and its frames, then those of its causes.

    The text of an exception may hold what was posted, a row of the database or a token.
    """
    causes: list[dict[str, object]] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < _MOST_CAUSES:
        frames = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(cause.__traceback__)]
        causes.append({"type": type(cause).__qualname__, "frames": frames})
        cause = cause.__cause__ or cause.__context__
    return causes
