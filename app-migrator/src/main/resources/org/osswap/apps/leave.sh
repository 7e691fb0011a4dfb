#!/bin/sh
# leave.sh FOLDER: takes the service address of a frozen application away; freeze.sh gives it back if the source goes on
set -e
read -r cidr device <"$1/began"
[ -n "$cidr" ] || exit 0
: >"$1/left"
ip address delete "$cidr" dev "$device" 2>/dev/null || [ -z "$(ip -o address show dev "$device" to "$cidr")" ]
