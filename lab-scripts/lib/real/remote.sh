# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# How commands reach a real machine: exec, ssh, push, dist and hangup are those of lib/remote.sh, with these.

# Apart from the folders of QEMU machines, which gc forgets.
machine_dir=$lab_state/racks/$machine
[ "$(id -u)" = 0 ] || machine_run=${XDG_RUNTIME_DIR:-$HOME/.cache}/osswap-lab/$machine
(umask 077 && mkdir -p "$machine_run" "$machine_dir")
incumbent_address=$real_ssh_incumbent
successor_address=${real_ssh_successor:-}

need_machine() {
  [ -z "${real_ssh_via_netns:-}" ] || [ -e "/run/netns/$real_ssh_via_netns" ] \
    || refuse "machine $machine" "there is no network namespace $real_ssh_via_netns" "mend ssh.via_netns in $inventory"
}

in_netns() {
  if [ -n "${real_ssh_via_netns:-}" ]; then nsenter --net="/run/netns/$real_ssh_via_netns" "$@"; else "$@"; fi
}

# ssh_options ADDRESS
ssh_options() {
  local option
  [ -n "$1" ] || refuse "the successor of $machine" "the inventory has no address of it" "set ssh.successor in $inventory"
  ssh_arguments=(
    -l "$real_ssh_user" -p "$real_ssh_port" -o BatchMode=yes -o LogLevel=ERROR
    -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=6
    -o ControlMaster=auto -o ControlPersist=10m -o ControlPath="$machine_run/ssh-$1"
  )
  case $real_ssh_host_keys in
    check) ssh_arguments+=(-o StrictHostKeyChecking=yes) ;;
    accept-new) ssh_arguments+=(-o StrictHostKeyChecking=accept-new) ;;
    ignore) ssh_arguments+=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null) ;;
  esac
  [ -z "${real_ssh_key:-}" ] || ssh_arguments+=(-i "$real_ssh_key" -o IdentitiesOnly=yes)
  for option in "${real_ssh_options[@]}"; do ssh_arguments+=(-o "$option"); done
}

# answers incumbent|successor: whether a command runs there
answers() {
  local address=$incumbent_address
  [ "$1" = incumbent ] || address=$successor_address
  [ -n "$address" ] || return 1
  ssh_options "$address"
  # not over the kept connection: it may be one to an OS that is gone
  in_netns timeout 20 ssh "${ssh_arguments[@]}" -o ControlPath=none -o ConnectTimeout=5 "$address" -- true </dev/null 2>/dev/null
}

# answering_side: the first of the two that answers
answering_side() {
  local side
  for side in incumbent successor; do
    ! answers $side || { echo $side; return; }
  done
  return 1
}
