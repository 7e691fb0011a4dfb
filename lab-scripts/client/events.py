"""What a load client saw, one JSON object a line, so that a report can be made at any time and of any part of it.

    {"event": "start", "t": T, "app": A, "client": C, "connections": N}
    {"event": "connect" | "disconnect", "t": T, "c": CONNECTION, "reason": R}
    {"event": "answer", "t": T, "c": CONNECTION, "n": NUMBER, "ms": LATENCY, "lost": L, "duplicated": D, "wrong": WHY}
    {"event": "error", "t": T, "c": CONNECTION, "n": NUMBER, "reason": R, "lost": L, "duplicated": D}
    {"event": "recount", "t": T, "c": CONNECTION, "lost": L, "duplicated": D}
    {"event": "stop", "t": T}

T is seconds since the epoch; NUMBER counts the requests of one connection from 1. Fields that are zero or empty are
left out.
"""

import json
import threading
import time


class Recorder:
    def __init__(self, path):
        self._file = open(path, "w", buffering=1)
        self._lock = threading.Lock()

    def record(self, event, **fields):
        kept = {key: value for key, value in fields.items() if value or key == "c"}
        line = json.dumps({"event": event, "t": round(time.time(), 4), **kept})
        with self._lock:
            self._file.write(line + "\n")


def read(path):
    """The events recorded so far; a last line that is still being written is left out."""
    with open(path) as lines:
        return [json.loads(line) for line in lines if line.endswith("\n")]
