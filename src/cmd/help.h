/* Help texts, made from the command table. */
#pragma once

struct buf;
struct command;

/* Everything at a glance. */
void help_overview(struct buf *out);

/* The commands of one noun. */
void help_noun(const char *noun, struct buf *out);

/* One command: usage, what it does, its options. */
void help_command(const struct command *command, struct buf *out);
