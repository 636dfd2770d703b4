"""Traces by OpenTelemetry, for installations that collect them: off, and not even loaded, unless switched on.

    request → action → (over the stored write-back) flow → attempt → CRM call

The names of spans and their attributes are as bounded as the log's: no ids of records, no bodies.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib import import_module
from typing import Any, Final

from app.errors import Misconfigured

_OFF: Final = nullcontext()
_HOLDER: Final[dict[str, Any]] = {}


def configure_traces(endpoint: str, *, process: str) -> None:
    """Nothing for an empty endpoint, else spans go there by OTLP over HTTP (``https://collector:4318``).

    Raises Misconfigured without the extra that brings OpenTelemetry.
    """
    if not endpoint:
        return
    try:
        sdk = import_module("opentelemetry.sdk.trace")
        export = import_module("opentelemetry.sdk.trace.export")
        resources = import_module("opentelemetry.sdk.resources")
        otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError:
        raise Misconfigured(
            "QUOTEWRIGHT_TRACES is set, and OpenTelemetry is missing: pip install 'quotewright[traces]'."
        ) from None
    named = resources.Resource.create({"service.name": f"quotewright-{process}"})
    provider = sdk.TracerProvider(resource=named)
    exporter = otlp.OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
    provider.add_span_processor(export.BatchSpanProcessor(exporter))
    trace_with(provider)


def trace_with(provider: Any) -> None:
    """From here on spans are made by that provider; ``None`` ends it."""
    _HOLDER.clear()
    if provider is not None:
        _HOLDER["provider"] = provider
        _HOLDER["tracer"] = provider.get_tracer("quotewright")


def is_traced() -> bool:
    return bool(_HOLDER)


def span(name: str, **attributes: str | int) -> AbstractContextManager[Any]:
    """A part of what this thread does. The block gets the span, or ``None`` where nothing is traced."""
    if not _HOLDER:
        return _OFF
    found: AbstractContextManager[Any] = _HOLDER["tracer"].start_as_current_span(
        name,
        attributes=attributes,
        # The text of an exception may hold what was posted, or a token.
        record_exception=False,
        set_status_on_exception=False,
    )
    return found


def traceparent() -> str:
    """The current span as another process can go on from it (W3C Trace Context); empty without one."""
    if not _HOLDER:
        return ""
    carrier: dict[str, str] = {}
    _propagator().inject(carrier)
    return carrier.get("traceparent", "")


@contextmanager
def continued(parent: str, name: str, **attributes: str | int) -> Iterator[Any]:
    """A span that goes on from another process's ``traceparent``; a trace of its own where that is empty."""
    context = import_module("opentelemetry.context")
    token = context.attach(_propagator().extract({"traceparent": parent}))
    try:
        with span(name, **attributes) as found:
            yield found
    finally:
        context.detach(token)


def flush() -> None:
    """Sends what is not sent yet, for at most two seconds."""
    if _HOLDER:
        _HOLDER["provider"].force_flush(2000)


def _propagator() -> Any:
    return import_module("opentelemetry.trace.propagation.tracecontext").TraceContextTextMapPropagator()
