# shellcheck shell=bash
# Which Debian packages go into the images.

target_packages=(
  mount systemd systemd-sysv udev dbus openssh-server iproute2 iputils-ping nftables kmod procps
)
incumbent_packages=("${target_packages[@]}" redis-server nginx)
