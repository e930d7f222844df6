/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <scmictl/scmi.h>
#include <scmictl/sys.h>

#include "private.h"

/* What the words before the one to complete have told. */
struct completion {
	FILE *file;
	const struct cmd *cmd;
	size_t n_args; /* positional arguments before it */
	const char *vendor;
	const char *sysroot;
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	const char *prefix; /* what stands before @word in the shell's word: "--opt=" */
	const char *word;
};

static void candidate(const struct completion *c, const char *text, const char *suffix,
		      const char *help)
{
	if (!strncasecmp(text, c->word, strlen(c->word)))
		fprintf(c->file, "%s%s%s\t%s\n", c->prefix, text, suffix, help ? help : "");
}

static void lower(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

static void complete_protocols(const struct completion *c)
{
	for (size_t i = 0; scmi_protocols[i]; i++)
		candidate(c, scmi_protocols[i]->name, "", scmi_protocols[i]->title);
}

static void complete_message_table(const struct completion *c, const struct scmi_message *m)
{
	for (; m && m->name; m++) {
		size_t skip = strlen(c->protocol->prefix);
		char name[96];

		snprintf(name, sizeof(name), "%s",
			 strncmp(m->name, c->protocol->prefix, skip) ? m->name : m->name + skip);
		lower(name);
		candidate(c, name, "", m->help);
	}
}

static void complete_messages(const struct completion *c)
{
	if (!c->protocol)
		return;
	complete_message_table(c, c->protocol->messages);
	if (!c->protocol->no_common)
		complete_message_table(c, scmi_common_messages);
}

static void complete_enum(const struct completion *c, const struct scmi_enum *names)
{
	for (; names && names->name; names++)
		candidate(c, names->name, "", NULL);
}

/* FIELD=VALUE: names of fields and slices, then names of values. */
static void complete_fields(const struct completion *c)
{
	const char *equals = strchr(c->word, '=');
	struct completion value = *c;
	char prefix[128];

	if (!c->message || !c->message->request)
		return;
	if (equals) {
		snprintf(prefix, sizeof(prefix), "%.*s", (int)(equals + 1 - c->word), c->word);
		value.prefix = prefix;
		value.word = equals + 1;
	}
	for (const struct scmi_field *f = c->message->request; f->name; f++) {
		bool this = equals && strlen(f->name) == (size_t)(equals - c->word) &&
			    !strncasecmp(f->name, c->word, strlen(f->name));

		if (!equals && *f->name)
			candidate(c, f->name, "=", f->help);
		if (this)
			complete_enum(&value, f->names);
		for (const struct scmi_slice *s = f->slices; s && s->name; s++) {
			if (!*s->name)
				continue;
			if (!equals)
				candidate(c, s->name, "=", s->help);
			else if (this && s->width == 1 && !s->names)
				candidate(&value, s->name, "", s->help);
			else if (!strncasecmp(s->name, c->word, strlen(s->name)) &&
				 strlen(s->name) == (size_t)(equals - c->word))
				complete_enum(&value, s->names);
		}
	}
}

static void complete_statuses(const struct completion *c)
{
	for (int32_t status = 0; status >= SCMI_PARTIAL; status--)
		candidate(c, scmi_status_name(status), "", NULL);
}

static void complete_vendors(const struct completion *c)
{
	for (size_t i = 0; scmi_protocols[i]; i++) {
		size_t j;

		for (j = 0; scmi_protocols[i]->vendor && j < i; j++)
			if (scmi_protocols[j]->vendor &&
			    !strcmp(scmi_protocols[j]->vendor, scmi_protocols[i]->vendor))
				break;
		if (scmi_protocols[i]->vendor && j == i)
			candidate(c, scmi_protocols[i]->vendor, "", NULL);
	}
}

static void complete_instances(const struct completion *c)
{
	struct sys_instance *instances = NULL;
	size_t n = 0;

	if (!sys_instances(c->sysroot, &instances, &n, NULL, NULL))
		for (size_t i = 0; i < n; i++)
			candidate(c, instances[i].name, "", instances[i].transport);
	free(instances);
	candidate(c, "sim", "", "the simulated platform");
}

static void complete_choice(const struct completion *c, const char *choices)
{
	while (choices) {
		size_t n = strcspn(choices, ",");
		char text[64];

		snprintf(text, sizeof(text), "%.*s", (int)n, choices);
		candidate(c, text, "", NULL);
		choices = choices[n] ? choices + n + 1 : NULL;
	}
}

static void complete_columns(const struct completion *c)
{
	const char *last = strrchr(c->word, ',');
	struct completion column = *c;
	char prefix[256];

	if (last) {
		snprintf(prefix, sizeof(prefix), "%s%.*s", c->prefix, (int)(last + 1 - c->word),
			 c->word);
		column.prefix = prefix;
		column.word = last + 1;
	}
	for (const struct out_column *o = c->cmd ? c->cmd->columns : NULL; o && o->key; o++)
		candidate(&column, o->key, "", o->help);
}

static void complete_arg(const struct completion *c, enum cmd_arg kind, const char *choices)
{
	switch (kind) {
	case CMD_ARG_FILE:
		fputs(":file\t\n", c->file);
		break;
	case CMD_ARG_DIR:
		fputs(":dir\t\n", c->file);
		break;
	case CMD_ARG_PROTOCOL:
		complete_protocols(c);
		break;
	case CMD_ARG_MESSAGE:
		complete_messages(c);
		break;
	case CMD_ARG_FIELD:
		complete_fields(c);
		break;
	case CMD_ARG_STATUS:
		complete_statuses(c);
		break;
	case CMD_ARG_VENDOR:
		complete_vendors(c);
		break;
	case CMD_ARG_INSTANCE:
		complete_instances(c);
		break;
	case CMD_ARG_COLUMNS:
		complete_columns(c);
		break;
	case CMD_ARG_CHOICE:
		complete_choice(c, choices);
		break;
	case CMD_ARG_NONE:
	case CMD_ARG_TEXT:
	case CMD_ARG_NUMBER:
		break;
	}
}

static void complete_option_table(const struct completion *c, const struct cmd_option *o)
{
	for (; o && o->key; o++) {
		char text[64];

		if (o->arg == CMD_ARG_COLUMNS && c->cmd && !c->cmd->columns)
			continue;
		snprintf(text, sizeof(text), "--%s", o->name);
		candidate(c, text, "", o->help);
	}
}

/* The option that a word names; *value: its argument if the word holds it, else NULL. */
static const struct cmd_option *option_of(const struct cmd *cmd, const char *word,
					  const char **value)
{
	const struct cmd_option *tables[] = { cmd ? cmd->options : NULL, cmd_global_options };

	*value = NULL;
	for (size_t t = 0; t < 2; t++) {
		for (const struct cmd_option *o = tables[t]; o && o->key; o++) {
			size_t n = strlen(o->name);

			if (!strncmp(word, "--", 2) && !strncmp(word + 2, o->name, n) &&
			    (!word[2 + n] || word[2 + n] == '=')) {
				*value = word[2 + n] ? word + 3 + n : NULL;
				return o;
			}
			if (word[0] == '-' && word[1] == o->key) {
				*value = word[2] ? word + 2 : NULL;
				return o;
			}
		}
	}
	return NULL;
}

/* The kind of the positional argument number @n; the last kind repeats. */
static enum cmd_arg arg_kind(const struct cmd *cmd, size_t n)
{
	const enum cmd_arg *args = cmd->args;

	if (!args)
		return CMD_ARG_NONE;
	for (size_t i = 0; i < n && args[0] != CMD_ARG_NONE && args[1] != CMD_ARG_NONE; i++)
		args++;
	return *args;
}

/* Takes in a positional argument that stands before the word to complete. */
static void take_arg(struct completion *c, const char *word)
{
	enum cmd_arg kind = arg_kind(c->cmd, c->n_args++);
	uint8_t id;

	if (kind == CMD_ARG_PROTOCOL)
		scmi_protocol_parse(word, c->vendor, NULL, &id, &c->protocol, NULL);
	else if (kind == CMD_ARG_MESSAGE)
		scmi_message_parse(c->protocol, word, 0, &id, &c->message, NULL);
}

/* Names of commands; of those with two words the one that is due. */
static void complete_commands(const struct completion *c, const char *first)
{
	for (size_t i = 0; cmd_all[i]; i++) {
		const char *name = cmd_all[i]->name;
		const char *space = strchr(name, ' ');
		char text[32];

		if (first) {
			size_t n = strlen(first);

			if (!strncmp(name, first, n) && name[n] == ' ')
				candidate(c, name + n + 1, "", cmd_all[i]->summary);
			continue;
		}
		snprintf(text, sizeof(text), "%.*s", (int)(space ? space - name : 31), name);
		if (i && space && !strncmp(cmd_all[i - 1]->name, name, (size_t)(space - name) + 1))
			continue;
		candidate(c, text, "", cmd_all[i]->summary);
	}
}

void cmd_complete(FILE *file, int argc, char **argv)
{
	struct completion c = { .file = file, .prefix = "", .word = "", .sysroot = "" };
	const char *first = NULL, *value;
	const struct cmd_option *option;
	bool options_end = false;
	int words;

	if (!argc)
		return;
	c.word = argv[argc - 1];
	for (int i = 0; i < argc - 1; i++) {
		option = options_end || argv[i][0] != '-' ? NULL
							  : option_of(c.cmd, argv[i], &value);
		if (option && option->arg != CMD_ARG_NONE) {
			if (!value && i + 1 == argc - 1) {
				complete_arg(&c, option->arg, option->choices);
				return;
			}
			value = value ? value : argv[++i];
			if (option->arg == CMD_ARG_VENDOR)
				c.vendor = value;
			else if (!strcmp(option->name, "sysroot"))
				c.sysroot = value;
		} else if (!options_end && !strcmp(argv[i], "--")) {
			options_end = true;
		} else if (option) {
			continue;
		} else if (c.cmd) {
			take_arg(&c, argv[i]);
		} else {
			char *name[] = { (char *)(first ? first : argv[i]), argv[i] };
			bool partial;

			c.cmd = cmd_find(first ? 2 : 1, name, &words, &partial);
			first = argv[i];
		}
	}
	if (!options_end && c.word[0] == '-') {
		option = option_of(c.cmd, c.word, &value);
		if (option && value && option->arg != CMD_ARG_NONE && c.word[1] == '-') {
			char prefix[64];

			snprintf(prefix, sizeof(prefix), "--%s=", option->name);
			c.prefix = prefix;
			c.word = value;
			complete_arg(&c, option->arg, option->choices);
			return;
		}
		if (c.cmd)
			complete_option_table(&c, c.cmd->options);
		complete_option_table(&c, cmd_global_options);
	} else if (c.cmd) {
		complete_arg(&c, arg_kind(c.cmd, c.n_args), NULL);
	} else {
		complete_commands(&c, first);
	}
}
