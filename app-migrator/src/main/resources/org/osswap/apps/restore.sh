#!/bin/sh
# restore.sh UNIT FOLDER APP JOURNAL CRIU...: makes the application's root and restores it there, in its unit's cgroup.
# JOURNAL: yes when CRIU shall find a new stream into the journal as its standard output.
set -e
unit=$1 folder=$2 app=$3 journal=$4
shift 4
# No programs where the shell will do: the application is frozen meanwhile.
read -r holder <"$folder/holder.pid"
while IFS= read -r line; do
  case $line in 0::*) group=${line#0::} ;; esac
done <"/proc/$holder/cgroup"
echo $$ >"/sys/fs/cgroup$group/cgroup.procs"
[ ! -e /run/criu.kdat ] || cp /run/criu.kdat "$folder/capsule/run/criu.kdat"
nsenter -t "$holder" -m -p -- "$folder/osswap-app" root "$folder/root" "$folder/capsule" "$folder/work" "$folder/root.list"
# Files that CRIU hands on instead of restoring them: 3 to 5 for the application's own /dev/null, 6 to 9 for its streams into
# the journal. Each one only once, and never its standard ones, which CRIU needs itself.
exec 3<>/dev/null 4<>/dev/null 5<>/dev/null
enter='exec "$@" 6>&1 7>&1 8>&1 9>&1'
if [ "$journal" = yes ]; then
  exec systemd-cat -t "$app" -- sh -c "$enter" sh "$folder/osswap-app" small-pages nsenter -t "$holder" -m -p -- "$@"
fi
exec "$folder/osswap-app" small-pages nsenter -t "$holder" -m -p -- "$@"
