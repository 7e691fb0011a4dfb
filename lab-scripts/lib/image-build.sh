# shellcheck shell=bash
# Builds one image: a Debian root by mmdebstrap, packed whole into an initramfs.

# image_build NAME FOLDER PACKAGE...
image_build() {
  local name=$1 to=$2
  shift 2
  local suite root=$to/root option
  suite=$(suite_of "${name%%-*}")
  local options=()
  for option in doc man info locale lintian bug; do
    options+=("--dpkgopt=path-exclude=/usr/share/$option/*")
  done
  local age_options mirror sources
  mirror=$(debian_mirror) || return
  sources=("deb $mirror $suite main")
  case $name in *-storage*) storage_options "$name" "$to/data" ;; esac
  mapfile -t age_options < <(apt_age_options)
  mmdebstrap --mode=root --variant=essential --include="$(IFS=,; echo "$*")" "${options[@]}" "${age_options[@]}" \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    --customize-hook="'$lab_scripts/lib/customize' \"\$1\" '$lab_scripts/lib/modules.list' '$lab_images/ssh/id_ed25519.pub'" \
    "$suite" "$root" "${sources[@]}" || return
  mv "$root/boot/vmlinuz" "$to/vmlinuz" || return
  cp -L "$root/etc/os-release" "$to/os-release" || return
  [ ! -e "$to/data" ] || data_disk_build "$to/data" "$to/data.ext4" || return
  pack_root "$root" >"$to/initrd" || return
  rm -rf "$root"
}

# storage_options NAME DATA: what is different in an image that can use the data disk. The incumbent's build also makes the
# content of that disk, in DATA.
storage_options() {
  local excluded
  # PostgreSQL is bookworm's everywhere; its just-in-time compiler is larger than all the rest
  [ "$suite" = bookworm ] || sources+=("deb $mirror bookworm main")
  for excluded in '/usr/lib/*/libLLVM*' '/usr/lib/llvm-*' '/usr/lib/*/libz3*'; do
    options+=("--dpkgopt=path-exclude=$excluded")
  done
  case $1 in
    *-incumbent) mkdir "$2" ;;
    *) set -- "$1" '' ;;
  esac
  # the files on the disk belong to the same number in every release
  # shellcheck disable=SC2016  # the hook's variable
  options+=(--essential-hook='echo postgres:x:900: >>"$1/etc/group" && echo postgres:x:900:900::/var/lib/postgresql:/bin/sh >>"$1/etc/passwd" \
    && echo "postgres:!:1::::::" >>"$1/etc/shadow"')
  options+=(--customize-hook="'$lab_scripts/lib/customize-storage' \"\$1\" '$2'")
}

# data_disk_build CONTENT FILE: the content goes
data_disk_build() {
  rm -f "$2"
  mke2fs -q -t ext4 -m 0 -L osswap-data -E root_owner=0:0 -d "$1" "$2" 1G && rm -rf "$1"
}

pack_root() {
  (
    set -o pipefail
    cd "$1" || exit
    find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z | cpio --quiet -0 -o -H newc --reproducible | compress_initrd
  )
}

# Under emulation unpacking takes 2.2 s of a 20 s boot (1.4 s without compression, at three times the size).
compress_initrd() { zstd -q -3 -T0; }
