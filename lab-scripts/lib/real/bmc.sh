# shellcheck shell=bash
# shellcheck disable=SC2154  # real_... come from the inventory
# The BMC: IPMI by ipmitool, Redfish by curl. Its password is in a file or in an environment variable, and goes on in the same way:
# it is never an argument, and never printed.

in_bmc_netns() {
  if [ -n "${real_bmc_via_netns:-}" ]; then nsenter --net="/run/netns/$real_bmc_via_netns" "$@"; else "$@"; fi
}

need_bmc() {
  [ -n "${real_bmc_protocol:-}" ] || refuse "BMC of $machine" "the inventory has none" "add [machines.$machine.bmc] to $inventory"
  case $real_bmc_protocol in ipmi) need_tools ipmitool ;; redfish) need_tools curl ;; esac
  need_secret
}

# The password has to be where only this user reads it.
need_secret() {
  local file=${real_bmc_password_file:-} mode owner
  if [ -z "$file" ]; then
    [ -n "${!real_bmc_password_env:-}" ] \
      || refuse "password of $machine's BMC" "the variable $real_bmc_password_env is empty" "export it, or use bmc.password_file"
    return
  fi
  [ -f "$file" ] || refuse "password of $machine's BMC" "there is no file $file" "write it there, and chmod 0600"
  read -r mode owner < <(stat -Lc '%a %u' "$file")
  [ $((8#$mode & 8#077)) = 0 ] && [ "$owner" = "$(id -u)" ] \
    || refuse "password of $machine's BMC" "$file has mode $mode and owner $owner: others could read it" "chmod 0600 $file, as its owner"
  [ -s "$file" ] || refuse "password of $machine's BMC" "$file is empty" "write the password there, in one line"
}

ipmi_launcher=() # what ipmitool is run by

ipmi() {
  local tool=("${ipmi_launcher[@]}" ipmitool -I lanplus -H "$real_bmc_address" -p "$real_bmc_port" -U "$real_bmc_user" -C "$real_bmc_cipher_suite" -N 5)
  if [ -n "${real_bmc_password_file:-}" ]; then
    in_bmc_netns "${tool[@]}" -f "$real_bmc_password_file" "$@"
  else
    IPMI_PASSWORD=${!real_bmc_password_env} in_bmc_netns "${tool[@]}" -E "$@"
  fi
}

# bmc_action status|on|off|cycle|diag: says what came of it; status is "on" or "off"
bmc_action() {
  need_bmc
  local said
  if [ "$real_bmc_protocol" = redfish ]; then
    redfish "$1" || die "BMC of $machine" "power $1 failed" "look at the BMC's own pages"
    return
  fi
  said=$(ipmi chassis power "$1" 2>&1) || die "BMC $real_bmc_address" "power $1: ${said//$'\n'/; }" "ipmitool's words; is the user an operator of the BMC?"
  case $1:$said in
    status:*' is on') echo on ;;
    status:*' is off') echo off ;;
    *) echo "$said" ;;
  esac
}

redfish() {
  local secret=(--password-file "${real_bmc_password_file:-}")
  [ -n "${real_bmc_password_file:-}" ] || secret=(--password-env "$real_bmc_password_env")
  [ -z "${real_bmc_system:-}" ] || secret+=(--system "$real_bmc_system")
  [ -z "${real_bmc_ca:-}" ] || secret+=(--ca "$real_bmc_ca")
  in_bmc_netns python3 -B "$lab_scripts/lib/redfish.py" "$real_bmc_url" --user "$real_bmc_user" "${secret[@]}" "$1"
}
