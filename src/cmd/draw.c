/* A draw is a folder of texts; lib/judging decides, here they are read, written once and never over another.
 * The shell check is made for the draw at hand: it uses sha256sum, sort, sed, cut, fold, awk and nothing of ours. */
#include "judging/draw.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/input.h"
#include "cmd/output.h"
#include "judging/drand.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FILE_LIMIT_BYTES = 16 << 20, LEAD_MS = 10 * 60 * 1000 };

/* A file of the folder; ret->at is NULL when it is not there. */
static bool read_optional(struct invocation *in, const char *dir, const char *name, struct slice *ret, struct err *err)
{
	struct err why = {0};
	*ret = (struct slice){0};
	if (input_read(arena_printf(in->arena, "%s/%s", dir, name), FILE_LIMIT_BYTES, in->arena, ret, &why))
		return true;
	if (why.kind == ERR_NOT_FOUND)
		return true;
	*err = why;
	return false;
}

static bool read_folder(struct invocation *in, struct draw_files *files, struct err *err)
{
	const char *dir = in->operands[0];
	if (access(dir, F_OK) != 0)
		return fail(err, ERR_NOT_FOUND, "file.missing", "There is no folder “%s”.", dir);
	return read_optional(in, dir, "pool.txt", &files->pool, err) &&
		read_optional(in, dir, "draw.txt", &files->announcement, err) &&
		read_optional(in, dir, "beacon.txt", &files->beacon, err) &&
		read_optional(in, dir, "commitments.txt", &files->commitments, err) &&
		read_optional(in, dir, "reveals.txt", &files->reveals, err);
}

static bool write_all(int fd, const struct buf *text)
{
	for (size_t done = 0; done < text->len;) {
		ssize_t n = write(fd, text->at + done, text->len - done);
		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd) == 0;
}

/* Whole or not at all: under another name first. The caller has seen that the file is not there. */
static bool write_file(struct invocation *in, const char *path, const struct buf *text, struct err *err)
{
	const char *partial = arena_printf(in->arena, "%s.partial", path);
	int fd = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool written = fd >= 0 && write_all(fd, text);
	int error = errno;
	if (fd >= 0 && close(fd) != 0 && written) {
		written = false;
		error = errno;
	}
	if (written && rename(partial, path) == 0)
		return true;
	if (written)
		error = errno;
	if (fd >= 0)
		unlink(partial);
	return fail(err, ERR_IO, "draw.write", "“%s” can't be written: %s.", path, strerror(error));
}

static bool same(struct slice a, const struct buf *b)
{
	return a.len == b->len && memcmp(a.at, buf_str(b), a.len) == 0;
}

static bool read_number(const char *text, int64_t *ret, struct err *err)
{
	if (lines_number((struct slice){text, strlen(text)}, DRAW_NUMBER_MAX, ret))
		return true;
	return fail(err, ERR_INPUT, "usage.number", "“%s” is no draw's number: 1, 2, 3 …", text);
}

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A round that is out already could have been chosen for its outcome. */
static bool read_round(const struct invocation *in, int64_t *ret, struct err *err)
{
	const char *at = option_get(in, "beacon-at");
	int64_t at_ms;
	if (!at == !option_has(in, "no-beacon"))
		return fail(err, ERR_INPUT, "usage.beacon", "Give --beacon-at TIME or --no-beacon.");
	if (!at)
		return true;
	if (!time_parse(at, 0, &at_ms))
		return fail(err, ERR_INPUT, "usage.beacon", "“%s” is no time such as 2026-05-01T18:00+08:00.", at);
	if (!drand_round_at(at_ms, ret, err))
		return false;
	if (drand_time_ms(*ret) <= now_ms())
		return fail(err, ERR_INPUT, "draw.past", "Round %" PRId64 " of the beacon is out already; name a moment ahead.",
			*ret);
	return true;
}

static bool read_options(struct invocation *in, struct draw_announcement *a, struct err *err)
{
	const char *contest = option_get(in, "contest"), *number = option_get(in, "number");
	const char *purpose = option_get(in, "purpose");
	if (!contest || !number || !purpose)
		return fail(err, ERR_INPUT, "usage.option", "“draw announce” needs --contest, --number and --purpose.");
	a->contest = contest;
	a->purpose = purpose;
	a->hall = option_has(in, "hall");
	return read_number(number, &a->number, err) && read_round(in, &a->round, err);
}

static bool fill_from_folder(struct invocation *in, const struct draw_files *files, struct draw_announcement *a,
	struct err *err)
{
	struct draw_pool pool;
	if (!files->pool.at)
		return fail(err, ERR_NOT_FOUND, "draw.missing", "There is no pool.txt in “%s”.", in->operands[0]);
	if (!draw_pool_read(files->pool, in->arena, &pool, err))
		return false;
	a->pool_sha = pool.sha;
	a->pool_lines = (int64_t)pool.ids.count;
	if (!a->hall)
		return true;
	if (!files->commitments.at || !files->reveals.at)
		return fail(err, ERR_NOT_FOUND, "draw.missing", "--hall needs commitments.txt and reveals.txt in “%s”.",
			in->operands[0]);
	return draw_hall_read(files->commitments, files->reveals, in->arena, &a->hall_sha, err);
}

static void tell_announced(const struct invocation *in, const struct draw_announcement *a, const char *sha)
{
	char at[TIME_TEXT], fallback[TIME_TEXT];
	output_note(in, "Wrote %s/draw.txt, SHA-256 %s.", in->operands[0], sha);
	if (!a->round)
		return;
	int64_t later = a->round + DRAND_FALLBACK_ROUNDS;
	output_note(in, "Publish it before round %" PRId64 " comes out at %s; should that round fail, round %" PRId64
		" of %s counts.", a->round, time_format(drand_time_ms(a->round), at), later,
		time_format(drand_time_ms(later), fallback));
	if (drand_time_ms(a->round) < now_ms() + LEAD_MS)
		output_note(in, "That is less than ten minutes from now: hardly time to publish.");
}

static void print_announced(const struct invocation *in, const struct draw_announcement *a, const struct buf *text)
{
	char sha[SHA_HEX], at[TIME_TEXT];
	struct sha sum = sha256(text->at, text->len);
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	tell_announced(in, a, sha_hex(&sum, sha));
	if (!in->json) {
		output_text(text);
		return;
	}
	json_open(&w, NULL, '{');
	json_put_string(&w, "announcement_sha256", sha);
	if (a->round) {
		json_put_int(&w, "round", a->round);
		json_put_string(&w, "round_at", time_format(drand_time_ms(a->round), at));
		json_put_int(&w, "fallback_round", a->round + DRAND_FALLBACK_ROUNDS);
	}
	json_close(&w, '}');
	output_text(&out);
}

bool cmd_draw_announce(struct invocation *in, struct err *err)
{
	struct draw_files files;
	struct draw_announcement a = {0};
	CLEANUP(buf_done) struct buf text = {0};
	if (!read_options(in, &a, err) || !draw_announcement_check(&a, err) || !read_folder(in, &files, err) ||
		!fill_from_folder(in, &files, &a, err))
		return false;
	draw_announcement_write(&a, &text);
	if (files.announcement.at && !same(files.announcement, &text))
		return fail(err, ERR_CONFLICT, "draw.announced",
			"There is another draw.txt in “%s”; an announced draw is never announced anew.", in->operands[0]);
	if (!files.announcement.at &&
		!write_file(in, arena_printf(in->arena, "%s/draw.txt", in->operands[0]), &text, err))
		return false;
	print_announced(in, &a, &text);
	return true;
}

static void put_shell(const struct draw *d, struct buf *out)
{
	buf_puts(out, "h() { sha256sum | cut -c1-64; }\n"
		"eq() { if [ \"$2\" = \"$3\" ]; then echo \"$1: equal\"; else echo \"$1: DIFFERENT\"; fi; }\n"
		"of() { sed -n \"s/^$1 //p\" \"$2\"; }\n"
		"eq 'pool, sorted' \"$(LC_ALL=C sort -u pool.txt)\" \"$(cat pool.txt)\"\n"
		"eq 'pool, announced' \"$(h < pool.txt)\" \"$(of pool-sha256 draw.txt)\"\n");
	if (d->announcement.hall)
		buf_puts(out, "eq 'reveals, sorted' \"$(LC_ALL=C sort -u reveals.txt)\" \"$(cat reveals.txt)\"\n"
			"eq 'reveals, announced' \"$(h < reveals.txt)\" \"$(of hall-entropy draw.txt)\"\n"
			"C=$(while IFS= read -r line; do printf %s \"$line\" | h; done < reveals.txt | LC_ALL=C sort)\n"
			"eq 'reveals, committed' \"$C\" \"$(cat commitments.txt)\"\n");
	buf_puts(out, "A=$(h < draw.txt)\n");
	const char *round = d->round == d->announcement.round ? "$(of round beacon.txt)" : "$(($(of round beacon.txt) - 28800))";
	if (d->round)
		buf_printf(out, "eq 'beacon, round' \"drand " DRAND_CHAIN " round %s\" \"$(of beacon draw.txt)\"\n", round);
	if (d->round)
		buf_puts(out, "RND=$(for b in $(of signature beacon.txt | fold -w 2); do printf \"\\\\$(printf %03o \"0x$b\")\"; done | h)\n");
	else
		buf_puts(out, "RND=$(printf %064d 0)\n");
	buf_puts(out, "SEED=$(printf %s \"$A:$RND\" | h)\n"
		"keys() { while IFS= read -r id; do printf '%s  %s\\n' \"$(printf %s \"$SEED:$id\" | h)\" \"$id\"; done < pool.txt; }\n"
		"ORDER=$(keys | LC_ALL=C sort | cut -c67- | awk '{ print NR \" \" $0 }')\n"
		"eq seed \"$SEED\" \"$(of seed order.txt)\"\n"
		"eq order \"$ORDER\" \"$(sed 1,4d order.txt)\"\n"
		"printf '%s\\n' \"$ORDER\"\n");
}

static void print_json(const struct draw *d, const char *shell)
{
	char seed[SHA_HEX];
	CLEANUP(buf_done) struct buf out = {0};
	struct json_writer w = json_writer(&out);
	json_open(&w, NULL, '{');
	json_put_string(&w, "contest", d->announcement.contest);
	json_put_int(&w, "draw", d->announcement.number);
	json_put_string(&w, "purpose", d->announcement.purpose);
	json_put_string(&w, "seed", sha_hex(&d->seed, seed));
	json_open(&w, "order", '[');
	for (size_t i = 0; i < d->count; i++)
		json_put_string(&w, NULL, d->places[i].id);
	json_close(&w, ']');
	if (shell)
		json_put_string(&w, "shell", shell);
	json_close(&w, '}');
	output_text(&out);
}

/* What was computed against what order.txt says. */
static bool compare_order(struct slice existing, const struct buf *computed, struct err *err)
{
	return same(existing, computed) ||
		fail(err, ERR_PROOF, "draw.differs", "order.txt is not what pool.txt, draw.txt and the randomness give.");
}

bool cmd_draw_make(struct invocation *in, struct err *err)
{
	struct draw_files files;
	struct draw draw;
	struct slice existing;
	CLEANUP(buf_done) struct buf text = {0};
	if (!read_folder(in, &files, err) || !draw_make(&files, in->arena, &draw, err) ||
		!read_optional(in, in->operands[0], "order.txt", &existing, err))
		return false;
	draw_write(&draw, &text);
	if (existing.at && !compare_order(existing, &text, err))
		return false;
	const char *path = arena_printf(in->arena, "%s/order.txt", in->operands[0]);
	if (!existing.at && !write_file(in, path, &text, err))
		return false;
	output_note(in, "%s %s; anyone may run “leitai draw check %s”.", existing.at ? "It was there already, equal:" : "Wrote",
		path, in->operands[0]);
	if (in->json)
		print_json(&draw, NULL);
	else
		output_text(&text);
	return true;
}

/* For whoever checks, a file that reads otherwise than it must is a draw that does not hold. */
static bool does_not_hold(const struct err *why, struct err *err)
{
	enum err_kind kind = why->kind == ERR_INPUT || why->kind == ERR_LIMIT ? ERR_PROOF : why->kind;
	return fail(err, kind, why->code, "%s", why->message);
}

static void print_check(const struct draw *d, const struct buf *shell)
{
	char seed[SHA_HEX];
	CLEANUP(buf_done) struct buf out = {0};
	buf_printf(&out, "The draw holds: %s, draw %" PRId64 " (%s), %zu drawn, seed %s.\n", d->announcement.contest,
		d->announcement.number, d->announcement.purpose, d->count, sha_hex(&d->seed, seed));
	if (d->round)
		buf_printf(&out, "The signature is drand's for round %" PRId64 ".\n", d->round);
	if (d->round != d->announcement.round)
		buf_printf(&out, "That is the fallback: round %" PRId64 " must never have come out. Ask any drand node: /" DRAND_CHAIN
			"/public/%" PRId64 "\n", d->announcement.round, d->announcement.round);
	buf_puts(&out, "The same without this program, in that folder:\n\n");
	for (const char *at = buf_str(shell); *at;) {
		int len = (int)strcspn(at, "\n");
		buf_printf(&out, "\t%.*s\n", len, at);
		at += len + 1;
	}
	output_text(&out);
}

bool cmd_draw_check(struct invocation *in, struct err *err)
{
	struct draw_files files;
	struct draw draw;
	struct slice existing;
	struct err why = {0};
	CLEANUP(buf_done) struct buf text = {0}, shell = {0};
	if (!read_folder(in, &files, err) || !read_optional(in, in->operands[0], "order.txt", &existing, err))
		return false;
	if (!draw_make(&files, in->arena, &draw, &why))
		return does_not_hold(&why, err);
	if (!existing.at)
		return fail(err, ERR_NOT_FOUND, "draw.missing", "There is no order.txt in “%s”: “leitai draw make” writes it.",
			in->operands[0]);
	draw_write(&draw, &text);
	if (!compare_order(existing, &text, err))
		return false;
	put_shell(&draw, &shell);
	if (in->json)
		print_json(&draw, buf_str(&shell));
	else
		print_check(&draw, &shell);
	return true;
}
