"""The verbs for machines of an inventory, without one: ssh and ipmitool are programs of the test's, which record how they are called.
What they do to a machine is the lab test's. Run by `lab-scripts/test --unit`.
"""

import json
import os
import subprocess
import tempfile
import unittest

LAB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab")

INVENTORY = """
[machines.node3.ssh]
incumbent = "192.0.2.13"
successor = "192.0.2.14"
user = "ops"
options = ["ProxyJump=bastion"]
[machines.node3.bmc]
protocol = "ipmi"
address = "192.0.2.113"
user = "lab"
password_file = "FOLDER/password"
[machines.node3.network]
incumbent = ["eno1", "eno2"]
[machines.node4.ssh]
incumbent = "192.0.2.15"
[machines.node4.bmc]
protocol = "ipmi"
address = "192.0.2.115"
user = "lab"
password_env = "NODE4_PASSWORD"
"""

# Answers with the file that is named as the address, or not at all; what it was given on standard input goes to a record.
SSH = """#!/bin/bash
printf '%s\\n' "$*" >>FOLDER/ssh.calls
while [ "$1" != -- ]; do address=$1; shift; done
[ -e "FOLDER/$address" ] || exit 255
case $2 in
  true) ;;
  *'osswap status'*) cat "FOLDER/$address" ;;
  'sh -s'*) cat >FOLDER/script ;;
esac
"""

IPMITOOL = """#!/bin/bash
printf '%s password=%s\\n' "$*" "${IPMI_PASSWORD:-}" >>FOLDER/ipmi.calls
echo "Chassis Power is on"
"""


class RealTest(unittest.TestCase):
    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.folder = keep.name
        self.inventory = self.write("lab.toml", INVENTORY)
        self.write("password", "of-node3\n")
        for name, text in (("ssh", SSH), ("ipmitool", IPMITOOL)):
            os.makedirs(os.path.join(self.folder, "bin"), exist_ok=True)
            os.chmod(self.write(os.path.join("bin", name), text), 0o755)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text.replace("FOLDER", self.folder))
        return path

    def read(self, name):
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as file:
            return file.read()

    def says(self, address, phase):
        """An OS that answers there, and what osswap says of its swap."""
        self.write(address, json.dumps({"swap_id": "x", "phase": phase}))

    def lab(self, *arguments, machine="node3", **variables):
        return subprocess.run(
            [LAB, "--inventory", self.inventory, "--machine", machine, *arguments], stdin=subprocess.DEVNULL,
            env={**os.environ, "PATH": self.folder + "/bin:" + os.environ["PATH"], "OSSWAP_LAB": self.folder, **variables},
            capture_output=True, text=True, timeout=120, check=False)

    def refused(self, words, *arguments, **more):
        done = self.lab(*arguments, **more)
        self.assertEqual(done.returncode, 3, done)
        self.assertIn(words, done.stderr)
        self.assertIn("remedy: ", done.stderr)
        self.assertNotIn("chassis", self.read("ipmi.calls"))
        self.assertEqual(self.read("script"), "")

    def test_a_machine_is_real_if_the_inventory_names_it(self):
        self.assertEqual(self.lab("kind").stdout, "real\n")
        self.refused("doesn't name it", "kind", machine="node9")
        named_by_the_environment = subprocess.run(
            [LAB, "--machine", "node9", "kind"], env={**os.environ, "OSSWAP_INVENTORY": self.inventory}, capture_output=True, text=True,
            check=False)
        self.assertEqual(named_by_the_environment.stdout, "qemu\n")

    def test_a_mistake_in_the_inventory_is_refused_by_every_verb(self):
        self.write("lab.toml", INVENTORY + "color = 7\n")
        self.refused("it is wrong", "exec", "true")

    def test_commands_go_to_the_address_of_their_side_with_the_inventory_s_options(self):
        self.says("192.0.2.14", "DONE")
        self.assertEqual(self.lab("exec", "--successor", "true").returncode, 0)
        call = self.read("ssh.calls")
        for words in ("-l ops", "-o ProxyJump=bastion", "-o StrictHostKeyChecking=yes", "192.0.2.14 -- true"):
            self.assertIn(words, call)
        self.refused("no address of it", "exec", "--successor", "true", machine="node4")

    def test_power_is_taken_from_one_os_without_a_question(self):
        for phase in ("", "DONE", "ROLLED_BACK"):
            self.says("192.0.2.13", phase)
            done = self.lab("power", "cycle")
            self.assertEqual(done.returncode, 0, done)
            self.assertIn("whatever runs on it ends", done.stderr)

    def test_power_is_not_taken_from_two_oses_but_for_yes(self):
        self.says("192.0.2.13", "ARMED")
        for action in ("off", "cycle", "diag"):
            self.refused("two OSes run on it (ARMED)", "power", action)
        self.refused("two OSes run on it (ARMED)", "down")
        self.assertEqual(self.lab("power", "cycle", "--yes").returncode, 0)
        self.assertIn("chassis power cycle", self.read("ipmi.calls"))

    def test_the_other_os_of_the_two_may_be_the_one_that_tells(self):
        self.says("192.0.2.13", "DONE")
        self.says("192.0.2.14", "RETIRING")
        self.refused("two OSes run on it (RETIRING)", "power", "off")

    def test_a_machine_that_nobody_can_ask_loses_its_power_only_by_yes(self):
        self.refused("nobody there says", "power", "off")
        self.write("192.0.2.13", "a stack trace")
        self.refused("nobody there says", "power", "off")

    def test_power_status_asks_nobody_but_the_bmc(self):
        self.assertEqual(self.lab("power", "status").stdout, "on\n")
        self.assertEqual(self.read("ssh.calls"), "")

    def test_the_password_is_no_argument(self):
        self.lab("power", "status")
        self.assertIn(f"-f {self.folder}/password", self.read("ipmi.calls"))
        done = self.lab("power", "status", machine="node4", NODE4_PASSWORD="of-node4")
        self.assertNotIn("of-node4", done.stdout + done.stderr)
        arguments, _, password = self.read("ipmi.calls").splitlines()[-1].partition(" password=")
        self.assertEqual(password, "of-node4")
        self.assertNotIn("of-node", arguments)

    def test_a_password_that_others_can_read_is_refused(self):
        path = os.path.join(self.folder, "password")
        for mode in (0o644, 0o660, 0o604):
            os.chmod(path, mode)
            self.refused(f"mode {mode:o}", "power", "status")
        os.remove(path)
        self.refused("there is no file", "power", "status")
        self.refused("NODE4_PASSWORD is empty", "power", "status", machine="node4")

    def test_what_has_no_undo_is_refused(self):
        self.says("192.0.2.13", "DONE")
        self.refused("no undo", "break", "hang")
        self.refused("surely bring it back", "break", "pdl")
        self.refused("names no paths", "break", "storage")
        self.refused("which devices", "break", "lost-link")
        self.refused("doesn't panic of an NMI", "break", "panic")
        self.refused("has no undo", "heal", "panic")
        self.assertEqual(self.lab("break", "network", "--for", "5").returncode, 2)

    def test_a_break_goes_to_the_machine_with_its_undo_in_one_piece(self):
        self.says("192.0.2.13", "DONE")
        done = self.lab("break", "network", "--for", "30")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("-- sh -s -- osswap-heal-network 30 eno1 eno2", self.read("ssh.calls"))
        self.assertIn("--on-active=\"$seconds\" sh \"$folder/undo\"", self.read("script"))

    def test_what_only_qemu_can_is_refused(self):
        for verb in ("snapshot", "restore", "park", "monitor"):
            self.refused("QEMU lab", verb, "x")


if __name__ == "__main__":
    unittest.main()
