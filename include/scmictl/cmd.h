/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CMD_H
#define SCMICTL_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <scmictl/diag.h>
#include <scmictl/out.h>

/* Exit statuses, the same for every command; scmictl(1) documents them. */
enum cmd_exit {
	CMD_OK = 0,
	CMD_FINDINGS = 1, /* findings at or above --fail-on, or what was compared differs */
	CMD_USAGE = 2,
	CMD_UNAVAILABLE = 3, /* not available here */
	CMD_PLATFORM = 4,    /* the platform answered with an error status */
	CMD_TIMEOUT = 5,     /* no answer in time */
	CMD_INPUT = 6,	     /* an input cannot be read or is not what it should be */
	CMD_INTERRUPTED = 130,
};

/* What the argument of an option or a positional argument is; decides its completion. */
enum cmd_arg {
	CMD_ARG_NONE, /* a switch */
	CMD_ARG_TEXT,
	CMD_ARG_NUMBER,
	CMD_ARG_FILE,
	CMD_ARG_DIR,
	CMD_ARG_PROTOCOL,
	CMD_ARG_MESSAGE, /* of the protocol given before */
	CMD_ARG_FIELD,	 /* FIELD=VALUE of the message given before */
	CMD_ARG_STATUS,
	CMD_ARG_VENDOR,
	CMD_ARG_INSTANCE,
	CMD_ARG_COLUMNS, /* names of struct cmd's columns, joined by ',' */
	CMD_ARG_CHOICE,	 /* one of .choices */
};

/*
 * An option. Tables are static const: getopt_long's table, --help, completion and the check of the
 * man pages come from them.
 */
struct cmd_option {
	int key;	  /* what cmd_getopt() returns: the short option's character, or a
				   number from CMD_LONG on for those that have none; 0 ends */
	const char *name; /* long option without "--" */
	enum cmd_arg arg;
	const char *metavar; /* "MS"; NULL with CMD_ARG_NONE */
	const char *choices; /* CMD_ARG_CHOICE: "auto,always,never" */
	const char *help;
};

#define CMD_LONG 256

struct cmd;

/* What a command is run with. */
struct cmd_env {
	const struct cmd *cmd;
	struct out *out;	/* made by cmd_getopt()'s caller through cmd_out() */
	enum out_format format; /* as asked for: text, or JSON of the command's own kind */
	int verbose;		/* -v, counted */
	bool quiet;		/* -q */
	const char *instance;	/* -i, or NULL */
	const char *sysroot;	/* --sysroot, "" by default: a prefix */
	const char *columns;	/* -o, or NULL */
	bool colour;		/* text may be coloured */
	struct cmd_parser *parser;
};

struct cmd {
	const char *name;	  /* "send"; of a subcommand "sim serve" */
	const char *group;	  /* heading in --help: "speak", "describe" ... */
	const char *summary;	  /* one line */
	const char *const *usage; /* argument synopses without the command's name, NULL-ended */
	const char *help;	  /* paragraphs after the options (may be NULL) */
	void (*help_more)(FILE *file);	  /* prints what a table knows, after .help (may be NULL) */
	const struct cmd_option *options; /* own options; the global ones are added */
	const enum cmd_arg
		*args; /* kinds of the positional arguments, ended by CMD_ARG_NONE; the last
					   one repeats; NULL: none */
	const struct out_column *columns; /* of its table, NULL: it has none and takes no -o */
	enum out_format json;		  /* OUT_JSON or OUT_JSONL: what -J means */
	/*
	 * Runs the command. Errors are put into @diag; where that is set its origin decides the exit
	 * status unless the return value is not zero.
	 */
	int (*run)(struct cmd_env *env, struct diag *diag);
};

/* All commands in the order of --help, NULL at the end. */
extern const struct cmd *const cmd_all[];

/* The options that every command has, before and after its name. */
extern const struct cmd_option cmd_global_options[];

/**
 * cmd_getopt() - the next option of the command
 * @env: the command's environment
 * @arg: the option's argument, or NULL
 *
 * Global options are handled inside. Options and positional arguments may be mixed; "--" ends
 * options; negative numbers ("-1", "-0x5") are positional arguments.
 *
 * Return: the option's key, -1 at the end, -2 for a usage error that has been put into @diag.
 */
int cmd_getopt(struct cmd_env *env, const char **arg, struct diag *diag);

/**
 * cmd_args() - the positional arguments; valid after cmd_getopt() returned -1
 * @n: their number
 */
char *const *cmd_args(const struct cmd_env *env, size_t *n);

/**
 * cmd_out() - the command's output on stdout, made at the first call
 *
 * To be called after the options have been read. main releases it and reports failed writes.
 */
struct out *cmd_out(struct cmd_env *env);

/**
 * cmd_number() - an integer argument, decimal or 0x, within bounds
 * @what: for the error: "--token"
 * @text: the argument
 *
 * Return: 0, or -EINVAL with @diag filled.
 */
int cmd_number(const char *what, const char *text, unsigned long min, unsigned long max,
	       unsigned long *value, struct diag *diag);

/** cmd_usage() - a usage error with the hint to read the command's --help; returns CMD_USAGE */
int cmd_usage(const struct cmd_env *env, struct diag *diag, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/**
 * cmd_warn() - a line for stderr: "scmictl: COMMAND: warning: ..."
 *
 * Silent with -q.
 */
void cmd_warn(const struct cmd_env *env, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** cmd_interrupted() - the signal (SIGINT, SIGTERM, SIGHUP) that asked us to stop, or 0 */
int cmd_interrupted(void);

/** cmd_catch_signals() - from now on those signals only set cmd_interrupted() (no SA_RESTART) */
void cmd_catch_signals(void);

#endif
