"""What is run inside the machine, as shell text."""

FIFOS = "/run/osswap/faults"
OURS = "/run/lab-faults"
TARGET = "/srv/osswap/targets/13"

# hold POINT SECONDS: the program that arrives at POINT is kept there until POINT.go is written to, which may say what the
# program shall find (an empty line: nothing), or SECONDS are over.
HOLD = r"""#!/bin/bash
cd /run/lab-faults || exit
exec 4<>"$1.go" 3>"/run/osswap/faults/$1"
: >"$1.here"
read -r -t "$2" text <&4
rm -f "/run/osswap/faults/$1"
[ -z "$text" ] || echo "$text" >&3
exec 3>&-
"""

# go NAME COMMAND...: runs a command of osswap without a terminal or a session; NAME.out is what it says, NAME.exit its status.
GO = r"""#!/bin/bash
cd /run/lab-faults || exit
name=$1
shift
rm -f "$name.exit"
"$@" >"$name.out" 2>&1 </dev/null
echo $? >"$name.exit.new"
mv "$name.exit.new" "$name.exit"
"""

INSTALL = f"""
mkdir -p {OURS}
mountpoint -q {OURS} || mount -t tmpfs -o size=16M lab {OURS}  # works on when /run is full
install -d -m 700 /run/osswap {FIFOS}
cat >{OURS}/hold <<'END'
{HOLD}END
cat >{OURS}/go <<'END'
{GO}END
chmod 755 {OURS}/hold {OURS}/go
"""


def arm(point, seconds):
    """Makes the fifos, then waits for the program in the background. When this has run, nobody passes the point unheld."""
    return (f"cd {OURS} && rm -f '{point}'.* && mkfifo '{point}.go' && mkfifo -m 600 '{FIFOS}/{point}'"
            f" && {{ setsid {OURS}/hold '{point}' {seconds} </dev/null >/dev/null 2>&1 & }}")


def arrived(point):
    """Returns when the program has arrived."""
    return until(f"[ -e '{OURS}/{point}.here' ]", 0.3)


def until(condition, pause):
    """For bash. Nothing tells a shell that a file is made. The dots end the loop when nobody listens any more.

    It pauses by a read of nothing: an emulated machine would feel a new process each time.
    """
    return f"exec 9<> <(:); until {condition}; do printf .; read -rt {pause} -u 9 || :; done"


def release(point, text=""):
    return f"[ ! -p '{OURS}/{point}.go' ] || echo '{text}' >'{OURS}/{point}.go'"


def start(name, command):
    return f"setsid {OURS}/go {name} {command} </dev/null >/dev/null 2>&1 &"


def ended(name):
    """Returns when a command that was started has ended, and prints its exit status behind the dots."""
    return until(f"[ -e {OURS}/{name}.exit ]", 0.3) + f"; cat {OURS}/{name}.exit"


# On the successor: returns when it has the machine. Ended as above when nobody listens.
TOOK_OVER = """
exec 9< <(exec journalctl -u osswap-agent -o cat --no-pager -n all -f)
follower=$!
while printf .; do
  read -rt 2 -u 9 line || [ $? -gt 128 ] || exit 1
  case $line in *'this OS has the machine'*) kill $follower; exit 0 ;; esac
done
"""


# Ours, before anybody looks for what is left behind.
CLEAN = f"pkill -9 -f '^/bin/bash {OURS}/[h]old'; rm -rf {FIFOS}/*; true"

CONTROLLER = "$(cat /run/osswap/lock)"
AGENT = "$(systemctl show -p MainPID --value osswap-agent.service)"

# The processes of CRIU: it runs with a loader of its own, so its path is an argument.
CRIU = r"""criu() {
  for pid in $(pgrep -f '[c]riu/criu( |$)'); do
    case $(readlink /proc/$pid/exe) in */criu/*) echo $pid ;; esac
  done
}
"""

# full FOLDER...: leaves the file systems no room, and remembers what they had. They are tmpfs: no memory goes into it.
FULL = f"""full() {{
  df -k --output=size,target "$@" | tail -n +2 | sort -u >{OURS}/sizes
  while read -r size target; do
    mount -o remount,size=$(df -k --output=used "$target" | tail -n 1 | tr -d ' ')k "$target"
    cat /dev/zero >"$target/lab-fill" 2>/dev/null || true
  done <{OURS}/sizes
}}
"""

ROOM = f"""[ ! -e {OURS}/sizes ] || while read -r size target; do
  rm -f "$target/lab-fill"
  mount -o remount,size=${{size}}k "$target"
done <{OURS}/sizes; rm -f {OURS}/sizes
"""

# A state of the incumbent in which a swap must not leave a trace, in sections.
INVENTORY = r"""
section() { echo "== $1"; }
section cpus; cat /sys/devices/system/cpu/online
section memory; awk '/MemTotal/{print $2}' /proc/meminfo; grep -v -i 'PCI\|0000:' /proc/iomem
section pci; for d in /sys/bus/pci/devices/*; do echo "${d##*/} $(basename "$(readlink "$d/driver")")"; done
section nftables; nft list ruleset
section addresses; ip -o address | awk '{print $2, $3, $4}' | sort; ip -br link | sort; ip route | sort; ip rule
section mounts; sort /proc/self/mounts
section units; systemctl list-units --all --plain --no-legend 'osswap*' | awk '{print $1, $3, $4}'; systemctl --failed --plain --no-legend
  systemctl show -p Restart -p DropInPaths redis-server nginx
section kexec; cat /sys/kernel/kexec_loaded /sys/kernel/kexec_crash_loaded
section sysctl; for k in kernel/sysrq kernel/panic net/ipv4/icmp_ratelimit; do echo "$k $(cat /proc/sys/$k)"; done
section files; find /run/osswap -path /run/osswap/faults -prune -o -path /run/osswap/lock -prune -o ! -path /run/osswap/migrate -print 2>/dev/null | sort
section cgroups; find /sys/fs/cgroup -type d | grep -i -e osswap -e criu
section stopped; ps -eo stat=,args= | awk '$1 ~ /^[Tt]/'
section programs; ps -eo args= | grep -e '[c]riu/criu' -e '[f]reeze.sh' -e '[o]sswap-app' -e '[o]rg.osswap'
section listening; ss -Hltnu | awk '{print $1, $4, $5}' | sort
"""

# How an application's processes are: one line each, its state and its pid.
PROCESSES = "for p in $(pgrep -x '{name}'); do awk '/^State/{{s=$2}} /^Pid/{{print s, $2}}' /proc/$p/status; done"
