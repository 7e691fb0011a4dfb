"""Bad input: each is refused with status 3 and a remedy, and nothing on the machine is touched."""

from swap import booted

TARGET = "/srv/osswap/targets/13"

# One end of a unix stream each: the service, and a process outside of it.
PEER = (
    "perl -MIO::Socket::UNIX -e '$l=IO::Socket::UNIX->new(Local=>\"/run/peer.sock\",Listen=>1) or die;"
    " $c=$l->accept; sleep 600'")
PEER_CLIENT = (
    "perl -MIO::Socket::UNIX -e '$c=IO::Socket::UNIX->new(Peer=>\"/run/peer.sock\") or die; sleep 600'")

# io_uring_setup(2) is system call 425 on every architecture.
URING = "perl -e '$p=\"\\0\" x 120; syscall(425, 4, $p) >= 0 or die $!; sleep 600'"


def run_all(machine, only=None):
    with booted(machine, "12", ["13"]):
        machine.run("incumbent", "cp -r /etc/osswap /root/etc-osswap; mkdir -p /run/osswap")
        before = machine.facts("incumbent")
        for name, prepare, arguments, words in cases():
            if only and name not in only:
                continue
            refused(machine, name, prepare, arguments, words)
        after = machine.facts("incumbent")
        for fact in ("kernel", "cpus", "pci"):
            assert after[fact] == before[fact], (fact, before[fact], after[fact])
        status = machine.status("incumbent")
        assert status["swap_id"] == "", status


def manifest(name, unit):
    return f"printf 'name = \"{name}\"\\nunit = \"{unit}\"\\n' > /etc/osswap/apps/{name}.toml"


def service(name, command):
    escaped = command.replace("$", "$$")
    return f"systemd-run -q --unit={name} {escaped}"


def cases():
    """(name, shell commands that set the case up, arguments of upgrade or with @arm of arm, words of the refusal)"""
    image = f"--target-image {TARGET}"
    other = "--app other"
    yield ("no terminal and no --yes", ":", f"{image} @no-yes", ["--yes"])
    yield ("text instead of an image", "echo hello > /tmp/image", "--target-image /tmp/image", ["/tmp/image"])
    yield ("no such image", ":", "--target-image /tmp/nothing", ["/tmp/nothing"])
    yield ("a truncated kernel",
           f"mkdir /tmp/cut; cp {TARGET}/initrd {TARGET}/os-release /tmp/cut; head -c 3000000 {TARGET}/vmlinuz > /tmp/cut/vmlinuz",
           "--target-image /tmp/cut", ["vmlinuz"])
    yield ("no initrd", f"mkdir /tmp/bare; cp {TARGET}/vmlinuz {TARGET}/os-release /tmp/bare",
           "--target-image /tmp/bare", ["initrd"])
    yield ("two manifests with mistakes, told together",
           "printf 'name = \"a\"\\nunt = \"x.service\"\\n' > /etc/osswap/apps/a.toml;"
           " printf 'name = \"b\"\\n' > /etc/osswap/apps/b.toml",
           image, ["unt", "b.toml"])
    yield ("no such unit", manifest("other", "nothing.service"), f"{image} {other}", ["nothing.service"])
    yield ("an application that nobody declared", ":", f"{image} --app nobody", ["nobody"])
    yield ("io_uring", service("uring", URING) + "; sleep 1; " + manifest("other", "uring.service"),
           f"{image} {other}", ["io_uring", "perl"])
    yield ("a unix stream to a process outside",
           service("peer", PEER) + "; sleep 1; " + service("client", PEER_CLIENT) + "; sleep 1; "
           + manifest("other", "peer.service"), f"{image} {other}", ["outside the application"])
    yield ("CPU 0", ":", f"{image} --cpus 0-1", ["0"])
    yield ("an offline CPU", "echo 0 > /sys/devices/system/cpu/cpu3/online", f"{image} --cpus 2-3", ["3", "offline"])
    yield ("the NIC with the only route", "echo 1 > /sys/devices/system/cpu/cpu3/online",
           f"{image} --nic enp1s0", ["enp1s0"])
    yield ("more memory than there is", ":", f"{image} --memory 9G", ["memory"])
    yield ("a partition that is too small for what has to run in it", ":", f"{image} --memory 640M", ["room for the successor", "--memory"])
    yield ("one to be armed that is", ":", f"@arm {image} --cpus 1 --memory 512M", ["agent", "--memory"])
    yield ("a heart that may be silent for no time", "printf '[arm]\\nhang_limit_s = 0\\n' >>/etc/osswap/osswap.toml",
           f"@arm {image}", ["hang_limit_s"])
    yield ("paths that may be lost for no time", "printf '[watch]\\nlimit_s = 0\\n' >>/etc/osswap/osswap.toml",
           f"@arm {image}", ["limit_s"])
    yield ("not root", ":", f"{image} @user", ["root"])
    yield ("lockdown", "echo integrity > /sys/kernel/security/lockdown", image, ["lockdown"])


def refused(machine, name, prepare, arguments, words):
    machine.run("incumbent", "rm -rf /etc/osswap; cp -r /root/etc-osswap /etc/osswap; " + prepare)
    command = "arm" if "@arm" in arguments else "upgrade" if "@no-yes" in arguments else "upgrade --yes"
    user = "setpriv --reuid=65534 --clear-groups " if "@user" in arguments else ""
    arguments = " ".join(word for word in arguments.split() if not word.startswith("@"))
    text = machine.run(
        "incumbent", f"{user}osswap {command} {arguments} 2>&1; echo exit status $?", timeout=240)
    assert text.rstrip().endswith("exit status 3"), (name, text)
    for word in (*words, "osswap: can't ", "cause: ", "remedy: "):
        assert word in text, (name, word, text)
    assert "defect" not in text, (name, text)
    print(f"       refused: {name}", flush=True)
