"""A tax engine for one test, on a free port of this machine: it fails as a script says, and tells what it was asked.

Arguments: an object with any of "certificate", "key" (files, for TLS), "token" (which it demands), "port", "rates" (percent by tax
code; any other code has 25).

Standard input, a line for each: a list of rules, which replaces the one before, or "books". A rule is
{"at"?: "/quote" | "/commit" | "/void", "match"?: regular expression in the body, "times"?: how often,
"delay"?: seconds before anything is done, "status"?, "headers"?: {name: value}, "body"?: text, "action"?:
"drop" (nothing is done) | "do-and-drop" | "hang" | "stall" (half of the answer, and no more) | "cut" (half, and the connection ends)
| "garbage" (not HTTP) | "huge" (an answer of 2 MiB) | "endless-header",
"locked"?: whether a void finds its period locked, "totalTax"?: what a commit says instead, "change"?: {"member": value} of the
first tax of a quote}; the first that fits counts. Without a status or an action the call is done.

Standard output, a line for each happening: {"port"}, {"scripted": n}, {"call": {"path", "key", "authorization", "connection",
"body"}}, {"books": {"commits": {key: {"sent", "booked", "totalTax", "voided"}}, "voids": {key: {"sent", "result"}}}}. It ends with
its input.
"""

import decimal
import http.server
import json
import os
import re
import socket
import ssl
import sys
import threading
import time

options = json.loads(sys.argv[1])
rules = []
lock = threading.Lock()
commits = {}
voids = {}
documents = {}
connections = 0


def tell(happening):
    print(json.dumps(happening), flush=True)


def rule(path, body):
    for candidate in rules:
        if candidate.get("at") not in (None, path) or not re.search(candidate.get("match") or "", body):
            continue
        times = candidate.get("times")
        if times == 0:
            continue
        if times is not None:
            candidate["times"] = times - 1
        return candidate
    return {}


def rounded(amount, like):
    return amount.quantize(decimal.Decimal(like), decimal.ROUND_HALF_UP)


def quote(asked, found):
    lines = []
    for line in asked["lines"]:
        taxes = []
        if line["taxCode"] is not None and not asked["exempt"]:
            rate = options.get("rates", {}).get(line["taxCode"], "25")
            amount = decimal.Decimal(line["amount"])
            tax = rounded(amount * decimal.Decimal(rate) / 100, line["amount"])
            taxes.append({"name": "VAT", "code": line["taxCode"], "category": line["category"] or "S",
                          "rate": rate, "amount": str(tax)})
        lines.append({"id": line["id"], "taxes": taxes})
    change = found.get("change")
    if change:
        next(line for line in lines if line["taxes"])["taxes"][0].update(change)
    return 200, {"lines": lines}


def commit(asked, key, found):
    total = sum((decimal.Decimal(tax["amount"]) for line in asked["lines"] for tax in line["taxes"]),
                decimal.Decimal(0))
    with lock:
        book = commits.setdefault(key, {"sent": 0, "booked": 0, "totalTax": None, "voided": False})
        book["sent"] += 1
        first = documents.get(asked["documentId"])
        is_new = first is None
        if is_new:
            book["booked"] += 1
            book["totalTax"] = found.get("totalTax") or str(total)
            documents[asked["documentId"]] = first = key
        known = commits[first]
        answer = {"transactionId": "T-" + asked["documentId"], "totalTax": known["totalTax"]}
    if not is_new and first != key:
        return 409, {**answer, "code": "exists", "message": "The document exists."}
    return 200, answer


def void(asked, key, found):
    with lock:
        book = voids.setdefault(key, {"sent": 0, "result": None})
        book["sent"] += 1
        first = documents.get(asked["documentId"])
        if first is None:
            return 404, {"code": "unknown", "message": "There is no such document."}
        if book["result"] is None:
            if commits[first]["voided"]:
                return 409, {"code": "voided", "message": "The document is voided."}
            book["result"] = "Credited" if found.get("locked") else "Voided"
            commits[first]["voided"] = True
        suffix = "-credit" if book["result"] == "Credited" else ""
        return 200, {"result": book["result"], "transactionId": "T-" + asked["documentId"] + suffix}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        global connections
        with lock:
            connections += 1
            self.number = connections

    def log_message(self, *arguments):
        pass

    def answer(self, status, text, headers, cut=None):
        body = text.encode()
        head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        for name, value in headers.items():
            head += f"{name}: {value}\r\n"
        whole = head.encode() + b"\r\n" + body
        # In one piece, which no acknowledgement is waited for.
        self.wfile.write(whole if cut is None else whole[:len(whole) - len(body) + cut])
        self.wfile.flush()

    def end(self):
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def wait_for_client(self):
        try:
            while self.connection.recv(4096):
                pass
        except OSError:
            pass
        self.close_connection = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        key = self.headers["Idempotency-Key"]
        authorization = self.headers["Authorization"]
        asked = json.loads(body)
        with lock:
            found = rule(self.path, body)
            tell({"call": {"path": self.path, "key": key, "authorization": authorization,
                           "connection": self.number, "body": asked}})
        if found.get("delay"):
            time.sleep(found["delay"])
        if "token" in options and authorization != "Bearer " + options["token"]:
            return self.answer(401, '{"message": "The token is wrong."}', {})
        if self.obey(found):
            return
        if "status" in found or "body" in found:
            status, text = found.get("status") or 200, found.get("body") or ""
        else:
            known = {"/quote": lambda: quote(asked, found), "/commit": lambda: commit(asked, key, found),
                     "/void": lambda: void(asked, key, found)}.get(self.path)
            status, value = known() if known else (404, {"message": "There is no such path."})
            text = json.dumps(value)
        action = found.get("action")
        if action == "do-and-drop":
            return self.end()
        if action in ("cut", "stall"):
            self.answer(status, text, {}, cut=len(text) // 2)
            return self.end() if action == "cut" else self.wait_for_client()
        self.answer(status, text, found.get("headers") or {})

    def obey(self, found):
        """Whether that was all."""
        action = found.get("action")
        if action == "drop":
            self.end()
        elif action == "hang":
            self.wait_for_client()
        elif action == "garbage":
            self.wfile.write(b"* OK this is no HTTP\r\n")
            self.end()
        elif action == "huge":
            self.pour(b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: 2097152\r\n\r\n" + b" " * 2097152)
        elif action == "endless-header":
            self.pour(b"HTTP/1.1 200 x\r\n" + b"X-More: and more and more\r\n" * 100_000)
        else:
            return False
        return True

    def pour(self, bytes):
        try:
            self.wfile.write(bytes)
            self.wait_for_client()
        except OSError:
            self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 1024
    daemon_threads = True

    def handle_error(self, request, address):
        # A client that is gone is what several tests are about.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, address)


server = Server(("127.0.0.1", options.get("port") or 0), Handler)
if options.get("certificate"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options["certificate"], options["key"])
    # Within the connection's own thread: a client that says nothing holds up nobody.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
threading.Thread(target=server.serve_forever, daemon=True).start()
tell({"port": server.server_address[1]})

scripts = 0
for line in sys.stdin:
    said = json.loads(line)
    with lock:
        if said == "books":
            tell({"books": {"commits": commits, "voids": voids}})
        else:
            scripts += 1
            rules = said
            tell({"scripted": scripts})
os._exit(0)
