# shellcheck shell=bash
# What a machine is: one that the inventory names is real, any other belongs to the QEMU lab.

inventory=${OSSWAP_INVENTORY:-}
inventory_named=no

# Leaves machine_kind (qemu or real), and for a real one what the inventory says of it, as real_KEY.
kind_of_machine() {
  local found status=0 default=${XDG_CONFIG_HOME:-${HOME:-/root}/.config}/osswap/lab.toml
  machine_kind=qemu
  if [ -z "$inventory" ]; then
    [ -e "$default" ] || return 0
    inventory=$default
  fi
  found=$(python3 -B "$lab_scripts/lib/inventory.py" "$inventory" "$machine") || status=$?
  case $status in
    0)
      eval "$found" # quoted by inventory.py
      machine_kind=real
      OSSWAP_INVENTORY=$(readlink -f "$inventory")
      export OSSWAP_INVENTORY # for the scripts that call lab again
      ;;
    4) [ $inventory_named = no ] || refuse "machine $machine" "$inventory doesn't name it" "add [machines.$machine.ssh]; see lab-scripts/inventory.example.toml" ;;
    *) refuse "inventory $inventory" "it is wrong" "see lab-scripts/inventory.example.toml" ;;
  esac
}

# refuse WHAT CAUSE REMEDY: nothing was touched
refuse() {
  printf 'lab: %s: %s\n' "$1" "$2" >&2
  printf 'lab: remedy: %s\n' "$3" >&2
  exit 3
}

verb_kind() { echo "$machine_kind"; }

# demo [OPTION...]: the same narrated upgrade on either kind; a real machine has its osswap already
verb_demo() {
  [ "$machine_kind" = qemu ] || exec python3 "$lab_scripts/lib/demo.py" --machine "$machine" "$@"
  exec "$lab_scripts/demo" --machine "$machine" "$@"
}

# drill NAME [OPTION...]: by the newest distribution that was built here
verb_drill() {
  local osswap=$lab_repo/controller/target/dist/osswap/bin/osswap
  [ -x "$osswap" ] || die "osswap" "no distribution is built" "lab-scripts/build"
  exec "$osswap" drill "$@" --machine "$machine" --lab "$lab_scripts/lab"
}

# power is a real machine's; lib/real/power.sh overrides it
verb_power() {
  refuse "power of $machine" "it isn't a machine of an inventory" "up and down boot and end a machine of the QEMU lab; real ones are named by --inventory"
}
