/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SCMICTL_SCMI_H
#define SCMICTL_SCMI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <scmictl/diag.h>

/*
 * The protocol room: pure, without I/O. Each protocol is one constant table (src/scmi/proto-*.c);
 * the codec, help, completion, checks and the simulated platform all read the same table.
 *
 * "Specification" below means Arm DEN0056, the System Control and Management Interface.
 */

/* Message header, specification "Message header" (section 4.1.1 in DEN0056E). */
#define SCMI_HEADER_SIZE 4
#define SCMI_STATUS_SIZE 4
#define SCMI_TOKENS 1024   /* width of the token field: 10 bits */
#define SCMI_SHORT_NAME 16 /* bytes of a short name, its NUL included */
#define SCMI_LONG_NAME 64  /* bytes of an extended name, its NUL included */

enum scmi_type {
	SCMI_TYPE_COMMAND = 0, /* commands and their responses */
	SCMI_TYPE_RESERVED = 1,
	SCMI_TYPE_DELAYED = 2,
	SCMI_TYPE_NOTIFICATION = 3,
};

/* What a message is: type 0 alone does not tell a command from its response. */
enum scmi_kind {
	SCMI_COMMAND,
	SCMI_RESPONSE,
	SCMI_DELAYED_RESPONSE,
	SCMI_NOTIFICATION,
};

enum scmi_protocol_id {
	SCMI_BASE = 0x10,
	SCMI_POWER = 0x11,
	SCMI_SYSTEM = 0x12,
	SCMI_PERF = 0x13,
	SCMI_CLOCK = 0x14,
	SCMI_SENSOR = 0x15,
	SCMI_RESET = 0x16,
	SCMI_VOLTAGE = 0x17,
	SCMI_POWERCAP = 0x18,
	SCMI_PINCTRL = 0x19,
	SCMI_TELEMETRY = 0x1b,
};

/* Messages that every protocol has (specification section 4.2.1.1 to 4.2.1.4). */
enum scmi_common_message {
	SCMI_PROTOCOL_VERSION = 0x00,
	SCMI_PROTOCOL_ATTRIBUTES = 0x01,
	SCMI_PROTOCOL_MESSAGE_ATTRIBUTES = 0x02,
	SCMI_NEGOTIATE_PROTOCOL_VERSION = 0x10,
};

/* Status codes (specification section 4.1.4); -128 and below are the vendor's. */
enum scmi_status {
	SCMI_SUCCESS = 0,
	SCMI_NOT_SUPPORTED = -1,
	SCMI_INVALID_PARAMETERS = -2,
	SCMI_DENIED = -3,
	SCMI_NOT_FOUND = -4,
	SCMI_OUT_OF_RANGE = -5,
	SCMI_BUSY = -6,
	SCMI_COMMS_ERROR = -7,
	SCMI_GENERIC_ERROR = -8,
	SCMI_HARDWARE_ERROR = -9,
	SCMI_PROTOCOL_ERROR = -10,
	SCMI_IN_USE = -11,
	SCMI_PARTIAL = -12,
};

struct scmi_header {
	uint8_t message;  /* bits 7:0 */
	uint8_t type;	  /* bits 9:8, enum scmi_type */
	uint8_t protocol; /* bits 17:10 */
	uint8_t reserved; /* bits 31:28: zero in a correct message */
	uint16_t token;	  /* bits 27:18 */
};

/**
 * scmi_get_le16(), scmi_get_le32(), scmi_get_le64() - read a little-endian integer at @p
 * @p: any alignment
 */
static inline uint16_t scmi_get_le16(const void *p)
{
	const uint8_t *b = p;

	return (uint16_t)(b[0] | b[1] << 8);
}

static inline uint32_t scmi_get_le32(const void *p)
{
	const uint8_t *b = p;

	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static inline uint64_t scmi_get_le64(const void *p)
{
	return scmi_get_le32(p) | (uint64_t)scmi_get_le32((const uint8_t *)p + 4) << 32;
}

/**
 * scmi_put_le16(), scmi_put_le32(), scmi_put_le64() - write a little-endian integer to @p
 * @p: any alignment
 * @v: the value
 */
static inline void scmi_put_le16(void *p, uint16_t v)
{
	uint8_t *b = p;

	b[0] = (uint8_t)v;
	b[1] = (uint8_t)(v >> 8);
}

static inline void scmi_put_le32(void *p, uint32_t v)
{
	scmi_put_le16(p, (uint16_t)v);
	scmi_put_le16((uint8_t *)p + 2, (uint16_t)(v >> 16));
}

static inline void scmi_put_le64(void *p, uint64_t v)
{
	scmi_put_le32(p, (uint32_t)v);
	scmi_put_le32((uint8_t *)p + 4, (uint32_t)(v >> 32));
}

/**
 * scmi_header_unpack() - the fields of a header word
 * @word: the header in host byte order
 */
struct scmi_header scmi_header_unpack(uint32_t word);

/**
 * scmi_header_pack() - the header word of its fields, in host byte order
 * @header: the fields; bits that do not fit their field are dropped
 */
uint32_t scmi_header_pack(struct scmi_header header);

/**
 * scmi_status_name() - the specification's name of a status
 * @status: the status word
 *
 * Return: "SUCCESS", "NOT_SUPPORTED" ...; for a reserved, vendor or positive status "RESERVED",
 * "VENDOR" or "INVALID". Never NULL.
 */
const char *scmi_status_name(int32_t status);

/**
 * scmi_status_parse() - a status from its name in any case, or its number
 * @text: "DENIED", "denied", "-3", "SUCCESS"
 * @status: the result
 *
 * Return: 0, or -EINVAL.
 */
int scmi_status_parse(const char *text, int32_t *status);

/**
 * scmi_status_errno() - what Linux 6.12 makes of a status
 * @status: the status word
 *
 * Source: scmi_linux_errmap in drivers/firmware/arm_scmi/driver.c.
 *
 * Return: 0 or a positive errno.
 */
int scmi_status_errno(int32_t status);

/** scmi_kind_name() - "command", "response", "delayed_response" or "notification" */
const char *scmi_kind_name(enum scmi_kind kind);

/* The description of a protocol */

/* Protocol versions as PROTOCOL_VERSION gives them: major in 31:16, minor in 15:0. */
#define SCMI_VERSION(major, minor) ((uint32_t)(major) << 16 | (minor))
#define SCMI_VERSION_MAJOR(v) ((v) >> 16)
#define SCMI_VERSION_MINOR(v) ((v)&0xffff)

/* How a field lies on the wire. 64-bit types are two words, low word first, 4-byte aligned. */
enum scmi_field_type {
	SCMI_U32,
	SCMI_S32,
	SCMI_U64,
	SCMI_S64,
	SCMI_U16,
	SCMI_U8,
	SCMI_STR,   /* text of .size bytes, padded with NUL */
	SCMI_BYTES, /* everything to the end of the payload */
	SCMI_ARRAY, /* elements of .members; their number: see .count */
};

/* The unit of a value; decides what suffixes an argument may have and how text shows it. */
enum scmi_unit {
	SCMI_UNIT_NONE,
	SCMI_UNIT_HZ,
	SCMI_UNIT_KHZ,
	SCMI_UNIT_US,
	SCMI_UNIT_MS,
	SCMI_UNIT_UV,
	SCMI_UNIT_UW,
	SCMI_UNIT_BYTES,
	SCMI_UNIT_MILLIPERCENT, /* multiples of 0.001 % */
	SCMI_UNIT_HEX,		/* no unit, but read best as hexadecimal (addresses, masks) */
	SCMI_UNIT_VERSION,	/* a version word, shown as major.minor */
	SCMI_UNIT_HEADER,	/* a message header word, shown decoded */
	SCMI_UNIT_STATUS,	/* a status word (S32), shown with its name */
	SCMI_UNIT_PROTOCOL,	/* a protocol id, shown with its name, accepted by name */
	SCMI_UNIT_MESSAGE,	/* a message id of this protocol, likewise */
	SCMI_UNITS
};

/* A value's name: enumeration members, and values with a meaning of their own ("none", "off"). */
struct scmi_enum {
	uint32_t value;
	const char *name; /* lower case, '_' between words */
};

/* A bit slice of a word. Slices of a word share the name space of the word's own scope. */
struct scmi_slice {
	const char *name; /* NULL ends the array; "" is reserved: must be zero */
	const char *help;
	uint8_t lo;	/* lowest bit */
	uint8_t width;	/* 1 is a flag (bool), unless .names is set */
	bool is_signed; /* two's complement of .width bits */
	enum scmi_unit unit;
	/* Ends with name NULL; unlisted values are shown as numbers. */
	const struct scmi_enum *names;
	uint32_t since, until; /* protocol versions, as in struct scmi_field */
};

/*
 * A field of a payload. Names are unique within their scope (the message, or the element of an
 * array) for any one protocol version, slices included; a test holds this.
 */
struct scmi_field {
	const char *name; /* NULL ends the array; "" is a reserved word: must be zero */
	const char *help;
	enum scmi_field_type type;
	enum scmi_unit unit;
	uint16_t size; /* SCMI_STR: bytes on the wire */
	bool optional; /* encode: zero when neither it nor a slice is given */
	bool tail;     /* decode: may be absent at the end of the payload without a problem */
	const struct scmi_slice *slices; /* integer types up to 32 bits */
	const struct scmi_enum *names;

	/* Present from version .since on (0: always) and before .until (0: for ever). */
	uint32_t since, until;
	/* Present only if the integer or slice of this name, earlier in the scope, is (not) zero. */
	const char *when, *unless;

	/* SCMI_ARRAY only */
	const struct scmi_field *members; /* one member alone: array of scalars */
	/*
	 * Name of the field or slice that holds the number of elements, earlier in the message;
	 * NULL: as many as the payload still holds.
	 */
	const char *count;
	uint16_t max; /* most elements, 0: no limit but the payload */
	/*
	 * If this field or slice is not zero there are exactly .exact elements, whatever .count
	 * says (triplets).
	 */
	const char *exact_when;
	uint8_t exact;
	uint8_t pad;	    /* the list is padded with zero to a multiple of this many bytes */
	bool pad_tolerated; /* the padding is not sent, but accepted */
	/*
	 * If the bytes left are exactly elements * this, every element carries all members that
	 * its version has, .when and .unless aside.
	 */
	uint16_t full_stride;
};

/* What a message does to the platform. */
enum scmi_risk {
	SCMI_READ,	  /* reads only; subscribing and unsubscribing count as write */
	SCMI_WRITE,	  /* changes the platform */
	SCMI_DESTRUCTIVE, /* can take the system down: power off, reset */
};

struct scmi_message {
	const char *name; /* the specification's, upper case; NULL ends the array */
	const char *help;
	uint8_t id;
	enum scmi_risk risk;
	const char *harmless; /* SCMI_DESTRUCTIVE: a mere write while the field of this name ... */
	uint32_t harmless_value; /* ... has this value (powering on) */
	bool async;		 /* a delayed response is defined: .delayed */
	const char *async_flag;	 /* the request's slice that asks for it */
	bool provisional;	 /* from a draft (specification 4.0): may change */
	uint32_t since, until;	 /* protocol versions, as in struct scmi_field */
	const char *spec;	 /* first specification release that has it: "1.0" ... */
	const char *source; /* which source the layout follows where sources disagree, or NULL */
	const struct scmi_field *request;  /* NULL: no payload */
	const struct scmi_field *response; /* after the status word; NULL: nothing */
	const struct scmi_field *delayed;  /* after the status word */
	const char *delayed_name;	   /* CLOCK_RATE_SET_COMPLETE */
};

struct scmi_notification {
	const char *name; /* NULL ends the array */
	const char *help;
	uint8_t id;
	bool provisional;
	uint32_t since, until;
	const char *spec;
	const char *source;
	const struct scmi_field *payload;
};

struct scmi_protocol {
	uint8_t id;
	const char *name;   /* lower case: "clock" */
	const char *title;  /* "Clock management" */
	const char *prefix; /* what message names begin with and users may leave out: "CLOCK_" */
	const char *vendor; /* NULL: standard protocol */
	const char *sub_vendor; /* NULL: any */
	uint32_t version;	/* newest version that is not provisional */
	uint32_t newest;	/* newest version described at all */
	bool no_common;		/* the common messages of id 0x10 upwards do not apply */
	bool provisional;
	const struct scmi_message *messages;	       /* without those of scmi_common_messages */
	const struct scmi_notification *notifications; /* NULL: none */
};

/* Every protocol described, standard ones first, NULL at the end. */
extern const struct scmi_protocol *const scmi_protocols[];

/* The messages that every protocol has, ended by a NULL name; a protocol's own entry goes first. */
extern const struct scmi_message scmi_common_messages[];

/**
 * scmi_protocol_find() - the description of a protocol
 * @id: protocol id
 * @vendor, @sub_vendor: the platform's identity; NULL is unknown. For an id from 0x80 on the
 *	description that matches the identity is taken; while the identity is unknown, the only one
 *	that has this id, or none where several have.
 *
 * Return: the description or NULL.
 */
const struct scmi_protocol *scmi_protocol_find(uint8_t id, const char *vendor,
					       const char *sub_vendor);

/**
 * scmi_protocol_parse() - a protocol from its name or number
 * @text: "clock", "CLOCK", "0x14", "20"; '-' and '_' are alike
 * @vendor, @sub_vendor: as for scmi_protocol_find(); a name finds its protocol without them
 * @id: the id, also for a number (0 to 255) that no description has
 * @protocol: the description, NULL where there is none
 *
 * Return: 0, or -EINVAL when @text is neither; @diag then suggests the nearest name.
 */
int scmi_protocol_parse(const char *text, const char *vendor, const char *sub_vendor, uint8_t *id,
			const struct scmi_protocol **protocol, struct diag *diag);

/**
 * scmi_message_find() - the description of a message
 * @protocol: the protocol; NULL finds nothing
 * @id: message id
 * @version: protocol version, 0 for unknown (then the newest entry that is not provisional wins)
 */
const struct scmi_message *scmi_message_find(const struct scmi_protocol *protocol, uint8_t id,
					     uint32_t version);

/** scmi_notification_find() - the description of a notification; as scmi_message_find() */
const struct scmi_notification *scmi_notification_find(const struct scmi_protocol *protocol,
						       uint8_t id, uint32_t version);

/**
 * scmi_message_parse() - a message from its name or number
 * @protocol: the protocol; NULL allows numbers only
 * @text: the name with or without the protocol's prefix in any case, '-' and '_' alike, or an id
 * @version: protocol version or 0
 * @id: the id, also for a number (0 to 255) that the protocol does not describe
 * @message: the description, NULL where there is none
 *
 * Return: 0, or -EINVAL; @diag then suggests the nearest name.
 */
int scmi_message_parse(const struct scmi_protocol *protocol, const char *text, uint32_t version,
		       uint8_t *id, const struct scmi_message **message, struct diag *diag);

/** scmi_notification_parse() - a notification from its name or number; as scmi_message_parse() */
int scmi_notification_parse(const struct scmi_protocol *protocol, const char *text,
			    uint32_t version, uint8_t *id,
			    const struct scmi_notification **notification, struct diag *diag);

/** scmi_in_version() - whether something that exists in [@since, @until) exists in @version */
static inline bool scmi_in_version(uint32_t version, uint32_t since, uint32_t until)
{
	return version >= since && (!until || version < until);
}

/**
 * scmi_fields() - what a payload consists of, the status word of answers left out
 * @message: for all kinds but notifications
 * @notification: for notifications
 *
 * Return: the fields; without any for what is NULL or has no payload. Never NULL.
 */
const struct scmi_field *scmi_fields(enum scmi_kind kind, const struct scmi_message *message,
				     const struct scmi_notification *notification);

/** scmi_enum_name() - the name of @value, or NULL; @names may be NULL */
const char *scmi_enum_name(const struct scmi_enum *names, uint32_t value);

/* Decoding */

/*
 * One decoded value, in the order of the wire: every field, directly followed by its slices
 * (reserved ones only when not zero, as problems), arrays as their elements' values.
 */
struct scmi_item {
	const struct scmi_field *field; /* the field (an array's element: the member) */
	const struct scmi_slice *slice; /* the slice of it, or NULL for the field itself */
	const struct scmi_field *array; /* the array that the field is an element's member of */
	uint32_t index;			/* ordinal of the element */
	uint32_t offset;		/* of the field within the payload, in bytes */
	uint64_t value;			/* integers; signed ones sign-extended */
	const uint8_t *data;		/* SCMI_STR, SCMI_BYTES: within the caller's payload */
	uint32_t len;			/* bytes at data; of text without its NUL padding */
};

#define SCMI_MAX_PROBLEMS 8

/*
 * A decoded message. Reuse one object for many messages: its memory is kept and grows to the
 * largest. The payload must outlive it.
 */
struct scmi_decoded {
	uint32_t word; /* header word as received */
	struct scmi_header header;
	enum scmi_kind kind;
	const struct scmi_protocol *protocol; /* NULL: not described */
	const struct scmi_message *message;   /* commands, responses, delayed ones; or NULL */
	const struct scmi_notification *notification; /* or NULL */
	uint32_t version;     /* protocol version that the payload was read as, 0: unknown */
	bool version_assumed; /* nobody said the version: it was taken from the shape */
	bool has_status;
	int32_t status;
	const struct scmi_item *items;
	size_t n_items;
	const uint8_t *trailing; /* bytes that the description does not cover */
	size_t trailing_len;
	unsigned int n_problems; /* may exceed SCMI_MAX_PROBLEMS: the rest is not kept */
	char problems[SCMI_MAX_PROBLEMS][120];

	struct scmi_item *mem; /* private: owned memory of items */
	size_t mem_size;
};

/* What is known about the message beside its bytes. Zeroed: nothing. */
struct scmi_context {
	uint32_t version; /* the protocol's version; 0: find the version that fits the shape */
	const char *vendor, *sub_vendor;
	bool sync; /* this response answers a command that did not ask for a delayed one */
};

/**
 * scmi_decode() - decode a whole message
 * @decoded: the result; all zero before its first use, released by scmi_decoded_free()
 * @kind: what the message is. SCMI_COMMAND and SCMI_RESPONSE apply to type 0 only: for types 2
 *	and 3 the type decides. Type 1 is reserved: decoded like 0, as a problem.
 * @context: what else is known, or NULL
 * @buf, @len: header and payload; any alignment
 *
 * What cannot be decoded is a problem (truncated, reserved bits set, counts that lie, names without
 * terminator, unknown message), never an error: the payload is decoded as far as it goes.
 *
 * Return: 0; -EBADMSG when @len is shorter than a header; -ENOMEM.
 */
int scmi_decode(struct scmi_decoded *decoded, enum scmi_kind kind,
		const struct scmi_context *context, const void *buf, size_t len);

/** scmi_decoded_free() - release what @decoded holds and zero it */
void scmi_decoded_free(struct scmi_decoded *decoded);

/**
 * scmi_decoded_name() - the message's name
 *
 * Return: "CLOCK_RATE_GET", a delayed response's own name, a notification's; NULL when unknown.
 */
const char *scmi_decoded_name(const struct scmi_decoded *decoded);

/**
 * scmi_decoded_get() - a decoded value by name
 * @decoded: a decoded message
 * @name: a field or slice of the message, or of the elements of its array
 * @index: ordinal of the element; 0 outside arrays
 *
 * Return: the item or NULL.
 */
const struct scmi_item *scmi_decoded_get(const struct scmi_decoded *decoded, const char *name,
					 uint32_t index);

/** scmi_decoded_value() - as scmi_decoded_get(): the integer itself, @missing if there is none */
uint64_t scmi_decoded_value(const struct scmi_decoded *decoded, const char *name, uint32_t index,
			    uint64_t missing);

/**
 * scmi_decoded_risk() - what a decoded command does, its values considered
 *
 * Return: the message's risk; SCMI_READ for what is not described, as nothing is known of it.
 */
enum scmi_risk scmi_decoded_risk(const struct scmi_decoded *decoded);

/* Encoding */

/*
 * A payload being put together: values by name, in any order, then scmi_encode(). The object holds
 * copies of all it is given.
 */
struct scmi_builder {
	const struct scmi_protocol *protocol;
	const struct scmi_message *message;
	const struct scmi_notification *notification;
	enum scmi_kind kind;
	uint32_t version;
	int32_t status;	       /* responses and delayed ones */
	struct scmi_set *sets; /* private */
	size_t n_sets, mem_sets;
};

/**
 * scmi_build() - start a payload
 * @builder: the object; its old content must have been freed (or be all zero)
 * @protocol: the protocol, not NULL
 * @kind: what to build
 * @message: the message; NULL for notifications
 * @notification: the notification; NULL otherwise
 * @version: protocol version; 0: the protocol's newest that is not provisional, or the message's
 *	own first version where that is newer
 */
void scmi_build(struct scmi_builder *builder, const struct scmi_protocol *protocol,
		enum scmi_kind kind, const struct scmi_message *message,
		const struct scmi_notification *notification, uint32_t version);

/** scmi_builder_free() - release what the builder holds and zero it */
void scmi_builder_free(struct scmi_builder *builder);

/**
 * scmi_builder_reset() - forget the values and the status, keep memory and message
 */
void scmi_builder_reset(struct scmi_builder *builder);

/**
 * scmi_set() - set an integer field or slice by name
 * @builder: the payload
 * @name: field or slice; of an array's element: the member's name
 * @index: ordinal of the element; 0 outside arrays. The array grows as needed.
 * @value: the value, sign-extended for signed fields
 *
 * A slice set changes its bits of the word; a word set changes all of them. Count fields follow
 * the number of elements unless they are set. The last array of a message alone may repeat.
 *
 * Return: 0; -ENOENT: no such name in this message and version; -EINVAL: it is no integer; -ERANGE:
 * does not fit; -ENOMEM.
 */
int scmi_set(struct scmi_builder *builder, const char *name, uint32_t index, uint64_t value);

/**
 * scmi_set_bytes() - set a SCMI_STR or SCMI_BYTES field by name
 * @data, @len: the bytes; text without its terminator. Text longer than the field less one: -ERANGE
 *
 * Return: as scmi_set().
 */
int scmi_set_bytes(struct scmi_builder *builder, const char *name, uint32_t index, const void *data,
		   size_t len);

/**
 * scmi_set_arg() - set a value as a user writes it
 * @builder: the payload
 * @arg: "NAME=VALUE", or "VALUE" for the next field that has no value yet, in the order of the
 *	wire. NAME: a field, a slice, "ARRAY[3]", "ARRAY[3].MEMBER", or ARRAY with a list: "10,11,12";
 *	elements of several members are joined by ':' ("4:1,10:8"). "status" sets the status.
 *	VALUE: decimal or 0x, sign where the field has one, a name of the field's enumeration, names
 *	of flags joined by '|' or ',', a number with a suffix of the field's unit (48MHz, 0.9V, 10ms),
 *	text for names, hex for bytes. Names in any case, '-' and '_' alike. Trailing garbage is an
 *	error, and so is a fraction of the unit on the wire.
 *
 * Return: 0 or a negative errno with @diag filled (origin usage, what is accepted in the hint).
 */
int scmi_set_arg(struct scmi_builder *builder, const char *arg, struct diag *diag);

/**
 * scmi_encode() - the whole message
 * @builder: the payload
 * @token: the token, 0 to 1023
 * @force: values that are missing become zero; else a command with a field that is not optional
 *	and has no value is an error that names the fields; a word has one once a slice of it has
 * @buf, @size: where to; in responses with an error status and no value set, the status alone
 * @diag: what is missing, or NULL
 *
 * Return: the message's length in bytes, header included; -EINVAL: values missing, or a count that
 * is not the number of elements (unless @force); -ENOSPC: does not fit @size.
 */
ssize_t scmi_encode(struct scmi_builder *builder, uint16_t token, bool force, void *buf,
		    size_t size, struct diag *diag);

/* Units and names */

/**
 * scmi_unit_name() - "Hz", "uV" ...; "" for those that are not physical
 */
const char *scmi_unit_name(enum scmi_unit unit);

/**
 * scmi_value_has_name() - whether values of this field or slice can have a name
 */
bool scmi_value_has_name(const struct scmi_item *item);

/**
 * scmi_value_name() - the name of a value: of an enumeration, a status, a protocol, a message, the
 * message of a header
 * @item: the decoded value, an integer
 * @protocol: its protocol, for message ids, or NULL
 *
 * Return: the name, or NULL where it has none.
 */
const char *scmi_value_name(const struct scmi_item *item, const struct scmi_protocol *protocol);

/**
 * scmi_value_text() - a value as people read it
 * @item: the decoded value, an integer
 * @protocol: its protocol, for message ids, or NULL
 * @buf, @size: where to ("24000000 Hz (24 MHz)", "0x1 (async)", "2.1", "off"); always terminated
 *
 * Return: @buf.
 */
const char *scmi_value_text(const struct scmi_item *item, const struct scmi_protocol *protocol,
			    char *buf, size_t size);

/**
 * scmi_sensor_unit() - the unit of a sensor type
 * @type: attributes_high[7:0] (specification table "Sensor type", DMTF PLDM base units)
 *
 * Return: "degrees_c" ... or NULL when reserved.
 */
const char *scmi_sensor_unit(uint8_t type);

/* Hex */

/**
 * scmi_hex_parse() - bytes from hexadecimal text in any usual shape
 * @text, @text_len: plain digits, 0x prefixes, spaces, commas, colons, "\\x" escapes, quotes,
 *	braces; '#' begins a comment; lines of xxd, hexdump -C and od -tx1 (offset and ASCII columns
 *	are left out, '*' is filled in), bytes in the order in which they stand; only hexdump's
 *	default format, a seven-digit offset and 16-bit words, is little-endian words as that tool
 *	prints them on the machines of this field
 * @buf, @size: where to
 * @len: bytes found
 * @diag: where and what is wrong, or NULL
 *
 * Return: 0; -EINVAL: not hexadecimal, or an odd number of digits; -ENOSPC.
 */
int scmi_hex_parse(const char *text, size_t text_len, void *buf, size_t size, size_t *len,
		   struct diag *diag);

/* What a line of text is, where messages stand one on a line or as dumps over several lines. */
enum scmi_hex_line {
	SCMI_HEX_NONE,	/* blank or a comment: '#' */
	SCMI_HEX_PLAIN, /* a message of its own */
	SCMI_HEX_DUMP,	/* the first line of a dump: its offset is zero */
	SCMI_HEX_MORE,	/* a further line of a dump */
};

/**
 * scmi_hex_line() - what a line is
 * @in_dump: whether the line before belongs to a dump: then lines with an offset continue it
 */
enum scmi_hex_line scmi_hex_line(const char *text, size_t len, bool in_dump);

/**
 * scmi_hex_format() - lower-case hexadecimal without separators
 * @text: 2 * @len + 1 bytes
 */
void scmi_hex_format(const void *buf, size_t len, char *text);

#endif
