#!/bin/sh
# embed.sh 0001_name.sql … > migrations.c: the migrations as C strings, in the order given.
set -eu
echo '#include "store/migrate.h"'
echo 'const struct migration migrations[] = {'
for file; do
	name=$(basename "$file" .sql)
	version=$(echo "${name%%_*}" | sed 's/^0*//')
	printf '{%s, "%s",\n' "$version" "$name"
	sed -e 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$/\\n"/' "$file"
	echo '},'
done
echo '};'
echo 'const int migration_count = sizeof(migrations) / sizeof(migrations[0]);'
