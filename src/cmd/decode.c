/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands.h"
#include "show.h"

#define MAX_MESSAGE 65536 /* more than any transport carries */
#define MAX_COMPLAINTS 20 /* a wrong file shows itself by then; all are counted */
#define MAX_TEXT (1 << 20)

enum {
	OPT_REQUEST = CMD_LONG,
	OPT_RESPONSE,
	OPT_VERSION,
	OPT_VENDOR,
	OPT_HEADER,
};

static const struct cmd_option options[] = {
	{ OPT_REQUEST, "request", CMD_ARG_NONE, NULL, NULL, "messages of type 0 are commands" },
	{ OPT_RESPONSE, "response", CMD_ARG_NONE, NULL, NULL, "messages of type 0 are responses" },
	{ OPT_VERSION, "protocol-version", CMD_ARG_TEXT, "V", NULL,
	  "version of the protocol (3.0 or 0x30000); default: what fits" },
	{ OPT_VENDOR, "vendor", CMD_ARG_VENDOR, "NAME[/SUB]", NULL,
	  "platform's vendor, for protocols from 0x80 on" },
	{ OPT_HEADER, "header", CMD_ARG_NUMBER, "WORD", NULL,
	  "explain a message header, given as a number" },
	{ 0 }
};

static const char *const usage[] = { "[OPTIONS] HEX...", "[OPTIONS] [-]", "--header WORD", NULL };

static const enum cmd_arg args[] = { CMD_ARG_TEXT, CMD_ARG_NONE };

struct decoder {
	struct cmd_env *env;
	struct out *out;
	struct scmi_context context;
	bool request, response; /* what type 0 is; neither: what fits */
	bool live;		/* input comes as it happens: show each message at once */
	size_t shown;
	struct scmi_decoded decoded, other;
	uint8_t message[MAX_MESSAGE];
};

/* Command or response? */

/* Whether the first word of a command is a value that has a name, so that it is meant. */
static bool is_named(const struct scmi_decoded *command)
{
	return command->n_items && command->items[0].field->names &&
	       scmi_value_name(&command->items[0], command->protocol);
}

/*
 * Whether a message of type 0 is a response. What fits its description is taken; where both do, or
 * neither does, an error in place of the status tells, and success with nothing behind it.
 */
static bool is_response(const struct scmi_decoded *command, const struct scmi_decoded *response,
			size_t len)
{
	if (!command->n_problems != !response->n_problems)
		return !response->n_problems;
	if (!response->has_status)
		return false;
	if (response->n_problems)
		return response->status <= 0;
	if (response->status < 0)
		return !is_named(command);
	return len == SCMI_HEADER_SIZE + SCMI_STATUS_SIZE;
}

static int decode(struct decoder *x, size_t len, bool *either)
{
	enum scmi_kind kind = x->response ? SCMI_RESPONSE : SCMI_COMMAND;
	int ret = scmi_decode(&x->decoded, kind, &x->context, x->message, len);

	*either = false;
	if (ret || x->request || x->response ||
	    (x->decoded.header.type != SCMI_TYPE_COMMAND &&
	     x->decoded.header.type != SCMI_TYPE_RESERVED))
		return ret;
	ret = scmi_decode(&x->other, SCMI_RESPONSE, &x->context, x->message, len);
	if (ret)
		return ret;
	*either = !x->decoded.n_problems && !x->other.n_problems;
	if (is_response(&x->decoded, &x->other, len)) {
		struct scmi_decoded swap = x->decoded;

		x->decoded = x->other;
		x->other = swap;
	}
	return 0;
}

/* Headers */

static bool is_known(const struct scmi_context *context, uint32_t word)
{
	struct scmi_header h = scmi_header_unpack(word);
	const struct scmi_protocol *p = scmi_protocol_find(h.protocol, context->vendor,
							   context->sub_vendor);

	if (h.reserved || h.type == SCMI_TYPE_RESERVED)
		return false;
	return h.type == SCMI_TYPE_NOTIFICATION ? scmi_notification_find(p, h.message, 0) != NULL
						: scmi_message_find(p, h.message, 0) != NULL;
}

/* Dumps of words show headers with their bytes swapped; so do people who type them. */
static void warn_swapped(const struct decoder *x, uint32_t word)
{
	uint32_t swapped = __builtin_bswap32(word);

	if (!is_known(&x->context, word) && is_known(&x->context, swapped))
		cmd_warn(x->env,
			 "the header 0x%08" PRIx32
			 " is no known message, but with its bytes swapped "
			 "it is 0x%08" PRIx32 ": are these words instead of bytes?",
			 word, swapped);
}

static int explain_header(struct decoder *x, const char *text, struct diag *diag)
{
	unsigned long word;

	if (cmd_number("--header", text, 0, UINT32_MAX, &word, diag))
		return CMD_USAGE;
	warn_swapped(x, (uint32_t)word);
	cmd_show_header(cmd_out(x->env), (uint32_t)word,
			scmi_protocol_find(scmi_header_unpack((uint32_t)word).protocol,
					   x->context.vendor, x->context.sub_vendor));
	return CMD_OK;
}

/* Messages */

/* One message from its text. An error's origin is that of what the user gave. */
static int decode_text(struct decoder *x, const char *text, size_t text_len, struct diag *diag)
{
	size_t len;
	bool either;
	int ret = scmi_hex_parse(text, text_len, x->message, sizeof(x->message), &len, diag);

	if (ret)
		return ret;
	ret = decode(x, len, &either);
	if (ret == -EBADMSG)
		return diag_set(diag, DIAG_INPUT, EBADMSG,
				"too short for a message: %zu of the %d bytes of its header", len,
				SCMI_HEADER_SIZE);
	if (ret)
		return diag_set(diag, DIAG_SYSTEM, -ret, "out of memory");
	if (x->shown++)
		out_line(x->out, OUT_PLAIN, "%s", "");
	cmd_show_message(x->out, &x->decoded);
	if (either)
		out_line(x->out, OUT_DIM, "(fits a %s as well)", scmi_kind_name(x->other.kind));
	warn_swapped(x, x->decoded.word);
	if (x->live)
		out_flush(x->out);
	return 0;
}

static int decode_arguments(struct decoder *x, char *const *words, size_t n, struct diag *diag)
{
	size_t size = 1, len = 0;
	char *text;
	int ret;

	for (size_t i = 0; i < n; i++)
		size += strlen(words[i]) + 1;
	text = malloc(size);
	if (!text)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	for (size_t i = 0; i < n; i++)
		len += (size_t)sprintf(text + len, "%s%s", i ? " " : "", words[i]);
	ret = decode_text(x, text, len, diag);
	free(text);
	if (ret && diag->origin == DIAG_INPUT) {
		diag->origin = DIAG_USAGE;
		diag_prefix(diag, "arguments");
	}
	return ret;
}

/* Text that grows up to MAX_TEXT; what is beyond is dropped and remembered. */
struct text {
	char *s;
	size_t len, mem;
	bool too_long, no_memory;
};

static void append(struct text *t, char c)
{
	if (t->len == t->mem) {
		size_t mem = t->mem ? 2 * t->mem : 256;
		char *s = mem <= MAX_TEXT ? realloc(t->s, mem) : NULL;

		t->too_long |= mem > MAX_TEXT;
		t->no_memory |= mem <= MAX_TEXT && !s;
		if (!s)
			return;
		t->s = s;
		t->mem = mem;
	}
	t->s[t->len++] = c;
}

/* The next line without its end; false: there is none. */
static bool read_line(FILE *file, struct text *line)
{
	int c;

	line->len = 0;
	line->too_long = false;
	while ((c = getc(file)) != EOF && c != '\n')
		append(line, (char)c);
	return c != EOF || line->len;
}

/* Decodes one message from standard input; what is wrong with it is reported, and counted. */
static void decode_input(struct decoder *x, const struct text *message, size_t line, size_t *bad)
{
	struct diag diag = { 0 };

	if (message->too_long)
		diag_set(&diag, DIAG_INPUT, 0, "longer than %d characters", MAX_TEXT);
	else if (!decode_text(x, message->s, message->len, &diag))
		return;
	if ((*bad)++ >= MAX_COMPLAINTS)
		return;
	diag_prefix(&diag, "standard input, line %zu", line);
	out_flush(x->out);
	diag_print(&diag, x->env->cmd->name);
}

static int decode_stream(struct decoder *x, FILE *file, struct diag *diag)
{
	struct text line = { 0 }, dump = { 0 };
	size_t number = 0, start = 0, bad = 0, messages = 0;
	bool more;

	do {
		enum scmi_hex_line kind = SCMI_HEX_NONE;

		more = read_line(file, &line);
		number++;
		if (more)
			kind = line.too_long ? SCMI_HEX_PLAIN
					     : scmi_hex_line(line.s, line.len, dump.len > 0);
		if (dump.len && kind != SCMI_HEX_MORE) {
			decode_input(x, &dump, start, &bad);
			dump.len = 0;
			dump.too_long = false;
		}
		if (kind == SCMI_HEX_PLAIN)
			decode_input(x, &line, number, &bad);
		if (kind == SCMI_HEX_DUMP)
			start = number;
		messages += kind == SCMI_HEX_PLAIN || kind == SCMI_HEX_DUMP;
		if (kind == SCMI_HEX_DUMP || kind == SCMI_HEX_MORE) {
			for (size_t i = 0; i < line.len; i++)
				append(&dump, line.s[i]);
			append(&dump, '\n');
		}
	} while (more && !line.no_memory && !dump.no_memory);
	more = line.no_memory || dump.no_memory;
	free(line.s);
	free(dump.s);
	if (more)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory");
	if (ferror(file))
		return diag_set(diag, DIAG_INPUT, errno, "cannot read standard input: %s",
				strerror(errno));
	if (!messages)
		return diag_set(diag, DIAG_INPUT, 0, "no message on standard input");
	if (bad && messages > 1)
		return diag_set(diag, DIAG_INPUT, 0,
				"%zu of %zu messages on standard input could not be read", bad,
				messages);
	return bad ? CMD_INPUT : 0;
}

static bool is_regular(FILE *file)
{
	struct stat st;

	return !fstat(fileno(file), &st) && S_ISREG(st.st_mode);
}

static int run(struct cmd_env *env, struct diag *diag)
{
	struct decoder *x = calloc(1, sizeof(*x));
	const char *arg, *header = NULL;
	struct cmd_vendor vendor = { 0 };
	char *const *words;
	int key, ret = 0;
	size_t n;

	if (!x)
		return diag_set(diag, DIAG_SYSTEM, ENOMEM, "out of memory"), CMD_UNAVAILABLE;
	x->env = env;
	while (!ret && (key = cmd_getopt(env, &arg, diag)) != -1) {
		switch (key) {
		case OPT_REQUEST:
			x->request = true;
			break;
		case OPT_RESPONSE:
			x->response = true;
			break;
		case OPT_VERSION:
			ret = cmd_parse_version(arg, &x->context.version, diag);
			break;
		case OPT_VENDOR:
			ret = cmd_parse_vendor(arg, &vendor, diag);
			break;
		case OPT_HEADER:
			header = arg;
			break;
		default:
			ret = CMD_USAGE;
		}
	}
	words = cmd_args(env, &n);
	x->context.vendor = vendor.name;
	x->context.sub_vendor = vendor.sub;
	if (!ret && x->request && x->response)
		ret = cmd_usage(env, diag, "--request and --response exclude each other");
	else if (!ret && header && n)
		ret = cmd_usage(env, diag, "--header takes no further argument: '%s'", words[0]);
	else if (!ret && header)
		ret = explain_header(x, header, diag);
	else if (!ret && !n && isatty(STDIN_FILENO))
		ret = cmd_usage(env, diag,
				"no message: give it in hexadecimal, or - to read lines");
	else if (!ret) {
		x->out = cmd_out(env);
		x->live = !is_regular(stdin);
		ret = n && !(n == 1 && !strcmp(words[0], "-")) ? decode_arguments(x, words, n, diag)
							       : decode_stream(x, stdin, diag);
	}
	scmi_decoded_free(&x->decoded);
	scmi_decoded_free(&x->other);
	free(x);
	return ret < 0 ? diag_exit_status(diag) : ret;
}

const struct cmd cmd_decode = {
	.name = "decode",
	.group = "speak",
	.summary = "Decode messages given in hexadecimal",
	.usage = usage,
	.help = "HEX is a whole message, header included, in any usual shape: with or without "
		"spaces,\n"
		"0x, commas, \\x; as xxd, hexdump or od print it. All arguments together are one\n"
		"message. On standard input each line is a message, or each dump that starts with\n"
		"offset 0; blank lines and # comments separate.\n"
		"\n"
		"The bytes do not tell a command from its response. Without --request or "
		"--response\n"
		"what fits the description is taken; where both fit, a message is a response if "
		"its\n"
		"first word is an error status, or success with nothing behind it.\n"
		"\n"
		"Without --protocol-version the newest version that fits the message is taken.\n"
		"What does not fit is shown as a problem and is no error: the exit status is 0.\n"
		"It is 6 when a line of standard input is no message, 2 when the arguments are "
		"none.\n",
	.options = options,
	.args = args,
	.json = OUT_JSONL,
	.run = run,
};
