# shellcheck shell=sh
# What the scripts share. Sourced after `cd` to the project's root; POSIX sh, nothing beyond a Debian base system.

set -eu

ROOT=$(pwd)
CACHE=$ROOT/build/cache
export ROOT CACHE
mkdir -p "$CACHE"

say() { printf '%s\n' "$*" >&2; }
die() { say "$(basename "$0"): $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Two by default: the contract of the slowest machine this must work on.
jobs() {
	n=$(nproc 2>/dev/null || echo 2)
	[ "$n" -le 8 ] || n=8
	echo "$n"
}

# ---- Debian packages, by what they are for

PACKAGES_build="gcc libc6-dev meson ninja-build pkg-config python3 scdoc libmicrohttpd-dev libsqlite3-dev libpq-dev \
libsodium-dev libssl-dev libyaml-dev zlib1g-dev libqrencode-dev libjansson-dev libcmocka-dev libcairo2-dev libpango1.0-dev \
libcurl4-openssl-dev"
# Beside the libraries it was linked with: Chinese glyphs for protocols on paper, the certificates of sign-in providers.
PACKAGES_run="fonts-noto-cjk ca-certificates"
PACKAGES_web="nodejs npm ca-certificates"
PACKAGES_test="clang libclang-rt-14-dev llvm binutils postgresql shellcheck bash zsh curl util-linux python3-yaml poppler-utils libzbar0"
PACKAGES_browser="chromium"
PACKAGES_bench="wrk g++ liblemon-dev r-cran-lme4"

# packages GROUP…: the names, one a line.
packages() {
	for group; do
		case $group in
		build) echo "$PACKAGES_build" ;;
		run) echo "$PACKAGES_run" ;;
		web) has_web && ! system_node_will_do && echo "$PACKAGES_web" ;;
		test) echo "$PACKAGES_test" ;;
		browser) echo "$PACKAGES_browser" ;;
		bench) echo "$PACKAGES_bench" ;;
		*) die "no such group of packages: $group" ;;
		esac
	done | tr -s ' ' '\n'
}

# missing PACKAGE…: those that are not installed, one a line.
missing() {
	for package; do
		[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
	done
}

# apt_get ARGUMENT…: as root, asking nothing, its words kept in a log.
apt_get() {
	set -- env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
	if [ "$(id -u)" != 0 ]; then
		have sudo || die "installing packages needs root: become root, install sudo, or do this yourself: $*"
		set -- sudo "$@"
	fi
	"$@" >>"$CACHE/apt.log" 2>&1 </dev/null
}

# install_packages GROUP…: touches the network only when something is missing.
install_packages() {
	# shellcheck disable=SC2046 # package names have no spaces
	set -- $(packages "$@")
	[ $# -gt 0 ] || return 0
	have dpkg-query || { say "not Debian: make sure that you have $*"; return 0; }
	# shellcheck disable=SC2046
	set -- $(missing "$@")
	[ $# -gt 0 ] || return 0
	say "installing $*"
	if apt_get update && apt_get install -y --no-install-recommends "$@"; then return 0; fi
	tail -n 20 "$CACHE/apt.log" >&2
	die "apt-get could not install: $* (is there a network?)"
}

# unpack_packages DIR PACKAGE…: their files in a folder of the cache; nothing is installed, no service started. Best effort.
unpack_packages() {
	unpacked=$1
	shift
	[ ! -d "$unpacked" ] || return 0
	have apt-get && have dpkg-deb || return 0
	say "unpacking $*"
	rm -rf "$unpacked.part" && mkdir -p "$unpacked.part/debs"
	if (cd "$unpacked.part/debs" && apt-get -q download "$@" >>"$CACHE/apt.log" 2>&1 && for deb in *.deb; do dpkg-deb -x "$deb" ..; done); then
		rm -rf "$unpacked.part/debs" && mv "$unpacked.part" "$unpacked"
	else
		say "could not be unpacked: $*; what is compared with them is left out"
	fi
}

# ---- Node, for the web build only

# Vite 8 wants ^20.19 or ≥ 22.12; Debian 12 has 18. Then this one is taken from the npm registry, by hash.
NODE_VERSION=22.23.3
NODE_SHA512_x64=a879f3e6d16c1e88ff58cfae4443558d638d8b9855be6c2b82af00e15efa2a9b95340738fa3c0af31e20c1ba1b13d06d1cd83f00a476e7cdde628acb17f73b9e
NODE_SHA512_arm64=9770c01d9adeca5a3ea7d4170edb0eae31b625726a5736171c01a621034e50d01170ca694ced9c99ec1540ffb7ead8c99d213e773a4c36d816f9cde8883bd7b4

has_web() { [ -f "$ROOT/web/package.json" ]; }

node_will_do() {
	"$1" -e 'const [a, b] = process.versions.node.split(".").map(Number);
		process.exit(a === 20 && b >= 19 || a === 22 && b >= 12 || a > 22 ? 0 : 1)' 2>/dev/null
}

system_node_will_do() { have node && have npm && node_will_do node; }

# Puts a Node that Vite accepts on PATH, fetching it once when the system's is too old.
use_node() {
	# A browser is not among what a build needs, whichever package asks for one.
	export PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm_config_update_notifier=false
	system_node_will_do && return 0
	node_dir=$CACHE/node-$NODE_VERSION
	if [ ! -x "$node_dir/bin/node" ]; then
		case $(uname -m) in
		x86_64) node_arch=x64 node_sum=$NODE_SHA512_x64 ;;
		aarch64) node_arch=arm64 node_sum=$NODE_SHA512_arm64 ;;
		*) die "no Node ≥ 20.19 here, and none known for $(uname -m)" ;;
		esac
		say "fetching Node $NODE_VERSION for the web build"
		rm -rf "$node_dir.part" && mkdir -p "$node_dir.part"
		(cd "$node_dir.part" && npm pack --silent "node-linux-$node_arch@$NODE_VERSION") >/dev/null ||
			die "Node $NODE_VERSION could not be fetched from the npm registry (is there a network?)"
		tarball=$(echo "$node_dir.part"/*.tgz)
		echo "$node_sum  $tarball" | sha512sum -c --quiet - || die "$tarball is not the Node that was asked for"
		tar -xzf "$tarball" -C "$node_dir.part" --strip-components=1 package/bin/node
		rm "$tarball" && mv "$node_dir.part" "$node_dir"
	fi
	PATH=$node_dir/bin:$PATH
	export PATH
}

# hash_of PATH…: one hash over the content and names of all files below, build products left out.
hash_of() {
	find "$@" \( -name node_modules -o -name dist -o -name .vite -o -name test-results \) -prune -o -type f -print |
		LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c1-64
}

# Installs what package-lock.json says, when it says something new. Needs use_node.
web_modules() {
	lock=$(hash_of web/package.json web/package-lock.json)
	[ "$(cat web/node_modules/.leitai-lock 2>/dev/null)" = "$lock" ] && return 0
	say "web: npm ci"
	(cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >"$CACHE/npm.log" 2>&1 || {
		tail -n 20 "$CACHE/npm.log" >&2
		die "npm ci failed (is there a network?); the whole of its output is in build/cache/npm.log"
	}
	echo "$lock" >web/node_modules/.leitai-lock
}

# Builds web/dist when web/ or the API's description changed. Needs use_node; sets nothing.
web_build() {
	now=$(hash_of web docs/api)
	[ -f web/dist/index.html ] && [ "$(cat "$CACHE/web.stamp" 2>/dev/null)" = "$now" ] && return 0
	use_node
	web_modules
	say "web: npm run build"
	(cd web && npm run --silent build) >"$CACHE/web.log" 2>&1 || {
		tail -n 30 "$CACHE/web.log" >&2
		die "the web front end does not build; the whole of the output is in build/cache/web.log"
	}
	# The build may generate sources; what counts is the state it leaves.
	hash_of web docs/api >"$CACHE/web.stamp"
}

# ---- Meson

# configure DIR OPTION…: sets up or sets up anew, only when the options or the embedded front end changed.
configure() {
	dir=$1
	shift
	web_hash=$(cat "$CACHE/web.stamp" 2>/dev/null || echo none)
	now="${CC:-cc} $* $web_hash"
	if [ ! -f "$dir/build.ninja" ]; then
		meson setup "$dir" "$@" >"$CACHE/meson.log" 2>&1
	elif [ "$(cat "$dir/.leitai-options" 2>/dev/null)" != "$now" ]; then
		meson setup --reconfigure "$dir" "$@" >"$CACHE/meson.log" 2>&1
	fi || { tail -n 20 "$CACHE/meson.log" >&2; die "meson could not set up $dir"; }
	echo "$now" >"$dir/.leitai-options"
}

# compile DIR [TARGET]: silent but for warnings and errors.
compile() {
	if ninja -C "$1" -j "$(jobs)" --quiet ${2:+"$2"} >"$CACHE/compile.log" 2>&1; then
		grep -A 5 'warning:' "$CACHE/compile.log" >&2 || :
	else
		grep -A 8 -E 'error|FAILED|undefined reference' "$CACHE/compile.log" | head -n 60 >&2
		die "$1 does not compile; the whole of the output is in build/cache/compile.log"
	fi
}

# The option that embeds the front end, when there is one.
web_option() {
	if has_web; then echo "-Dweb=$ROOT/web/dist"; else echo "-Dweb="; fi
}
