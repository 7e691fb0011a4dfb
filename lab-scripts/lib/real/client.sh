# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# Clients of a real machine's applications: on this host, or by ssh on the one that the inventory names.

redis_address=${real_clients_redis:-}
nginx_address=${real_clients_nginx:-}
nginx_log=$real_clients_nginx_log

# client_command APP EVENTS: what runs the load
client_command() {
  local address=${1}_address
  [ -n "${!address}" ] || refuse "client of $1" "the inventory has no address of it" "set clients.$1 in $inventory"
  if [ -n "${real_clients_host:-}" ]; then
    client_launcher=(setsid python3 -B "$lab_scripts/client/remote.py" "$real_clients_host")
  elif [ -n "${real_ssh_via_netns:-}" ]; then
    client_launcher=(nsenter --net="/run/netns/$real_ssh_via_netns" setsid python3 -B "$lab_scripts/client/load.py")
  else
    client_launcher=(setsid python3 -B "$lab_scripts/client/load.py")
  fi
}
