#!/bin/sh
# freeze.sh FOLDER CIDR DEVICE CRIU...
# freeze.sh FOLDER                      brings one that was killed to its end
#
# The time in which an application is frozen on the incumbent. CIDR and DEVICE are its service address; empty when it has
# none. What happens depends only on the decision record, so that it comes to a good end if whoever started it dies:
#   CRIU ends with 0   its copy has run, and CRIU has killed the application: take its address away
#   otherwise          the record says it, or will say it: this waits. If the application goes, what is left of it is killed.
#                      If it stays, and when nothing was decided it does, it goes on here: lift the fence
# While it runs, it or the CRIU that it started holds FOLDER/lock; FOLDER/over says that it came to its end.
folder=$1
trap '' INT TERM HUP
ratelimit=/proc/sys/net/ipv4/icmp_ratelimit

stamp() {
  read -r now rest </proc/uptime
  echo "$1 $now" >>"$folder/times"
}

fence() {
  [ -n "$cidr" ] || return 0
  limit=$(cat $ratelimit)
  echo "$limit" >"$folder/limit"
  echo 0 >$ratelimit
  nft -f "$folder/fence.nft"
}

unfence() {
  [ -n "$cidr" ] || return 0
  nft -f "$folder/unfence.nft"
  # 0: another application's freeze has set it, and sets it back
  [ "$limit" = 0 ] || echo "$limit" >$ratelimit
}

# A CRIU that was killed leaves the application stopped. When that was undecided, nobody may commit it any more.
gone() { "$folder/osswap-app" settle "$folder"; }

# When a process was started, proc(5) stat field 22, as FOLDER/pids has it: its pid may be another's by the time it is killed.
started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# CRIU failed, and the copy has run: what it left here may run no more, since the application runs on the other side.
kill_rest() {
  while read -r pid start; do
    [ "$(started "$pid")" = "$start" ] && kill -KILL "$pid" 2>/dev/null
  done <"$folder/pids"
  while read -r pid start; do
    while [ -e "/proc/$pid/exe" ] && [ "$(started "$pid")" = "$start" ]; do sleep 0.05; done
  done <"$folder/pids"
}

# The application goes on here; leave.sh may have taken its address away, and the neighbours may have heard of another place.
stay() {
  if [ -e "$folder/left" ]; then ip address replace "$cidr" dev "$device"; fi
  "$folder/osswap-app" thaw "$folder"
  unfence
  if [ -e "$folder/left" ]; then "$folder/osswap-app" announce "$device" "${cidr%/*}"; fi
}

# finish STATUS: of CRIU
finish() {
  status=$1
  if [ "$status" -ne 0 ] && gone; then
    kill_rest
    status=0
  fi
  if [ "$status" -eq 0 ]; then
    if [ -n "$cidr" ] && [ ! -e "$folder/left" ]; then ip address delete "$cidr" dev "$device"; fi
    unfence
  else
    stay
  fi
  stamp end
  : >"$folder/over"
  exit "$status"
}

exec 9>"$folder/lock"
flock -w 60 9 || exit 75
if [ $# -eq 1 ]; then
  [ ! -e "$folder/over" ] || exit 0
  if [ ! -e "$folder/began" ]; then
    : >"$folder/over"
    exit 0
  fi
  read -r cidr device <"$folder/began"
  limit=$(cat "$folder/limit" 2>/dev/null || cat $ratelimit)
  finish 137
fi
cidr=$2 device=$3
shift 3
echo "$cidr $device" >"$folder/began"
stamp begin
if ! fence; then
  unfence
  exit 70
fi
stamp fenced
"$@"
status=$?
stamp thawed
finish $status
