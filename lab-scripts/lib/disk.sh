# shellcheck shell=bash
# The disk that the incumbent finds at /srv/osswap: target images, and osswap's distribution when there is one.

# disk_build FILE DIST RELEASE...
disk_build() {
  local file=$1 dist=$2 release targets=$machine_dir/disk/targets part
  shift 2
  rm -rf "$machine_dir/disk"
  mkdir -p "$targets"
  for release; do
    mkdir "$targets/$release"
    for part in vmlinuz initrd os-release; do
      link_or_copy "$lab_images/$release$(image_variant "$storage")/$part" "$targets/$release/$part"
    done
    [ "$storage" = yes ] || link_or_copy "$lab_images/$release.efi" "$targets/$release.efi"
  done
  [ -z "$dist" ] || cp "$dist" "$machine_dir/disk/osswap.tar.gz"
  local megabytes
  megabytes=$(du -sm "$machine_dir/disk" | cut -f1)
  rm -f "$file"
  mke2fs -q -t ext4 -O ^has_journal -m 0 -L osswap-images -E root_owner=0:0 -d "$machine_dir/disk" "$file" "$((megabytes + megabytes / 16 + 16))M" >/dev/null
  rm -rf "$machine_dir/disk"
}

link_or_copy() { ln "$1" "$2" 2>/dev/null || cp "$1" "$2"; }

# The releases whose targets are built, one a line.
built_targets() {
  local release
  for release in "${lab_all_releases[@]}"; do
    [ ! -e "$lab_images/$release$(image_variant "$storage")/initrd" ] || echo "$release"
  done
}

# The newest distribution that was built in this repository, or nothing.
newest_dist() {
  # shellcheck disable=SC2012  # by time, and the names are ours
  ls -t "$lab_repo"/controller/target/osswap-*.tar.gz 2>/dev/null | head -n1 || true
}
