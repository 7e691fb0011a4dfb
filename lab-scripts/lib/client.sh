# shellcheck shell=bash
# Load clients, one per application, inside the machine's network namespace.

redis_address=10.77.0.101
nginx_address=10.77.0.102
# shellcheck disable=SC2034  # by its name
postgresql_address=10.77.0.103
nginx_log=/var/log/nginx/access.log

# client redis|nginx|postgresql start [--rate R] [--connections N] [--data SIZE] [--timeout S]
#                               stop
#                               report [--since T] [--until T] [--successor|--host A] [--log FILE]
verb_client() {
  local app=${1:-} action=${2:-}
  case $app in redis | nginx | postgresql) ;; *) usage_error "client: redis, nginx or postgresql?" ;; esac
  case $action in start | stop | report) ;; *) usage_error "client: start, stop or report?" ;; esac
  shift 2
  client_files=$machine_dir/clients/$app
  "client_$action" "$app" "$@"
}

client_alive() {
  local pid
  pid=$(cat "$1.pid" 2>/dev/null) && grep -qz "$1.events" "/proc/$pid/cmdline" 2>/dev/null
}

# client_command APP: leaves what runs the load in client_launcher
client_command() { client_launcher=(nsenter --net="/run/netns/$machine_netns" setsid python3 "$lab_scripts/client/load.py"); }

client_start() {
  local app=$1 address=${1}_address
  shift
  need_machine
  ! client_alive "$client_files" || die "client of $app" "runs already" "lab client $app stop"
  mkdir -p "$machine_dir/clients"
  rm -f "$client_files".*
  local client_launcher
  client_command "$app"
  # no function: in the background that's a shell, and the process id has to be the client's
  "${client_launcher[@]}" "$app" --address "${!address}" --events "$client_files.events" "$@" \
    </dev/null >"$client_files.log" 2>&1 &
  local pid=$! deadline=$((SECONDS + 180))
  echo $pid >"$client_files.pid"
  until grep -qs '"event": "start"' "$client_files.events"; do
    kill -0 $pid 2>/dev/null || die "client of $app" "$(tail -n 1 "$client_files.log")" "see $client_files.log"
    [ $SECONDS -lt $deadline ] || die "client of $app" "not under way after 180 s" "see $client_files.log"
    sleep 0.1 # for the client's first line
  done
}

client_stop() {
  client_alive "$client_files" || return 0
  local pid
  pid=$(cat "$client_files.pid")
  kill "$pid"
  await_end 30 "$pid" || kill -9 "$pid"
  rm -f "$client_files.pid"
}

client_report() {
  local app=$1 where=() options=() log=''
  shift
  [ -e "$client_files.events" ] || die "report of $app" "no client ran" "lab client $app start"
  while [ $# -gt 0 ]; do
    case $1 in
      --successor) where=(--successor) ;;
      --host) where=(--host "${2:?}"); shift ;;
      --log) log=${2:?}; shift ;;
      --since | --until) options+=("$1" "${2:?}"); shift ;;
      *) usage_error "report: unknown option $1" ;;
    esac
    shift
  done
  # The events first: every request that they settle must be in a log that is read afterwards.
  cp "$client_files.events" "$client_files.seen"
  if [ "$app" = nginx ] && [ -z "$log" ]; then
    log=$client_files.access
    verb_exec "${where[@]}" "for p in \$(pgrep -x nginx); do cat /proc/\$p/root$nginx_log && exit; done; exit 1" >"$log" || die "access log of nginx" "could not be read" "is it on the other side (--successor)?"
  fi
  [ -z "$log" ] || options+=(--log "$log")
  python3 "$lab_scripts/client/report.py" "$client_files.seen" "${options[@]}"
}

clients_down() {
  for client_files in "$machine_dir"/clients/*.pid; do
    [ ! -e "$client_files" ] || { client_files=${client_files%.pid} && client_stop; }
  done
}
