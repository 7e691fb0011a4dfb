"""What an inventory may say, and that nothing in it becomes more than text. Run by `lab-scripts/test --unit`."""

import os
import subprocess
import tempfile
import tomllib
import unittest

import inventory

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLE = os.path.join(HERE, "..", "inventory.example.toml")
SMALL = '[machines.a.ssh]\nincumbent = "10.0.0.1"\n'
IPMI = '[machines.a.bmc]\nprotocol = "ipmi"\naddress = "10.0.0.2"\nuser = "u"\npassword_env = "P"\n'


def parsed(text, name="a"):
    return inventory.machine(tomllib.loads(text), name)


def run(path, name):
    return subprocess.run(["python3", "-B", os.path.join(HERE, "inventory.py"), path, name], capture_output=True, text=True, check=False)


def every_key(keys):
    for key, kind in keys.items():
        if isinstance(kind, dict):
            yield from every_key(kind)
        else:
            yield key


class InventoryTest(unittest.TestCase):
    def refused(self, text, *words):
        with self.assertRaises(inventory.InventoryError) as told:
            parsed(text)
        for word in words:
            self.assertIn(word, str(told.exception))

    def test_a_machine_needs_no_more_than_its_address(self):
        values = parsed(SMALL)
        self.assertEqual(values["ssh_incumbent"], "10.0.0.1")
        self.assertEqual((values["ssh_user"], values["ssh_port"], values["ssh_host_keys"]), ("root", "22", "check"))

    def test_a_machine_that_it_does_not_name_is_none_of_it(self):
        self.assertIsNone(parsed(SMALL, "b"))
        self.assertIsNone(parsed("", "b"))

    def test_the_example_is_right_and_shows_every_key(self):
        with open(EXAMPLE, encoding="utf-8") as file:
            text = file.read()
        for name in ("rack1-node3", "rack1-node4"):
            self.assertIsNotNone(parsed(text, name))
        for key in every_key(inventory.MACHINE):
            self.assertRegex(text, rf"\b{key} = ")

    def test_an_unknown_key_is_refused_with_those_that_there_are(self):
        self.refused(SMALL + 'pasword = "x"\n', "machines.a.ssh", "pasword", "incumbent")
        self.refused(SMALL + "[machines.a.bmx]\n", "bmx")
        self.refused(SMALL + "[other]\n", "other")

    def test_a_mistake_in_another_machine_is_refused_too(self):
        self.refused(SMALL + '[machines.b.ssh]\nincumbent = 7\n', "machines.b.ssh.incumbent")

    def test_a_bad_machine_name_is_refused(self):
        self.refused('[machines."a b".ssh]\nincumbent = "x"\n', "a b")

    def test_a_machine_without_an_address_is_refused(self):
        self.refused("[machines.a]\nboot_limit_s = 60\n", "incumbent")

    def test_what_a_program_could_take_for_an_option_is_refused(self):
        self.refused('[machines.a.ssh]\nincumbent = "-oProxyCommand=sh"\n', "-oProxyCommand")
        self.refused(SMALL + 'options = ["-oX=y"]\n', "options[0]")

    def test_device_names_are_nothing_but_names(self):
        for name in ("a b", "../x", "$(x)", "", "-x"):
            self.refused(SMALL + f'[machines.a.network]\nincumbent = ["{name}"]\n', "network.incumbent[0]")
        self.refused(SMALL + "[machines.a.storage]\npaths = []\n", "storage.paths")

    def test_numbers_have_limits_and_are_no_truths(self):
        self.refused(SMALL + "port = 65536\n", "port")
        self.refused(SMALL + "port = true\n", "port")

    def test_a_bmc_says_its_protocol_address_user_and_where_its_password_is(self):
        self.assertEqual(parsed(SMALL + IPMI)["bmc_cipher_suite"], "17")
        for line in IPMI.splitlines()[1:]:
            self.refused(SMALL + IPMI.replace(line + "\n", ""), "machines.a.bmc")

    def test_one_place_of_the_password_is_enough(self):
        self.refused(SMALL + IPMI + 'password_file = "/x"\n', "either")

    def test_a_password_in_it_is_refused(self):
        self.refused(SMALL + IPMI + 'password = "x"\n', "unknown key 'password'")

    def test_keys_of_the_other_protocol_are_refused(self):
        self.refused(SMALL + IPMI + 'url = "https://10.0.0.2"\n', "url", "ipmi")

    def test_redfish_in_clear_is_refused_but_on_loopback(self):
        redfish = SMALL + '[machines.a.bmc]\nprotocol = "redfish"\nuser = "u"\npassword_env = "P"\nurl = "%s"\n'
        self.refused(redfish % "http://10.0.0.2", "https")
        self.refused(redfish % "https://me:secret@10.0.0.2", "without a user")
        self.assertEqual(parsed(redfish % "http://127.0.0.1:8000/")["bmc_url"], "http://127.0.0.1:8000")

    def test_a_console_is_reached_in_one_way(self):
        console = SMALL + "[machines.a.console]\nincumbent = %s\n"
        self.refused(console % '{ tcp = "h:1", command = ["x"] }', "one of")
        self.refused(console % '{ tcp = "h" }', "HOST:PORT")
        self.refused(console % "{ sol = true }", "ipmi")
        self.refused(console % '{ tcp = "h:1", follow = ["x"] }', "follow")
        self.assertEqual(parsed(console % '{ command = ["a", "b c"] }')["console_incumbent_command"], ["a", "b c"])

    def test_the_shell_gets_what_was_written_whatever_it_is(self):
        odd = "'; touch /nowhere; echo $(id) `id` \" \\ *"
        quoted = odd.replace("\\", "\\\\").replace('"', '\\"')
        text = SMALL + f'user = "{quoted}"\noptions = ["ProxyCommand={quoted}"]\n'
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(text)
            file.flush()
            assignments = run(file.name, "a").stdout
        said = subprocess.run(
            ["bash", "-c", assignments + 'printf "%s|" "$real_ssh_user" "${real_ssh_options[@]}"'],
            capture_output=True, text=True, check=True).stdout
        self.assertEqual(said, f"{odd}|ProxyCommand={odd}|")

    def test_a_line_break_in_a_value_is_refused(self):
        self.refused(SMALL + 'user = "a\\nb"\n', "user")

    def test_the_exit_status_tells_a_stranger_from_a_mistake(self):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write(SMALL)
            file.flush()
            self.assertEqual([run(file.name, name).returncode for name in ("a", "b")], [0, 4])
            file.write("[machines\n")
            file.flush()
            broken = run(file.name, "a")
        self.assertEqual(broken.returncode, 1)
        self.assertIn(file.name, broken.stderr)
        self.assertEqual(run("/nowhere/at-all.toml", "a").returncode, 1)


if __name__ == "__main__":
    unittest.main()
