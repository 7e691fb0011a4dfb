"""A BMC for a QEMU machine of the lab: OpenIPMI's ipmi_sim, whose chassis is the machine (chassis.py, diag.c)."""

import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ADDRESS, PORT = "127.0.0.1", 623  # in the machine's namespace

CONFIGURATION = """\
name "lab"
set_working_mc 0x20
  startlan 1
    addr {address} {port}
    priv_limit admin
    allowed_auths_admin md5
    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "{chassis}"
  user 2 true "{user}" "{password}" admin 10 md5
loadlib "{module}" "{chassis} diag"
"""

COMMANDS = """\
mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02
mc_enable 0x20
"""


class Simulator:
    """Runs for as long as the block lasts."""

    def __init__(self, folder, namespace, qmp_socket, user, password):
        self._folder = folder
        self._namespace = namespace
        self._chassis = f"{sys.executable} -B {os.path.join(HERE, 'chassis.py')} {qmp_socket}"
        self._user = user
        self._password = password
        self._process = None

    def __enter__(self):
        module = self._path("diag.so")
        subprocess.run(
            ["gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC", "-o", module, os.path.join(HERE, "diag.c")],
            check=True)
        self._write("lan.conf", CONFIGURATION.format(
            address=ADDRESS, port=PORT, chassis=self._chassis, user=self._user, password=self._password, module=module))
        self._write("commands", COMMANDS)
        os.makedirs(self._path("state"), exist_ok=True)
        with open(self._path("log"), "w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                ["nsenter", f"--net=/run/netns/{self._namespace}", "ipmi_sim", "-n", "-c", self._path("lan.conf"),
                 "-f", self._path("commands"), "-s", self._path("state")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(20)

    def _path(self, name):
        return os.path.join(self._folder, name)

    def _write(self, name, content):
        with open(os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
