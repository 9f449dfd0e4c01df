"""Traces, sent to a collector that speaks OTLP over HTTP: of each step its name, kind, time and end, and no words."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from bot.domain.core.errors import SettingsInvalid
from bot.services.ports.tracing import Fields, NoTracer, set_tracer

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

_PARENT = "traceparent"


@contextmanager
def export_traces(endpoint: str | None, service: str) -> Iterator[None]:
    """As long as it is entered; nothing without an `endpoint`, the address below which the collector has v1/traces.

    Raises SettingsInvalid where there is an endpoint, and what sends to it is not installed.
    """
    if endpoint is None:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    except ImportError as exc:
        missing = "what sends traces is not installed. Install it with: pip install 'flightplan[traces]'"
        raise SettingsInvalid(f"OTEL_EXPORTER_OTLP_ENDPOINT is set, but {missing}") from exc
    with use_exporter(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces"), service):
        yield


@contextmanager
def use_exporter(exporter: "SpanExporter", service: str) -> Iterator[None]:
    """What ended is handed to `exporter` every few seconds, and at the end."""
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: service}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    set_tracer(OpenTelemetryTracer(provider.get_tracer("flightplan")))
    try:
        yield
    finally:
        set_tracer(NoTracer())
        provider.shutdown()


class OpenTelemetryTracer:
    """The port Tracer. Of an error only its kind is told: its words may be somebody's."""

    def __init__(self, tracer: "Tracer") -> None:
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        self._tracer = tracer
        self._propagator = TraceContextTextMapPropagator()

    def open_span(self, name: str, fields: Fields, parent: str | None, /) -> AbstractContextManager[None]:
        return self._open_span(name, fields, parent)

    @contextmanager
    def _open_span(self, name: str, fields: Fields, parent: str | None) -> Iterator[None]:
        above = self._propagator.extract({_PARENT: parent}) if parent else None
        with self._tracer.start_as_current_span(
            name, above, attributes=dict(fields), record_exception=False, set_status_on_exception=False
        ):
            try:
                yield
            except Exception as error:
                self.mark_failed(type(error).__name__)
                raise

    def mark_failed(self, kind: str, /) -> None:
        from opentelemetry.trace import StatusCode, get_current_span  # noqa: PLC0415

        get_current_span().set_status(StatusCode.ERROR, kind)

    def get_parent(self) -> str | None:
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier)
        return carrier.get(_PARENT)
