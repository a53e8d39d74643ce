#!/usr/bin/env bash
# engine.sh start: makes sure that a Docker engine answers, by starting one if none does.
# engine.sh stop:  ends the engine that an earlier `start` started, and no other.
set -euo pipefail

state=/run/troupe-ci
record=$state/dockerd # pid and start time of the engine that we started
log=$state/dockerd.log
wait_seconds=60

answers() { timeout 10 docker info >/dev/null 2>&1; }

# Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces: together with the pid it is one process for ever.
start_time() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut --delimiter ' ' --fields 20; }

is_ours() {
  local pid started
  [[ -s $record ]] && read -r pid started <"$record" && [[ $(start_time "$pid") == "$started" ]]
}

# A pid file of an engine that was cut off names a process that may be anything by now; the engine would refuse to start.
drop_stale_pid_files() {
  local file name
  for file in /run/docker.pid /run/docker/containerd/containerd.pid; do
    [[ -s $file ]] || continue
    name=$(cat "/proc/$(<"$file")/comm" 2>/dev/null || true)
    [[ $name == dockerd || $name == containerd ]] || rm -f "$file"
  done
}

launch() {
  drop_stale_pid_files
  # Published ports without a proxy process that copies every byte: it took one part in twenty of all processor time of the tests.
  # Without the descriptors of our locks: the engine may outlive this run.
  setsid dockerd --userland-proxy=false --log-opt max-size=20m --log-opt max-file=2 >"$log" 2>&1 </dev/null 7>&- 8>&- &
  local pid=$!
  echo "$pid $(start_time "$pid")" >"$record"
  for ((second = 0; second < wait_seconds; second++)); do
    if answers; then
      echo "engine: started, $(docker info --format 'version {{.ServerVersion}}, storage {{.Driver}}')"
      return
    fi
    is_ours || break
    sleep 1
  done
  echo "engine: dockerd does not answer; what it said last:" >&2
  tail --lines 20 "$log" >&2
  stop
  return 1
}

stop() {
  is_ours || return 0
  local pid
  read -r pid _ <"$record"
  kill -TERM "$pid"
  for ((second = 0; second < 30; second++)); do
    is_ours || break
    sleep 1
  done
  if is_ours; then kill -KILL "$pid"; fi
  rm -f "$record"
  echo 'engine: stopped'
}

mkdir -p "$state"
exec 7>"$state/engine.lock"
flock --timeout 300 7
case ${1:-} in
  start) if answers; then echo 'engine: one answers already'; else launch; fi ;;
  stop) stop ;;
  *)
    echo 'usage: engine.sh start|stop' >&2
    exit 2
    ;;
esac
