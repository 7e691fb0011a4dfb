#!/usr/bin/env python3
"""Power of a machine through Redfish (DMTF DSP0266), by curl.

redfish.py URL --user NAME (--password-file FILE | --password-env NAME) [--system PATH] [--ca FILE] status|on|off|cycle|diag

The password goes to curl on its standard input, as configuration: it is nobody's argument. status prints "on" or "off".
"""

import argparse
import json
import os
import subprocess
import sys

SYSTEMS = "/redfish/v1/Systems"
RESETS = {"on": "On", "off": "ForceOff", "cycle": "ForceRestart", "diag": "Nmi"}  # ResetType
SECONDS = 60


class RedfishError(Exception):
    """What the BMC, or curl, said."""


class Service:
    """A Redfish service, with basic authentication over each connection."""

    def __init__(self, url, user, password, ca=None):
        self._url = url
        self._credentials = f"user = {quoted(user + ':' + password)}\n"
        self._arguments = ["curl", "--config", "-", "--silent", "--show-error", "--max-time", str(SECONDS),
                           "--proto", "=https,http", "--write-out", "\n%{http_code}", "--header", "Accept: application/json"]
        if ca:
            self._arguments += ["--cacert", ca]

    def get(self, path):
        return self._exchange(path, [])

    def post(self, path, body):
        return self._exchange(path, ["--header", "Content-Type: application/json", "--data", json.dumps(body)])

    def _exchange(self, path, arguments):
        # -q, first: what ~/.curlrc says, of proxies and of certificates, is for other servers
        command = [self._arguments[0], "-q", *self._arguments[1:], *arguments, self._url + local(path)]
        done = subprocess.run(command, input=self._credentials, capture_output=True, text=True, timeout=SECONDS + 10, check=False)
        if done.returncode != 0:
            raise RedfishError(done.stderr.strip() or f"curl ended with {done.returncode}")
        body, _, status = done.stdout.rpartition("\n")
        if not status.startswith("2"):
            raise RedfishError(f"{path}: HTTP {status}{reason(body)}")
        try:
            return json.loads(body) if body.strip() else {}
        except ValueError as error:
            raise RedfishError(f"{path}: no JSON: {error}") from None


def quoted(text):
    """A value of curl's configuration file (curl(1), --config)."""
    if any(ord(c) < 32 for c in text):
        raise RedfishError("user or password have a control character in them")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def local(path):
    """A path that the service itself named; the password goes nowhere else."""
    if not isinstance(path, str) or not path.startswith("/redfish/") or any(c in path for c in " \n\\[]{}"):
        raise RedfishError(f"the service names an odd path: {path!r}")
    return path


def reason(body):
    try:
        return ": " + json.loads(body)["error"]["message"]
    except (ValueError, KeyError, TypeError):
        return ""


def only_system(service):
    members = [each.get("@odata.id") for each in service.get(SYSTEMS).get("Members", [])]
    if len(members) != 1:
        raise RedfishError(f"{len(members)} systems: {', '.join(map(str, members))}; say which by bmc.system")
    return members[0]


def power(service, system, action):
    """Carries out one action; returns what there is to say of it."""
    system = system or only_system(service)
    found = service.get(system)
    if action == "status":
        state = str(found.get("PowerState", "unknown"))
        return {"On": "on", "PoweringOff": "on", "Off": "off", "PoweringOn": "off"}.get(state, state)
    wanted = RESETS[action]
    reset = found.get("Actions", {}).get("#ComputerSystem.Reset", {})
    allowed = reset.get("ResetType@Redfish.AllowableValues")
    if allowed is not None and wanted not in allowed:
        raise RedfishError(f"{system}: no reset of type {wanted}; there are: {', '.join(allowed)}")
    service.post(reset.get("target", f"{system}/Actions/ComputerSystem.Reset"), {"ResetType": wanted})
    return f"{system}: {wanted}"


def secret(options):
    if options.password_env:
        return os.environ.get(options.password_env, "")
    with open(options.password_file, encoding="utf-8") as file:
        return file.readline().rstrip("\r\n")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--user", required=True)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--password-file")
    where.add_argument("--password-env")
    parser.add_argument("--system")
    parser.add_argument("--ca")
    parser.add_argument("action", choices=["status", *RESETS])
    options = parser.parse_args(arguments)
    try:
        print(power(Service(options.url, options.user, secret(options), options.ca), options.system, options.action))
    except (RedfishError, OSError, subprocess.TimeoutExpired) as error:
        print(f"redfish: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
