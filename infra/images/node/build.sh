#!/usr/bin/env bash
# Builds the image that services run on where no image hub can be reached, and prints its name (everything else goes to
# stderr). Its tag ends in a digest of all its inputs, so one that exists is not built again. Needs: root, docker,
# debootstrap, an installed node_modules.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(cd "$here/../../.." && pwd)/node_modules/node-linux-$(node --print process.arch)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/troupe/node-image

fail() {
  echo "images: $*" >&2
  exit 1
}

[[ -x $package/bin/node ]] || fail "there is no $package; run npm ci first"
version=$(node --print "require('$package/package.json').version")
digest=$(cat "$here"/* | sha256sum | cut --characters 1-12)
image=troupe/node:$version-$digest

mkdir -p "$cache"
exec 9>"$cache/lock"
flock --timeout 1800 9 || fail "another build holds $cache/lock for half an hour; is it stuck?"
if ! docker image inspect "$image" >/dev/null 2>&1; then
  echo "images: building $image" >&2
  rm -rf --one-file-system "$cache"/scratch.* "$cache"/rootfs.* "$cache"/*.partial # of a build that was killed
  archive=$cache/rootfs-$(sha256sum <"$here/build-rootfs.sh" | cut --characters 1-12).tar
  if [[ ! -s $archive ]]; then
    rm -f "$cache"/rootfs-*.tar
    bash "$here/build-rootfs.sh" "$archive" >&2 || fail 'the base system could not be made; the message is above'
  fi
  scratch=$(mktemp -d "$cache/scratch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  cp "$here/Dockerfile" "$scratch/"
  cp "$package/bin/node" "$scratch/node"
  docker import "$archive" "troupe/debian:$digest" >&2
  DOCKER_BUILDKIT=0 docker build --network none --build-arg "BASE=troupe/debian:$digest" --tag "$image" "$scratch" >&2 ||
    fail "the image $image could not be built; the message is above"
fi
echo "$image"
