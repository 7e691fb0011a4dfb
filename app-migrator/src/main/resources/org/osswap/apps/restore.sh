#!/bin/sh
# restore.sh UNIT FOLDER APP JOURNAL CRIU...: makes the application's root and restores it there, in its unit's cgroup.
# JOURNAL: yes when CRIU shall find a new stream into the journal as its standard output.
set -e
unit=$1 folder=$2 app=$3 journal=$4
shift 4
exec 0<>/dev/null # what the application's own /dev/null becomes, if CRIU asks for one
holder=$(cat "$folder/holder.pid")
group=$(sed -n 's/^0:://p' "/proc/$holder/cgroup")
echo $$ >"/sys/fs/cgroup$group/cgroup.procs"
[ ! -e /run/criu.kdat ] || cp /run/criu.kdat "$folder/capsule/run/criu.kdat"
nsenter -t "$holder" -m -p -- "$folder/osswap-app" root "$folder/root" "$folder/capsule" "$folder/work" "$folder/root.list"
if [ "$journal" = yes ]; then
  exec systemd-cat -t "$app" -- nsenter -t "$holder" -m -p -- "$@"
fi
exec nsenter -t "$holder" -m -p -- "$@"
