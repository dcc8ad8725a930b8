#!/bin/sh
# embed.sh FILE.yaml FILE.json … > rehearsals.c: definitions and their rehearsals as C strings, in pairs.
set -eu
text() {
	echo "static const char $1[] ="
	sed -e 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/^/"/; s/$/\\n"/' "$2"
	echo ';'
}
echo '#include "cmd/rehearsals.h"'
rows=
n=0
while [ $# -ge 2 ]; do
	text "definition_$n" "$1"
	text "parameters_$n" "$2"
	id=$(basename "$1" .yaml)
	rows="$rows{\"$id\", {definition_$n, sizeof definition_$n - 1}, {parameters_$n, sizeof parameters_$n - 1}},"
	n=$((n + 1))
	shift 2
done
echo "static const struct rehearsal_source sources[] = {$rows};"
echo 'const struct rehearsal_source *rehearsals(size_t *ret_count)'
echo '{'
echo '	*ret_count = sizeof sources / sizeof sources[0];'
echo '	return sources;'
echo '}'
