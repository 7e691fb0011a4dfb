# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# up and down. What the machine boots, and with which parameters, is its own business (osswap prepare).

# up [--boot-limit SECONDS]: ends with what `osswap doctor` says; exit status 3 when it can't be swapped
verb_up() {
  local limit=$real_boot_limit_s started=$SECONDS side status=0
  while [ $# -gt 0 ]; do
    case $1 in
      --boot-limit) limit=${2:?} && shift ;;
      *) usage_error "up: a real machine knows --boot-limit alone, not $1" ;;
    esac
    shift
  done
  need_machine
  if side=$(answering_side); then
    note "machine $machine: the $side answers already"
  else
    [ -n "${real_bmc_protocol:-}" ] || die "machine $machine" "doesn't answer, and the inventory has no BMC to switch it on by" "switch it on"
    if [ "$(bmc_action status)" = off ]; then verb_power on >&2; else note "machine $machine: has power, but doesn't answer yet"; fi
    side=$(await_answer "$limit") || die "machine $machine" "no ssh within $limit s" "lab --machine $machine log -f; the last resort: power cycle --yes"
    note "machine $machine: the $side answers after $((SECONDS - started)) s"
  fi
  verb_exec --"$side" 'command -v osswap >/dev/null || exit 127; osswap doctor' </dev/null || status=$?
  case $status in
    0) ;;
    127) note "osswap isn't installed there: lab --machine $machine dist" ;;
    *) refuse "machine $machine" "is up, but can't be swapped" "what osswap doctor says above" ;;
  esac
}

# await_answer SECONDS: the side that answers
await_answer() {
  local deadline=$((SECONDS + $1))
  until answering_side; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 2 # nothing announces that a machine's port opens
  done
}

# down [--force]: a clean shutdown; with --force, the power off
verb_down() {
  local side oses
  case ${1:-} in
    '') ;;
    --force)
      verb_power off --yes
      return
      ;;
    *) usage_error "down: [--force]" ;;
  esac
  oses=$(running_oses)
  [ "${oses%% *}" != two ] || refuse "down of $machine" "two OSes run on it (${oses#two })" "osswap rollback or disarm first"
  clients_down
  if side=$(answering_side); then
    note "machine $machine: shutting down"
    verb_exec --"$side" 'systemctl poweroff' </dev/null || true # the connection may go first
    ssh_down
    await_silence 300 || die "machine $machine" "still there 300 s after systemctl poweroff" "lab --machine $machine down --force"
  fi
  note "machine $machine: down"
}

# Until it is off, as far as can be told: by its BMC, or else by its silence.
await_silence() {
  local deadline=$((SECONDS + $1))
  while if [ -n "${real_bmc_protocol:-}" ]; then [ "$(bmc_action status)" = on ]; else answering_side >/dev/null; fi; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 2 # nothing announces that power is off
  done
}
