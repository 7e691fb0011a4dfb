"""Small armed successors, which take a machine over that is many times as large as their partition."""

import contextlib
import subprocess

from drill import arm
from machine import cpu_count
from swap import APPS, Swap, ask_for_checkpoints, begin_load, booted, incomplete, unsound

LEAST = 512  # MiB
ROOM_FOR_MORE = 768  # MiB: an image and a crash kernel
TARGET = "/srv/osswap/targets/13"

# A root in tmpfs would get half of the partition, too little for what is unpacked.
TOLD = "rootfstype=ramfs"

# A partition has little memory below 4 GiB: the new kernel's crash kernel has to be above it altogether.
CRASH_MEMORY = "crashkernel=32M,high crashkernel=0,low"


@contextlib.contextmanager
def armed(machine, memory, apps, told=TOLD, rearm=False):
    """A machine whose successor has one CPU and MEMORY MiB; tells what the machine had before. At the end its clients are judged."""
    with booted(machine, "12", ["13"]):
        named = " ".join("! -name " + app + ".toml" for app in apps)
        machine.run(
            "incumbent",
            "cd /etc/osswap && sed -i -e 's/^command_line = \"/&" + told + " /'"
            f" -e 's/^\\[arm\\]$/&\\nrearm = {str(rearm).lower()}/' osswap.toml && find apps -type f {named} -delete")
        begin_load(machine, apps=apps)
        before = machine.facts("incumbent")
        ask_for_checkpoints(machine, 60, apps=apps)
        arm(machine, "13", f"--cpus 1 --memory {memory}M")

        yield before

        for app in apps:
            machine.client(app, "stop")
            assert not (wrong := unsound(app, machine.report(app, "successor"))), wrong


def least(machine):
    """The smallest partition that osswap makes has room for one small application."""
    with armed(machine, LEAST, ["nginx"]) as before:
        Swap(machine, "incumbent", "successor", TARGET).run()
        after = machine.facts("successor")
        assert not (missing := incomplete(before, after, "13")), missing
        assert after["memory_bytes"] > before["memory_bytes"], (before, after)


def rearmed(machine):
    """A small successor is moved to, and the OS that it has become arms the next one by itself, and takes all back when that is disarmed."""
    with armed(machine, ROOM_FOR_MORE, APPS, told=f"{TOLD} {CRASH_MEMORY}", rearm=True) as before:
        first = machine.status("incumbent")["armed"]
        carry_target(machine)

        status = Swap(machine, "incumbent", "successor", TARGET, awaited="ARMED").run()
        for fact in ("image", "memory", "crash_kernel", "hang_limit_millis"):
            assert status["armed"][fact] == first[fact], (fact, first, status["armed"])
        assert first["crash_kernel"] and cpu_count(first["cpus"]) == cpu_count(status["armed"]["cpus"]) == 1, (first, status["armed"])

        divided = machine.facts("successor")
        machine.run("successor", "osswap disarm 2>&1", timeout=300)
        whole = machine.facts("successor")
        assert not (missing := incomplete(before, whole, "13")), missing
        assert whole["memory_bytes"] > divided["memory_bytes"] + 0.9 * (ROOM_FOR_MORE << 20), (divided, whole)


def carry_target(machine):
    """The image, to the same path on the successor: it has to be there when the next one is armed."""
    with subprocess.Popen(machine.command("incumbent", "tar -C / -cf - ." + TARGET), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as source:
        subprocess.run(machine.command("successor", "tar -C / -xf -"), stdin=source.stdout, timeout=300, check=True)
