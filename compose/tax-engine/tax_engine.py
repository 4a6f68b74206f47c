#!/usr/bin/env python3
"""An adapter to read and to copy: a tax engine with a table of rates, in the shape that invoice-worker asks for.

The shape is documented in Sources/Worker/Worker.docc/TaxEngineOverHTTP.md. Nothing but Python 3.11 is needed.

    tax_engine.py --rates rates.csv --books books.sqlite --locked-until 2026-12-31

Listens on 127.0.0.1:8300. A token that it demands comes from the environment, TAX_ENGINE_TOKEN. Rates are a file of CSV with the
columns country, region, taxCode, name, percent, effectiveFrom, effectiveTo (region and effectiveTo may be empty). Documents dated up
to the day of --locked-until are reported: one that is voided is credited instead.

Bookings are in a file of SQLite, committed before they are answered: what was booked under a key is answered the same again, also
after a restart. One process at a time has the file.
"""

import argparse
import csv
import datetime
import decimal
import hmac
import http.server
import json
import os
import signal
import sqlite3
import sys
import threading
import urllib.parse

LARGEST_BODY = 4 * 1024 * 1024

# Digits of the currencies that have not two. An adapter that does not know a currency must not round in it.
DIGITS = {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4, "CLP": 0, "JPY": 0,
          "KRW": 0, "VND": 0, "ISK": 0, "BIF": 0, "DJF": 0, "GNF": 0, "KMF": 0, "PYG": 0, "RWF": 0, "UGX": 0, "UYI": 0,
          "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0}


class Refusal(Exception):
    """What another try would not change: a status of 4xx with a message for whoever reads the request's failure."""

    def __init__(self, message, status=422, **members):
        super().__init__(message)
        self.status = status
        self.answer = {"message": message, **members}


class RateTable:
    def __init__(self, file):
        with open(file, newline="", encoding="utf-8") as rows:
            self.rates = [self.read(row, number) for number, row in enumerate(csv.DictReader(rows), 2)]

    @staticmethod
    def read(row, number):
        try:
            date = datetime.date.fromisoformat
            return {
                "country": row["country"], "region": row["region"].lower(), "code": row["taxCode"], "name": row["name"],
                "percent": decimal.Decimal(row["percent"]), "from": date(row["effectiveFrom"]),
                "to": date(row["effectiveTo"]) if row["effectiveTo"] else datetime.date.max,
            }
        except (KeyError, AttributeError, ValueError, decimal.InvalidOperation) as error:
            raise SystemExit(f"line {number} of the rates cannot be read: {error}")

    def rate(self, code, address, date):
        """Of the region, else of the country. None is a refusal, never 0."""
        in_force = [rate for rate in self.rates if rate["country"] == address["country"] and rate["code"] == code
                    and rate["from"] <= date <= rate["to"]]
        region = (address["state"] or "").lower()
        found = [rate for rate in in_force if rate["region"] and rate["region"] == region] \
            or [rate for rate in in_force if not rate["region"]]
        place = address["country"] + (f", {address['state']}" if address["state"] else "")
        if len(found) != 1:
            how_many = "no rate" if not found else "more than one rate"
            raise Refusal(f"There is {how_many} of the tax code {code} in {place} on {date}.")
        return found[0]


def taxes(asked, table):
    """Rounded once for each rate on the document, and spread over its lines so that they sum to it."""
    if asked["exempt"]:
        return {line["id"]: [] for line in asked["lines"]}
    date = datetime.date.fromisoformat(asked["date"])
    unit = decimal.Decimal(1).scaleb(-DIGITS.get(asked["currency"], 2))
    result = {line["id"]: [] for line in asked["lines"]}
    if len(result) != len(asked["lines"]):
        raise Refusal("Two lines have the same id.", 400)
    groups = {}
    for line in asked["lines"]:
        if line["taxCode"] is None:
            continue
        rate = table.rate(line["taxCode"], line.get("address") or asked["shipTo"], date)
        category = line["category"] or "S"
        groups.setdefault((rate["name"], rate["code"], category, rate["percent"]), []).append(line)
    for (name, code, category, percent), lines in groups.items():
        amounts = [decimal.Decimal(line["amount"]) for line in lines]
        for line, share in zip(lines, shares(amounts, percent, unit)):
            result[line["id"]].append(
                {"name": name, "code": code, "category": category, "rate": f"{percent:f}", "amount": f"{share:f}"})
    return result


def shares(amounts, percent, unit):
    """Each line's exact tax added up, and rounded as a sum: what a line gets is the difference between two such sums."""
    exact = given = decimal.Decimal(0)
    for amount in amounts:
        exact += amount * percent / 100
        rounded = exact.quantize(unit, decimal.ROUND_HALF_UP)
        yield rounded - given
        given = rounded


class Books:
    def __init__(self, file, locked_until):
        self.lock = threading.Lock()
        self.locked_until = locked_until
        self.database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.executescript("""
            CREATE TABLE IF NOT EXISTS booking (
              transaction_id TEXT PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, date TEXT NOT NULL,
              number TEXT NOT NULL, total_tax TEXT NOT NULL, result TEXT, void_transaction_id TEXT) STRICT""")

    def booked(self, document_id):
        row = self.database.execute(
            "SELECT transaction_id, key, date, total_tax, result, void_transaction_id FROM booking WHERE document_id = ?",
            (document_id,)).fetchone()
        names = ("transactionId", "key", "date", "totalTax", "result", "voidTransactionId")
        return dict(zip(names, row)) if row else None

    def commit(self, asked, key):
        total = sum((decimal.Decimal(tax["amount"]) for line in asked["lines"] for tax in line["taxes"]),
                    decimal.Decimal(0))
        with self.lock:
            known = self.booked(asked["documentId"])
            if known is None:
                known = {"transactionId": "tax-" + asked["documentId"], "totalTax": f"{total:f}", "key": key}
                self.database.execute(
                    "INSERT INTO booking (transaction_id, document_id, key, date, number, total_tax)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (known["transactionId"], asked["documentId"], key, asked["date"],
                     asked.get("invoiceNumber") or asked["creditMemoNumber"], known["totalTax"]))
        answer = {name: known[name] for name in ("transactionId", "totalTax")}
        if known["key"] != key:
            raise Refusal("The document was booked under another key.", 409, code="exists", **answer)
        return answer

    def void(self, asked):
        with self.lock:
            known = self.booked(asked["documentId"])
            if known is None:
                raise Refusal("There is no such document.", 404, code="unknown")
            if known["result"] is None:
                is_locked = datetime.date.fromisoformat(known["date"]) <= self.locked_until
                known["result"] = "Credited" if is_locked else "Voided"
                known["voidTransactionId"] = known["transactionId"] + ("-credit" if is_locked else "")
                self.database.execute(
                    "UPDATE booking SET result = ?, void_transaction_id = ? WHERE document_id = ?",
                    (known["result"], known["voidTransactionId"], asked["documentId"]))
        return {"result": known["result"], "transactionId": known["voidTransactionId"]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # A connection that nobody uses is ended.
    timeout = 300
    # An answer leaves in one piece, so that no acknowledgement is waited for.
    wbufsize = 65536
    table = books = token = None

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            return self.say(413, {"message": f"A body has a length, of {LARGEST_BODY} bytes at most."})
        body = self.rfile.read(int(length))
        try:
            self.say(200, self.answer(body))
        except Refusal as refusal:
            self.say(refusal.status, refusal.answer)
        except (KeyError, TypeError, AttributeError, ValueError, decimal.InvalidOperation) as error:
            self.say(400, {"message": f"The request cannot be read: {type(error).__name__} {error}"})
        except sqlite3.Error as error:
            # The adapter's own trouble: to be asked again.
            print(f"the books: {error}", file=sys.stderr, flush=True)
            self.say(503, {"message": "The books cannot be written."})

    def answer(self, body):
        given = self.headers.get("Authorization", "")
        if self.token and not hmac.compare_digest(given.encode(), f"Bearer {self.token}".encode()):
            raise Refusal("The token is not the right one.", 401)
        asked = json.loads(body)
        if self.path == "/quote":
            found = taxes(asked, self.table)
            return {"lines": [{"id": id, "taxes": found[id]} for id in found]}
        key = self.headers.get("Idempotency-Key")
        if self.path in ("/commit", "/void") and not key:
            raise Refusal("There is no Idempotency-Key.", 400)
        if self.path == "/commit":
            return self.books.commit(asked, key)
        if self.path == "/void":
            return self.books.void(asked)
        raise Refusal("There are /quote, /commit and /void.", 404)

    def say(self, status, value):
        body = json.dumps(value).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--listen", default="127.0.0.1:8300", metavar="HOST:PORT")
    parser.add_argument("--rates", required=True, metavar="FILE")
    parser.add_argument("--books", required=True, metavar="FILE")
    parser.add_argument("--locked-until", default=datetime.date.min, type=datetime.date.fromisoformat, metavar="DAY")
    return parser.parse_args()


def main():
    options = arguments()
    address = urllib.parse.urlsplit("//" + options.listen)
    Handler.table = RateTable(options.rates)
    Handler.books = Books(options.books, options.locked_until)
    Handler.token = os.environ.get("TAX_ENGINE_TOKEN")
    server = Server((address.hostname, address.port), Handler)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"listens on {address.hostname}:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
