#!/bin/sh
# freeze.sh FOLDER CIDR DEVICE CRIU...
#
# The time in which an application is frozen on the incumbent. CIDR and DEVICE are its service address; empty when it has
# none. What happens depends only on the decision record, so that it comes to a good end if whoever started it dies:
#   CRIU ends with 0   the record says commit, and CRIU has killed the application: take its address away
#   otherwise          the application goes on here: lift the fence
folder=$1 cidr=$2 device=$3
shift 3
trap '' INT TERM HUP
ratelimit=/proc/sys/net/ipv4/icmp_ratelimit

stamp() {
  read -r now rest </proc/uptime
  echo "$1 $now" >>"$folder/times"
}

fence() {
  [ -n "$cidr" ] || return 0
  limit=$(cat $ratelimit)
  echo 0 >$ratelimit
  nft -f "$folder/fence.nft"
}

unfence() {
  [ -n "$cidr" ] || return 0
  nft -f "$folder/unfence.nft"
  # 0: another application's freeze has set it, and sets it back
  [ "$limit" = 0 ] || echo "$limit" >$ratelimit
}

committed() { [ "$(cat "$folder/record/decision" 2>/dev/null)" = commit ]; }

# CRIU failed after the decision: what it left here may run no more, since the application runs on the other side.
kill_rest() {
  for pid in $(cat "$folder/pids"); do kill -KILL "$pid" 2>/dev/null; done
  for pid in $(cat "$folder/pids"); do
    while [ -e "/proc/$pid/exe" ]; do sleep 0.05; done
  done
}

stamp begin
if ! fence; then
  unfence
  exit 70
fi
stamp fenced
"$@"
status=$?
stamp thawed
if [ $status -ne 0 ] && committed; then
  kill_rest
  status=0
fi
if [ $status -eq 0 ]; then
  [ -z "$cidr" ] || ip address delete "$cidr" dev "$device"
fi
unfence
stamp end
exit $status
