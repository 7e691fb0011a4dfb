"""A small armed successor is moved to, and the OS that it has become arms the next one by itself."""

import subprocess

from drill import arm
from machine import cpu_count
from swap import APPS, Swap, ask_for_checkpoints, begin_load, booted, unsound

TARGET = "/srv/osswap/targets/13"

# A partition has little memory below 4 GiB: the new kernel's crash kernel has to be above it altogether.
CRASH_MEMORY = "crashkernel=32M,high crashkernel=0,low"


def run_all(machine):
    with booted(machine, "12", ["13"]):
        begin_load(machine, "1M")
        machine.run(
            "incumbent",
            "cd /etc/osswap && sed -i -e 's/^command_line = \"/&" + CRASH_MEMORY + " /'"
            " -e 's/^\\[arm\\]$/&\\nrearm = true/' osswap.toml")
        ask_for_checkpoints(machine, 60)
        arm(machine, "13", "--cpus 1 --memory 1G")
        first = machine.status("incumbent")["armed"]
        carry_target(machine)

        status = Swap(machine, "incumbent", "successor", TARGET, awaited="ARMED").run()
        for fact in ("image", "memory", "crash_kernel", "hang_limit_millis"):
            assert status["armed"][fact] == first[fact], (fact, first, status["armed"])
        assert first["crash_kernel"] and cpu_count(first["cpus"]) == cpu_count(status["armed"]["cpus"]) == 1, (first, status["armed"])

        assert machine.facts("successor")["kernel"].startswith("6.12.")
        for app in APPS:
            machine.client(app, "stop")
            assert not (wrong := unsound(app, machine.report(app, "successor"))), wrong


def carry_target(machine):
    """The image, to the same path on the successor: it has to be there when the next one is armed."""
    with subprocess.Popen(machine.command("incumbent", "tar -C / -cf - ." + TARGET), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as source:
        subprocess.run(machine.command("successor", "tar -C / -xf -"), stdin=source.stdout, timeout=300, check=True)
