"""A QEMU machine driven as one of a rack: by an inventory, ssh, a console and a BMC that OpenIPMI's simulator plays."""

import os
import subprocess
import tempfile
import time

from bmc.simulator import ADDRESS, PORT, Simulator
from machine import LabError, Machine
from swap import booted

USER, PASSWORD = "osswap", "lab-only"
LIMIT = 600  # seconds for a boot

INVENTORY = """\
[machines.NAME.ssh]
incumbent = "10.77.0.10"
successor = "10.77.0.11"
key = "{images}/ssh/id_ed25519"
host_keys = "ignore"
via_netns = "osswap-{name}"
[machines.NAME.console]
incumbent = {{ command = ["cat", "{console}"] }}
[machines.NAME.bmc]
protocol = "ipmi"
address = "{address}"
port = {port}
cipher_suite = 3
user = "{user}"
password_file = "{folder}/password"
via_netns = "osswap-{name}"
[machines.NAME.network]
incumbent = ["enp1s0"]
[machines.NAME.clients]
redis = "10.77.0.101"
"""


def run_all(host):
    """HOST is the QEMU machine."""
    with booted(host, "12", ["13"], "--allow-reboot"):
        with tempfile.TemporaryDirectory() as folder:
            rack = inventory_of(host, folder)
            with Simulator(folder, f"osswap-{host.name}", f"/run/osswap-lab/{host.name}/qmp", USER, PASSWORD):
                Checks(rack, folder).run_all()
            rack.lab("hangup", check=False)


def inventory_of(host, folder):
    """The machine as a rack's, in an inventory of its own."""
    state = os.environ.get("OSSWAP_LAB") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", ".lab")
    state = os.path.abspath(state)
    name = f"{host.name}-rack"
    text = INVENTORY.format(
        images=os.path.join(state, "images"), console=os.path.join(state, "machines", host.name, "incumbent.log"),
        name=host.name, address=ADDRESS, port=PORT, user=USER, folder=folder).replace("NAME", name)
    file_of(folder, "lab.toml", text)
    file_of(folder, "password", PASSWORD + "\n")
    return Machine(name, os.path.join(folder, "lab.toml"))


def file_of(folder, name, text):
    path = os.path.join(folder, name)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return path


class Checks:
    """Each is one line of what is printed; they build on one another, in this order."""

    def __init__(self, rack, folder):
        self.rack = rack
        self.folder = folder

    def run_all(self):
        for check in (self.the_inventory, self.the_password, self.by_ssh, self.the_console, self.what_has_no_undo,
                      self.a_link_that_comes_back, self.load, self.an_nmi, self.two_oses, self.a_power_cycle, self.a_panic):
            started = time.monotonic()
            check()
            print(f"       {check.__name__.replace('_', ' ')} ({time.monotonic() - started:.0f} s)", flush=True)

    def the_inventory(self):
        assert self.rack.lab("kind") == "real\n"
        good = os.path.join(self.folder, "lab.toml")
        self.refused("doesn't name it", "kind", machine=Machine("nobody", good))
        with open(good, encoding="utf-8") as file:
            bad = file_of(self.folder, "bad.toml", file.read() + '\n[machines.other.ssh]\nincumbent = "h"\nadress = "h"\n')
        self.refused("unknown key 'adress'", "kind", machine=Machine(self.rack.name, bad))
        self.refused("QEMU lab", "snapshot", "now")
        self.refused("isn't a machine of an inventory", "power", "status", machine=Machine("nobody"))

    def the_password(self):
        password = os.path.join(self.folder, "password")
        assert self.rack.lab("power", "status") == "on\n"
        os.chmod(password, 0o644)
        self.refused("mode 644", "power", "status")
        os.rename(password, password + ".away")
        self.refused("there is no file", "power", "status")
        file_of(self.folder, "password", "wrong\n")
        done = self.ask("power", "status")
        assert done.returncode == 1 and "wrong" not in done.stdout + done.stderr, done
        os.remove(password)
        os.rename(password + ".away", password)
        os.chmod(password, 0o600)

    def by_ssh(self):
        said = self.rack.lab("up", timeout=600)
        assert "this machine can be swapped" in said, said
        assert self.ask("exec", "exit 7").returncode == 7
        sent = file_of(self.folder, "sent", "what was sent\n")
        self.rack.lab("push", sent, "/run/a file")
        assert self.rack.run("incumbent", "cat '/run/a file'") == "what was sent\n"
        status = self.rack.lab("status")
        assert "power on" in status and "incumbent answers, Debian" in status and "successor doesn't answer" in status, status

    def the_console(self):
        assert "Linux version" in self.rack.lab("log")
        self.refused("no console of the successor", "log", "successor")

    def what_has_no_undo(self):
        self.refused("no undo", "break", "hang")
        self.refused("surely bring it back", "break", "pdl")
        self.refused("names no paths", "break", "storage")
        self.refused("has no undo", "heal", "panic")
        self.refused("doesn't panic of an NMI", "break", "panic")

    def a_link_that_comes_back(self):
        def addresses_and_routes():
            return sorted(self.rack.run("incumbent", "ip -o -4 address show enp1s0; ip -4 route").splitlines())

        before = addresses_and_routes()
        self.rack.lab("break", "network", "--for", "60")
        assert self.until(lambda: not self.answers(), 50), "the link did not go down"
        self.rack.lab("hangup")
        assert self.until(self.answers, 120), "the undo did not come"
        assert addresses_and_routes() == before, before

    def load(self):
        self.rack.client("redis", "start")
        assert self.until(lambda: self.rack.report("redis", "incumbent")["answered"] > 20, 60)
        self.rack.client("redis", "stop")
        assert self.rack.report("redis", "incumbent")["lost"] == 0

    def an_nmi(self):
        told = self.ask("power", "diag")
        assert told.returncode == 0 and "gets an NMI" in told.stderr, told
        assert self.until(lambda: "NMI received for unknown reason" in self.rack.run("incumbent", "dmesg"), 30)
        assert "NMI received for unknown reason" in self.rack.lab("log")

    def two_oses(self):
        """What osswap would say with a successor armed; to arm one is another test's."""
        self.rack.run("incumbent", "echo '{\"phase\": \"ARMED\"}' >/root/armed.json; printf '#!/bin/sh\\ncat /root/armed.json\\n' >/root/armed;"
                      " chmod 755 /root/armed; ln -sfn /root/armed /usr/local/bin/osswap")
        for action in ("off", "cycle", "diag"):
            self.refused("two OSes run on it (ARMED)", "power", action)
        self.refused("two OSes run on it (ARMED)", "down")
        self.rack.run("incumbent", "ln -sfn /opt/osswap/bin/osswap /usr/local/bin/osswap")

    def a_power_cycle(self):
        boot = self.boot()
        told = self.ask("power", "cycle")
        assert told.returncode == 0 and "loses its power" in told.stderr, told
        self.rack.lab("hangup")
        assert self.until(lambda: self.boot() not in ("", boot), LIMIT), "it did not boot again"

    def a_panic(self):
        """With the way back that is the last resort: the power."""
        boot = self.boot()
        self.rack.run("incumbent", "echo 1 >/proc/sys/kernel/unknown_nmi_panic")
        self.rack.lab("break", "panic")
        assert self.until(lambda: "Kernel panic - not syncing: NMI" in self.rack.lab("log"), 60), "no panic on the console"
        self.rack.lab("hangup")
        self.refused("nobody there says", "power", "cycle")
        self.rack.lab("down", "--force")
        assert self.rack.lab("power", "status") == "off\n"
        self.rack.lab("up", "--boot-limit", str(LIMIT), timeout=2 * LIMIT)
        assert self.boot() not in ("", boot)

    def ask(self, *arguments, machine=None):
        return subprocess.run(
            (machine or self.rack).lab_command(*arguments), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
            check=False)

    def refused(self, words, *arguments, machine=None):
        done = self.ask(*arguments, machine=machine)
        assert done.returncode == 3 and words in done.stderr and "remedy: " in done.stderr, (arguments, done)

    def answers(self):
        return self.boot() != ""

    def boot(self):
        """The id of the running boot; nothing when it doesn't answer."""
        try:
            return self.rack.run("incumbent", "cat /proc/sys/kernel/random/boot_id", timeout=15).strip()
        except (LabError, subprocess.TimeoutExpired):
            return ""

    @staticmethod
    def until(holds, seconds):
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                return False
            time.sleep(0.5)  # nothing announces it
        return True
