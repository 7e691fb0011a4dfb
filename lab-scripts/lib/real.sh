# shellcheck shell=bash
# The verbs for a machine of the inventory: by ssh, its serial console and its BMC. They override those of the QEMU lab; what
# only QEMU can do is refused.

. "$lab_scripts/lib/real/remote.sh"
. "$lab_scripts/lib/real/state.sh"
. "$lab_scripts/lib/real/bmc.sh"
. "$lab_scripts/lib/real/power.sh"
. "$lab_scripts/lib/real/machine.sh"
. "$lab_scripts/lib/real/console.sh"
. "$lab_scripts/lib/real/client.sh"
. "$lab_scripts/lib/real/break.sh"

only_in_qemu() { refuse "$1 of $machine" "only a machine of the QEMU lab can do that" "use another --machine"; }
verb_snapshot() { only_in_qemu snapshot; }
verb_restore() { only_in_qemu restore; }
verb_park() { only_in_qemu park; }
verb_monitor() { only_in_qemu monitor; }
