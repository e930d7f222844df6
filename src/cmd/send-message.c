/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "send.h"

#define MAX_WORDS 256

/* For -v: what happened beside what was asked for. */
static void __attribute__((format(printf, 2, 3)))
note(const struct send *send, const char *fmt, ...)
{
	struct diag diag = { 0 };
	char text[sizeof(diag.text)];
	va_list ap;

	if (!send->env->verbose)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_set(&diag, DIAG_NONE, 0, "%s", text);
	diag_print(&diag, send->env->cmd->name);
}

/* What the platform has to tell */

int send_open(struct send *send, struct diag *diag)
{
	const struct send_options *o = &send->options;
	struct chan_options options = {
		.sysroot = send->env->sysroot,
		.instance = send->env->instance,
		.channel = o->channel,
		.async = o->async,
		.poll = o->poll,
		.interrupted = cmd_interrupted,
	};
	int ret;

	if (send->chan)
		return 0;
	send->chan = chan_open(&options, diag);
	if (!send->chan)
		return -ENODEV;
	ret = cmd_ask_init(&send->ask, send->chan, diag);
	if (ret < 0)
		return ret;
	ret = chan_drain(send->chan, diag);
	if (ret > 0)
		note(send, "%d old messages in the kernel's queues were thrown away", ret);
	return ret < 0 ? ret : 0;
}

/* Who the platform is, where a protocol id alone does not tell what is spoken. */
static int ask_vendor(struct send *send, struct diag *diag)
{
	struct diag why = { 0 };
	int ret;

	if (send->asked_vendor)
		return 0;
	ret = send_open(send, diag);
	if (ret < 0)
		return ret;
	send->asked_vendor = true;
	ret = cmd_ask_vendor(&send->ask, send->vendor, send->sub_vendor, &why);
	if (ret == -EINTR)
		return ret;
	if (ret < 0)
		cmd_warn(send->env, "the platform does not tell its vendor: %s", why.text);
	else
		note(send, "asked the platform for its vendor: %s/%s", send->vendor,
		     send->sub_vendor);
	return 0;
}

static int ask_version(struct send *send, uint8_t protocol, struct diag *diag)
{
	struct diag why = { 0 };
	uint32_t version;
	int ret;

	if (send->asked_version[protocol])
		return 0;
	ret = send_open(send, diag);
	if (ret < 0)
		return ret;
	send->asked_version[protocol] = true;
	ret = cmd_ask_version(&send->ask, protocol, &version, &why);
	if (ret == -EINTR)
		return ret;
	if (ret < 0) {
		cmd_warn(send->env, "the version of the protocol is not known: %s", why.text);
		return 0;
	}
	send->versions[protocol] = version;
	note(send, "asked the platform for the version of protocol 0x%02x: %u.%u", protocol,
	     SCMI_VERSION_MAJOR(version), SCMI_VERSION_MINOR(version));
	return 0;
}

/* Whether a payload looks different from version to version. */
static bool fields_vary(const struct scmi_field *fields)
{
	for (const struct scmi_field *f = fields; f && f->name; f++) {
		if (f->since || f->until || fields_vary(f->members))
			return true;
		for (const struct scmi_slice *s = f->slices; s && s->name; s++)
			if (s->since || s->until)
				return true;
	}
	return false;
}

static bool message_varies(const struct scmi_protocol *protocol, const struct scmi_message *message)
{
	for (const struct scmi_message *m = protocol->messages; m->name; m++)
		if (m->id == message->id && m != message)
			return true;
	return fields_vary(message->request) || fields_vary(message->response) ||
	       fields_vary(message->delayed);
}

static const char *given(const char *text)
{
	return *text ? text : NULL;
}

/* Finds out what @protocol and @name mean, asking the platform where that depends on it. */
static int identify(struct send *send, struct send_message *m, const char *protocol,
		    const char *name, uint8_t *protocol_id, uint8_t *message_id, struct diag *diag)
{
	const struct send_options *o = &send->options;
	int ret = scmi_protocol_parse(protocol, o->vendor.name, o->vendor.sub, protocol_id,
				      &m->protocol, diag);

	if (!ret && *protocol_id >= 0x80 && !o->vendor.name && isdigit((unsigned char)*protocol) &&
	    !o->dry_run) {
		ret = ask_vendor(send, diag);
		if (!ret)
			m->protocol = scmi_protocol_find(*protocol_id, given(send->vendor),
							 given(send->sub_vendor));
	}
	m->version = o->version;
	if (!ret)
		ret = scmi_message_parse(m->protocol, name, m->version, message_id, &m->message,
					 diag);
	if (!ret && m->message && !m->version && !o->dry_run &&
	    message_varies(m->protocol, m->message)) {
		ret = ask_version(send, *protocol_id, diag);
		m->version = send->versions[*protocol_id];
		if (!ret)
			m->message = scmi_message_find(m->protocol, *message_id, m->version);
	}
	return ret;
}

/* Building */

static int keep(struct send_message *m, const uint8_t *data, size_t len, struct diag *diag)
{
	m->data = malloc(len ? len : 1);
	if (!m->data)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
	memcpy(m->data, data, len);
	m->len = len;
	return 0;
}

static bool same_name(const char *name, const char *text, size_t len)
{
	if (strlen(name) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((text[i] == '-' ? '_' : tolower((unsigned char)text[i])) !=
		    tolower((unsigned char)name[i]))
			return false;
	return true;
}

/* Whether the user gave a value to the word that has the flag @name in it. */
static bool flag_given(const struct scmi_field *fields, const char *name, char *const *args,
		       size_t n)
{
	const struct scmi_slice *s;
	size_t before = 0;

	for (const struct scmi_field *f = fields; f && f->name; f++, before++) {
		for (s = f->slices; s && s->name && strcmp(s->name, name); s++)
			;
		if (!s || !s->name)
			continue;
		for (size_t i = 0, values = 0; i < n; i++) {
			size_t len = strcspn(args[i], "=");

			if (!args[i][len] && values++ == before)
				return true;
			if (args[i][len] && same_name(f->name, args[i], len))
				return true;
			for (s = f->slices; args[i][len] && s->name; s++)
				if (same_name(s->name, args[i], len))
					return true;
		}
		return false;
	}
	return true;
}

static int check_harm(const struct send *send, const struct send_message *m, struct diag *diag)
{
	const struct send_options *o = &send->options;

	if (scmi_decoded_risk(&send->request) != SCMI_DESTRUCTIVE || o->yes || o->force ||
	    o->dry_run)
		return 0;
	diag_set(diag, DIAG_USAGE, EPERM, "%s can take the system down", m->message->name);
	diag_hint(diag, "say --yes if you mean it");
	return -EPERM;
}

/* A message by the values of its fields. */
static int build(struct send *send, struct send_message *m, char *const *args, size_t n,
		 struct diag *diag)
{
	const struct send_options *o = &send->options;
	const char *flag = m->message->async_flag;
	struct scmi_builder builder = { 0 };
	struct scmi_context context;
	uint8_t data[CHAN_MSG_MAX];
	ssize_t len;
	int ret = 0;

	scmi_build(&builder, m->protocol, SCMI_COMMAND, m->message, NULL, m->version);
	context = (struct scmi_context){
		.version = builder.version,
		.vendor = m->protocol->vendor,
		.sub_vendor = m->protocol->sub_vendor,
	};
	for (size_t i = 0; i < n && !ret; i++)
		ret = scmi_set_arg(&builder, args[i], diag);
	if (!ret && o->async && flag && !flag_given(m->message->request, flag, args, n))
		scmi_set(&builder, flag, 0, 1);
	len = ret ? ret : scmi_encode(&builder, 0, o->force, data, sizeof(data), diag);
	scmi_builder_free(&builder);
	/* Which values would do is the question now; in a file the line is answer enough. */
	if (!ret && len == -EINVAL && !m->line)
		return cmd_explain_fields(send->env, diag, m->protocol, SCMI_COMMAND, m->message,
					  NULL, context.version);
	if (len < 0)
		return (int)len;
	if (scmi_decode(&send->request, SCMI_COMMAND, &context, data, (size_t)len))
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
	ret = check_harm(send, m, diag);
	if (ret)
		return ret;
	/* The flag says that there will be a delayed response: the kernel has to wait for it. */
	if (flag && scmi_decoded_value(&send->request, flag, 0, 0))
		m->async = true;
	return keep(m, data, (size_t)len, diag);
}

/* An option's bytes are wrong. */
static int bad_option(const char *option, int ret, struct diag *diag)
{
	if (diag->origin == DIAG_INPUT) {
		diag->origin = DIAG_USAGE;
		diag_prefix(diag, "%s", option);
	}
	return ret;
}

/* A header, and bytes after it. */
static int build_hex(struct send_message *m, uint8_t protocol_id, uint8_t message_id,
		     const char *hex, struct diag *diag)
{
	struct scmi_header header = { .message = message_id, .protocol = protocol_id };
	uint8_t data[CHAN_MSG_MAX];
	size_t len = 0;
	int ret = 0;

	scmi_put_le32(data, scmi_header_pack(header));
	if (hex)
		ret = scmi_hex_parse(hex, strlen(hex), data + SCMI_HEADER_SIZE,
				     sizeof(data) - SCMI_HEADER_SIZE, &len, diag);
	return ret < 0 ? bad_option("--hex", ret, diag)
		       : keep(m, data, SCMI_HEADER_SIZE + len, diag);
}

static int build_raw(struct send *send, struct send_message *m, const char *hex, size_t hex_len,
		     struct diag *diag)
{
	uint8_t data[CHAN_MSG_MAX];
	size_t len;
	int ret = scmi_hex_parse(hex, hex_len, data, sizeof(data), &len, diag);

	m->as_is = true;
	m->version = send->options.version;
	if (ret < 0)
		return ret;
	/* Only to have a name for it, and to know what it does. */
	if (len >= SCMI_HEADER_SIZE) {
		struct scmi_header header = scmi_header_unpack(scmi_get_le32(data));

		m->protocol = scmi_protocol_find(header.protocol, send->options.vendor.name,
						 send->options.vendor.sub);
		m->message = header.type == SCMI_TYPE_COMMAND
				     ? scmi_message_find(m->protocol, header.message, m->version)
				     : NULL;
	}
	return keep(m, data, len, diag);
}

/* PROTOCOL MESSAGE [VALUE]...; 0, a negative errno, or an exit status. */
static int parse_words(struct send *send, struct send_message *m, char *const *words, size_t n,
		       struct diag *diag)
{
	uint8_t protocol_id, message_id;
	int ret;

	if (n < 2)
		return diag_set(diag, DIAG_USAGE, EINVAL, "which message?");
	ret = identify(send, m, words[0], words[1], &protocol_id, &message_id, diag);
	if (ret < 0)
		return ret;
	m->async = send->options.async;
	if (send->options.hex || !m->message) {
		if (n > 2)
			return diag_set(diag, DIAG_USAGE, EINVAL,
					send->options.hex
						? "values of fields and --hex exclude one another"
						: "the message is not described: give its payload "
						  "with --hex");
		return build_hex(m, protocol_id, message_id, send->options.hex, diag);
	}
	return build(send, m, words + 2, n - 2, diag);
}

/* Files */

/*
 * Whether a line is a message's bytes: it begins with "raw", its first word has eight or more
 * hexadecimal digits, or it is four or more words of two digits.
 */
static bool is_bytes(const char *line)
{
	static const char blanks[] = " \t\r,:", hex[] = "0123456789abcdefABCDEF";
	size_t words = 0, pairs = 0, first = 0, digits;

	line += strspn(line, blanks);
	if (!strncasecmp(line, "raw", 3) && strchr(" \t", line[3]))
		return true;
	while (*line) {
		line += !strncasecmp(line, "0x", 2) ? 2 : 0;
		digits = strspn(line, hex);
		if (!digits || !strchr(blanks, line[digits]))
			return false;
		if (!words++)
			first = digits;
		pairs += digits == 2;
		line += digits;
		line += strspn(line, blanks);
	}
	return first >= 8 || (pairs == words && words >= 4);
}

static struct send_message *add_message(struct send *send, struct diag *diag)
{
	struct send_message *grown;

	/* The capacity is the power of two at or above the count. */
	if (!(send->n & (send->n - 1))) {
		grown = reallocarray(send->messages, send->n ? 2 * send->n : 1, sizeof(*grown));
		if (!grown) {
			diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
			return NULL;
		}
		send->messages = grown;
	}
	memset(&send->messages[send->n], 0, sizeof(*grown));
	return &send->messages[send->n++];
}

static int parse_line(struct send *send, char *line, unsigned int number, struct diag *diag)
{
	char *words[MAX_WORDS], *copy = strdup(line), *save;
	struct send_message *m;
	size_t n = 0;
	int ret;

	if (!copy)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "not enough memory");
	for (char *w = strtok_r(copy, " \t\r\n", &save); w && n < MAX_WORDS;
	     w = strtok_r(NULL, " \t\r\n", &save))
		words[n++] = w;
	if (!n) {
		free(copy);
		return 0;
	}
	m = add_message(send, diag);
	if (!m) {
		ret = -ENOMEM;
	} else {
		m->line = number;
		m->async = send->options.async;
		if (n == MAX_WORDS) {
			ret = diag_set(diag, DIAG_INPUT, E2BIG, "more than %d words",
				       MAX_WORDS - 1);
		} else if (is_bytes(line)) {
			char *hex = line + strspn(line, " \t");

			hex += strncasecmp(hex, "raw", 3) ? 0 : 3;
			ret = build_raw(send, m, hex, strlen(hex), diag);
		} else {
			ret = parse_words(send, m, words, n, diag);
		}
	}
	free(copy);
	return ret;
}

static int parse_file(struct send *send, const char *path, struct diag *diag)
{
	bool is_stdin = !strcmp(path, "-");
	const char *name = is_stdin ? "standard input" : path;
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	unsigned int number = 0;
	size_t size = 0;
	char *line = NULL;
	ssize_t len;
	int ret = 0;

	if (!file)
		return diag_set(diag, DIAG_INPUT, errno, "%s: %s", path, strerror(errno));
	errno = 0;
	while (!ret && (len = getline(&line, &size, file)) >= 0) {
		number++;
		if (strlen(line) != (size_t)len) {
			ret = diag_set(diag, DIAG_INPUT, EINVAL, "a NUL byte");
		} else {
			line[strcspn(line, "#\n")] = '\0';
			ret = parse_line(send, line, number, diag);
		}
		if (ret && diag->origin != DIAG_NONE) {
			/* What is wrong stands in the file, not on the command line. */
			if (diag->origin == DIAG_USAGE)
				diag->origin = DIAG_INPUT;
			diag_prefix(diag, "%s:%u", name, number);
		}
		errno = 0;
	}
	if (!ret && ferror(file))
		ret = diag_set(diag, DIAG_INPUT, errno ? errno : EIO, "%s: %s", name,
			       strerror(errno ? errno : EIO));
	if (!ret && !send->n)
		ret = diag_set(diag, DIAG_INPUT, ENODATA, "%s: no message in it", name);
	free(line);
	if (!is_stdin)
		fclose(file);
	return ret;
}

int send_parse(struct send *send, char *const *args, size_t n, struct diag *diag)
{
	const struct send_options *o = &send->options;
	struct send_message *m;
	int ret;

	if (o->file)
		return parse_file(send, o->file, diag);
	m = add_message(send, diag);
	if (!m)
		return -ENOMEM;
	m->async = o->async;
	if (!o->raw)
		return parse_words(send, m, args, n, diag);
	ret = build_raw(send, m, o->raw, strlen(o->raw), diag);
	return ret < 0 ? bad_option("--raw", ret, diag) : ret;
}

void send_messages_free(struct send *send)
{
	for (size_t i = 0; i < send->n; i++)
		free(send->messages[i].data);
	free(send->messages);
}
