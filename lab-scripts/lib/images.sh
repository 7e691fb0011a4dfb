# shellcheck shell=bash
# The image cache. A target is images/RELEASE/{vmlinuz,initrd,os-release} and images/RELEASE.efi (UKI); the incumbent
# that goes with it, with the applications, is images/RELEASE-incumbent/. Those that can use the data disk (see storage.sh) are
# images/RELEASE-storage/ and images/RELEASE-storage-incumbent/. Rebuilt only when their inputs change.

verb_images() {
  need_root images
  need_tools mmdebstrap zstd cpio objcopy flock
  local releases=() incumbents=(all) storage=no
  while [ $# -gt 0 ]; do
    case $1 in
      --app-less) incumbents=() ;;
      --from)
        [ $# -gt 1 ] || usage_error "images: --from needs a release"
        suite_of "$2" >/dev/null
        incumbents=("$2")
        shift
        ;;
      --storage) storage=yes ;;
      -*) usage_error "images: unknown option $1" ;;
      *)
        suite_of "$1" >/dev/null
        releases+=("$1")
        ;;
    esac
    shift
  done
  [ ${#releases[@]} -gt 0 ] || releases=("${lab_all_releases[@]}")
  [ "${incumbents[*]}" != all ] || incumbents=("${releases[@]}")
  mkdir -p "$lab_images"
  (
    flock 9
    ssh_key
    local release variant packages=("${target_packages[@]}")
    variant=$(image_variant "$storage")
    [ $storage = no ] || packages+=("${storage_packages[@]}")
    for release in "${releases[@]}"; do
      image_cached "$release$variant" "${packages[@]}"
      [ $storage = yes ] || uki_cached "$release"
    done
    for release in "${incumbents[@]}"; do
      image_cached "$release$variant-incumbent" "${packages[@]}" "${application_packages[@]}"
    done
  ) 9>"$lab_images/.lock"
}

# The key pair that opens every machine of this lab.
ssh_key() {
  [ -e "$lab_images/ssh/id_ed25519" ] && return
  mkdir -p "$lab_images/ssh"
  ssh-keygen -q -t ed25519 -N '' -C osswap-lab -f "$lab_images/ssh/id_ed25519"
}

# image_variant yes|no: what follows the release in the name of an image that can, or can't, use the data disk
image_variant() { [ "$1" = no ] || echo -storage; }

# image_cached NAME PACKAGE...
image_cached() {
  local name=$1
  shift
  local inputs
  inputs=$(image_inputs "$name" "$@")
  [ "$(cat "$lab_images/$name/.inputs" 2>/dev/null)" = "$inputs" ] && return
  note "building image $name (a minute or two)"
  local started=$SECONDS building=$lab_images/.building-$name
  rm -rf "$building"
  mkdir -p "$building"
  image_build "$name" "$building" "$@" >"$lab_images/$name.log" 2>&1 \
    || die "image $name" "the build failed: $(tail -n 3 "$lab_images/$name.log" | tr '\n' ' ')" "see $lab_images/$name.log"
  echo "$inputs" >"$building/.inputs"
  rm -rf "${lab_images:?}/$name"
  mv "$building" "$lab_images/$name"
  note "image $name: initrd $(du -m "$lab_images/$name/initrd" | cut -f1) MiB, $((SECONDS - started)) s"
}

# One line that changes whenever what goes into the image does (but not with Debian's own point releases).
image_inputs() {
  {
    echo "$@"
    cat "$lab_scripts"/lib/{image-build.sh,customize,modules.list} "$lab_images/ssh/id_ed25519.pub"
    case $1 in
      *-storage*)
        cat "$lab_scripts/lib/customize-storage"
        find "$lab_scripts/storage/image" -type f -printf '%m %P\n' -exec cat {} + | LC_ALL=C sort
        ;;
    esac
  } | sha256sum | cut -d' ' -f1
}
