#!/usr/bin/env bash
# Installs from the distribution what the checks need and this machine lacks. Does nothing, and needs no network, when all is there.
set -euo pipefail

packages_by_command=(
  dockerd:docker.io
  iptables:iptables
  debootstrap:debootstrap
  xz:xz-utils
  java:openjdk-17-jre-headless
  mvn:maven
  git:git
  openssl:openssl
  chromium:chromium
)

node_major=$(node --print 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if ((node_major < 20)) || ! command -v npm >/dev/null; then
  echo "packages: Node 20 or newer and npm must be on the path: the distribution's own is too old to be installed here" >&2
  exit 1
fi

missing=()
for entry in "${packages_by_command[@]}"; do
  command -v "${entry%%:*}" >/dev/null || missing+=("${entry#*:}")
done
if ((${#missing[@]} == 0)); then
  echo 'packages: all there'
  exit
fi

if ((EUID != 0)); then
  echo "packages: not root, so these cannot be installed here: ${missing[*]}" >&2
  exit 1
fi

echo "packages: installing ${missing[*]}"
exec 9>/run/lock/troupe-ci-packages.lock
flock --timeout 900 9
export DEBIAN_FRONTEND=noninteractive
# A broken third-party source must not stop us: whether the packages can be had shows in the next line.
apt-get -o Acquire::Retries=3 update || echo 'packages: apt-get update had errors; going on with what it has'
# The package would start its service where there is an init system; whether that is wanted is decided by engine.sh.
apt-get -o Acquire::Retries=3 -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends "${missing[@]}" 9>&-
