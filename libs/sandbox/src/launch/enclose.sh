#!/bin/sh
# Third step, process 1 of the run: builds the root that the run sees, leaves the old one, gives up every right, and
# becomes Node. Arguments: the prepared root · Node · the folder of code · uid and gid · bytes of scratch · for Node
set -eu
root=$1 node=$2 code=$3 user=$4 scratch=$5
shift 5
echo sandbox >/proc/sys/kernel/hostname || :
mount --bind "$root" "$root"
mount -o remount,bind,ro,nosuid,nodev "$root"
mount -o bind,ro,nosuid,nodev "$node" "$root/bin/node"
mount -o bind,ro,nosuid,nodev "$code" "$root/work"
mount -t tmpfs -o "size=$scratch,mode=1777,nosuid,nodev,noexec" scratch "$root/tmp"
# umount asks /proc what is mounted: it is there as long as that takes.
mount -t proc -o nosuid,nodev,noexec,subset=pid proc "$root/proc"
cd "$root"
pivot_root . old
/bin/umount -l /old /proc
cd /work
unset PATH PWD OLDPWD
exec /bin/setpriv --reuid "$user" --regid "$user" --clear-groups --inh-caps=-all --bounding-set=-all \
  --no-new-privs --pdeathsig SIGKILL -- /bin/node "$@"
