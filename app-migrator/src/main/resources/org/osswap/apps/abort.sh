#!/bin/sh
# abort.sh UNIT FOLDER CIDR DEVICE: ends whatever there is of a copy; exit 0 only when nothing of it is left
unit=$1 folder=$2 cidr=$3 device=$4
group=$(systemctl show -p ControlGroup --value "$unit")
[ -z "$group" ] || echo 1 >"/sys/fs/cgroup$group/cgroup.kill" 2>/dev/null
holder=$(cat "$folder/holder.pid" 2>/dev/null)
systemctl stop "$unit" 2>/dev/null
systemctl reset-failed "$unit" 2>/dev/null
if [ -n "$group" ] && [ -s "/sys/fs/cgroup$group/cgroup.procs" ] && [ -n "$(cat "/sys/fs/cgroup$group/cgroup.procs")" ]; then
  echo "processes are left in $group" >&2
  exit 1
fi
if [ -n "$holder" ] && grep -q osswap-app "/proc/$holder/cmdline" 2>/dev/null; then
  echo "the holder, pid $holder, is left" >&2
  exit 1
fi
if [ -n "$cidr" ]; then
  [ -z "$device" ] || ip address delete "$cidr" dev "$device" 2>/dev/null
  [ ! -e "$folder/unfence.nft" ] || nft -f "$folder/unfence.nft" || exit 1
fi
umount -R -l "$folder" 2>/dev/null
rmdir "$folder" 2>/dev/null
exit 0
