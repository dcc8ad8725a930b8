/* Two passes: the first walks the words until they make a command's path,
 * stepping over options (and the values of common ones); the second reads
 * everything else against the options which that command declares. */
#include "cmd/options.h"

#include "base/arena.h"
#include "base/str.h"
#include "cmd/command.h"

#include <string.h>

enum { PATH_WORDS = 2, SPECS_MAX = 32, WORD_BYTES = 4096 };

const struct option_spec *options_common(void)
{
	static const struct option_spec specs[] = {
		{"json", NULL, "answer in JSON, errors too"},
		{"quiet", NULL, "say nothing but results and errors"},
		{"help", NULL, "show this help"},
		{0},
	};
	return specs;
}

const struct option_spec *options_store(void)
{
	static const struct option_spec specs[] = {
		{"data", "DIR", "data directory (LEITAI_DATA; ~/.local/share/leitai)"},
		{"db", "URL", "sqlite:PATH or postgresql://… (LEITAI_DB; leitai.db in the data directory)"},
		{0},
	};
	return specs;
}

const struct option_spec *options_key(void)
{
	static const struct option_spec specs[] = {
		{"key", "REQ", "idempotency key: the same key again changes nothing and succeeds"},
		{0},
	};
	return specs;
}

/* Every option that a command takes, common ones last; with `command` NULL those that any may take. */
static size_t collect_specs(const struct command *command, const struct option_spec **ret_specs)
{
	const struct option_spec *sets[] = {
		command ? command->options : NULL,
		!command || command->needs & NEEDS_STORE ? options_store() : NULL,
		!command || command->needs & NEEDS_KEY ? options_key() : NULL,
		options_common(),
	};
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(sets); i++)
		for (const struct option_spec *s = sets[i]; s && s->name && n < SPECS_MAX; s++)
			ret_specs[n++] = s;
	return n;
}

static bool is_option(const char *arg)
{
	return arg[0] == '-' && arg[1] != '\0';
}

/* The long name of an option as typed, without dashes and "=value". */
static const char *option_name(const char *arg, struct arena *arena)
{
	if (str_eq(arg, "-h"))
		return "help";
	if (str_eq(arg, "-q"))
		return "quiet";
	if (str_eq(arg, "-V"))
		return "version";
	const char *name = arg + strspn(arg, "-");
	return arena_strndup(arena, name, strcspn(name, "="));
}

static const struct option_spec *find_spec(const struct option_spec *const *specs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(specs[i]->name, name))
			return specs[i];
	return NULL;
}

struct words {
	const char *text[PATH_WORDS];
	int at[PATH_WORDS]; /* in argv */
	size_t count;
};

/* The first words of the line that are no options. */
static struct words first_words(int argc, char **argv, struct arena *arena)
{
	struct words words = {0};
	const struct option_spec *specs[SPECS_MAX];
	size_t n = collect_specs(NULL, specs);
	for (int i = 1; i < argc && words.count < PATH_WORDS; i++) {
		if (str_eq(argv[i], "--"))
			break;
		if (!is_option(argv[i])) {
			words.at[words.count] = i;
			words.text[words.count++] = argv[i];
			continue;
		}
		const struct option_spec *spec = find_spec(specs, n, option_name(argv[i], arena));
		if (spec && spec->value && !strchr(argv[i], '='))
			i++;
	}
	return words;
}

static bool unknown_option(const char *name, const struct option_spec *const *specs, size_t n,
	const struct invocation *in, struct err *err)
{
	const char *names[SPECS_MAX];
	for (size_t i = 0; i < n; i++)
		names[i] = specs[i]->name;
	const char *nearest = str_nearest(name, names, n);
	const char *path = in->command ? in->command->path : "leitai";
	if (nearest)
		return fail(err, ERR_INPUT, "usage.option", "“%s” has no option --%s; did you mean --%s?", path, name,
			nearest);
	return fail(err, ERR_INPUT, "usage.option", "“%s” has no option --%s; see --help.", path, name);
}

/* Reads argv[*i] and, where the option takes one, its value. */
static bool read_option(int argc, char **argv, int *i, struct invocation *in, bool *ret_help, struct err *err)
{
	const struct option_spec *specs[SPECS_MAX];
	size_t n = collect_specs(in->command, specs);
	const char *name = option_name(argv[*i], in->arena);
	const struct option_spec *spec = find_spec(specs, n, name);
	if (!spec)
		return unknown_option(name, specs, n, in, err);
	const char *value = strchr(argv[*i], '=');
	if (value)
		value++;
	if (value && !spec->value)
		return fail(err, ERR_INPUT, "usage.value", "--%s takes no value.", name);
	if (spec->value && !value) {
		if (*i + 1 >= argc)
			return fail(err, ERR_INPUT, "usage.value", "--%s needs a value: --%s %s.", name, name, spec->value);
		value = argv[++*i];
	}
	if (spec->value && !spec->repeats && option_has(in, name))
		return fail(err, ERR_INPUT, "usage.twice", "--%s is given twice.", name);
	in->values[in->value_count++] = (struct option_value){spec, value};
	in->json |= str_eq(name, "json");
	in->quiet |= str_eq(name, "quiet");
	*ret_help |= str_eq(name, "help");
	return true;
}

/* "FILE… [DIR]" → how few and how many operands it allows. */
static void count_operands(const char *form, size_t *ret_least, size_t *ret_most)
{
	*ret_least = *ret_most = 0;
	for (const char *at = form; *at;) {
		size_t len = strcspn(at, " ");
		const char *dots = strstr(at, "…");
		bool many = dots && dots < at + len;
		*ret_least += at[0] != '[';
		*ret_most = many ? SIZE_MAX : *ret_most == SIZE_MAX ? SIZE_MAX : *ret_most + 1;
		at += len;
		at += strspn(at, " ");
	}
}

static bool check_operands(const struct invocation *in, struct err *err)
{
	size_t least, most;
	count_operands(in->command->operands, &least, &most);
	if (in->operand_count < least)
		return fail(err, ERR_INPUT, "usage.operand", "Too few operands; usage: leitai %s %s", in->command->path,
			in->command->operands);
	if (in->operand_count > most)
		return fail(err, ERR_INPUT, "usage.operand", "“%s” is one operand too many; usage: leitai %s%s%s",
			in->operands[most], in->command->path, *in->command->operands ? " " : "",
			in->command->operands);
	return true;
}

/* What --json, --quiet and --help ask for, wherever they stand: errors must come out right, too. */
static bool scan_switches(int argc, char **argv, struct invocation *in, bool *ret_version)
{
	bool help = false;
	for (int i = 1; i < argc && !str_eq(argv[i], "--"); i++) {
		in->json |= str_eq(argv[i], "--json");
		in->quiet |= str_eq(argv[i], "--quiet") || str_eq(argv[i], "-q");
		help |= str_eq(argv[i], "--help") || str_eq(argv[i], "-h");
		*ret_version |= str_eq(argv[i], "--version") || str_eq(argv[i], "-V");
	}
	return help;
}

/* Words travel into JSON answers and ledger records: they must be text, and no novels. */
static bool check_words(int argc, char **argv, struct err *err)
{
	for (int i = 1; i < argc; i++) {
		size_t len = strlen(argv[i]);
		if (len > WORD_BYTES)
			return fail(err, ERR_INPUT, "usage.length", "Word %d of the command line has %zu bytes; %d are the most.",
				i, len, WORD_BYTES);
		if (utf8_valid_len(argv[i], len) != len)
			return fail(err, ERR_INPUT, "usage.encoding", "Word %d of the command line is not UTF-8.", i);
	}
	return true;
}

static bool read_rest(int argc, char **argv, const struct words *words, size_t used, struct invocation *in,
	bool *ret_help, struct err *err)
{
	bool options_ended = false;
	for (int i = 1; i < argc; i++) {
		if ((used > 0 && i == words->at[0]) || (used > 1 && i == words->at[1]))
			continue;
		if (!options_ended && str_eq(argv[i], "--"))
			options_ended = true;
		else if (options_ended || !is_option(argv[i]))
			in->operands[in->operand_count++] = argv[i];
		else if (!read_option(argc, argv, &i, in, ret_help, err))
			return false;
	}
	return true;
}

bool options_read(int argc, char **argv, struct invocation *in, enum options_kind *ret_kind, struct err *err)
{
	in->operands = ARENA_ARRAY(in->arena, (size_t)argc, const char *);
	in->values = ARENA_ARRAY(in->arena, (size_t)argc, struct option_value);
	bool version = false;
	bool help = scan_switches(argc, argv, in, &version);
	if (!check_words(argc, argv, err))
		return false;
	struct words words = first_words(argc, argv, in->arena);
	size_t used = 0;
	in->command = command_find(words.text, words.count, &used);
	if (!in->command && words.count == 0) {
		*ret_kind = version ? OPTIONS_VERSION : OPTIONS_HELP;
		if (version || help || argc == 1)
			return true;
		return read_rest(argc, argv, &words, 0, in, &help, err);
	}
	if (!in->command && help && command_is_noun(words.text[0])) {
		in->operands[in->operand_count++] = words.text[0];
		*ret_kind = OPTIONS_HELP;
		return true;
	}
	if (!in->command)
		return command_unknown(words.text, words.count, err);
	*ret_kind = help ? OPTIONS_HELP : OPTIONS_RUN;
	if (help)
		return true;
	return read_rest(argc, argv, &words, used, in, &help, err) && check_operands(in, err);
}

static const struct option_value *find_value(const struct invocation *in, const char *name)
{
	const struct option_value *found = NULL;
	for (size_t i = 0; i < in->value_count; i++)
		if (str_eq(in->values[i].spec->name, name))
			found = &in->values[i];
	return found;
}

const char *option_get(const struct invocation *in, const char *name)
{
	const struct option_value *v = find_value(in, name);
	return v ? v->value : NULL;
}

bool option_has(const struct invocation *in, const char *name)
{
	return find_value(in, name) != NULL;
}
