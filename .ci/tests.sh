#!/usr/bin/env bash
# tests.sh embedded|docker <report folder>: all specs on servers of that kind. Fails also when they ran on another kind.
set -euo pipefail

kind=$1
export TROUPE_STACK=$kind TROUPE_TEST_REPORT_DIR=$2
mkdir -p "$2"
output=$2/output.log

status=0
npm test 2>&1 | tee "$output" || status=$?
if ! grep --quiet "integration tests use: kafka $kind.*registry $kind.*database $kind" "$output"; then
  echo "tests: the integration tests did not run on $kind servers: their line 'integration tests use: …' is missing or names others" >&2
  status=1
fi
exit "$status"
