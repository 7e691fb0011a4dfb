"""qmp.py SOCKET COMMAND: runs one human-monitor command over QMP (QEMU's docs/interop/qmp-spec)."""

import json
import socket
import sys


class MonitorError(Exception):
    """What QEMU refused, in its words."""


class Monitor:
    """A QMP connection. QEMU takes one at a time."""

    def __init__(self, path, timeout=30):
        self._link = socket.socket(socket.AF_UNIX)
        self._link.settimeout(timeout)
        self._link.connect(path)
        self._stream = self._link.makefile("rw")
        self._events = []
        json.loads(self._stream.readline())  # greeting
        self.call("qmp_capabilities")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._link.close()

    def call(self, name, **arguments):
        self._stream.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
        self._stream.flush()
        while True:
            answer = self._read()
            if "error" in answer:
                raise MonitorError("%s: %s" % (name, answer["error"]["desc"]))
            if "return" in answer:
                return answer["return"]
            self._events.append(answer)

    def human(self, command):
        return self.call("human-monitor-command", **{"command-line": command})

    def await_event(self, name, wanted):
        """The data of the first event of that name for which WANTED(data) holds."""
        while True:
            event = self._events.pop(0) if self._events else self._read()
            if event.get("event") == name and wanted(event["data"]):
                return event["data"]

    def _read(self):
        line = self._stream.readline()
        if not line:
            raise MonitorError("QEMU closed its monitor")
        return json.loads(line)


def main(path, command):
    try:
        with Monitor(path) as monitor:
            sys.stdout.write(monitor.human(command))
    except (MonitorError, OSError) as error:
        sys.exit("monitor: %s" % error)


if __name__ == "__main__":
    main(*sys.argv[1:])
