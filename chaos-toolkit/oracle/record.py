"""Records what the real Chaos Toolkit does, as goldens for the tests.

    python3 -m venv /tmp/ctk && /tmp/ctk/bin/pip install chaostoolkit chaostoolkit-addons jsonpath2
    /tmp/ctk/bin/python chaos-toolkit/oracle/record.py /tmp/ctk/bin/chaos

Nothing of it is needed to run the tests.
"""
import contextlib
import http.server
import io
import json
import logging
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from chaoslib import __version__, substitute
from chaoslib.control import get_context_controls
from chaoslib.exceptions import ChaosException
from chaoslib.experiment import ensure_experiment_is_valid
from chaoslib.hypothesis import within_tolerance
from jsonpath2.path import Path

here = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)


def read(name):
    return json.loads((here / f"{name}.json").read_text())


def write(name, value):
    text = json.dumps(value, indent=1, ensure_ascii=False)
    (here / "golden" / f"{name}.json").write_text(text + "\n")


def attempt(work):
    try:
        return {"result": work()}
    except Exception as error:
        return {"error": type(error).__name__}


def tolerances():
    settings = ({"name": "Ken"}, {})

    def check(tolerance, value):
        if isinstance(tolerance, str):
            tolerance = substitute(tolerance, *settings)
        return bool(within_tolerance(tolerance, value, *settings))

    return [attempt(lambda: check(t, v)) for t, v in read("tolerances")]


def paths():
    given = read("paths")

    def find(path):
        found = Path.parse_str(path).match(given["document"])
        return [match.current_value for match in found]

    with contextlib.redirect_stdout(io.StringIO()):
        return [attempt(lambda: find(path)) for path in given["paths"]]


def templates():
    given = read("templates")
    settings = (given["configuration"], given["secrets"])
    return [attempt(lambda: substitute(t, *settings)) for t in given["templates"]]


def validation():
    def check(experiment):
        try:
            ensure_experiment_is_valid(experiment)
            return None
        except ChaosException as error:
            return re.sub(r"(seems invalid):.*", r"\1", str(error))
        except Exception as error:
            return f"! {type(error).__name__}"

    return [check(entry["experiment"]) for entry in read("experiments")]


def controls():
    names = []
    for case in read("controls"):
        experiment = case["experiment"]
        context = experiment if case["context"] is None else case["context"]
        found = get_context_controls(case["level"], experiment, context)
        names.append([control.get("name", control.get("ref")) for control in found])
    return names


class Answers(http.server.BaseHTTPRequestHandler):
    """The same answers as oracle.test.ts gives."""

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = self.path.split("?")[0]
        status, kind, text = 200, "text/plain", "ok"
        if path == "/json":
            kind, text = "application/json", '{"up": true, "n": 3}'
        elif path == "/json-utf8":
            kind, text = "application/json; charset=utf-8", '{"up": true}'
        elif path == "/missing":
            status, text = 404, "nothing here"
        elif path == "/broken":
            kind, text = "application/json", "{broken"
        elif path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/json")
            self.end_headers()
            return
        elif path == "/echo":
            kind = "application/json"
            said = {"method": self.command, "path": self.path, "body": body}
            said["type"] = self.headers.get("Content-Type")
            said["x"] = self.headers.get("X-Test")
            text = json.dumps(said)
        elif path == "/slow":
            time.sleep(2)
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


def clean_run(run):
    kept = {key: value for key, value in run.items() if key not in ("start", "end", "duration")}
    if "exception" in kept:
        line = kept["exception"][-1].strip()
        kept["exception"] = re.sub(r"(failed to connect to \S+):.*", r"\1", line)
    output = kept.get("output")
    if isinstance(output, dict) and "headers" in output:
        headers = {k.lower(): v for k, v in output["headers"].items()}
        kept["output"] = {**output, "headers": {"content-type": headers.get("content-type")}}
    return kept


def clean_state(state):
    return state and {**state, "probes": [clean_run(run) for run in state["probes"]]}


def clean(journal):
    states = journal["steady_states"]
    during = []
    for state in map(clean_state, states["during"]):
        if state not in during:
            during.append(state)
    return {
        "experiment": journal["experiment"],
        "status": journal["status"],
        "deviated": journal["deviated"],
        "steady_states": {
            "before": clean_state(states["before"]),
            "after": clean_state(states["after"]),
            "during": sorted(during, key=json.dumps),
        },
        "run": [clean_run(run) for run in journal["run"]],
        "rollbacks": [clean_run(run) for run in journal["rollbacks"]],
    }


def play(chaos, case, base):
    for left in pathlib.Path("/tmp").glob("ctk-oracle-*"):
        left.unlink()
    with tempfile.TemporaryDirectory() as folder:
        experiment = pathlib.Path(folder) / "experiment.json"
        experiment.write_text(json.dumps(case["experiment"]))
        journal = pathlib.Path(folder) / "journal.json"
        argv = [chaos, "--no-version-check", "--no-log-file", "run", *case.get("args", [])]
        argv += ["--journal-path", str(journal), "--var", f"base={base}", str(experiment)]
        env = {**os.environ, **case.get("env", {}), "HOME": folder}
        process = subprocess.Popen(argv, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if "signal" in case:
            marker = pathlib.Path("/tmp/ctk-oracle-marker")
            while not marker.exists():
                time.sleep(0.05)
            time.sleep(0.3)
            marker.unlink()
            process.send_signal(getattr(signal, case["signal"]))
        code = process.wait()
        text = journal.read_text() if journal.exists() else None
        return {"exit": code, "journal": text and clean(json.loads(text))}


def runs(chaos):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_address[1]}"
    results = [play(chaos, case, base) for case in read("runs")]
    server.shutdown()
    return json.loads(json.dumps(results).replace(base, "http://base"))


if __name__ == "__main__":
    write("tolerances", tolerances())
    write("paths", paths())
    write("templates", templates())
    write("validation", validation())
    write("controls", controls())
    write("runs", runs(sys.argv[1]))
    write("version", {"chaostoolkit-lib": __version__})
