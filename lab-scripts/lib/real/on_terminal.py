"""on_terminal.py COMMAND...: runs it on a terminal of its own, which nobody types on, and prints what it prints.

For `ipmitool sol activate`: without a terminal it ends, and what it read of another standard input, even its end, would be typed on
the machine's console.
"""

import os
import pty
import sys


def copy(terminal):
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # Linux says so when the other end is closed
            return
        if not data:
            return
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def main(command):
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    try:
        copy(terminal)
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    os.close(terminal)  # hangs up
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(abs(main(sys.argv[1:])))
