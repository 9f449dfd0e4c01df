"""A collector of traces on loopback, which speaks OTLP over HTTP and keeps what it is sent.

with Collector() as collector:
    ...  # OTEL_EXPORTER_OTLP_ENDPOINT=collector.url
assert collector.spans
"""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


class Span(NamedTuple):
    name: str
    trace: str
    id: str
    parent: str
    """Empty where it is the first."""
    fields: dict[str, str | int]
    failure: str
    service: str


class Collector:
    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        """What came, unpacked."""
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _build_handler(self.bodies))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def spans(self) -> list[Span]:
        return [span for body in list(self.bodies) for span in _read_spans(body)]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


def _build_handler(bodies: list[bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known = self.path == "/v1/traces"
            if known:
                bodies.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            self.send_response(200 if known else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _read_spans(body: bytes) -> list[Span]:
    return [
        Span(
            name=span.name,
            trace=span.trace_id.hex(),
            id=span.span_id.hex(),
            parent=span.parent_span_id.hex(),
            fields={one.key: one.value.string_value or one.value.int_value for one in span.attributes},
            failure=span.status.message,
            service=next(one.value.string_value for one in told.resource.attributes if one.key == "service.name"),
        )
        for told in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in told.scope_spans
        for span in scope.spans
    ]
