/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "show.h"

#define MAX_MESSAGE 4096 /* as many bytes as any transport carries */

enum {
	OPT_REQUEST = CMD_LONG,
	OPT_RESPONSE,
	OPT_DELAYED,
	OPT_NOTIFICATION,
	OPT_VERSION,
	OPT_VENDOR,
	OPT_TOKEN,
	OPT_FORCE,
	OPT_FIELDS,
};

static const struct cmd_option options[] = {
	{ OPT_REQUEST, "request", CMD_ARG_NONE, NULL, NULL, "a command (default)" },
	{ OPT_RESPONSE, "response", CMD_ARG_NONE, NULL, NULL,
	  "a response; status=NAME sets its status" },
	{ OPT_DELAYED, "delayed", CMD_ARG_NONE, NULL, NULL, "a delayed response" },
	{ OPT_NOTIFICATION, "notification", CMD_ARG_NONE, NULL, NULL,
	  "a notification: MESSAGE names one" },
	{ OPT_VERSION, "protocol-version", CMD_ARG_TEXT, "V", NULL,
	  "version of the protocol (3.0 or 0x30000); default: the newest" },
	{ OPT_VENDOR, "vendor", CMD_ARG_VENDOR, "NAME[/SUB]", NULL,
	  "platform's vendor, for protocol ids from 0x80 on" },
	{ OPT_TOKEN, "token", CMD_ARG_NUMBER, "N", NULL, "token, 0 to 1023 (default 0)" },
	{ OPT_FORCE, "force", CMD_ARG_NONE, NULL, NULL,
	  "missing values become zero, counts may be wrong" },
	{ OPT_FIELDS, "fields", CMD_ARG_NONE, NULL, NULL, "list the fields of the message" },
	{ 0 }
};

static const char *const usage[] = { "[OPTIONS] PROTOCOL MESSAGE [FIELD=VALUE | VALUE]...",
				     "PROTOCOL", "PROTOCOL MESSAGE --fields", NULL };

static const enum cmd_arg args[] = { CMD_ARG_PROTOCOL, CMD_ARG_MESSAGE, CMD_ARG_FIELD,
				     CMD_ARG_NONE };

/* What is to be encoded. */
struct target {
	enum scmi_kind kind;
	uint32_t version;
	unsigned long token;
	bool force, fields;
	uint8_t protocol_id, message_id;
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	const struct scmi_notification *notification;
	struct cmd_vendor vendor;
};

static void show_encoded(struct out *out, const struct target *t, const uint8_t *bytes, size_t len,
			 struct scmi_decoded *decoded)
{
	char hex[2 * MAX_MESSAGE + 1];

	if (!out_is_json(out)) {
		scmi_hex_format(bytes, len, hex);
		out_str(out, NULL, hex);
		return;
	}
	scmi_decode(decoded, t->kind,
		    &(struct scmi_context){
			    .version = t->version,
			    .vendor = t->protocol ? t->protocol->vendor : t->vendor.name,
			    .sub_vendor = t->protocol ? t->protocol->sub_vendor : t->vendor.sub,
		    },
		    bytes, len);
	out_object(out, NULL);
	out_u64(out, "schema_version", 1);
	out_bytes(out, "hex", bytes, len);
	cmd_show_members(out, decoded);
	out_end(out);
}

/* A message without description has a header, and nothing that could be named. */
static int encode_header(const struct target *t, uint8_t *bytes)
{
	static const uint8_t types[] = {
		[SCMI_COMMAND] = SCMI_TYPE_COMMAND,
		[SCMI_RESPONSE] = SCMI_TYPE_COMMAND,
		[SCMI_DELAYED_RESPONSE] = SCMI_TYPE_DELAYED,
		[SCMI_NOTIFICATION] = SCMI_TYPE_NOTIFICATION,
	};

	scmi_put_le32(bytes, scmi_header_pack((struct scmi_header){
				     .message = t->message_id,
				     .type = types[t->kind],
				     .protocol = t->protocol_id,
				     .token = (uint16_t)t->token,
			     }));
	return SCMI_HEADER_SIZE;
}

static int encode(struct cmd_env *env, struct target *t, char *const *values, size_t n,
		  struct diag *diag)
{
	struct scmi_decoded decoded = { 0 };
	struct scmi_builder builder = { 0 };
	uint8_t bytes[MAX_MESSAGE];
	ssize_t len;
	int ret = 0;

	if (!t->message && !t->notification) {
		if (n)
			return cmd_usage(env, diag,
					 "message 0x%02x of protocol 0x%02x is not described: "
					 "it has no field '%s'",
					 t->message_id, t->protocol_id, values[0]);
		len = encode_header(t, bytes);
		show_encoded(cmd_out(env), t, bytes, (size_t)len, &decoded);
		scmi_decoded_free(&decoded);
		return CMD_OK;
	}
	scmi_build(&builder, t->protocol, t->kind, t->message, t->notification, t->version);
	t->version = builder.version;
	for (size_t i = 0; i < n && !ret; i++)
		ret = scmi_set_arg(&builder, values[i], diag);
	if (!ret) {
		len = scmi_encode(&builder, (uint16_t)t->token, t->force, bytes, sizeof(bytes),
				  diag);
		if (len == -EINVAL)
			ret = cmd_explain_fields(env, diag, t->protocol, t->kind, t->message,
						 t->notification, t->version);
		else if (len < 0)
			ret = (int)len;
		else
			show_encoded(cmd_out(env), t, bytes, (size_t)len, &decoded);
	}
	scmi_builder_free(&builder);
	scmi_decoded_free(&decoded);
	return ret;
}

static int find_target(struct target *t, const char *protocol, const char *message,
		       struct diag *diag)
{
	int ret = scmi_protocol_parse(protocol, t->vendor.name, t->vendor.sub, &t->protocol_id,
				      &t->protocol, diag);

	if (ret || !message)
		return ret;
	if (t->kind == SCMI_NOTIFICATION)
		return scmi_notification_parse(t->protocol, message, t->version, &t->message_id,
					       &t->notification, diag);
	return scmi_message_parse(t->protocol, message, t->version, &t->message_id, &t->message,
				  diag);
}

static void warn_version(struct cmd_env *env, const struct target *t)
{
	const struct scmi_message *m = t->message;

	if (m && t->version && !scmi_in_version(t->version, m->since, m->until))
		cmd_warn(env, "%s is not in version %u.%u of the protocol", m->name,
			 SCMI_VERSION_MAJOR(t->version), SCMI_VERSION_MINOR(t->version));
}

static int no_protocol(struct cmd_env *env, struct diag *diag)
{
	char names[400] = "";
	size_t len = 0;

	for (size_t i = 0; scmi_protocols[i] && len < sizeof(names); i++)
		len += (size_t)snprintf(names + len, sizeof(names) - len, "%s%s", i ? ", " : "",
					scmi_protocols[i]->name);
	cmd_usage(env, diag, "no protocol given");
	diag_hint(diag, "one of %s", names);
	return CMD_USAGE;
}

static int run_on(struct cmd_env *env, struct target *t, char *const *words, size_t n,
		  struct diag *diag)
{
	struct scmi_builder builder = { 0 };

	if (!n)
		return no_protocol(env, diag);
	if (find_target(t, words[0], n > 1 ? words[1] : NULL, diag))
		return CMD_USAGE;
	if (n == 1) {
		if (!t->protocol)
			return cmd_usage(env, diag, "protocol 0x%02x is not described",
					 t->protocol_id);
		cmd_show_protocol_help(cmd_out(env), t->protocol, t->version);
		return CMD_OK;
	}
	warn_version(env, t);
	if (!t->fields)
		return encode(env, t, words + 2, n - 2, diag);
	if (!t->message && !t->notification)
		return cmd_usage(env, diag, "message 0x%02x of protocol 0x%02x is not described",
				 t->message_id, t->protocol_id);
	/* Which version would be sent is the builder's to say. */
	scmi_build(&builder, t->protocol, t->kind, t->message, t->notification, t->version);
	cmd_show_message_help(cmd_out(env), t->protocol, t->kind, t->message, t->notification,
			      builder.version);
	scmi_builder_free(&builder);
	return CMD_OK;
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct target t = { .kind = SCMI_COMMAND };
	const char *arg;
	char *const *words;
	int key, ret = 0;
	size_t n;

	while (!ret && (key = cmd_getopt(env, &arg, diag)) != -1) {
		switch (key) {
		case OPT_REQUEST:
			t.kind = SCMI_COMMAND;
			break;
		case OPT_RESPONSE:
			t.kind = SCMI_RESPONSE;
			break;
		case OPT_DELAYED:
			t.kind = SCMI_DELAYED_RESPONSE;
			break;
		case OPT_NOTIFICATION:
			t.kind = SCMI_NOTIFICATION;
			break;
		case OPT_VERSION:
			ret = cmd_parse_version(arg, &t.version, diag);
			break;
		case OPT_VENDOR:
			ret = cmd_parse_vendor(arg, &t.vendor, diag);
			break;
		case OPT_TOKEN:
			ret = cmd_number("--token", arg, 0, SCMI_TOKENS - 1, &t.token, diag);
			break;
		case OPT_FORCE:
			t.force = true;
			break;
		case OPT_FIELDS:
			t.fields = true;
			break;
		default:
			ret = CMD_USAGE;
		}
	}
	words = cmd_args(env, &n);
	ret = ret ? ret : run_on(env, &t, words, n, diag);
	return ret < 0 ? diag_exit_status(diag) : ret;
}

const struct cmd cmd_encode = {
	.name = "encode",
	.group = "speak",
	.summary = "Print the bytes of a message",
	.usage = usage,
	.help = "With PROTOCOL alone its messages are listed, with --fields the fields of a "
		"message.\n"
		"Names are accepted in any case, messages with or without their protocol's "
		"prefix.\n"
		"\n"
		"  scmictl encode clock rate_set clock_id=2 rate=48MHz flags=async\n"
		"  scmictl encode pinctrl settings_configure 9 3 selector=group function_valid=1 "
		"\\\n"
		"                 configs=bias_pull_up:1,drive_strength:8\n"
		"  scmictl encode --response --token 5 clock rate_get rate=24MHz\n",
	.options = options,
	.args = args,
	.json = OUT_JSON,
	.run = run,
};
