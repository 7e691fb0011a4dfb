# shellcheck shell=bash
# The machine: q35 with two PCI roots, each with a root port and a NIC, one NUMA node, and two serial lines.

# The options of `up`, with what they are when not given.
up_options() {
  release='' cpus=4 memory=6G nic=virtio reserve=default accel=tcg append='' soft=no reboot=no targets='' dist=default faults=no link=memory storage=no
  boot_limit=300
  while [ $# -gt 0 ]; do
    case $1 in
      --soft-reserve) soft=yes ;;
      --allow-reboot) reboot=yes ;;
      --faults) faults=yes ;;
      --storage) storage=yes ;;
      --cpus | --memory | --nic | --link | --reserve | --accel | --append | --targets | --dist | --boot-limit)
        [ $# -ge 2 ] || usage_error "up: $1 needs a value"
        local name=${1#--}
        printf -v "${name/-/_}" %s "$2"
        shift
        ;;
      -*) usage_error "up: unknown option $1" ;;
      *)
        suite_of "$1" >/dev/null
        release=$1
        ;;
    esac
    shift
  done
  [ -n "$release" ] || usage_error "up: which release? One of ${lab_all_releases[*]}"
  [[ $cpus =~ ^[0-9]+$ && $cpus -ge 2 ]] || usage_error "up: --cpus must be 2 or more"
  case $nic in virtio) nic_model=virtio-net-pci ;; e1000e) nic_model=e1000e ;; *) usage_error "up: --nic virtio|e1000e" ;; esac
  case $link in nic | memory) ;; *) usage_error "up: --link nic|memory" ;; esac
  case $accel in
    # No carry-less multiplication: it is emulated bit by bit, and checksums that use it are a hundred times slower.
    tcg)
      cpu_model=max,vendor=GenuineIntel,family=6,model=106,stepping=6,monitor=off,pclmulqdq=off,vpclmulqdq=off
      accelerator=tcg,thread=multi
      ;;
    kvm) cpu_model=host accelerator=kvm ;;
    *) usage_error "up: --accel tcg|kvm" ;;
  esac
  case $memory in
    *G) memory_mib=$((${memory%G} * 1024)) ;;
    *M) memory_mib=${memory%M} ;;
    *) usage_error "up: --memory like 6G or 6144M" ;;
  esac
  [ $memory_mib -ge 4096 ] || usage_error "up: --memory must be 4G or more"
}

# The folder of the incumbent's image.
incumbent_image() { echo "$lab_images/$release$(image_variant "$storage")-incumbent"; }

# What of the memory is kept for the successor: of what lies above 4 GiB (q35 puts 2 GiB below), five eighths.
reservation() {
  local size=$(((memory_mib - 2048) * 5 / 8))M
  if [ "$reserve" = none ]; then
    :
  elif [ "$reserve" != default ]; then
    echo "$reserve"
  elif [ $soft = yes ]; then
    # EFI's "special purpose" memory: e820 type 1 becomes soft-reserved; given back by kmem as movable memory
    echo "memmap=$size%0x100000000-1+0xefffffff memhp_default_state=online_movable"
  else
    echo "memmap=$size\$0x100000000"
  fi
}

verb_up() {
  need_root up
  need_tools mke2fs cpio ip
  up_options "$@"
  local incumbent
  incumbent=$(incumbent_image)
  verb_qemu
  [ -e "$incumbent/initrd" ] || die "image ${incumbent##*/}" "not built" "lab images $([ $storage = no ] || echo '--storage ')$release"
  [ ! -e "/run/netns/$machine_netns" ] || die "machine $machine" "is up already" "lab --machine $machine down"
  [ -n "$targets" ] || targets=$(built_targets)
  [ "$dist" != default ] || dist=$(newest_dist)
  [ -z "$dist" ] || [ "$dist" = none ] || [ -f "$dist" ] || die "distribution $dist" "no such file" "build it first"
  [ "$dist" != none ] || dist=
  rm -rf "$machine_dir" "$machine_run"
  mkdir -p "$machine_dir" "$machine_run"
  printf '%s\0' "$@" >"$machine_dir/options"
  seed_pack >"$machine_dir/seed.cpio"
  # an uncompressed cpio is only recognised at a multiple of 4; zeros before it are skipped
  cp "$incumbent/initrd" "$machine_dir/initrd"
  truncate -s %4 "$machine_dir/initrd"
  cat "$machine_dir/seed.cpio" >>"$machine_dir/initrd"
  # shellcheck disable=SC2086  # a list of releases
  disk_build "$machine_dir/images.ext4" "$dist" $targets
  [ $storage = no ] || cp --sparse=always "$incumbent/data.ext4" "$machine_dir/data.ext4"
  # A CPU that the host puts aside between two readings looks to the kernel's watchdog like a clock that went wrong.
  echo "console=ttyS0 tsc=nowatchdog no_ipi_broadcast=1 intremap=off crashkernel=32M panic=0 $(reservation) $append" >"$machine_dir/cmdline"
  echo "$release" >"$machine_dir/release"
  network_up
  local started=$SECONDS
  qemu_start
  if ! wait_for_ssh "$boot_limit"; then
    tail -n 30 "$machine_dir/incumbent.log" >&2
    die "machine $machine" "no ssh within $boot_limit s$(qemu_alive || echo ' (QEMU ended)')" "the console is in $machine_dir/incumbent.log"
  fi
  note "machine $machine: Debian $release, ssh after $((SECONDS - started)) s"
  verb_exec 'systemctl is-system-running --wait >/dev/null; systemctl --failed --no-legend --plain' | sed 's/^/lab: failed unit: /' >&2
  note "machine $machine: up after $((SECONDS - started)) s"
}

# qemu_start [ARGUMENT...]: more of QEMU's arguments. Its own last words, if any, go to qemu.log: that's where a daemon's stderr goes.
qemu_start() {
  local last=$((cpus - 1)) no_reboot=(-no-reboot)
  [ "$reboot" = no ] || no_reboot=()
  local storage_arguments=()
  [ "$storage" = no ] || storage_devices
  in_netns "$lab_images/qemu/bin/qemu-system-x86_64" -name "osswap-$machine" -nodefaults -no-user-config -display none "${no_reboot[@]}" \
    -machine q35 -accel "$accelerator" -cpu "$cpu_model" -smp "$cpus" -m "$memory" \
    -object memory-backend-ram,id=ram0,size="$memory" -numa node,nodeid=0,cpus=0-$last,memdev=ram0 \
    -kernel "$(incumbent_image)/vmlinuz" -initrd "$machine_dir/initrd" -append "$(cat "$machine_dir/cmdline")" \
    -chardev file,id=s0,path="$machine_dir/incumbent.log",append=on -serial chardev:s0 \
    -chardev file,id=s1,path="$machine_dir/successor.log",append=on -serial chardev:s1 \
    -qmp unix:"$machine_run/qmp",server=on,wait=off -d guest_errors -D "$machine_dir/qemu.log" \
    -device pcie-root-port,id=port-a,bus=pcie.0,addr=3,chassis=1,slot=1 \
    -device pxb-pcie,id=root-b,bus=pcie.0,addr=4,bus_nr=0x40 -device pcie-root-port,id=port-b,bus=root-b,chassis=2,slot=2 \
    -netdev tap,id=net-a,ifname=tap-a,script=no,downscript=no -device "$nic_model",bus=port-a,netdev=net-a,mac=$mac_a \
    -netdev tap,id=net-b,ifname=tap-b,script=no,downscript=no -device "$nic_model",bus=port-b,netdev=net-b,mac=$mac_b \
    -drive file="$machine_dir/images.ext4",format=raw,if=none,id=images,readonly=on -device virtio-blk-pci,bus=pcie.0,addr=5,drive=images \
    "${storage_arguments[@]}" -pidfile "$machine_dir/qemu.pid" -daemonize "$@"
}

qemu_alive() {
  local pid
  pid=$(cat "$machine_dir/qemu.pid" 2>/dev/null) && [ -n "$pid" ] && grep -qz "osswap-$machine" "/proc/$pid/cmdline" 2>/dev/null
}

# At once: what is in it isn't wanted any more.
qemu_kill() {
  qemu_alive || return 0
  local pid
  pid=$(cat "$machine_dir/qemu.pid")
  kill -9 "$pid"
  await_end 20 "$pid"
}

verb_status() {
  local dir
  for dir in "$lab_state"/machines/*/; do
    [ -d "$dir" ] || continue
    machine=$(basename "$dir")
    machine_paths
    if qemu_alive; then
      echo "$machine: up, Debian $(cat "$dir/release"), pid $(cat "$dir/qemu.pid")"
    else
      echo "$machine: down, logs in $dir"
    fi
  done
}

# Ends the machine: its clients, its QEMU, its namespace. The logs stay.
verb_down() {
  need_root down
  clients_down
  ssh_down
  if qemu_alive; then
    local pid
    pid=$(cat "$machine_dir/qemu.pid")
    kill "$pid"
    await_end 20 "$pid" || kill -9 "$pid"
  fi
  network_down
  rm -rf "$machine_run" "$machine_dir/snapshots"
  rm -f "$machine_dir"/{initrd,seed.cpio,images.ext4,data.ext4,qemu.pid}
  rm -rf "$machine_dir/seed"
}

# gc: forgets the machines that are down, with their logs
verb_gc() {
  local dir
  for dir in "$lab_state"/machines/*/; do
    [ -d "$dir" ] || continue
    machine=$(basename "$dir")
    machine_paths
    qemu_alive || { verb_down && rm -rf "$dir"; }
  done
}

# log [incumbent|successor] [-f]
verb_log() {
  local which=incumbent follow=() argument
  for argument; do
    case $argument in
      incumbent | successor) which=$argument ;;
      -f) follow=(-f) ;;
      *) usage_error "log: [incumbent|successor] [-f]" ;;
    esac
  done
  [ -e "$machine_dir/$which.log" ] || die "log of $machine" "no such machine" "lab up 12"
  tail -n +1 "${follow[@]}" "$machine_dir/$which.log"
}

# monitor COMMAND...: a command of QEMU's human monitor
verb_monitor() {
  need_machine
  python3 "$lab_scripts/lib/qmp.py" "$machine_run/qmp" "$*"
}
