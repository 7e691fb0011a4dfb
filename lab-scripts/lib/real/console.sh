# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# log [incumbent|successor] [-f]: a serial console. A line has no past: what `log -f` of SOL or a TCP port has shown is kept in a
# record, and `log` shows that.

verb_log() {
  local which=incumbent follow=no argument
  for argument; do
    case $argument in
      incumbent | successor) which=$argument ;;
      -f) follow=yes ;;
      *) usage_error "log: [incumbent|successor] [-f]" ;;
    esac
  done
  local -n command=real_console_${which}_command following=real_console_${which}_follow sol=real_console_${which}_sol tcp=real_console_${which}_tcp
  if [ -n "${command+set}" ]; then
    [ $follow = no ] || [ -z "${following+set}" ] || exec "${following[@]}"
    exec "${command[@]}"
  elif [ "${sol:-no}" = no ] && [ -z "${tcp:-}" ]; then
    refuse "log of $machine" "the inventory has no console of the $which" "add [machines.$machine.console] to $inventory"
  elif [ $follow = no ]; then
    [ -e "$machine_dir/$which.log" ] || refuse "log of $machine" "nothing of this line was recorded yet" "lab --machine $machine log $which -f records what it shows"
    cat "$machine_dir/$which.log"
  elif [ -n "${tcp:-}" ]; then
    console_tcp "$tcp" | tee -a "$machine_dir/$which.log"
  else
    need_bmc
    console_sol | tee -a "$machine_dir/$which.log"
  fi
}

# console_tcp HOST:PORT
console_tcp() {
  in_netns python3 -c '
import shutil, socket, sys
host, _, port = sys.argv[1].rpartition(":")
with socket.create_connection((host.strip("[]"), int(port)), timeout=10) as line:
    line.settimeout(None)
    while data := line.recv(4096):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()' "$1"
}

console_sol() {
  ipmi sol deactivate >/dev/null 2>&1 || true # a session that somebody's end left behind
  ipmi_launcher=(python3 -B "$lab_scripts/lib/real/on_terminal.py")
  ipmi sol activate </dev/null
}
