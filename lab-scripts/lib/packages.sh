# shellcheck shell=bash
# Which Debian packages go into the images.

target_packages=(
  mount systemd systemd-sysv udev dbus openssh-server iproute2 iputils-ping nftables kmod procps
)
application_packages=(redis-server nginx)
# PostgreSQL of one major version in every release, as it wouldn't start on another one's data
storage_packages=(multipath-tools e2fsprogs postgresql-15)
