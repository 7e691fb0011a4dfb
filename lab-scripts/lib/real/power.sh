# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# power status|on|off|cycle|diag [--yes], through the BMC.

declare -A power_effect=(
  [on]="it is switched on"
  [off]="it loses its power at once; whatever runs on it ends"
  [cycle]="it loses its power at once, and gets it back; whatever runs on it ends"
  [diag]="each of its CPUs gets an NMI; a kernel with kernel.unknown_nmi_panic=1 panics of it"
)

verb_power() {
  local action='' yes=no argument
  for argument; do
    case $argument in
      status | on | off | cycle | diag) action=$argument ;;
      --yes) yes=yes ;;
      *) usage_error "power: status|on|off|cycle|diag [--yes]" ;;
    esac
  done
  [ -n "$action" ] || usage_error "power: status|on|off|cycle|diag [--yes]"
  need_bmc
  case $action in off | cycle | diag) [ $yes = yes ] || one_os_or_refuse "power $action" ;; esac
  [ $action = status ] || note "power $action of $machine, by its BMC ${real_bmc_address:-$real_bmc_url}: ${power_effect[$action]}"
  bmc_action $action
}

# Two OSes would both end, with the applications that one of them may just hold.
one_os_or_refuse() {
  local oses
  oses=$(running_oses)
  case $oses in
    one) ;;
    two*) refuse "$1 of $machine" "two OSes run on it (${oses#two }), and this ends both" "osswap rollback or disarm first, or --yes" ;;
    *) refuse "$1 of $machine" "nobody there says whether two OSes run on it, and this would end both" "if it is the last resort: --yes" ;;
  esac
}
