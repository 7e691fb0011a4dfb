# shellcheck shell=bash
# The data disk: one image with one WWN, that QEMU attaches three times. Path-1 and path-2 are the incumbent's, each behind a
# controller of its own in PCI root 00; path-b is behind root 40, which becomes the successor's.
#
# Each path is a chain: a disk, LUN 1, at its controller; a node of the image of its own. Nothing is cached out here (cache.direct),
# nor locked, so all three show the same bytes at all times. LUN 0 holds nothing: it keeps the target there when LUN 1 goes, as an
# array would be, and has LUN 1's block size, by which QEMU measures what is asked of a LUN that it doesn't have. The controllers tell of no hotplug: that a LUN has gone is known by the answers.

data_wwn=0x5000c50077000001

# Sets storage_arguments, for QEMU.
storage_devices() {
  storage_arguments=(-device pcie-root-port,id=port-c,bus=root-b,chassis=3,slot=3)
  data_path 1 bus=pcie.0,addr=6
  data_path 2 bus=pcie.0,addr=7
  data_path b bus=port-c
}

# data_path NAME WHERE
data_path() {
  storage_arguments+=(
    -device "virtio-scsi-pci,id=scsi-$1,$2,hotplug=off"
    -blockdev "driver=null-co,node-name=lun0-$1,size=1048576,read-zeroes=on,read-only=on"
    -device "scsi-hd,bus=scsi-$1.0,scsi-id=0,lun=0,drive=lun0-$1,serial=osswap-lun0-$1"
    -blockdev "driver=raw,node-name=data-$1,cache.direct=on,file.driver=file,file.filename=$machine_dir/data.ext4,file.locking=off"
    -device "scsi-hd,id=path-$1,bus=scsi-$1.0,scsi-id=0,lun=1,drive=data-$1,wwn=$data_wwn,serial=osswap-data,share-rw=on,rerror=report,werror=report"
  )
}

break_storage() { data_paths hang "$@"; }

heal_storage() { data_paths unhang "$@"; }

break_storage_errors() { data_paths fail "$@"; }

heal_storage_errors() { data_paths unfail "$@"; }

break_pdl() { data_paths remove "$@"; }

heal_pdl() { data_paths readd "$@"; }

# data_paths ACT [PATH...]: all of the incumbent's, if none is named
data_paths() {
  [ -e "$machine_dir/data.ext4" ] || die "$1 the paths of $machine" "it has no data disk" "lab up 12 --storage"
  python3 "$lab_scripts/lib/paths.py" "$machine_run/qmp" "$data_wwn" "$@"
}
