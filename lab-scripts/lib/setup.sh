# shellcheck shell=bash
# Everything that the lab and the build need on a fresh Debian 12.

setup_packages=(
  mmdebstrap debian-archive-keyring zstd lz4 xz-utils cpio kmod e2fsprogs iproute2 openssh-client python3
  gcc spin binutils libc6-dev acpica-tools systemd-boot-efi openjdk-17-jdk-headless maven shellcheck
  ipmitool curl openipmi libopenipmi-dev
)

verb_setup() {
  local package missing=()
  for package in "${setup_packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  need_root setup
  note "installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}"
}
