"""An alert from end to end: check-alerts.py PROGRAM FOLDER, where PROGRAM is invoice-worker; logs go to FOLDER.

A worker is quieted; Debian's Prometheus scrapes it by the configuration of compose/prometheus, and Debian's Alertmanager hands the alert to
whoever is on call, here a server of this script. Then the worker goes on, and that is told as well. Only the times that Prometheus waits are
shortened.
"""
import http.server
import json
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading

PROGRAM, FOLDER = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 300
told = queue.Queue()


class OnCall(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for alert in body["alerts"]:
            told.put((alert["labels"]["alertname"], alert["status"], alert["annotations"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hear(name, status):
    while True:
        alert, found, annotations = told.get(timeout=PATIENCE)
        print("told:", alert, found, flush=True)
        if (alert, found) == (name, status):
            return annotations


def configured(work, worker, alertmanager):
    """The files of compose/prometheus, with the addresses of this test and without its patience."""
    rules = (ROOT / "compose/prometheus/alerts.yaml").read_text()
    (work / "alerts.yaml").write_text(re.sub(r"for: \d+m", "for: 2s", rules))
    text = (ROOT / "compose/prometheus/prometheus.yaml").read_text()
    for old, new in (("15s", "1s"), ("127.0.0.1:9464", f"127.0.0.1:{worker}"), ("127.0.0.1:9093", f"127.0.0.1:{alertmanager}")):
        assert old in text, old
        text = text.replace(old, new)
    (work / "prometheus.yaml").write_text(text)
    return work / "prometheus.yaml"


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    processes = []

    def start(name, *words, environment=None):
        with open(FOLDER / f"{name}.log", "w") as log:
            processes.append(subprocess.Popen(words, env=environment, stdout=log, stderr=log))
        return processes[-1]

    with tempfile.TemporaryDirectory(prefix="invoice-worker-alerts.") as name:
        work = pathlib.Path(name)
        os.chmod(work, 0o755)
        broker = work / "broker"
        subprocess.run([ROOT / "compose/broker.sh", "start", broker], check=True, stdout=subprocess.DEVNULL)
        try:
            settings = (broker / "env").read_text().splitlines()
            url = next(line.split("=", 1)[1] for line in settings if line.startswith("export AMQP_URL="))
            port, prometheus_port, alertmanager_port = free_port(), free_port(), free_port()
            environment = {
                "PATH": os.environ["PATH"], "AMQP_URL": url, "DATABASE_URL": f"sqlite:{work}/store.db",
                "INVOICE_WORKER_HTTP": f"127.0.0.1:{port}",
            }
            subprocess.run([PROGRAM, "topology", "apply"], env=environment, check=True, stdout=subprocess.DEVNULL)
            worker = start("worker", PROGRAM, "run", "--migrate", environment=environment)
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OnCall)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            (work / "alertmanager.yaml").write_text(json.dumps({
                "route": {"receiver": "on-call", "group_wait": "1s", "group_interval": "1s", "group_by": ["..."]},
                "receivers": [{"name": "on-call", "webhook_configs": [{"url": f"http://127.0.0.1:{server.server_address[1]}/"}]}],
            }))
            start("alertmanager", "prometheus-alertmanager", f"--config.file={work}/alertmanager.yaml",
                  f"--storage.path={work}/alertmanager", f"--web.listen-address=127.0.0.1:{alertmanager_port}", "--cluster.listen-address=")
            start("prometheus", "prometheus", f"--config.file={configured(work, port, alertmanager_port)}",
                  f"--storage.tsdb.path={work}/prometheus", f"--web.listen-address=127.0.0.1:{prometheus_port}")
            worker.send_signal(signal.SIGTSTP)
            annotations = hear("InvoiceWorkerAbsent", "firing")
            assert annotations["runbook"].endswith("#invoiceworkerabsent"), annotations
            worker.send_signal(signal.SIGCONT)
            hear("InvoiceWorkerAbsent", "resolved")
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0
        finally:
            for process in processes:
                if process.poll() is None:
                    process.kill()
                    process.wait()
            subprocess.run([ROOT / "compose/broker.sh", "stop", broker], check=True, stdout=subprocess.DEVNULL)
    print("the alert was told, and its end")


main()
