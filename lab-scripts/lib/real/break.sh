# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# break and heal: what software can break on a real machine, and undo. The undo is a timer on the machine itself, set before
# anything is broken; so it comes even when the machine can't be reached. What has no undo is refused, or says so.

# break network|lost-link|storage|pdl [--for SECONDS]; break panic|dead-successor [--by bmc|sysrq]
verb_break() {
  local what=${1:-} seconds=600 by=''
  [ $# = 0 ] || shift
  while [ $# -gt 0 ]; do
    case $1 in
      --for) seconds=${2:-} && shift ;;
      --by) by=${2:-} && shift ;;
      *) usage_error "break: WHAT [--for SECONDS] [--by bmc|sysrq]" ;;
    esac
    shift || usage_error "break: $what: the option needs a value"
  done
  [[ $seconds =~ ^[0-9]{1,5}$ && $((10#$seconds)) -ge 10 ]] || usage_error "break: --for takes 10 or more seconds"
  need_machine
  case $what in
    network) break_network network incumbent "$seconds" ;;
    lost-link) break_network lost-link successor "$seconds" ;;
    storage) break_storage storage offline "$seconds" ;;
    pdl)
      [ "$real_storage_pdl" = delete ] \
        || refuse "break pdl of $machine" "software can't take a device away and surely bring it back" "storage.pdl = \"delete\" in $inventory allows it, with a scan of the bus as its undo"
      break_storage pdl delete "$seconds"
      ;;
    panic | dead-successor) "break_$what" "$by" ;;
    hang) refuse "break hang of $machine" "no software ends the hang of a kernel, so there is no undo" "drill it in the QEMU lab" ;;
    *) usage_error "break: network, lost-link, storage, pdl, panic or dead-successor" ;;
  esac
}

# on_machine SIDE SCRIPT ARGUMENT...: a script of lib/real/there; its status 3 means that nothing was touched
on_machine() {
  local side=$1 script=$2 status=0
  shift 2
  verb_exec "--$side" "sh -s -- $*" <"$lab_scripts/lib/real/there/$script" || status=$?
  [ $status = 0 ] || exit $status
}

# break_network UNIT SIDE SECONDS
break_network() {
  local -n devices=real_network_$2
  [ -n "${devices+set}" ] || refuse "break $1 of $machine" "the inventory doesn't say which devices" "set network.$2 in $inventory"
  note "break $1 of $machine: ${devices[*]} of the $2 go down within 2 s, and up again after $3 s or by heal $1"
  on_machine "$2" network "osswap-heal-$1" "$3" "${devices[@]}"
}

# break_storage UNIT offline|delete SECONDS
break_storage() {
  [ -n "${real_storage_paths+set}" ] || refuse "break $1 of $machine" "the inventory names no paths" "set storage.paths in $inventory"
  note "break $1 of $machine: ${real_storage_paths[*]}: $2, until $3 s have passed or by heal $1"
  on_machine incumbent storage "osswap-heal-$1" "$3" "$2" "${real_storage_paths[@]}"
}

# break_panic [bmc|sysrq]: by the BMC where there is one, for it needs nothing of the kernel but its NMI handler
break_panic() {
  local by=${1:-sysrq}
  [ -n "$1" ] || [ -z "${real_bmc_protocol:-}" ] || by=bmc
  case $by in
    sysrq)
      note "break panic of $machine: by sysrq; there is no undo"
      on_machine incumbent panic
      ;;
    bmc)
      need_bmc
      [ "$(verb_exec --incumbent 'cat /proc/sys/kernel/unknown_nmi_panic' </dev/null)" = 1 ] \
        || refuse "break panic of $machine" "its kernel doesn't panic of an NMI" "sysctl kernel.unknown_nmi_panic=1 there, or --by sysrq"
      note "break panic of $machine: by an NMI of its BMC; there is no undo"
      bmc_action diag
      ;;
    *) usage_error "break panic: --by bmc|sysrq" ;;
  esac
}

break_dead-successor() {
  [ "${1:-sysrq}" = sysrq ] || usage_error "break dead-successor: by sysrq alone; an NMI would reach both OSes"
  note "break dead-successor of $machine: by sysrq; there is no undo but osswap disarm on the incumbent"
  on_machine successor panic
}

# heal WHAT: the undo, now
verb_heal() {
  need_machine
  case ${1:-} in
    network | storage | pdl) on_machine incumbent heal "osswap-heal-$1" ;;
    lost-link) on_machine successor heal "osswap-heal-$1" ;;
    panic | hang | dead-successor)
      refuse "heal $1 of $machine" "it has no undo" "dead-successor: osswap disarm; otherwise, as the last resort: power cycle --yes"
      ;;
    *) usage_error "heal: network, lost-link, storage, pdl" ;;
  esac
}
