/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "private.h"

static void print_option(FILE *file, const struct cmd_option *o)
{
	char text[64];

	snprintf(text, sizeof(text), "%c%c%s--%s%s%s", o->key < CMD_LONG ? '-' : ' ',
		 o->key < CMD_LONG ? o->key : ' ', o->key < CMD_LONG ? ", " : "  ", o->name,
		 o->metavar ? " " : "", o->metavar ? o->metavar : "");
	if (strlen(text) > 26)
		fprintf(file, "  %s\n  %-26s  %s\n", text, "", o->help);
	else
		fprintf(file, "  %-26s  %s\n", text, o->help);
}

static void print_options(FILE *file, const struct cmd_option *options, bool columns)
{
	for (; options && options->key; options++)
		if (options->arg != CMD_ARG_COLUMNS || columns)
			print_option(file, options);
}

void cmd_print_paragraphs(FILE *file, const char *indent, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n"), fits = len;

		if (len > 80 && *text != ' ') {
			for (fits = 80; fits && text[fits] != ' '; fits--)
				;
			fits = fits ? fits : len;
		}
		fprintf(file, "%s%.*s\n", indent, (int)fits, text);
		text += fits + (text[fits] != '\0');
	}
}

void cmd_help_group(FILE *file, const char *first)
{
	size_t len = strlen(first);

	fprintf(file, "Usage: scmictl %s COMMAND [OPTIONS] [ARGS]\n\n", first);
	for (size_t i = 0; cmd_all[i]; i++)
		if (!strncmp(cmd_all[i]->name, first, len) && cmd_all[i]->name[len] == ' ')
			fprintf(file, "  %-18s  %s\n", cmd_all[i]->name, cmd_all[i]->summary);
	fprintf(file, "\nSee scmictl %s COMMAND --help.\n", first);
}

void cmd_help_all(FILE *file)
{
	const char *group = "";

	fputs("Usage: scmictl [GLOBAL OPTIONS] COMMAND [OPTIONS] [ARGS]\n\n"
	      "Talk to a platform over Arm SCMI (System Control and Management Interface).\n",
	      file);
	for (size_t i = 0; cmd_all[i]; i++) {
		if (strcmp(group, cmd_all[i]->group)) {
			group = cmd_all[i]->group;
			fprintf(file, "\n%s:\n", group);
		}
		fprintf(file, "  %-18s  %s\n", cmd_all[i]->name, cmd_all[i]->summary);
	}
	fputs("\nGlobal options, before or after the command:\n", file);
	print_options(file, cmd_global_options, true);
	fputs("\nSee scmictl COMMAND --help, scmictl(1).\n", file);
}

void cmd_help(FILE *file, const struct cmd *cmd)
{
	for (size_t i = 0; cmd->usage[i]; i++)
		fprintf(file, "%s scmictl %s%s%s\n", i ? "      " : "Usage:", cmd->name,
			*cmd->usage[i] ? " " : "", cmd->usage[i]);
	fprintf(file, "\n%s.\n", cmd->summary);
	if (cmd->options && cmd->options->key) {
		fputs("\nOptions:\n", file);
		print_options(file, cmd->options, false);
	}
	fputs("\nGlobal options:\n", file);
	print_options(file, cmd_global_options, cmd->columns != NULL);
	if (cmd->columns) {
		fputs("\nColumns:\n", file);
		for (const struct out_column *c = cmd->columns; c->key; c++)
			fprintf(file, "  %-26s  %s%s\n", c->key, c->help,
				c->hidden ? " (when asked for)" : "");
	}
	if (cmd->help) {
		fputc('\n', file);
		cmd_print_paragraphs(file, "", cmd->help);
	}
	if (cmd->help_more)
		cmd->help_more(file);
}

const struct cmd *cmd_find(int argc, char *const *argv, int *words, bool *partial)
{
	*partial = false;
	for (size_t i = 0; cmd_all[i]; i++) {
		const char *name = cmd_all[i]->name;
		const char *space = strchr(name, ' ');

		if (!space) {
			if (!strcmp(argv[0], name)) {
				*words = 1;
				return cmd_all[i];
			}
			continue;
		}
		if (strlen(argv[0]) != (size_t)(space - name) ||
		    strncmp(argv[0], name, (size_t)(space - name)))
			continue;
		*partial = true;
		if (argc > 1 && !strcmp(argv[1], space + 1)) {
			*words = 2;
			return cmd_all[i];
		}
	}
	return NULL;
}
