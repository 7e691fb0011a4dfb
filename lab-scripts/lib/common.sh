# shellcheck shell=bash
# What every verb needs: the places things live in, and how to speak and to fail.

lab_repo=$(cd "$lab_scripts/.." && pwd)
lab_state=${OSSWAP_LAB:-$lab_repo/.lab}
lab_images=$lab_state/images
lab_all_releases=(12 13 sid)

note() { printf 'lab: %s\n' "$*" >&2; }

# die WHAT CAUSE REMEDY
die() {
  printf 'lab: %s: %s\n' "$1" "${2:-failed}" >&2
  [ -z "${3:-}" ] || printf 'lab: remedy: %s\n' "$3" >&2
  exit 1
}

usage_error() {
  printf 'lab: %s (see: lab help)\n' "$1" >&2
  exit 2
}

need_root() { [ "$(id -u)" = 0 ] || die "lab $1" "needs root" "run it as root"; }

need_tools() {
  local tool
  for tool; do
    command -v "$tool" >/dev/null || die "$tool" "not installed" "lab setup"
  done
}

suite_of() {
  case $1 in
    12) echo bookworm ;;
    13) echo trixie ;;
    sid) echo sid ;;
    *) usage_error "unknown release '$1': one of ${lab_all_releases[*]}" ;;
  esac
}

# await_end SECONDS PID: until that process has ended; fails when it hasn't by then
await_end() { timeout "$1" tail -s 0.1 --pid="$2" -f /dev/null; }

# The Debian mirror that this machine itself is set up with.
debian_mirror() {
  local uri
  # shellcheck disable=SC2016  # apt's variable
  uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' \
    | grep -m1 '/debian/$') || die "Debian mirror" "apt knows none" "add a deb line for Debian"
  echo "$uri"
}

# How this machine judges the age of package indexes (a frozen mirror's are old), as options for mmdebstrap, one a line.
# Signatures are checked always.
apt_age_options() {
  local option value
  for option in Acquire::Check-Valid-Until Acquire::Check-Date; do
    eval "$(apt-config shell value $option)"
    echo "--aptopt=$option \"${value:-true}\""
  done
}

# The machine of this call: its folder, its runtime folder (sockets need short paths), its namespace.
machine_paths() {
  machine_dir=$lab_state/machines/$machine
  machine_run=/run/osswap-lab/$machine
  machine_netns=osswap-$machine
}

in_netns() { nsenter --net="/run/netns/$machine_netns" "$@"; }

need_machine() {
  [ -e "/run/netns/$machine_netns" ] || die "machine $machine" "is not up" "lab up 12"
}
