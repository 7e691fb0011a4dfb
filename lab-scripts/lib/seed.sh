# shellcheck shell=bash
# What makes an image this machine: host name, addresses, application configurations and manifests. It travels in a
# small cpio behind the image's initrd, so that the images stay generic.

# seed_pack: writes the cpio to standard output
seed_pack() {
  local tree=$machine_dir/seed
  rm -rf "$tree"
  cp -r "$lab_scripts/seed" "$tree"
  [ "$storage" = no ] || cp -r "$lab_scripts/storage/seed/." "$tree/"
  echo "$machine" >"$tree/etc/hostname"
  printf 'osswap-lab-%s' "$machine" | md5sum | cut -d' ' -f1 >"$tree/etc/machine-id"
  grep -rlZ @MAC_ "$tree" | xargs -0 sed -i "s/@MAC_A@/$mac_a/; s/@MAC_B@/$mac_b/"
  sed -i "s/@LINK@/$link/" "$tree/etc/osswap/osswap.toml"
  [ "$faults" = no ] || printf '\n[faults]\nenabled = true\n' >>"$tree/etc/osswap/osswap.toml"
  local unit
  for unit in "$tree"/etc/systemd/system/*.service "$tree"/etc/systemd/system/*.mount; do
    mkdir -p "$tree/etc/systemd/system/multi-user.target.wants"
    ln -s "../${unit##*/}" "$tree/etc/systemd/system/multi-user.target.wants/"
  done
  (cd "$tree" && find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z | cpio --quiet -0 -o -H newc -R +0:+0)
}
