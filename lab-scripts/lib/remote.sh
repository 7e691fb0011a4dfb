# shellcheck shell=bash
# Commands inside the machine, over ssh from its network namespace. One connection per address is kept and shared.

ssh_options() {
  ssh_arguments=(
    -i "$lab_images/ssh/id_ed25519" -l root -o IdentitiesOnly=yes -o BatchMode=yes -F none
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null
    -o LogLevel=ERROR
    -o ConnectTimeout=10 -o ServerAliveInterval=5 -o ServerAliveCountMax=6
    -o ControlMaster=auto -o ControlPersist=10m -o ControlPath="$machine_run/ssh-$1"
  )
}

# Takes [--successor | --host ADDRESS] off the front of the arguments: leaves remote_address and remote_arguments.
remote_parse() {
  remote_address=$incumbent_address
  case ${1:-} in
    --successor)
      remote_address=$successor_address
      shift
      ;;
    --incumbent) shift ;;
    --host)
      [ $# -ge 2 ] || usage_error "--host needs an address"
      remote_address=$2
      shift 2
      ;;
  esac
  remote_arguments=("$@")
}

verb_exec() {
  need_machine
  remote_parse "$@"
  [ ${#remote_arguments[@]} -gt 0 ] || usage_error "exec: no command"
  ssh_options "$remote_address"
  in_netns ssh "${ssh_arguments[@]}" "$remote_address" -- "${remote_arguments[@]}"
}

verb_ssh() {
  need_machine
  remote_parse "$@"
  ssh_options "$remote_address"
  in_netns ssh -t "${ssh_arguments[@]}" "$remote_address" -- "${remote_arguments[@]}"
}

# push [--successor] FILE DESTINATION
verb_push() {
  need_machine
  remote_parse "$@"
  [ ${#remote_arguments[@]} = 2 ] || usage_error "push: FILE DESTINATION"
  ssh_options "$remote_address"
  local destination
  destination=$(printf %q "${remote_arguments[1]}")
  in_netns ssh "${ssh_arguments[@]}" "$remote_address" -- \
    "d=$destination; [ ! -d \"\$d\" ] || d=\$d/$(printf %q "$(basename "${remote_arguments[0]}")"); cat >\"\$d.new\" && mv \"\$d.new\" \"\$d\"" \
    <"${remote_arguments[0]}"
}

# dist [FILE]: installs osswap, or a newer one, on the running incumbent
verb_dist() {
  need_machine
  local file=${1:-$(newest_dist)}
  [ -n "$file" ] || die "distribution" "none is built" "mvn package, or name one"
  verb_push "$file" /root/osswap.tar.gz
  verb_exec 'rm -rf /opt/osswap && tar -C /opt -xzf /root/osswap.tar.gz && rm /root/osswap.tar.gz && ln -sfn /opt/osswap/bin/osswap /usr/local/bin/osswap'
}

# hangup [--successor]: ends the shared connection to a side, which may not answer any more
verb_hangup() {
  remote_parse "$@"
  ssh -F none -o ControlPath="$machine_run/ssh-$remote_address" -O exit none 2>/dev/null || true
}

# Ends the shared connections, so that nothing holds the namespace.
ssh_down() {
  local socket
  for socket in "$machine_run"/ssh-*; do
    [ ! -S "$socket" ] || ssh -F none -o ControlPath="$socket" -O exit none 2>/dev/null || true
  done
}

# wait_for_ssh SECONDS: until a command runs in the incumbent
wait_for_ssh() {
  local deadline=$((SECONDS + $1))
  ssh_options "$incumbent_address"
  until in_netns timeout 20 ssh "${ssh_arguments[@]}" -o ConnectTimeout=2 "$incumbent_address" -- true 2>/dev/null; do
    qemu_alive || return 1
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.3 # nothing announces that a guest's port opens; a refused connection answers at once
  done
}
