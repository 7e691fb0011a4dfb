# shellcheck shell=bash
# What drills break, and what undoes it. `break WHAT` prints the time just before the damage, in seconds since the epoch,
# and returns when it is done. What isn't here may be in another file, as a function break_WHAT with its heal_WHAT.

verb_break() { breakage break "$@"; }
verb_heal() { breakage heal "$@"; }

# breakage break|heal WHAT [ARGUMENT...]
breakage() {
  local verb=$1 what=${2:-}
  [[ $what =~ ^[a-z][a-z-]*$ ]] || usage_error "$verb: what?"
  need_machine
  local act=${verb}_${what//-/_}
  if ! declare -F "$act" >/dev/null; then
    [ "$verb" = heal ] && declare -F "break_${what//-/_}" >/dev/null && die "heal $what" "nothing undoes it" "lab down"
    usage_error "$verb: unknown: $what; one of $(breakages "$verb")"
  fi
  [ "$verb" = heal ] || date +%s.%N
  shift 2
  "$act" "$@"
}

breakages() { declare -F | sed -n "s/^declare -f $1_//p" | tr '_\n' '- '; }

# panic_of [--successor] LOG: by a procfs of its own, since osswap's guard makes the other one's trigger read-only.
panic_of() {
  local log=$machine_dir/${!#}.log seen deadline=$((SECONDS + 30))
  seen=$(panics "$log")
  verb_exec "${@:1:$#-1}" 'mkdir -p /run/panic && mount -t proc proc /run/panic
    setsid sh -c "sleep 0.3; echo c >/run/panic/sysrq-trigger" </dev/null >/dev/null 2>&1 &'
  until [ "$(panics "$log")" != "$seen" ]; do
    [ $SECONDS -lt $deadline ] || die "panic of the ${!#}" "its console says nothing of one" "see $log"
    sleep 0.2 # a console's file announces nothing
  done
  verb_hangup "${@:1:$#-1}"
}

panics() { grep -c 'Kernel panic' "$1" || true; }

break_panic() { panic_of incumbent; }
break_dead_successor() { panic_of --successor successor; }

# All CPUs that are the incumbent's: those that it has online.
break_hang() {
  local cpus
  cpus=$(verb_exec 'tr , "\n" </sys/devices/system/cpu/online | while IFS=- read -r a b; do seq "$a" "${b:-$a}"; done')
  verb_hangup
  # shellcheck disable=SC2086  # a list of numbers
  python3 "$lab_scripts/lib/faults/hang.py" "$machine_run/qmp" "$machine_run/gdb" $cpus
}

nic_link() { verb_monitor "set_link $1 $2"; }

# The successor's, which the handoff goes over unless its link is in memory.
break_lost_link() { nic_link net-b off; }
heal_lost_link() { nic_link net-b on; }

# The incumbent's.
break_network() { nic_link net-a off; }
heal_network() {
  nic_link net-a on
  verb_hangup
}

break_all_paths() {
  break_storage
  break_network
}
heal_all_paths() {
  heal_network
  heal_storage
}
