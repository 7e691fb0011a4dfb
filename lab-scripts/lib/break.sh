# shellcheck shell=bash
# What can be failed on purpose, and undone: break WHAT calls break_WHAT, heal WHAT heal_WHAT.

verb_break() { break_or_heal break "$@"; }

verb_heal() { break_or_heal heal "$@"; }

# break_or_heal break|heal WHAT [ARGUMENT...]
break_or_heal() {
  local verb=$1 what=${2:-}
  local function=${verb}_${what//-/_}
  declare -F "$function" >/dev/null || usage_error "$verb: unknown '$what'"
  need_machine
  shift 2
  "$function" "$@"
}
