"""A collector of traces for one test, on a free port of this machine: it takes what the protocol allows, and nothing else.

Arguments: how many calls it answers with 503 first. Standard output, a line for each happening: {"port"}, {"refused": status},
{"span": …, "resource": {name: value}}, {"error": what is wrong with a call}. It ends with its input.
"""

import base64
import http.server
import json
import sys
import threading

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

lock = threading.Lock()
refusals = int(sys.argv[1])


def tell(happening):
    with lock:
        print(json.dumps(happening), flush=True)


def with_bytes(value):
    """Identifiers are hexadecimal in OTLP's JSON, where Protocol Buffers would have base64."""
    if isinstance(value, list):
        return [with_bytes(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = ("traceId", "spanId", "parentSpanId")
    return {
        name: base64.b64encode(bytes.fromhex(item)).decode() if name in names else with_bytes(item)
        for name, item in value.items()
    }


def plain(attributes):
    return {item.key: getattr(item.value, item.value.WhichOneof("value")) for item in attributes}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        global refusals
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if refusals > 0:
            refusals -= 1
            tell({"refused": 503})
            return self.answer(503, {"Retry-After": "1"})
        try:
            assert self.path == "/v1/traces", self.path
            assert self.headers["Content-Type"] == "application/json", self.headers["Content-Type"]
            assert self.headers["X-Tenant"] == "a b", self.headers["X-Tenant"]
            request = json_format.ParseDict(
                with_bytes(json.loads(body)), trace_service_pb2.ExportTraceServiceRequest())
        except Exception as error:
            tell({"error": repr(error)})
            return self.answer(400)
        for resource in request.resource_spans:
            about = plain(resource.resource.attributes)
            for scope in resource.scope_spans:
                for span in scope.spans:
                    assert len(span.trace_id) == 16 and len(span.span_id) == 8
                    tell({"resource": about, "span": {
                        "name": span.name, "kind": span.kind, "trace": span.trace_id.hex(),
                        "id": span.span_id.hex(), "parent": span.parent_span_id.hex(),
                        "seconds": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
                        "attributes": {k: str(v) for k, v in plain(span.attributes).items()},
                        "links": [link.span_id.hex() for link in span.links],
                        "failure": span.status.message}})
        self.answer(200)

    def answer(self, status, headers={}):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
tell({"port": server.server_address[1]})
sys.stdin.read()
