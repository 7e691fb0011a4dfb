"""qmp.py SOCKET COMMAND: runs one human-monitor command over QMP (QEMU's docs/interop/qmp-spec)."""

import json
import socket
import sys


def main(path, command):
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(30)
        link.connect(path)
        stream = link.makefile("rw")
        json.loads(stream.readline())  # greeting
        call(stream, "qmp_capabilities", {})
        sys.stdout.write(call(stream, "human-monitor-command", {"command-line": command}))


def call(stream, name, arguments):
    stream.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
    stream.flush()
    while True:
        answer = json.loads(stream.readline())
        if "error" in answer:
            sys.exit("monitor: %s: %s" % (name, answer["error"]["desc"]))
        if "return" in answer:  # anything else is an event
            return answer["return"]


main(*sys.argv[1:])
