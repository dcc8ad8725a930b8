#!/bin/sh
# postgres.sh COMMAND…: runs it with LEITAI_TEST_PG, the URL of a throw-away PostgreSQL cluster's
# maintenance database. The cluster lives in a temporary folder, belongs to an unprivileged user, listens
# on a Unix socket only and really syncs; it goes by its process id when the command ends, however
# (and by itself when this script is killed outright).
# Where PostgreSQL is missing, the command runs without LEITAI_TEST_PG, and LEITAI_TEST_PG_SKIP says why.
set -u

skip() {
	LEITAI_TEST_PG_SKIP=$1
	export LEITAI_TEST_PG_SKIP
	shift
	exec "$@"
}

bin=
for folder in ${LEITAI_POSTGRES_BIN:-} /usr/lib/postgresql/*/bin; do
	if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then bin=$folder; fi
done
[ -n "$bin" ] || skip "no PostgreSQL server is installed" "$@"

as_user() { exec setpriv --pdeathsig INT "$@"; }
if [ "$(id -u)" = 0 ]; then
	id postgres >/dev/null 2>&1 || skip "root may not run PostgreSQL and there is no user postgres" "$@"
	as_user() { exec setpriv --reuid=postgres --regid=postgres --init-groups --pdeathsig INT "$@"; }
fi

dir=$(mktemp -d /tmp/leitai-pg.XXXXXX) || skip "no temporary folder" "$@"
server=
child=
# shellcheck disable=SC2317 # the trap reaches it
stop() {
	trap '' INT TERM HUP
	if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null; fi
	if [ -n "$server" ]; then
		kill -QUIT "$server" 2>/dev/null
		wait "$server" 2>/dev/null
	fi
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
cd "$dir" || exit 1

# A collation that is not LC_ALL=C, so that the tests see whether ours is asked for.
(as_user "$bin/initdb" -D "$dir/data" -U leitai -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions \
	--locale-provider=icu --icu-locale=en-US) >"$dir/log" 2>&1 ||
	(rm -rf "$dir/data"; as_user "$bin/initdb" -D "$dir/data" -U leitai -A trust -E UTF8 --locale=C --no-sync) >>"$dir/log" 2>&1 || {
	cat "$dir/log" >&2
	exit 1
}
(as_user "$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=on -c max_connections=60 \
	-c shared_buffers=32MB -c autovacuum=off) >>"$dir/log" 2>&1 &
server=$!

tries=0
until "$bin/pg_isready" -q -h "$dir" -U leitai -d postgres; do
	tries=$((tries + 1))
	if [ $tries -gt 150 ] || ! kill -0 "$server" 2>/dev/null; then
		cat "$dir/log" >&2
		exit 1
	fi
	sleep 0.1
done

LEITAI_TEST_PG="postgresql://leitai@/postgres?host=$dir"
export LEITAI_TEST_PG
cd "$OLDPWD" || exit 1
"$@" &
child=$!
wait "$child"
status=$?
child=
exit $status
