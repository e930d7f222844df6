/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <string.h>

#include <scmictl/cmd.h>
#include <scmictl/sim.h>

#include "commands.h"

#define MAX_SOCKETS 16

enum {
	OPT_VHOST_USER = CMD_LONG,
	OPT_LOG,
};

static const struct cmd_option options[] = {
	{ OPT_VHOST_USER, "vhost-user", CMD_ARG_FILE, "SOCKET", NULL,
	  "serve virtio-scmi front ends here; repeated: each socket is the next agent" },
	{ OPT_LOG, "log", CMD_ARG_FILE, "FILE", NULL,
	  "write every message and event to FILE as JSON Lines" },
	{ 0 }
};

static int serve(struct cmd_env *env, const char *path, const char *log_path,
		 const struct sim_socket *sockets, size_t n, struct diag *diag)
{
	struct sim *sim = sim_new(path, diag);
	struct sim_log *log;
	unsigned int agents;

	if (!sim)
		return 0;
	agents = sim_agents(sim);
	if (n > agents) {
		sim_free(sim);
		return cmd_usage(env, diag, "there are %zu sockets for %u agents", n, agents);
	}
	log = sim_log_open(log_path, diag);
	if (log) {
		cmd_catch_signals();
		sim_serve_vhost_user(sim, sockets, n, log, cmd_interrupted, diag);
	}
	sim_log_close(log);
	sim_free(sim);
	return 0;
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct sim_socket sockets[MAX_SOCKETS];
	const char *log = NULL, *arg;
	char *const *args;
	size_t n = 0, n_args;
	int key;

	while ((key = cmd_getopt(env, &arg, diag)) >= 0) {
		switch (key) {
		case OPT_VHOST_USER:
			if (n == MAX_SOCKETS)
				return cmd_usage(env, diag, "more than %d sockets", MAX_SOCKETS);
			for (size_t i = 0; i < n; i++)
				if (!strcmp(sockets[i].path, arg))
					return cmd_usage(env, diag, "%s: given twice", arg);
			sockets[n].path = arg;
			sockets[n].agent = (uint32_t)n + 1;
			n++;
			break;
		case OPT_LOG:
			log = arg;
			break;
		}
	}
	if (key != -1)
		return CMD_USAGE;
	args = cmd_args(env, &n_args);
	if (!n)
		return cmd_usage(env, diag, "needs --vhost-user SOCKET");
	if (n_args > 1)
		return cmd_usage(env, diag, "takes one platform");
	return serve(env, n_args ? args[0] : NULL, log, sockets, n, diag);
}

static const char *const usage[] = { "--vhost-user SOCKET [OPTIONS] [PLATFORM.json]", NULL };
static const enum cmd_arg args[] = { CMD_ARG_FILE, CMD_ARG_NONE };

const struct cmd cmd_sim_serve = {
	.name = "sim serve",
	.group = "simulate",
	.summary = "Serve a simulated platform to virtual machines",
	.usage = usage,
	.help = "Without PLATFORM.json it is the built-in platform (scmictl-platform(5)). Front "
		"ends: "
		"User Mode Linux (virtio_uml.device=SOCKET:32), QEMU (vhost-user-scmi), crosvm. It "
		"serves until SIGINT, SIGTERM or SIGHUP, then removes its sockets and ends with "
		"status 0. A socket file that nobody serves any more is replaced.",
	.options = options,
	.args = args,
	.json = OUT_JSON,
	.run = run,
};
