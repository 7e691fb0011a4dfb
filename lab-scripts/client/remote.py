"""remote.py HOST APP --events FILE [options of load.py]: runs load.py on another host, by ssh, until SIGTERM.

The events are written here, as they come. load.py ends when its standard input does: so it ends with this program, and with the
connection, whatever ends them. Times are of HOST's clock.
"""

import os
import shlex
import signal
import subprocess
import sys
import tarfile
import io

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = """
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
head -c %(size)d | tar -xf - -C "$folder"
{ python3 -B "$folder/load.py" %(arguments)s --events /dev/stdout & echo $! >"$folder/pid"; wait $! || :; } | cat &
cat >/dev/null
kill "$(cat "$folder/pid")"
wait
"""


def archive():
    """load.py and what it imports, as a tar."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in sorted(os.listdir(HERE)):
            if name.endswith(".py"):
                tar.add(os.path.join(HERE, name), name)
    return buffer.getvalue()


def split(arguments):
    """(what load.py gets, the file of events)"""
    at = arguments.index("--events")
    return arguments[:at] + arguments[at + 2:], arguments[at + 1]


def main(host, *arguments):
    rest, events = split(list(arguments))
    files = archive()
    script = SCRIPT % {"size": len(files), "arguments": " ".join(shlex.quote(a) for a in rest)}
    with open(events, "wb") as out:
        ssh = subprocess.Popen(
            ["ssh", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=5", host, "bash -c " + shlex.quote(script)],
            stdin=subprocess.PIPE, stdout=out, start_new_session=True)
        signal.signal(signal.SIGTERM, lambda *_: ssh.stdin.close())
        ssh.stdin.write(files)
        ssh.stdin.flush()
        return ssh.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
