/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_CMD_SHOW_H
#define SCMICTL_CMD_SHOW_H

#include <stddef.h>
#include <stdint.h>

#include <scmictl/cmd.h>
#include <scmictl/scmi.h>

/* Decoded messages and their descriptions through the output primitives; for every command. */

/**
 * cmd_show_fields() - the values of a decoded message
 * @key: name of the JSON object
 *
 * JSON: an object @key, members in the order of the wire: integers, text, bytes as hex; a word that
 * is made of slices is followed by them; KEY_name stands beside values that have names; arrays
 * hold objects, or scalars where an element is one (KEY_names beside it). Reserved bits are not
 * shown: cmd_show_problems() is for them. Text: a line for each value, names aligned; @key is not
 * printed.
 */
void cmd_show_fields(struct out *out, const char *key, const struct scmi_decoded *decoded);

/**
 * cmd_show_problems() - what is wrong with a decoded message
 *
 * JSON: the array "problems", empty when all is well. Text: a line for each.
 */
void cmd_show_problems(struct out *out, const struct scmi_decoded *decoded);

/**
 * cmd_show_ids() - the members protocol, protocol_name, message, message_name, token
 *
 * Names are null where unknown. JSON only: text shows nothing.
 */
void cmd_show_ids(struct out *out, const struct scmi_decoded *decoded);

/**
 * cmd_show_part() - a message as part of something larger (an exchange, a transfer)
 * @key: "request", "response" or "delayed"
 * @decoded: the message; NULL: there was none, null in JSON and nothing in text
 * @bytes, @len: what "hex" shows
 *
 * JSON: an object with hex, fields, and for all but commands status, status_name and problems.
 * Text: the values, then the problems; the status is the caller's to show.
 */
void cmd_show_part(struct out *out, const char *key, const struct scmi_decoded *decoded,
		   const void *bytes, size_t len);

/**
 * cmd_show_message() - a whole message that stands for itself
 *
 * JSON: an object of type "message" as scmictl-json(5) has it. Text: a title line (kind, protocol,
 * message, token, status), the values, trailing bytes, problems.
 */
void cmd_show_message(struct out *out, const struct scmi_decoded *decoded);

/**
 * cmd_show_members() - what cmd_show_message() shows, within an object that is open
 */
void cmd_show_members(struct out *out, const struct scmi_decoded *decoded);

/**
 * cmd_show_header() - a message header alone
 * @word: in host byte order
 * @protocol: the protocol that it names, or NULL
 *
 * JSON: an object of type "header". Text: a line for each part.
 */
void cmd_show_header(struct out *out, uint32_t word, const struct scmi_protocol *protocol);

/**
 * cmd_show_protocol_help() - the messages and notifications of a protocol with their help
 * @version: of the protocol; 0: all of them
 */
void cmd_show_protocol_help(struct out *out, const struct scmi_protocol *protocol,
			    uint32_t version);

/**
 * cmd_show_message_help() - the fields of a message: type, unit, help, values
 * @kind: which payload
 * @message: NULL for notifications
 * @notification: NULL otherwise
 * @version: of the protocol; 0: fields of all versions
 */
void cmd_show_message_help(struct out *out, const struct scmi_protocol *protocol,
			   enum scmi_kind kind, const struct scmi_message *message,
			   const struct scmi_notification *notification, uint32_t version);

/**
 * cmd_explain_fields() - for an error in the values of a message: print it, then the fields
 * @diag: the error; printed to stderr and emptied
 *
 * The other arguments: as for cmd_show_message_help(), which prints to stderr here.
 *
 * Return: CMD_USAGE.
 */
int cmd_explain_fields(const struct cmd_env *env, struct diag *diag,
		       const struct scmi_protocol *protocol, enum scmi_kind kind,
		       const struct scmi_message *message,
		       const struct scmi_notification *notification, uint32_t version);

/* Who the platform is, for protocols whose ids several vendors use. */
struct cmd_vendor {
	char buf[96];	  /* private: what the names point into */
	const char *name; /* NULL: not said */
	const char *sub;  /* NULL: not said */
};

/**
 * cmd_parse_vendor() - the argument NAME or NAME/SUB of --vendor
 *
 * Return: 0, or -EINVAL with @diag filled.
 */
int cmd_parse_vendor(const char *text, struct cmd_vendor *vendor, struct diag *diag);

/**
 * cmd_parse_version() - the argument of --protocol-version: 3.0, 3 or 0x30000
 *
 * Return: 0, or -EINVAL with @diag filled.
 */
int cmd_parse_version(const char *text, uint32_t *version, struct diag *diag);

#endif
