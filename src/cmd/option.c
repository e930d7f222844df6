/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

enum {
	OPT_COLOR = CMD_LONG + 1000, /* beyond the keys of commands' own options */
	OPT_SYSROOT,
};

const struct cmd_option cmd_global_options[] = {
	{ 'J', "json", CMD_ARG_NONE, NULL, NULL, "print JSON (see scmictl-json(5))" },
	{ 'i', "instance", CMD_ARG_INSTANCE, "N|NAME", NULL,
	  "SCMI instance; sim[:FILE] is the simulated platform" },
	{ 'v', "verbose", CMD_ARG_NONE, NULL, NULL, "show more; may be repeated" },
	{ 'q', "quiet", CMD_ARG_NONE, NULL, NULL, "show less, no warnings" },
	{ 'o', "output", CMD_ARG_COLUMNS, "COL,...", NULL, "columns of the table to show" },
	{ OPT_COLOR, "color", CMD_ARG_CHOICE, "WHEN", "auto,always,never",
	  "colour: auto (on a terminal), always, never" },
	{ OPT_SYSROOT, "sysroot", CMD_ARG_DIR, "DIR", NULL,
	  "look at the tree below DIR instead of this machine" },
	{ 'h', "help", CMD_ARG_NONE, NULL, NULL, "show this help" },
	{ 'V', "version", CMD_ARG_NONE, NULL, NULL, "show the version and what is built in" },
	{ 0 }
};

static void add_options(struct cmd_parser *p, size_t *n, const struct cmd_option *options,
			bool columns)
{
	for (; options && options->key; options++) {
		char *s = p->shorts + strlen(p->shorts);

		if (options->arg == CMD_ARG_COLUMNS && !columns)
			continue;
		if (*n + 1 == CMD_MAX_OPTIONS)
			abort(); /* a table of ours has outgrown the parser */
		p->longs[(*n)++] = (struct option){
			.name = options->name,
			.has_arg = options->arg == CMD_ARG_NONE ? no_argument : required_argument,
			.val = options->key,
		};
		if (options->key < CMD_LONG) {
			*s++ = (char)options->key;
			if (options->arg != CMD_ARG_NONE)
				*s++ = ':';
			*s = '\0';
		}
	}
}

static int start(struct cmd_env *env)
{
	struct cmd_parser *p = env->parser;
	size_t n = 0;

	memset(p->longs, 0, sizeof(p->longs));
	/* '-': arguments in their order, so that "-5" can be told from an option; '+': global part */
	strcpy(p->shorts, p->stop_at_command ? "+:" : "-:");
	if (env->cmd)
		add_options(p, &n, env->cmd->options, false);
	add_options(p, &n, cmd_global_options, !env->cmd || env->cmd->columns);
	p->args = calloc((size_t)p->argc + 1, sizeof(*p->args));
	p->n_args = 0;
	optind = 0; /* both glibc and musl start anew */
	opterr = 0;
	p->started = true;
	return p->args ? 0 : -ENOMEM;
}

static bool is_negative_number(const char *text)
{
	return text[0] == '-' && isdigit((unsigned char)text[1]);
}

static const struct cmd_option *option_by_key(const struct cmd_env *env, int key)
{
	const struct cmd_option *o;

	for (o = env->cmd ? env->cmd->options : NULL; o && o->key; o++)
		if (o->key == key)
			return o;
	for (o = cmd_global_options; o->key; o++)
		if (o->key == key)
			return o;
	return NULL;
}

static bool is_choice(const char *choices, const char *text)
{
	size_t len = strlen(text);

	while (choices) {
		size_t n = strcspn(choices, ",");

		if (n == len && !strncmp(choices, text, n))
			return true;
		choices = choices[n] ? choices + n + 1 : NULL;
	}
	return false;
}

static int unknown_option(struct cmd_env *env, struct diag *diag)
{
	struct cmd_parser *p = env->parser;
	const char *names[CMD_MAX_OPTIONS + 1], *nearest, *word;
	size_t n = 0;

	if (optopt && optopt < CMD_LONG && option_by_key(env, optopt) == NULL) {
		cmd_usage(env, diag, "unknown option -%c", optopt);
		return -2;
	}
	word = p->argv[optind > 0 ? optind - 1 : 0];
	if (optopt) {
		cmd_usage(env, diag, "%.*s takes no argument", (int)strcspn(word, "="), word);
		return -2;
	}
	for (; p->longs[n].name; n++)
		names[n] = p->longs[n].name;
	names[n] = NULL;
	cmd_usage(env, diag, "unknown option %s", word);
	nearest = diag_nearest(word + (strncmp(word, "--", 2) ? 0 : 2), names);
	if (nearest)
		diag_hint(diag, "did you mean --%s?", nearest);
	return -2;
}

/* Options that every command has. Returns 0 when handled, else a status for the caller. */
static int global_option(struct cmd_env *env, int key, const char *arg, struct diag *diag)
{
	const char *bad;

	switch (key) {
	case 'J':
		env->format = env->cmd ? env->cmd->json : OUT_JSON;
		return 0;
	case 'i':
		env->instance = arg;
		return 0;
	case 'v':
		env->verbose++;
		return 0;
	case 'q':
		env->quiet = true;
		return 0;
	case 'o':
		bad = env->cmd ? out_columns_check(env->cmd->columns, arg) : NULL;
		if (bad) {
			cmd_usage(env, diag, "no column '%.*s'", (int)strcspn(bad, ","), bad);
			return -2;
		}
		env->columns = arg;
		return 0;
	case OPT_COLOR:
		env->colour = !strcmp(arg, "always") || (env->colour && strcmp(arg, "never"));
		return 0;
	case OPT_SYSROOT:
		env->sysroot = arg;
		return 0;
	case 'h':
		env->parser->help = true;
		return -2;
	case 'V':
		env->parser->version = true;
		return 0;
	}
	return key;
}

int cmd_getopt(struct cmd_env *env, const char **arg, struct diag *diag)
{
	struct cmd_parser *p = env->parser;
	const struct cmd_option *option;
	int key, ret;

	if (!p->started && start(env)) {
		diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
		return -2;
	}
	for (;;) {
		int at = optind ? optind : 1;

		if (!p->stop_at_command && at < p->argc && is_negative_number(p->argv[at])) {
			p->args[p->n_args++] = p->argv[at];
			optind = at + 1;
			continue;
		}
		key = getopt_long(p->argc, p->argv, p->shorts, p->longs, NULL);
		if (key == -1) {
			while (optind < p->argc)
				p->args[p->n_args++] = p->argv[optind++];
			return -1;
		}
		if (key == 1) {
			p->args[p->n_args++] = optarg;
			continue;
		}
		if (key == ':') {
			cmd_usage(env, diag, "%s needs an argument", p->argv[optind - 1]);
			return -2;
		}
		if (key == '?')
			return unknown_option(env, diag);
		option = option_by_key(env, key);
		if (option->choices && !is_choice(option->choices, optarg)) {
			cmd_usage(env, diag, "--%s: '%s' is none of %s", option->name, optarg,
				  option->choices);
			return -2;
		}
		ret = global_option(env, key, optarg, diag);
		if (ret) {
			*arg = optarg;
			return ret;
		}
	}
}

char *const *cmd_args(const struct cmd_env *env, size_t *n)
{
	*n = env->parser->n_args;
	return env->parser->args;
}

int cmd_number(const char *what, const char *text, unsigned long min, unsigned long max,
	       unsigned long *value, struct diag *diag)
{
	char *end;
	int base = !strncasecmp(text, "0x", 2) ? 16 : 10;

	errno = 0;
	*value = strtoul(text, &end, base);
	if (!isdigit((unsigned char)*text) || *end || end == text)
		return diag_set(diag, DIAG_USAGE, EINVAL, "%s: '%s' is not a number", what, text);
	if (errno || *value < min || *value > max)
		return diag_set(diag, DIAG_USAGE, EINVAL, "%s: %s is not within %lu to %lu", what,
				text, min, max);
	return 0;
}
