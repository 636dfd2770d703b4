"""The refusals of the API, with the vendor's codes and words."""

from typing import Any


class ApiError(Exception):
    """One refusal: HTTP status, the vendor's code, its words, and the fields it is about."""

    def __init__(self, status: int, code: str, message: str, fields: tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields

    def body(self) -> list[dict[str, Any]]:
        """What a single row, a query or the whole call answers."""
        entry: dict[str, Any] = {"message": self.message, "errorCode": self.code}
        if self.fields is not None:
            entry["fields"] = list(self.fields)
        return [entry]

    def in_collection(self) -> dict[str, Any]:
        """What a record of a collection answers: there the code is called statusCode."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields or ())}


def no_such_field(name: str, entity: str) -> ApiError:
    return ApiError(400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {entity}")


def required(names: list[str]) -> ApiError:
    return ApiError(
        400, "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(names)}]", tuple(names)
    )


def not_writable(names: list[str]) -> ApiError:
    words = (
        f"Unable to create/update fields: {', '.join(names)}. Please check the security settings of this "
        "field and verify that it is read/write for your profile or permission set."
    )
    return ApiError(400, "INVALID_FIELD_FOR_INSERT_UPDATE", words, tuple(names))


def not_found(message: str = "The requested resource does not exist") -> ApiError:
    return ApiError(404, "NOT_FOUND", message)


def entity_is_deleted() -> ApiError:
    return ApiError(404, "ENTITY_IS_DELETED", "entity is deleted", ())


def integrity(message: str, *fields: str) -> ApiError:
    return ApiError(400, "FIELD_INTEGRITY_EXCEPTION", message, fields)


def unreadable(message: str) -> ApiError:
    return ApiError(400, "JSON_PARSER_ERROR", message)


def read_only() -> ApiError:
    return ApiError(400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", ())


def method_not_allowed(method: str, allowed: str) -> ApiError:
    return ApiError(405, "METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are {allowed}")


def allowance_used_up() -> ApiError:
    return ApiError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")


def too_many_at_once() -> ApiError:
    words = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    return ApiError(403, "REQUEST_LIMIT_EXCEEDED", words)


def row_locked() -> ApiError:
    words = "unable to obtain exclusive access to this record or 1 records: 006Qw0000000001"
    return ApiError(400, "UNABLE_TO_LOCK_ROW", words, ())


def validation_failed(message: str, field: str = "") -> ApiError:
    return ApiError(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, (field,) if field else ())


def unknown_exception() -> ApiError:
    words = "An unexpected error occurred. Please include this ErrorId if you contact support: 123-456 (789)"
    return ApiError(500, "UNKNOWN_EXCEPTION", words)


def session_invalid() -> ApiError:
    return ApiError(401, "INVALID_SESSION_ID", "Session expired or invalid")


def not_for_api() -> ApiError:
    return ApiError(403, "INVALID_SESSION_ID", "This session is not valid for use with the API")
