/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <scmictl/cmd.h>

#include "cmd/private.h"

static const struct {
	const char *name;
	bool built_in;
} features[] = {
#ifdef HAVE_SIM
	{ "sim", true },
#else
	{ "sim", false },
#endif
};

static void print_version(struct out *out)
{
	out_object(out, NULL);
	out_show(out, OUT_JSON_ONLY);
	out_u64(out, "schema_version", 1);
	out_str(out, "name", PACKAGE_NAME);
	out_str(out, "version", PACKAGE_VERSION);
	out_object(out, "features");
	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		out_bool(out, features[i].name, features[i].built_in);
	out_end(out);
	out_show(out, OUT_TEXT_ONLY);
	out_line(out, OUT_PLAIN, "%s", PACKAGE_STRING);
	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		out_line(out, OUT_PLAIN, "%c%s", features[i].built_in ? '+' : '-',
			 features[i].name);
	out_end(out);
}

/* Standard streams that are closed would be taken by the first files that we open. */
static void open_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* Output that did not arrive is an error, unless nobody wanted to read on. */
static int close_output(struct out *out, FILE *file, struct diag *diag)
{
	int error = out_free(out);

	if (!error && (fflush(file) || ferror(file)))
		error = errno ? -errno : -EIO;
	if (!error || error == -EPIPE)
		return 0;
	diag_set(diag, DIAG_SYSTEM, -error, "cannot write to standard output: %s",
		 strerror(-error));
	return CMD_UNAVAILABLE;
}

static int usage_of_names(struct cmd_env *env, int argc, char *const *argv, bool partial,
			  struct diag *diag)
{
	const char *names[64], *nearest;
	char typed[128];
	size_t n = 0;

	snprintf(typed, sizeof(typed), "%s%s%s", argv[0], partial && argc > 1 ? " " : "",
		 partial && argc > 1 ? argv[1] : "");
	while (cmd_all[n] && n < 63) {
		names[n] = cmd_all[n]->name;
		n++;
	}
	names[n] = NULL;
	cmd_usage(env, diag, "there is no command '%s'", typed);
	nearest = diag_nearest(typed, names);
	if (nearest)
		diag_hint(diag, "did you mean '%s'?", nearest);
	return CMD_USAGE;
}

/* Everything up to the command's own run(); returns the exit status. */
static int run(struct cmd_env *env, int argc, char **argv, struct diag *diag)
{
	struct cmd_parser *p = env->parser;
	bool json = false, partial = false;
	const char *arg;
	int words = 0, key, status;

	p->argc = argc;
	p->argv = argv;
	p->stop_at_command = true;
	key = cmd_getopt(env, &arg, diag);
	json = env->format != OUT_TEXT;
	if (key == -2 && !p->help)
		return CMD_USAGE;
	if (p->version && !p->help) {
		print_version(cmd_out(env));
		return CMD_OK;
	}
	argc = (int)p->n_args;
	argv = p->args;
	if (p->help || (argc && !strcmp(argv[0], "help"))) {
		const struct cmd *cmd = argc > 1 ? cmd_find(argc - 1, argv + 1, &words, &partial)
						 : NULL;

		if (cmd)
			cmd_help(stdout, cmd);
		else if (partial)
			cmd_help_group(stdout, argv[1]);
		else if (argc > 1)
			return usage_of_names(env, argc - 1, argv + 1, false, diag);
		else
			cmd_help_all(stdout);
		return CMD_OK;
	}
	if (!argc) {
		cmd_help_all(stderr);
		return CMD_USAGE;
	}
	if (!strcmp(argv[0], "complete")) {
		cmd_complete(stdout, argc - 1, argv + 1);
		return CMD_OK;
	}
	env->cmd = cmd_find(argc, argv, &words, &partial);
	if (!env->cmd && partial && (argc == 1 || argv[1][0] == '-')) {
		bool asked = argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));

		cmd_help_group(asked ? stdout : stderr, argv[0]);
		return asked ? CMD_OK : CMD_USAGE;
	}
	if (!env->cmd)
		return usage_of_names(env, argc, argv, partial, diag);

	/* getopt wants a program name in front: the command's last word serves. */
	p->argc = argc - words + 1;
	p->argv = argv + words - 1;
	p->stop_at_command = false;
	p->started = false;
	p->args = NULL;
	if (json)
		env->format = env->cmd->json;
	status = env->cmd->run(env, diag);
	free(argv);
	if (p->help) {
		cmd_help(stdout, env->cmd);
		diag->origin = DIAG_NONE;
		return CMD_OK;
	}
	if (p->version) {
		print_version(cmd_out(env));
		diag->origin = DIAG_NONE;
		return CMD_OK;
	}
	return status ? status : diag_exit_status(diag);
}

int main(int argc, char **argv)
{
	struct cmd_parser parser = { 0 };
	struct cmd_env env = {
		.parser = &parser,
		.format = OUT_TEXT,
		.sysroot = "",
	};
	struct diag diag = { 0 };
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	int status;

	open_standard_streams();
	setlocale(LC_CTYPE, "");
	env.colour = isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
		     !(term && !strcmp(term, "dumb"));

	status = run(&env, argc, argv, &diag);
	if (diag.origin != DIAG_NONE) {
		if (env.out)
			out_flush(env.out);
		diag_print(&diag, env.cmd ? env.cmd->name : NULL);
		diag.origin = DIAG_NONE;
	}
	if (close_output(env.out, stdout, &diag)) {
		diag_print(&diag, env.cmd ? env.cmd->name : NULL);
		status = status ? status : CMD_UNAVAILABLE;
	}
	free(parser.args);
	return status;
}
