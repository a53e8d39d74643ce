#!/bin/bash
# Prepares the data folder on the first start, then becomes the server. Nothing listens until the database is complete:
# it is made in single-user mode, so a health check can never meet a half-made one.
set -euo pipefail

if [[ $1 == postgres && $(id -u) == 0 ]]; then
  install -d -m 0700 -o postgres -g postgres "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [[ $1 == postgres && ! -s $PGDATA/PG_VERSION ]]; then
  : "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD: the superuser of the new database gets it}"
  user=${POSTGRES_USER:-postgres}
  database=${POSTGRES_DB:-$user}
  initdb --pgdata="$PGDATA" --username="$user" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --no-sync --encoding=UTF8 --locale=C.UTF-8 --auth-local=trust --auth-host=scram-sha-256 \
    --set=listen_addresses='*' --set=max_connections=400 --set=unix_socket_directories=/var/run/postgresql
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  if [[ $database != postgres ]]; then
    postgres --single -D "$PGDATA" postgres <<<"CREATE DATABASE \"${database//\"/\"\"}\""
  fi
fi
exec "$@"
