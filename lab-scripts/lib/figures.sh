# shellcheck shell=sh
# Tells all that figures.py reads, under headings. Clean caches are dropped first: what they hold says nothing.
sync
echo 3 >/proc/sys/vm/drop_caches
pids() { pgrep -x redis-server; pgrep -ox nginx; }
echo "== meminfo"
cat /proc/meminfo
echo "== zones"
cat /proc/zoneinfo
echo "== iomem"
cat /proc/iomem
echo "== open files"
cat /proc/sys/fs/file-nr
echo "== probe"
echo $$
echo "== processes"
ps -wweo pid=,ppid=,stat=,rss=,comm=,args=
echo "== descriptors"
for p in /proc/[0-9]*; do
  set -- "$p"/fd/*
  [ ! -e "$1" ] && [ ! -L "$1" ] || echo "${p#/proc/} $#"
done
# Anonymous pages are the application's own; those of mapped files are there anyway, and count as its own as it comes to use them.
echo "== application memory"
for p in $(pids) $(pgrep -P "$(pgrep -ox nginx)"); do awk '/^RssAnon/ { a = $2 } /^Rss(File|Shmem)/ { m += $2 } END { print a, m }' "/proc/$p/status"; done
echo "== mounts"
cat /proc/self/mountinfo
echo "== application mounts"
for p in $(pids); do wc -l <"/proc/$p/mountinfo"; done
# What the applications wrote grows with the requests: no leftover of osswap's. Without du's -x, which leaves out the files
# of an overlay (they have their layer's device number, the folders have the overlay's).
echo "== application data"
for p in $(pids); do
  for d in var/lib/redis var/log/redis var/log/nginx; do
    [ ! -d "/proc/$p/root/$d" ] || du -sk "/proc/$p/root/$d"
  done
done | awk '{ sub(".*/root/", "", $2); if (!($2 in most) || $1 > most[$2]) most[$2] = $1 } END { for (d in most) print most[d], d }'
echo "== osswap applications"
ls /run/osswap/apps 2>/dev/null
echo "== osswap files"
du -skx /opt/osswap /etc/osswap /var/lib/osswap /run/osswap /run/osswap/apps/* 2>/dev/null
echo "== namespaces"
lsns -n
echo "== cgroups"
find /sys/fs/cgroup -type d | wc -l
echo "== nft tables"
nft list tables
echo "== addresses"
ip -o address
echo "== units"
systemctl list-units --all --no-legend --plain
echo "== failed units"
systemctl --failed --no-legend --plain
echo "== command line"
cat /proc/cmdline
echo "== taint"
cat /proc/sys/kernel/tainted
