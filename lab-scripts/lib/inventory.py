#!/usr/bin/env python3
"""The inventory of real machines (TOML): what it may say, and what the shell gets of it.

inventory.py FILE MACHINE    prints assignments for bash; exit 4: the file has no such machine, 1: it is wrong
"""

import ipaddress
import os
import re
import shlex
import sys
import tomllib
from urllib.parse import urlsplit

NOT_IN_IT = 4
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
DEVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,30}")
APPS = ("redis", "nginx")


class InventoryError(Exception):
    """What is wrong with an inventory, with where."""


# --- Kinds of values: each takes (value, where it stands) and returns what the shell gets ---


def text(value, where):
    if not isinstance(value, str) or not value or any(ord(c) < 32 or ord(c) == 127 for c in value):
        raise InventoryError(f"{where}: must be a text of one line, not {value!r}")
    return value


def argument(value, where):
    """What a program gets as an argument of its own, and must not take for an option."""
    if text(value, where).startswith("-"):
        raise InventoryError(f"{where}: must not begin with '-': {value!r}")
    return value


def file_name(value, where):
    path = os.path.expanduser(text(value, where))
    if not os.path.isabs(path):
        raise InventoryError(f"{where}: must be an absolute path, or begin with ~/: {value!r}")
    return path


def number(low, high):
    def check(value, where):
        if type(value) is not int or not low <= value <= high:
            raise InventoryError(f"{where}: must be a number from {low} to {high}, not {value!r}")
        return str(value)
    return check


def choice(*allowed):
    def check(value, where):
        if value not in allowed:
            raise InventoryError(f"{where}: must be one of {', '.join(allowed)}, not {value!r}")
        return value
    return check


def flag(value, where):
    if not isinstance(value, bool):
        raise InventoryError(f"{where}: must be true or false, not {value!r}")
    return "yes" if value else "no"


def matching(pattern, what):
    def check(value, where):
        if not pattern.fullmatch(text(value, where)):
            raise InventoryError(f"{where}: is no {what}: {value!r}")
        return value
    return check


def listed(kind):
    def check(value, where):
        if not isinstance(value, list) or not value:
            raise InventoryError(f"{where}: must be a list with something in it")
        return [kind(each, f"{where}[{index}]") for index, each in enumerate(value)]
    return check


def address_and_port(value, where):
    host, colon, port = argument(value, where).rpartition(":")
    if not colon or not host or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise InventoryError(f"{where}: must be HOST:PORT, not {value!r}")
    return value


def redfish_url(value, where):
    url = urlsplit(text(value, where))
    if url.scheme not in ("http", "https") or not url.hostname or url.username or url.query or url.fragment:
        raise InventoryError(f"{where}: must be https://HOST[:PORT], without a user, not {value!r}")
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise InventoryError(f"{where}: http would send the password in clear: use https")
    return value.rstrip("/")


def is_loopback(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def variable(value, where):
    return matching(re.compile(r"[A-Za-z_][A-Za-z0-9_]*"), "name of an environment variable")(value, where)


# --- What there may be: tables of keys, and tables within ---

CONSOLE = {"sol": flag, "tcp": address_and_port, "command": listed(text), "follow": listed(text)}

MACHINE = {
    "boot_limit_s": number(10, 7200),
    "ssh": {
        "incumbent": argument,
        "successor": argument,
        "user": argument,
        "port": number(1, 65535),
        "key": file_name,
        "host_keys": choice("check", "accept-new", "ignore"),
        "options": listed(matching(re.compile(r"[A-Za-z]+=.+"), "option of ssh (KEY=VALUE)")),
        "via_netns": matching(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), "name of a network namespace"),
    },
    "console": {"incumbent": CONSOLE, "successor": CONSOLE},
    "bmc": {
        "protocol": choice("ipmi", "redfish"),
        "address": argument,
        "port": number(1, 65535),
        "cipher_suite": number(0, 17),
        "via_netns": matching(re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"), "name of a network namespace"),
        "url": redfish_url,
        "system": matching(re.compile(r"/redfish/v1/Systems/[A-Za-z0-9._~-]+"), "path below /redfish/v1/Systems"),
        "ca": file_name,
        "user": argument,
        "password_file": file_name,
        "password_env": variable,
    },
    "network": {
        "incumbent": listed(matching(DEVICE, "network device")),
        "successor": listed(matching(DEVICE, "network device")),
    },
    "storage": {"paths": listed(matching(DEVICE, "block device")), "pdl": choice("refuse", "delete")},
    "clients": {
        "host": argument,
        "redis": argument,
        "nginx": argument,
        "nginx_log": file_name,
    },
}

DEFAULTS = {"boot_limit_s": "600", "ssh_user": "root", "ssh_port": "22", "ssh_host_keys": "check", "storage_pdl": "refuse",
            "bmc_port": "623", "bmc_cipher_suite": "17", "clients_nginx_log": "/var/log/nginx/access.log"}


def machine(document, name):
    """What the inventory says of a machine, as {"ssh_user": text or list}; None when it doesn't name it."""
    unknown = set(document) - {"machines"}
    if unknown:
        raise InventoryError(f"unknown key '{min(unknown)}': machines are tables [machines.NAME]")
    machines = document.get("machines", {})
    if not isinstance(machines, dict):
        raise InventoryError("machines: must be a table")
    found = None
    for each, table in machines.items():
        if not NAME.fullmatch(each):
            raise InventoryError(f"machines.{each}: bad machine name")
        values = flat(table, MACHINE, f"machines.{each}", "")
        consistent(values, f"machines.{each}")
        if each == name:
            found = values
    return found if found is None else {**DEFAULTS, **found}


def flat(table, keys, where, prefix):
    if not isinstance(table, dict):
        raise InventoryError(f"{where}: must be a table")
    values = {}
    for key, value in table.items():
        if key not in keys:
            raise InventoryError(f"{where}: unknown key '{key}'; there are: {', '.join(keys)}")
        kind = keys[key]
        if isinstance(kind, dict):
            values.update(flat(value, kind, f"{where}.{key}", f"{prefix}{key}_"))
        else:
            values[prefix + key] = kind(value, f"{where}.{key}")
    return values


def consistent(values, where):
    """What no single key can say."""
    if "ssh_incumbent" not in values:
        raise InventoryError(f"{where}.ssh: incumbent (the address of the OS that runs first) is missing")
    for side in ("incumbent", "successor"):
        ways = [way for way in ("tcp", "command") if f"console_{side}_{way}" in values]
        ways += ["sol"] if values.get(f"console_{side}_sol") == "yes" else []
        if len(ways) > 1:
            raise InventoryError(f"{where}.console.{side}: one of sol, tcp, command, not {' and '.join(ways)}")
        if f"console_{side}_follow" in values and "command" not in ways:
            raise InventoryError(f"{where}.console.{side}: follow goes with command")
        if "sol" in ways and values.get("bmc_protocol") != "ipmi":
            raise InventoryError(f"{where}.console.{side}: sol needs a bmc with protocol = \"ipmi\"")
    if any(key.startswith("bmc_") for key in values):
        consistent_bmc(values, f"{where}.bmc")


def consistent_bmc(values, where):
    protocol = values.get("bmc_protocol")
    if protocol is None:
        raise InventoryError(f"{where}: protocol is missing: ipmi or redfish")
    needed, others = {"ipmi": ("address", ("url", "system", "ca")),
                      "redfish": ("url", ("address", "port", "cipher_suite"))}[protocol]
    for key in (needed, "user"):
        if f"bmc_{key}" not in values:
            raise InventoryError(f"{where}: {key} is missing")
    for key in others:
        if f"bmc_{key}" in values:
            raise InventoryError(f"{where}: {key} has no meaning with protocol = \"{protocol}\"")
    if ("bmc_password_file" in values) == ("bmc_password_env" in values):
        raise InventoryError(f"{where}: either password_file or password_env")


def assignments(values):
    """Lines for bash: real_KEY='value', real_KEY=('a' 'b'); nothing in a value can be more than text."""
    return "".join(
        f"real_{key}=({' '.join(shlex.quote(each) for each in value)})\n" if isinstance(value, list)
        else f"real_{key}={shlex.quote(value)}\n"
        for key, value in sorted(values.items()))


def main(path, name):
    try:
        with open(path, "rb") as file:
            values = machine(tomllib.load(file), name)
    except (OSError, InventoryError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        print(f"{path}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    if values is None:
        return NOT_IN_IT
    sys.stdout.write(assignments(values))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
