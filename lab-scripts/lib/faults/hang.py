"""hang.py MONITOR_SOCKET GDB_SOCKET CPU...: those CPUs of the machine hang, for good, with interrupts off.

Through QEMU's gdb stub: the flag IF is cleared, and what the CPU would do next is replaced by an endless loop. As on a
machine that locked up hard, nothing but INIT and NMI reaches them.
"""

import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from qmp import Monitor  # noqa: E402

# Numbers of registers in gdb's description of x86-64.
RIP, EFLAGS, CS = 0x10, 0x11, 0x12
INTERRUPT_FLAG = 1 << 9
HALT_LOOP = "f4ebfd"  # 1: hlt; jmp 1b
LOOP = "ebfe"  # 1: jmp 1b, where hlt isn't allowed


class Stub:
    """GDB's remote serial protocol, as far as it is needed here. The machine stands still while it is connected."""

    def __init__(self, path):
        self._link = socket.socket(socket.AF_UNIX)
        self._link.settimeout(30)
        self._link.connect(path)
        self._stream = self._link.makefile("rwb", buffering=0)
        self.ask("qXfer:features:read:target.xml:0,ffb")  # from here on single registers may be written

    def ask(self, text):
        self._stream.write(b"$%s#%02x" % (text.encode(), sum(text.encode()) % 256))
        # That the machine stands still now is said without having been asked for.
        while (answer := self._packet()).startswith("T"):
            pass
        return answer

    def _packet(self):
        while True:
            byte = self._stream.read(1)
            if byte == b"$":
                break
            if not byte:
                raise ConnectionError("QEMU closed its gdb stub")
        answer = b""
        while (byte := self._stream.read(1)) != b"#":
            answer += byte
        self._stream.read(2)
        self._stream.write(b"+")
        return answer.decode(errors="replace")

    def demand(self, text):
        answer = self.ask(text)
        if answer != "OK":
            raise ConnectionError(f"gdb stub: {text}: {answer!r}")

    def read(self, register):
        return int.from_bytes(bytes.fromhex(self.ask(f"p{register:x}")), "little")

    def write(self, register, value, size):
        self.demand(f"P{register:x}={value.to_bytes(size, 'little').hex()}")


def hang(stub, cpu):
    stub.demand(f"Hg{cpu + 1:x}")
    at = stub.read(RIP)
    loop = HALT_LOOP if stub.read(CS) & 3 == 0 else LOOP
    stub.demand(f"M{at:x},{len(loop) // 2:x}:{loop}")
    stub.write(EFLAGS, stub.read(EFLAGS) & ~INTERRUPT_FLAG, 4)


def main(monitor_path, gdb_path, *cpus):
    with Monitor(monitor_path) as monitor:
        monitor.human(f"gdbserver unix:{gdb_path},server=on,wait=off")
        stub = Stub(gdb_path)
        for cpu in cpus:
            hang(stub, int(cpu))
        stub.demand("D")
        monitor.human("gdbserver none")


if __name__ == "__main__":
    main(*sys.argv[1:])
