#!/bin/sh
# Second step, the parent of process 1 of the run: its only child. What it says of a signal is its exit code, 128 and more.
# (`unshare --fork` would do, but it says nothing of some signals.) Its own messages are kept out of the run's.
set -u
exec 9>&2 2>/dev/null
setpriv --pdeathsig SIGKILL -- /bin/sh "$@" 2>&9 9>&-
exit $?
