#!/usr/bin/env bash
# Makes the archive of the system that all three images stand on: Debian with a Java runtime and PostgreSQL's client.
# The mirror is the one this machine's apt uses, so that no host has to be named here. Needs root and debootstrap.
# Usage: build-rootfs.sh <archive to write>, with a scratch folder beside it.
set -euo pipefail

suite=bookworm
packages=openjdk-17-jre-headless,postgresql-client-15

archive=$1
rootfs=$(mktemp -d "$(dirname "$archive")/rootfs.XXXXXX")
trap 'rm -rf --one-file-system "$rootfs" "$archive.partial"' EXIT

# shellcheck disable=SC2016 # the variables are apt's
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
  awk -v suite="$suite" '$2 == suite && $3 == "main" { print $1; exit }')
if [[ -z $mirror ]]; then
  echo "images: apt has no source for Debian $suite main, which the images are built from; add one to /etc/apt" >&2
  exit 1
fi

# A mount namespace of its own: whatever ends debootstrap, its mounts of /proc and /sys go with it.
unshare --mount --propagation private debootstrap --variant=minbase --include="$packages" "$suite" "$rootfs" "$mirror"

rm -rf "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/* \
  "$rootfs"/usr/share/{doc,info,locale,man} "$rootfs"/var/log/bootstrap.log
tar --create --numeric-owner --one-file-system --directory "$rootfs" --file "$archive.partial" .
mv "$archive.partial" "$archive"
