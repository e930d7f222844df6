/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "private.h"

struct out *cmd_new_out(const struct cmd_env *env)
{
	return out_new(stdout, env->format, env->colour);
}

struct out *cmd_out(struct cmd_env *env)
{
	if (!env->out)
		env->out = cmd_new_out(env);
	return env->out;
}

int cmd_usage(const struct cmd_env *env, struct diag *diag, const char *fmt, ...)
{
	char text[sizeof(diag->text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_set(diag, DIAG_USAGE, 0, "%s", text);
	diag_hint(diag, "see scmictl %s%s--help", env->cmd ? env->cmd->name : "",
		  env->cmd ? " " : "");
	return CMD_USAGE;
}

void cmd_warn(const struct cmd_env *env, const char *fmt, ...)
{
	struct diag diag = { 0 };
	char text[sizeof(diag.text) - 16];
	va_list ap;

	if (env->quiet)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_set(&diag, DIAG_NONE, 0, "warning: %s", text);
	if (env->out)
		out_flush(env->out);
	diag_print(&diag, env->cmd ? env->cmd->name : NULL);
}

static volatile sig_atomic_t interrupted;

static void on_signal(int signal)
{
	interrupted = signal;
}

int cmd_interrupted(void)
{
	return interrupted;
}

void cmd_catch_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}
