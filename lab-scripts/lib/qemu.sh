# shellcheck shell=bash
# QEMU with its own loader, libraries and firmware: images/qemu/{root,bin/qemu-system-x86_64}. Those of Debian 12 (7.2) and
# 13 (10.0) have defects in their emulated CPUs that end a machine now and then: they follow a memory region that has just been
# moved (a segmentation fault, or the assertion section_index < d->map.sections_nb, when PCI functions come back), and 7.2 a
# stale breakpoint of the kernel's own code patching.

qemu_suite=trixie

verb_qemu() {
  need_root qemu
  need_tools mmdebstrap
  local bundle=$lab_images/qemu
  mkdir -p "$lab_images"
  (
    flock 9
    [ "$(cat "$bundle/.inputs" 2>/dev/null)" = "$(qemu_inputs)" ] && return
    note "unpacking QEMU of $qemu_suite-backports"
    qemu_build "$lab_images/.building-qemu" >"$lab_images/qemu.log" 2>&1 \
      || die "QEMU" "could not be unpacked: $(tail -n 3 "$lab_images/qemu.log" | tr '\n' ' ')" "see $lab_images/qemu.log"
    qemu_inputs >"$lab_images/.building-qemu/.inputs"
    rm -rf "$bundle"
    mv "$lab_images/.building-qemu" "$bundle"
    note "$("$bundle/bin/qemu-system-x86_64" --version | head -n 1) in $bundle, $(du -sm "$bundle" | cut -f1) MiB"
  ) 9>"$lab_images/.lock-qemu"
}

qemu_inputs() { sha256sum <"$lab_scripts/lib/qemu.sh"; }

# qemu_build FOLDER: unpacks QEMU and what it depends on, and a script that runs it from wherever the folder is
qemu_build() {
  local to=$1 mirror age_options
  rm -rf "$to"
  mkdir -p "$to/bin"
  mirror=$(debian_mirror) || return
  mapfile -t age_options < <(apt_age_options)
  mmdebstrap --mode=root --variant=extract --include=qemu-system-x86,seabios,ipxe-qemu "${age_options[@]}" \
    --aptopt="APT::Default-Release \"$qemu_suite-backports\"" --keyring=/usr/share/keyrings/debian-archive-keyring.gpg \
    $qemu_suite "$to/root" "deb $mirror $qemu_suite main" "deb $mirror $qemu_suite-backports main" || return
  cat >"$to/bin/qemu-system-x86_64" <<'EOF' || return
#!/bin/sh
root=$(dirname "$(readlink -f "$0")")/../root
lib=$root/usr/lib/x86_64-linux-gnu
export QEMU_MODULE_DIR="$lib/qemu"
exec "$lib/ld-linux-x86-64.so.2" --library-path "$lib" "$root/usr/bin/qemu-system-x86_64" \
  -L "$root/usr/share/qemu" -L "$root/usr/share/seabios" -L "$root/usr/lib/ipxe/qemu" "$@"
EOF
  chmod 755 "$to/bin/qemu-system-x86_64"
  "$to/bin/qemu-system-x86_64" --version
}
