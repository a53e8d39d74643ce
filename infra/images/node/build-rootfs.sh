#!/usr/bin/env bash
# Makes the archive of the system that services run on: a minimal Debian with git, which those that deliver code use.
# The mirror is the one this machine's apt uses, so that no host has to be named here. Needs root and debootstrap.
# Usage: build-rootfs.sh <archive to write>, with a scratch folder beside it.
set -euo pipefail

suite=bookworm
# git is used for what it stores, never to fetch: nothing here speaks HTTP for it, sends mail, or is written in Perl.
unneeded=(perl perl-modules-5.36 libperl5.36 liberror-perl git-man libcurl3-gnutls libldap-2.5-0 librtmp1 libssh2-1
  libnghttp2-14 libpsl5 libbrotli1 libexpat1 libgdbm6 libgdbm-compat4 libdb5.3)

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
unshare --mount --propagation private debootstrap --variant=minbase --include=git "$suite" "$rootfs" "$mirror"

chroot "$rootfs" dpkg --purge --force-depends "${unneeded[@]}"
find "$rootfs/usr/lib/git-core" -type f -size +100k ! -samefile "$rootfs/usr/lib/git-core/git" -delete
chroot "$rootfs" git init --quiet /tmp/tried # what is left is enough
rm -rf "$rootfs/tmp/tried" "$rootfs"/var/cache/apt/archives/*.deb "$rootfs"/var/lib/apt/lists/* \
  "$rootfs"/usr/share/{doc,info,locale,man} "$rootfs"/var/log/bootstrap.log
tar --create --numeric-owner --one-file-system --directory "$rootfs" --file "$archive.partial" .
mv "$archive.partial" "$archive"
