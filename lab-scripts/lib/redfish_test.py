"""redfish.py against an HTTP server that answers as a BMC does: requests, authentication, refusals. Run by `lab-scripts/test --unit`."""

import base64
import http.server
import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
USER, PASSWORD = "osswap", 'p"a\\ss: $word'
SYSTEM = "/redfish/v1/Systems/1"
RESET = SYSTEM + "/Actions/ComputerSystem.Reset"


class Bmc(http.server.BaseHTTPRequestHandler):
    """Its server's `seen` are (method, path, body); `answers` override what GET says of a path."""

    def do_GET(self):
        self._answer(None)

    def do_POST(self):
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body):
        self.server.seen.append((self.command, self.path, body))
        known = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] != known:
            self._send(401, {"error": {"message": "who are you?"}})
        elif self.command == "POST":
            self._send(204 if self.path == RESET else 404, None)
        else:
            self._send(200 if self.path in self.server.answers else 404, self.server.answers.get(self.path))

    def _send(self, status, body):
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def system(**more):
    return {"PowerState": "On", "Actions": {"#ComputerSystem.Reset": {"target": RESET, **more}}}


class RedfishTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bmc)
        self.server.seen = []
        self.server.answers = {"/redfish/v1/Systems": {"Members": [{"@odata.id": SYSTEM}]}, SYSTEM: system()}
        thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def power(self, action, *options, password=PASSWORD, path=None):
        environment = {**os.environ, "BMC_PASSWORD": password, "no_proxy": "*", "PATH": path or os.environ["PATH"]}
        return subprocess.run(
            [sys.executable, "-B", os.path.join(HERE, "redfish.py"), self.url(), "--user", USER,
             "--password-env", "BMC_PASSWORD", *options, action],
            env=environment, capture_output=True, text=True, check=False)

    def test_status_asks_the_only_system_for_its_power(self):
        self.assertEqual(self.power("status").stdout, "on\n")
        self.assertEqual(self.server.seen, [("GET", "/redfish/v1/Systems", None), ("GET", SYSTEM, None)])
        self.server.answers[SYSTEM] = {"PowerState": "Off"}
        self.assertEqual(self.power("status").stdout, "off\n")

    def test_each_action_is_one_reset_of_its_type(self):
        for action, kind in (("on", "On"), ("off", "ForceOff"), ("cycle", "ForceRestart"), ("diag", "Nmi")):
            self.assertEqual(self.power(action).returncode, 0)
            self.assertEqual(self.server.seen[-1], ("POST", RESET, {"ResetType": kind}))

    def test_the_password_comes_from_a_file_too(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(PASSWORD + "\n")
            file.flush()
            done = subprocess.run(
                [sys.executable, "-B", os.path.join(HERE, "redfish.py"), self.url(), "--user", USER, "--password-file", file.name,
                 "status"], env={**os.environ, "no_proxy": "*"}, capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.returncode), ("on\n", 0))

    def test_a_wrong_password_is_told_in_the_words_of_the_bmc_and_is_not_shown(self):
        done = self.power("status", password="wrong-one")
        self.assertEqual(done.returncode, 1)
        self.assertIn("HTTP 401: who are you?", done.stderr)
        self.assertNotIn("wrong-one", done.stdout + done.stderr)

    def test_the_password_is_no_argument_of_curl(self):
        with tempfile.TemporaryDirectory() as folder:
            shim, record = os.path.join(folder, "curl"), os.path.join(folder, "record")
            with open(shim, "w", encoding="utf-8") as file:
                file.write(f'#!/bin/sh\nprintf "%s\\n" "$@" >>{record}\nexec $(PATH=${{PATH#*:}}; command -v curl) "$@"\n')
            os.chmod(shim, stat.S_IRWXU)
            self.assertEqual(self.power("status", path=folder + ":" + os.environ["PATH"]).stdout, "on\n")
            with open(record, encoding="utf-8") as file:
                arguments = file.read()
        self.assertIn("--config\n-\n", arguments)
        self.assertNotIn("$word", arguments)

    def test_a_reset_that_the_machine_does_not_know_is_refused(self):
        self.server.answers[SYSTEM] = system(**{"ResetType@Redfish.AllowableValues": ["On", "ForceOff"]})
        done = self.power("diag")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no reset of type Nmi; there are: On, ForceOff", done.stderr)
        self.assertNotIn("POST", [method for method, _, _ in self.server.seen])

    def test_one_of_several_systems_has_to_be_named(self):
        self.server.answers["/redfish/v1/Systems"] = {"Members": [{"@odata.id": SYSTEM}, {"@odata.id": "/redfish/v1/Systems/2"}]}
        self.assertIn("2 systems", self.power("status").stderr)
        self.assertEqual(self.power("status", "--system", SYSTEM).stdout, "on\n")

    def test_the_password_goes_to_no_address_that_the_service_names(self):
        self.server.answers[SYSTEM]["Actions"]["#ComputerSystem.Reset"]["target"] = "@127.0.0.1:9/x"
        done = self.power("on")
        self.assertEqual(done.returncode, 1)
        self.assertIn("odd path", done.stderr)

    def test_a_server_that_is_not_there_is_told(self):
        self.server.shutdown()
        self.server.server_close()
        done = self.power("status")
        self.assertEqual(done.returncode, 1)
        self.assertIn("redfish: curl:", done.stderr)


if __name__ == "__main__":
    unittest.main()
