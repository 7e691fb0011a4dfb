# shellcheck shell=bash
# What osswap says of a real machine.

# swap_phase SIDE: the phase of its last swap (ARMED, DONE ...), "none", or "unknown"
swap_phase() {
  # shellcheck disable=SC2016  # for the shell there
  verb_exec "--$1" 'command -v osswap >/dev/null || { echo absent; exit; }; osswap status --json' 2>/dev/null </dev/null \
    | python3 -c '
import json, sys
said = sys.stdin.read()
try:
    print("none" if said.strip() == "absent" else json.loads(said).get("phase", "") or "none")
except (ValueError, AttributeError):
    print("unknown")'
}

# running_oses: "one", "two PHASE", or "unknown"; two from the first act of a swap until the old OS has ended
running_oses() {
  local side phase answered=no result=one
  for side in incumbent successor; do
    answers $side || continue
    answered=yes
    phase=$(swap_phase $side)
    case $phase in
      none | PHASE_UNSPECIFIED | PLANNED | TAKEN_OVER | DONE | ROLLED_BACK) ;;
      unknown) [ "$result" != one ] || result=unknown ;;
      *) result="two $phase" ;;
    esac
  done
  [ $answered = yes ] || result=unknown
  echo "$result"
}

# status: what can be learnt of the machine from here
verb_status() {
  local side
  [ -z "${real_bmc_protocol:-}" ] || echo "$machine: power $(bmc_action status 2>&1 || echo unknown)"
  for side in incumbent successor; do
    [ $side = incumbent ] || [ -n "$successor_address" ] || continue
    if answers $side; then
      echo "$machine: $side answers, $(verb_exec --$side '. /etc/os-release; echo "$PRETTY_NAME, kernel $(uname -r)"' </dev/null), swap: $(swap_phase $side)"
    else
      echo "$machine: $side doesn't answer"
    fi
  done
}
