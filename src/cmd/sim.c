/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <string.h>

#include <scmictl/cmd.h>
#include <scmictl/sim.h>

#include "commands.h"
#include "private.h"

#define MAX_SOCKETS 16
#define MAX_FAULTS 64

enum {
	OPT_VHOST_USER = CMD_LONG,
	OPT_LOG,
	OPT_FAULT,
};

static const struct cmd_option options[] = {
	{ OPT_VHOST_USER, "vhost-user", CMD_ARG_FILE, "SOCKET", NULL,
	  "serve virtio-scmi front ends here; repeated: each socket is the next agent" },
	{ OPT_LOG, "log", CMD_ARG_FILE, "FILE", NULL,
	  "write every message and event to FILE as JSON Lines" },
	{ OPT_FAULT, "fault", CMD_ARG_TEXT, "SPEC", NULL,
	  "do this wrong (see below); repeated: several at once" },
	{ 0 }
};

/* What the options ask for. */
struct request {
	struct sim_socket sockets[MAX_SOCKETS];
	const char *faults[MAX_FAULTS];
	size_t n_sockets, n_faults;
	const char *log, *platform;
};

static struct sim *make_platform(const struct request *r, struct diag *diag)
{
	struct sim *sim = sim_new(r->platform, diag);

	for (size_t i = 0; sim && i < r->n_faults; i++) {
		if (sim_add_fault(sim, r->faults[i], diag)) {
			sim_free(sim);
			sim = NULL;
		}
	}
	return sim;
}

static int serve(struct cmd_env *env, const struct request *r, struct diag *diag)
{
	struct sim *sim = make_platform(r, diag);
	struct sim_log *log;
	unsigned int agents;

	if (!sim)
		return 0;
	agents = sim_agents(sim);
	if (r->n_sockets > agents) {
		sim_free(sim);
		return cmd_usage(env, diag, "there are %zu sockets for %u agents", r->n_sockets,
				 agents);
	}
	log = sim_log_open(r->log, diag);
	if (log) {
		cmd_catch_signals();
		sim_serve_vhost_user(sim, r->sockets, r->n_sockets, log, cmd_interrupted, diag);
	}
	sim_log_close(log);
	sim_free(sim);
	return 0;
}

static int add_socket(struct cmd_env *env, struct request *r, const char *path, struct diag *diag)
{
	size_t n = r->n_sockets;

	if (n == MAX_SOCKETS)
		return cmd_usage(env, diag, "more than %d sockets", MAX_SOCKETS);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(r->sockets[i].path, path))
			return cmd_usage(env, diag, "%s: given twice", path);
	r->sockets[n].path = path;
	r->sockets[n].agent = (uint32_t)n + 1;
	r->n_sockets++;
	return 0;
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct request r = { 0 };
	const char *arg;
	char *const *args;
	size_t n_args;
	int key, ret = 0;

	while (!ret && (key = cmd_getopt(env, &arg, diag)) >= 0) {
		switch (key) {
		case OPT_VHOST_USER:
			ret = add_socket(env, &r, arg, diag);
			break;
		case OPT_LOG:
			r.log = arg;
			break;
		case OPT_FAULT:
			if (r.n_faults == MAX_FAULTS)
				return cmd_usage(env, diag, "more than %d faults", MAX_FAULTS);
			r.faults[r.n_faults++] = arg;
			break;
		}
	}
	if (ret)
		return ret;
	if (key != -1)
		return CMD_USAGE;
	args = cmd_args(env, &n_args);
	if (!r.n_sockets)
		return cmd_usage(env, diag, "needs --vhost-user SOCKET");
	if (n_args > 1)
		return cmd_usage(env, diag, "takes one platform");
	r.platform = n_args ? args[0] : NULL;
	return serve(env, &r, diag);
}

static void print_faults(FILE *file)
{
	const struct sim_fault_info *f;

	fputs("\nFaults, as NAME[=VALUE][,PROTOCOL[:MESSAGE]][,KEY=VALUE...]:\n", file);
	for (size_t i = 0; (f = sim_fault_info(i)); i++) {
		fprintf(file, "  %s%s%s\n", f->name, f->argument ? "=" : "",
			f->argument ? f->argument : "");
		cmd_print_paragraphs(file, "        ", f->help);
	}
	fputs("\nKEY: protocol, message, agent, on (response, delayed, notification), nth, every,\n"
	      "count, permille, seed, after_ms; scmictl-platform(5) describes them.\n",
	      file);
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
	.help_more = print_faults,
	.options = options,
	.args = args,
	.json = OUT_JSON,
	.run = run,
};
