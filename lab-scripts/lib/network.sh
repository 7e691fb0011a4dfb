# shellcheck shell=bash
# One network namespace per machine: a bridge, and a tap for each NIC. QEMU and the clients live in it, so the clients
# have a Linux TCP stack of their own and nothing reaches the machine that runs the lab.

lab_host_address=10.77.0.1
incumbent_address=10.77.0.10
successor_address=10.77.0.11
mac_a=52:54:00:77:00:0a
mac_b=52:54:00:77:00:0b

network_up() {
  ip netns add "$machine_netns" || die "network namespace $machine_netns" "exists already" "lab --machine $machine down"
  local ip=(ip -n "$machine_netns") tap
  "${ip[@]}" link set lo up
  "${ip[@]}" link add br0 type bridge forward_delay 0 stp_state 0 mcast_snooping 0
  "${ip[@]}" address add $lab_host_address/24 dev br0
  for tap in tap-a tap-b; do
    "${ip[@]}" tuntap add "$tap" mode tap
    "${ip[@]}" link set "$tap" master br0 up
  done
  "${ip[@]}" link set br0 up
}

network_down() {
  [ ! -e "/run/netns/$machine_netns" ] || ip netns del "$machine_netns"
}
