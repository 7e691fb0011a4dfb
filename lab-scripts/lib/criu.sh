# shellcheck shell=bash
# CRIU with its own loader and libraries: images/criu/{criu,lib/*,bin/criu}, which runs on any x86-64 Linux, from
# wherever it is put. Both sides of a move must run the same CRIU, so it comes along instead of from the OS.

criu_version=4.2.1
criu_suites=(trixie-backports sid)

verb_criu() {
  need_root criu
  need_tools mmdebstrap objdump
  local bundle=$lab_images/criu suite
  mkdir -p "$lab_images"
  (
    flock 9
    [ "$(cat "$bundle/.inputs" 2>/dev/null)" = "$(criu_inputs)" ] && return
    for suite in "${criu_suites[@]}"; do
      note "looking for CRIU $criu_version in $suite"
      ! criu_build "$suite" "$lab_images/.building-criu" >"$lab_images/criu.log" 2>&1 || break
    done
    local version
    version=$("$lab_images/.building-criu/bin/criu" --version 2>&1 | sed -n 's/^Version: //p') || true
    [ "$version" = $criu_version ] \
      || die "CRIU $criu_version" "not in ${criu_suites[*]} (found '$version')" "see $lab_images/criu.log"
    criu_inputs >"$lab_images/.building-criu/.inputs"
    rm -rf "$bundle"
    mv "$lab_images/.building-criu" "$bundle"
    note "CRIU $version in $bundle, $(du -sm "$bundle" | cut -f1) MiB"
  ) 9>"$lab_images/.lock-criu"
}

criu_inputs() { sha256sum <"$lab_scripts/lib/criu.sh"; }

# criu_build SUITE FOLDER: unpacks CRIU and what it depends on, and keeps the loader and the libraries it needs
criu_build() {
  local suite=$1 to=$2 root=$2/root mirror sources=()
  rm -rf "$to"
  mkdir -p "$to/lib" "$to/bin"
  mirror=$(debian_mirror) || return
  sources=("deb $mirror $suite main")
  [ "$suite" = "${suite%-backports}" ] || sources+=("deb $mirror ${suite%-backports} main")
  local age_options
  mapfile -t age_options < <(apt_age_options)
  mmdebstrap --mode=root --variant=extract --include="criu=$criu_version*" "${age_options[@]}" \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "${suite%-backports}" "$root" "${sources[@]}" || return
  cp "$root/usr/sbin/criu" "$to/criu" || return
  criu_libraries "$root" "$to" || return
  cat >"$to/bin/criu" <<'EOF' || return
#!/bin/sh
# Runs CRIU with the loader and the libraries beside it.
here=$(dirname "$(readlink -f "$0")")/..
exec "$here/lib/ld-linux-x86-64.so.2" --library-path "$here/lib" "$here/criu" "$@"
EOF
  chmod 755 "$to/bin/criu"
  rm -rf "$root"
}

# Copies the closure of NEEDED libraries.
criu_libraries() {
  local root=$1 to=$2 queue=("$2/criu") file needed
  while [ ${#queue[@]} -gt 0 ]; do
    file=${queue[0]}
    queue=("${queue[@]:1}")
    while read -r needed; do
      [ ! -e "$to/lib/$needed" ] || continue
      cp -L "$(find "$root/usr/lib" "$root/lib/" -name "$needed" -print -quit)" "$to/lib/$needed" || return
      queue+=("$to/lib/$needed")
    done < <(objdump -p "$file" | awk '$1 == "NEEDED" { print $2 }')
  done
}
