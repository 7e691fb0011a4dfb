#!/bin/sh
# commit.sh FOLDER IP DEVICE MEMORY ADDRESS APP PID...: the copy runs from here on, unless the incumbent has withdrawn that
# (3). Until it is let run, its OS may die without harm; so the mark for that is made last.
set -e
folder=$1 ip=$2 device=$3 memory=$4 address=$5 app=$6
shift 6
"$folder/osswap-app" claim "$memory" "$address"
kill -USR1 "$(cat "$folder/holder.pid")"
[ -z "$ip" ] || nft -f "$folder/unfence.nft"
"$folder/osswap-app" run "$memory" "$address" "$app" "$@"
[ -z "$ip" ] || "$folder/osswap-app" announce "$device" "$ip"
