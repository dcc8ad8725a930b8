/* Errors as clients see them: RFC 9457 problem documents with a stable code. */
#pragma once

#include "base/base.h"
#include "base/err.h"
#include "http/page.h"

/* The status of an error: by its code where HTTP has a special one, else by its kind. */
int http_problem_status(const struct err *err);

/* "Not Found"; "Unknown" for a status we never send. */
const char *http_status_phrase(int status);

/* The problem document of `err` about `instance` (the path; NULL = none). Trouble of our own (ERR_IO,
 * ERR_PROOF) is told without its message, which may name files or SQL. `hints` (NULL = none) may bring allow, retry_s,
 * cookie and version. */
struct http_page *http_problem(const struct err *err, const char *instance, const struct http_answer *hints);
