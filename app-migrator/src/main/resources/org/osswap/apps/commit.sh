#!/bin/sh
# commit.sh FOLDER IP DEVICE PID...: the copy runs from here on
set -e
folder=$1 ip=$2 device=$3
shift 3
kill -USR1 "$(cat "$folder/holder.pid")"
[ -z "$ip" ] || nft -f "$folder/unfence.nft"
kill -CONT "$@"
[ -z "$ip" ] || "$folder/osswap-app" announce "$device" "$ip"
