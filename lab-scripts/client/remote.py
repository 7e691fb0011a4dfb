"""remote.py HOST APP --events FILE [options of load.py]: runs load.py on another host, by ssh, until SIGTERM.

The events are written here, as they come. load.py ends when its standard input does: so it ends with this program, and with the
connection, whatever ends them. Times are of HOST's clock.
"""

import io
import os
import shlex
import signal
import subprocess
import sys
import tarfile

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPT = """
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
head -c %(size)d | tar -xf - -C "$folder"
exec 3<&0
# through cat: a socket, which sshd may give, can't be opened as /dev/stdout
python3 -B "$folder/load.py" %(arguments)s --events /dev/stdout </dev/null 3<&- > >(cat) &
load=$!
{ cat <&3; kill $load; } >/dev/null 2>&1 &
status=0
wait $load || status=$?
kill $! 2>/dev/null || :
exit $status
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
