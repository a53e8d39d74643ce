#!/bin/sh
# First step of a run, still on the host: joins the cgroups of the run, bounds itself, and leaves for namespaces of its own.
# Arguments: seconds of CPU · blocks of 512 bytes of a file · open files · options of unshare · the next steps, -- ,
# the files to join by, --, what the next steps need
set -eu
seconds=$1 blocks=$2 files=$3 namespaces=$4 guard=$5 enclose=$6
shift 7
while [ "$1" != -- ]; do
  echo $$ >"$1"
  shift
done
shift
ulimit -t "$seconds"
ulimit -f "$blocks"
ulimit -n "$files"
ulimit -c 0
# The options are words of ours, to be split.
exec unshare $namespaces -- /bin/sh "$guard" "$enclose" "$@"
