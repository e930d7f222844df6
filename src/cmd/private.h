/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CMD_PRIVATE_H
#define SCMICTL_CMD_PRIVATE_H

#include <getopt.h>
#include <stdio.h>

#include <scmictl/cmd.h>

#define CMD_MAX_OPTIONS 64

/* The state of reading one command line; owned by main. */
struct cmd_parser {
	int argc;
	char **argv;
	bool started;
	bool stop_at_command; /* the global part: the first other argument ends it */
	bool help, version;   /* asked for */
	struct option longs[CMD_MAX_OPTIONS];
	char shorts[2 * CMD_MAX_OPTIONS + 3];
	char **args; /* positional arguments found so far: argv is reused */
	size_t n_args;
};

/* Makes the output that cmd_out() promises; NULL when memory is gone. */
struct out *cmd_new_out(const struct cmd_env *env);

void cmd_help_all(FILE *file);
void cmd_help_group(FILE *file, const char *group);
void cmd_help(FILE *file, const struct cmd *cmd);

/*
 * Paragraphs in lines of at most 80 columns behind @indent; lines that begin with a blank stand as
 * they are.
 */
void cmd_print_paragraphs(FILE *file, const char *indent, const char *text);

/* What may come next on a command line, one candidate a line: "WORD\tHELP". */
void cmd_complete(FILE *file, int argc, char **argv);

/*
 * The command that argv begins with. @words: how many words name it. NULL if there is none; @partial
 * is set when the first word begins a command of several ("sim").
 */
const struct cmd *cmd_find(int argc, char *const *argv, int *words, bool *partial);

#endif
