# shellcheck shell=bash
# A unified kernel image: systemd's EFI stub with the kernel, the initrd and their description as PE sections
# (UAPI.5 Unified Kernel Image: .osrel, .cmdline, .uname, .linux, .initrd).

uki_stub=/usr/lib/systemd/boot/efi/linuxx64.efi.stub

# Builds images/RELEASE.efi unless it is newer than its target.
uki_cached() {
  local target=$lab_images/$1 uki=$lab_images/$1.efi
  [ "$uki" -nt "$target/.inputs" ] && return
  [ -e $uki_stub ] || die "UKI stub $uki_stub" "not installed" "lab setup"
  local parts=$lab_images/.uki-$1
  mkdir -p "$parts"
  printf 'console=ttyS1' >"$parts/cmdline"
  kernel_release "$target/vmlinuz" >"$parts/uname"
  # Sections must not overlap: each begins at the next page after the one before.
  local at section file arguments=()
  local size vma
  at=0
  while read -r size vma; do
    [ $((0x$vma + 0x$size)) -le $at ] || at=$((0x$vma + 0x$size))
  done < <(objdump -h $uki_stub | awk '$2 ~ /^\./ { print $3, $4 }')
  for section in osrel cmdline uname initrd linux; do
    case $section in
      osrel) file=$target/os-release ;;
      initrd) file=$target/initrd ;;
      linux) file=$target/vmlinuz ;;
      *) file=$parts/$section ;;
    esac
    at=$(((at + 4095) / 4096 * 4096))
    arguments+=(--add-section ".$section=$file" --change-section-vma ".$section=$at")
    at=$((at + $(stat -Lc %s "$file")))
  done
  objcopy "${arguments[@]}" $uki_stub "$uki.new"
  rm -rf "$parts"
  mv "$uki.new" "$uki"
}

# The release string of a bzImage: its setup header points at it (Linux boot protocol, kernel_version at 0x20e).
kernel_release() {
  local offset
  offset=$(od -An -tu2 -j 526 -N 2 "$1" | tr -d ' ')
  dd if="$1" bs=1 skip=$((offset + 512)) count=128 status=none | tr '\0' '\n' | head -n1 | cut -d' ' -f1 | tr -d '\n'
}
