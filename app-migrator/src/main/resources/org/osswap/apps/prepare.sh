#!/bin/sh
# prepare.sh UNIT FOLDER APP: starts the holder of an application's namespaces, as a unit that will show the application
set -e
unit=$1 folder=$2 app=$3
mkdir -p "$folder/root" "$folder/work" "$folder/capsule/run"
modprobe overlay 2>/dev/null || true
if systemctl -q is-active "$unit"; then exit 0; fi
systemctl reset-failed "$unit" 2>/dev/null || true
rm -f "$folder/holder.pid"
# The application ends with its holder, which has next to no memory: it's the last that the kernel should kill for want of some.
exec systemd-run -q --unit="$unit" -p OOMScoreAdjust=-1000 --description="$app, moved here by osswap" --service-type=forking \
  -p PIDFile="$folder/holder.pid" -p TasksMax=infinity -p SyslogIdentifier="$app" -p TimeoutStopSec=30 \
  -- "$folder/osswap-app" holder "$folder/holder.pid"
