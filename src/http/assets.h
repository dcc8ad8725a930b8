/* Files that are inside the program: the built web front end and the API description.
 *
 * The table is made at build time by embed.c; it is sorted by path. */
#pragma once

#include "base/base.h"

struct asset {
	const char *path; /* "/index.html", "/assets/main-3f2a.js", "/api/v1/openapi.yaml" */
	const char *type; /* Content-Type */
	const char *hash; /* hex SHA-256 of the body */
	struct slice body, gzip; /* gzip.len 0: it would not be smaller */
};

/* The table that embed.c made. */
const struct asset *assets_all(size_t *ret_count);

/* NULL when there is none of that path. */
const struct asset *assets_find(const char *path);

struct http_assets;
struct http_page;
struct http_target;

/* A page for each asset outside /api. Assets under /assets/ carry a hash in their name and never change;
 * the others are asked for again each time. Without an index.html a page says how to build one. */
struct http_assets *http_assets_new(void);
void http_assets_free(struct http_assets *assets);

/* The page of a path; of the front end's start page when the path is one of its own (no file extension, not
 * under /api or /assets); NULL when there is nothing. A borrowed reference. */
struct http_page *http_assets_find(const struct http_assets *assets, const struct http_target *target);
