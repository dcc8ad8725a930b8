/* The request that a changing command makes. */
#pragma once

struct invocation;
struct request;

/* As actor "cli", with the key of --key (NULL: one is made). */
struct request request_of(const struct invocation *in);
