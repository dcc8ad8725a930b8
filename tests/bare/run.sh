#!/bin/sh
# The proof that nothing needs to be typed beforehand: a bare Debian 12 (debootstrap minbase), this checkout,
# script/run and script/test; then both again without any network. Prints what each took.
#   tests/bare/run.sh ROOT [quick|full]      as root; ROOT is made, or used again when it is there
# The mirror, the package manager's settings, certificates and npm's settings are this machine's own, copied at
# run time.
# shellcheck disable=SC2317 # the steps are called through timed()
set -eu
cd "$(dirname "$0")/../.."

[ $# -ge 1 ] || { echo "usage: $0 ROOT [quick|full]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "$0: needs root" >&2; exit 77; }

# Mounts live and die with this process.
if [ -z "${BARE_INSIDE-}" ]; then
	BARE_INSIDE=1 exec unshare --mount --propagation private -- "$0" "$@"
fi

mkdir -p "$1"
ROOT=$(cd "$1" && pwd)
LEVEL=${2:-quick}
PORT=18080
TIMES=$ROOT/times.txt

mirror() {
	cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
		grep -E '^(URIs:|deb ).*debian' | grep -v security | grep -oE '[a-z]+://[^ ]+' | head -n 1
}

make_root() {
	[ -x "$ROOT/usr/bin/apt-get" ] && [ ! -e "$ROOT/debootstrap" ] && return 0
	debootstrap --variant=minbase bookworm "$ROOT" "$(mirror)" >"$ROOT.log" 2>&1 || { tail "$ROOT.log"; exit 1; }
}

# What lets this machine reach its package mirrors. Never part of the checkout.
copy_settings() {
	cp -L /etc/resolv.conf "$ROOT/etc/resolv.conf"
	cp -L /etc/hosts "$ROOT/etc/hosts"
	grep -lE '^ *Acquire' /etc/apt/apt.conf.d/* 2>/dev/null | xargs -r cp -t "$ROOT/etc/apt/apt.conf.d"
	mkdir -p "$ROOT/usr/local/share/ca-certificates" "$ROOT/usr/etc"
	cp -r /usr/local/share/ca-certificates/. "$ROOT/usr/local/share/ca-certificates/"
	for file in /root/.npmrc /usr/etc/npmrc; do
		if [ -f "$file" ]; then cp "$file" "$ROOT$file"; fi
	done
}

# The checkout as git has it, or without its build products; what an earlier run built stays.
copy_checkout() {
	mkdir -p "$ROOT/srv/leitai"
	tar -cf - --exclude=./build --exclude=./build-* --exclude=node_modules --exclude=./web/dist --exclude=.git . |
		tar -xf - -C "$ROOT/srv/leitai"
}

mount_kernel() {
	mount -t proc proc "$ROOT/proc"
	mkdir -p "$ROOT/dev/shm" "$ROOT/dev/pts"
	mount -t tmpfs -o mode=1777 shm "$ROOT/dev/shm"
	mount -t devpts -o newinstance,ptmxmode=0666 devpts "$ROOT/dev/pts"
	mount -t tmpfs -o mode=1777 tmp "$ROOT/tmp"
}

# inside COMMAND: becomes that command, in the root, with a plain environment plus what names certificates and proxies here.
inside() {
	# shellcheck disable=SC2046 # the values hold no spaces
	exec chroot "$ROOT" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
		$(env | grep -E '^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY)=' || :) \
		sh -c "cd /srv/leitai && exec $1"
}

seconds() { date +%s; }

# timed NAME COMMAND…: notes how long it took and whether it worked.
timed() {
	name=$1
	shift
	start=$(seconds)
	if "$@"; then verdict=ok; else verdict=FAILED; fi
	printf '%-28s %6d s  %s\n' "$name" "$(($(seconds) - start))" "$verdict" | tee -a "$TIMES"
	[ "$verdict" = ok ]
}

# Starts script/run, waits until it answers, and stops it.
run_until_healthy() {
	inside "script/run --port $PORT --no-browser" >"$ROOT/run.log" 2>&1 &
	pid=$!
	healthy=no
	while kill -0 "$pid" 2>/dev/null; do
		if curl -fsS -m 5 "http://127.0.0.1:$PORT/healthz" >/dev/null 2>&1; then healthy=yes; break; fi
		sleep 0.2
	done
	if [ "$healthy" = yes ]; then
		curl -fsS -m 5 "http://127.0.0.1:$PORT/" | grep -qi '<!doctype html' || healthy=no-page
		kill -TERM "$pid"
	fi
	wait "$pid" || :
	[ "$healthy" = yes ] || { tail -n 30 "$ROOT/run.log"; echo "script/run: healthy: $healthy"; return 1; }
}

run_tests() {
	(inside "script/test $LEVEL") >"$ROOT/test.log" 2>&1 && status=0 || status=$?
	if [ "$status" != 0 ]; then tail -n 60 "$ROOT/test.log"; fi
	tail -n 1 "$ROOT/test.log"
	return "$status"
}

if [ "${BARE_OFFLINE-}" = 1 ]; then
	ip link set lo up
	failed=0
	timed "offline: script/run" run_until_healthy || failed=1
	timed "offline: script/test $LEVEL" run_tests || failed=1
	exit "$failed"
fi

: >"$TIMES"
failed=0
timed "debootstrap" make_root
copy_settings
copy_checkout
mount_kernel
timed "script/run" run_until_healthy || failed=1
timed "script/test $LEVEL" run_tests || failed=1
BARE_OFFLINE=1 unshare --net -- "$0" "$ROOT" "$LEVEL" || failed=1
echo
cat "$TIMES"
exit "$failed"
