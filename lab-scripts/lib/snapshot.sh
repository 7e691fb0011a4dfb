# shellcheck shell=bash
# Snapshots of a running machine: what QEMU writes when it migrates a machine, in a file, and a copy of its data disk if it has
# one; the other disk is read-only. Connections from outside don't survive a restore: nothing out here goes back in time with the machine.

# snapshot NAME
verb_snapshot() {
  need_machine
  local name=${1:-} folder
  snapshot_folder "$name"
  qemu_alive || die "machine $machine" "QEMU has ended" "lab up"
  rm -rf "$folder"
  mkdir -p "$folder"
  ssh_down
  local started=$SECONDS disk=()
  [ ! -e "$machine_dir/data.ext4" ] || disk=("$machine_dir/data.ext4" "$folder/data.ext4")
  python3 "$lab_scripts/lib/snapshot.py" "$machine_run/qmp" save "$folder/state" "${disk[@]}" || {
    rm -rf "$folder"
    die "snapshot $name" "QEMU could not write it" "is the disk of $lab_state full?"
  }
  cp "$machine_dir"/{incumbent,successor}.log "$folder/"
  note "snapshot $name: $(du -m "$folder/state" | cut -f1) MiB, $((SECONDS - started)) s"
}

# restore NAME: the machine as it was, in place of what runs now. Its clients are ended.
verb_restore() {
  need_root restore
  need_machine
  local name=${1:-} folder options
  snapshot_folder "$name"
  [ -e "$folder/state" ] || die "snapshot $name" "there is none of machine $machine" "lab snapshot $name"
  clients_down
  ssh_down
  qemu_kill
  cp "$folder"/{incumbent,successor}.log "$machine_dir/"
  [ ! -e "$folder/data.ext4" ] || cp --sparse=always "$folder/data.ext4" "$machine_dir/data.ext4"
  mapfile -d '' -t options <"$machine_dir/options"
  up_options "${options[@]}"
  # who had which address may have changed since
  ip -n "$machine_netns" neighbour flush dev br0
  local started=$SECONDS
  qemu_start -incoming defer
  python3 "$lab_scripts/lib/snapshot.py" "$machine_run/qmp" load "$folder/state" || die "snapshot $name" "QEMU could not load it" "take it anew"
  wait_for_ssh 120 || die "snapshot $name" "no ssh within 120 s$(qemu_alive || echo ' (QEMU ended)')" "the console is in $machine_dir/incumbent.log"
  verb_exec "date -s @$(date +%s.%N) >/dev/null"
  note "snapshot $name: restored, ssh after $((SECONDS - started)) s"
}

# park: ends the machine, but keeps its snapshots and its network: restore makes it run again
verb_park() {
  need_root park
  clients_down
  ssh_down
  qemu_kill
}

snapshot_folder() {
  [[ $1 =~ ^[a-z0-9][a-z0-9.-]*$ ]] || usage_error "bad snapshot name '$1'"
  folder=$machine_dir/snapshots/$1
}
