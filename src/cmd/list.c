/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <scmictl/channel.h>
#include <scmictl/cmd.h>
#include <scmictl/scmi.h>
#include <scmictl/sys.h>

#include "ask.h"
#include "commands.h"

static const struct out_column columns[] = {
	{ "instance", "INSTANCE", "number in debugfs and trace events", true, false },
	{ "name", "NAME", "name of the device-tree node", false, false },
	{ "node", "NODE", "path of the device-tree node", false, true },
	{ "transport", "TRANSPORT", "compatible of the node", false, false },
	{ "device", "DEVICE", "device of the driver arm-scmi in sysfs", false, false },
	{ "vendor", "VENDOR", "vendor of the platform", false, false },
	{ "sub_vendor", "SUB-VENDOR", "sub-vendor of the platform", false, true },
	{ "firmware_version", "FIRMWARE", "implementation version of the firmware", false, true },
	{ "protocol_version", "BASE", "version of the base protocol", false, true },
	{ "raw", "RAW", "raw mode", false, false },
	{ "coex", "COEX", "ordinary drivers run beside raw mode", false, false },
	{ "is_atomic", "ATOMIC", "the transport is used in atomic context", false, true },
	{ "atomic_threshold_us", "ATOMIC-US", "atomic threshold in microseconds", true, true },
	{ "max_rx_timeout_ms", "TIMEOUT-MS", "how long the kernel waits for a response", true,
	  false },
	{ "max_msg_size", "MSG-SIZE", "most bytes of a payload", true, false },
	{ "tx_max_msg", "TX-MAX", "commands that may be in flight", true, true },
	{ "rx_max_msg", "RX-MAX", "notifications that may be waiting", true, true },
	{ "channels", "CHANNELS", "protocols with a channel of their own in raw mode", false,
	  true },
	{ "counters", "COUNTERS", "the kernel's counters", false, true },
	{ "protocols", "PROTOCOLS", "protocols in the device tree", false, false },
	{ "devices", "DRIVERS", "drivers bound to devices of the SCMI bus", false, true },
	{ 0 }
};

static void put_number(struct out *out, const char *key, int64_t value)
{
	if (value < 0)
		out_null(out, key);
	else
		out_u64(out, key, (uint64_t)value);
}

static void put_text(struct out *out, const char *key, const char *text)
{
	out_str(out, key, *text ? text : NULL);
}

/* -1 is unknown. */
static void put_bool(struct out *out, const char *key, int value)
{
	if (value < 0)
		out_null(out, key);
	else
		out_bool(out, key, value);
}

/* The name of a protocol as text has it: "clock", "0x80". */
static const char *protocol_text(const struct sys_instance *s, uint8_t id, char *buf, size_t size)
{
	const struct scmi_protocol *protocol = scmi_protocol_find(
		id, *s->vendor ? s->vendor : NULL, *s->sub_vendor ? s->sub_vendor : NULL);

	if (protocol)
		return protocol->name;
	snprintf(buf, size, "0x%02x", id);
	return buf;
}

static const char *protocol_name(const struct sys_instance *s, uint8_t id)
{
	const struct scmi_protocol *protocol = scmi_protocol_find(
		id, *s->vendor ? s->vendor : NULL, *s->sub_vendor ? s->sub_vendor : NULL);

	return protocol ? protocol->name : NULL;
}

static void put_protocols(struct out *out, const struct sys_instance *s)
{
	char buf[8];

	out_show(out, OUT_JSON_ONLY);
	out_array(out, "protocols");
	for (size_t i = 0; i < s->n_protocols; i++) {
		uint8_t id = s->protocols[i].id;

		out_object(out, NULL);
		out_enum(out, "protocol", id, protocol_name(s, id));
		put_text(out, "path", s->protocols[i].path);
		out_bool(out, "disabled", s->protocols[i].disabled);
		out_end(out);
	}
	out_end(out);
	out_show(out, OUT_TEXT_ONLY);
	out_array(out, "protocols");
	for (size_t i = 0; i < s->n_protocols; i++)
		if (!s->protocols[i].disabled)
			out_str(out, NULL, protocol_text(s, s->protocols[i].id, buf, sizeof(buf)));
	out_end(out);
	out_show(out, OUT_BOTH);
}

static void put_devices(struct out *out, const struct sys_instance *s)
{
	out_show(out, OUT_JSON_ONLY);
	out_array(out, "devices");
	for (size_t i = 0; i < s->n_devices; i++) {
		int id = s->devices[i].protocol;

		out_object(out, NULL);
		put_text(out, "name", s->devices[i].name);
		if (id >= 0 && id <= UINT8_MAX) {
			out_enum(out, "protocol", id, protocol_name(s, (uint8_t)id));
		} else {
			out_null(out, "protocol");
			out_null(out, "protocol_name");
		}
		put_text(out, "function", s->devices[i].function);
		put_text(out, "driver", s->devices[i].driver);
		out_end(out);
	}
	out_end(out);
	out_show(out, OUT_TEXT_ONLY);
	out_array(out, "devices");
	for (size_t i = 0; i < s->n_devices; i++)
		if (*s->devices[i].driver)
			out_str(out, NULL, s->devices[i].driver);
	out_end(out);
	out_show(out, OUT_BOTH);
}

static void put_counters(struct out *out, const struct sys_instance *s)
{
	char text[96];

	out_show(out, OUT_JSON_ONLY);
	out_object(out, "counters");
	for (size_t i = 0; i < s->n_counters; i++)
		out_s64(out, s->counters[i].name, s->counters[i].value);
	out_end(out);
	out_show(out, OUT_TEXT_ONLY);
	out_array(out, "counters");
	for (size_t i = 0; i < s->n_counters; i++) {
		if (!s->counters[i].value)
			continue;
		snprintf(text, sizeof(text), "%s=%lld", s->counters[i].name,
			 (long long)s->counters[i].value);
		out_str(out, NULL, text);
	}
	out_end(out);
	out_show(out, OUT_BOTH);
}

static void put_instance(struct out *out, const struct sys_instance *s)
{
	out_object(out, NULL);
	put_number(out, "instance", s->instance);
	put_text(out, "name", s->name);
	put_text(out, "node", s->node);
	put_text(out, "transport", s->transport);
	put_text(out, "device", s->device);
	put_text(out, "vendor", s->vendor);
	put_text(out, "sub_vendor", s->sub_vendor);
	put_text(out, "firmware_version", s->firmware_version);
	put_text(out, "protocol_version", s->protocol_version);
	put_bool(out, "raw", s->raw);
	put_bool(out, "coex", s->raw == 1 ? s->coex : -1);
	put_bool(out, "is_atomic", s->is_atomic);
	put_number(out, "atomic_threshold_us", s->atomic_threshold_us);
	put_number(out, "max_rx_timeout_ms", s->max_rx_timeout_ms);
	put_number(out, "max_msg_size", s->max_msg_size);
	put_number(out, "tx_max_msg", s->tx_max_msg);
	put_number(out, "rx_max_msg", s->rx_max_msg);
	out_array(out, "channels");
	for (size_t i = 0; i < s->n_channels; i++)
		out_u64(out, NULL, s->channels[i]);
	out_end(out);
	put_counters(out, s);
	put_protocols(out, s);
	put_devices(out, s);
	out_end(out);
}

static bool is_sim(const char *instance)
{
	return instance && (!strcmp(instance, "sim") || !strncmp(instance, "sim:", 4));
}

/* Describes the simulated platform as if it were an instance; 0 or a negative errno. */
static int simulated(struct cmd_env *env, struct sys_instance *s, struct diag *diag)
{
	struct chan_options options = { .instance = env->instance, .channel = -1 };
	struct chan *chan = chan_open(&options, diag);
	struct cmd_ask ask;
	uint8_t ids[SYS_MAX_PROTOCOLS];
	uint32_t version;
	size_t n = 0;
	int ret;

	if (!chan)
		return -1;
	memset(s, 0, sizeof(*s));
	s->instance = -1;
	s->raw = 1;
	s->coex = 0;
	s->atomic_threshold_us = -1;
	s->is_atomic = -1;
	s->rx_max_msg = -1;
	s->max_rx_timeout_ms = chan->info.max_rx_timeout_ms;
	s->max_msg_size = chan->info.max_msg_size;
	s->tx_max_msg = chan->info.tx_max_msg;
	snprintf(s->name, sizeof(s->name), "%s", chan->info.name);
	snprintf(s->transport, sizeof(s->transport), "sim");
	ret = cmd_ask_init(&ask, chan, diag);
	if (!ret)
		ret = cmd_ask_version(&ask, SCMI_BASE, &version, diag);
	if (!ret)
		ret = cmd_ask_vendor(&ask, s->vendor, s->sub_vendor, diag);
	if (!ret)
		ret = cmd_ask_protocols(&ask, ids, SYS_MAX_PROTOCOLS, &n, diag);
	if (!ret)
		snprintf(s->protocol_version, sizeof(s->protocol_version), "%u.%u",
			 SCMI_VERSION_MAJOR(version), SCMI_VERSION_MINOR(version));
	for (size_t i = 0; !ret && i < n; i++)
		s->protocols[s->n_protocols++].id = ids[i];
	cmd_ask_free(&ask);
	chan_close(chan);
	return ret;
}

/* What debugfs would have told, for people who wonder about the gaps. */
static void print_note(const struct cmd_env *env, const struct diag *note)
{
	if (note->origin != DIAG_NONE)
		cmd_warn(env, "%s%s%s", note->text, *note->hint ? "; " : "", note->hint);
}

static void put_instances(struct out *out, const struct cmd_env *env,
			  const struct sys_instance *instances, size_t n)
{
	out_object(out, NULL);
	out_show(out, OUT_JSON_ONLY);
	out_u64(out, "schema_version", 1);
	out_show(out, OUT_BOTH);
	out_table(out, "instances", columns, env->columns);
	for (size_t i = 0; i < n; i++)
		put_instance(out, &instances[i]);
	out_end(out);
	out_end(out);
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct sys_instance *instances = NULL, sim;
	struct diag note = { 0 };
	const char *arg;
	size_t n;
	int chosen = -1, key = cmd_getopt(env, &arg, diag);

	if (key != -1)
		return CMD_USAGE;
	cmd_args(env, &n);
	if (n)
		return cmd_usage(env, diag, "takes no arguments");
	if (is_sim(env->instance)) {
		if (simulated(env, &sim, diag) == 0)
			put_instances(cmd_out(env), env, &sim, 1);
		return 0;
	}
	if (sys_instances(env->sysroot, &instances, &n, diag, &note) < 0)
		return 0;
	if (!n || env->instance)
		chosen = sys_instance_choose(instances, n, env->instance, diag);
	if (chosen >= 0)
		put_instances(cmd_out(env), env, &instances[chosen], 1);
	else
		put_instances(cmd_out(env), env, instances, env->instance ? 0 : n);
	if (n)
		print_note(env, &note);
	free(instances);
	return 0;
}

static const char *const usage[] = { "", NULL };

const struct cmd cmd_list = {
	.name = "list",
	.group = "describe",
	.summary = "List the SCMI instances of this machine",
	.usage = usage,
	.help = "What is found depends on the kernel and on privileges: numbers, raw mode, limits "
		"and counters come from debugfs and need root, the rest comes from sysfs and the "
		"device tree. What is not known is shown as '-'. The exit status is 3 when there "
		"is "
		"no instance.",
	.columns = columns,
	.json = OUT_JSON,
	.run = run,
};
