/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SIM_PLATFORM_H
#define SIM_PLATFORM_H

#include <scmictl/scmi.h>
#include <scmictl/sim.h>

/*
 * The simulated platform inside. A protocol is one struct sim_protocol_ops (clock.c, sensor.c ...):
 * its state, how PLATFORM.json describes that state, and a handler for each message. All else
 * exists once: loading (load.c), dispatch and checks of commands (command.c), delayed responses and
 * notifications (event.c), what domains have in common (platform.c).
 *
 * Time comes in as a number with each call, so that what a platform does can be repeated exactly.
 */

#define SIM_MAX_AGENTS 32
#define SIM_MAX_DOMAINS 0xffff
#define SIM_NOTIFICATIONS 2	/* notification ids that a protocol has at most */
#define SIM_QUEUE_MAX 256	/* messages that wait for one agent */
#define SIM_FILE_MAX (16 << 20) /* bytes of a PLATFORM.json */

#define SIM_NEVER UINT64_MAX
#define SIM_SECOND_NS 1000000000ull
#define SIM_UNSET UINT32_MAX

struct sim_protocol;
struct sim_protocol_ops;
struct sim_choice;

/* State */

/* An array from the description; lives as long as the platform. */
struct sim_list {
	void *v;
	size_t n;
};

/* What every kind of domain has; the first member of struct clock, struct sensor ... */
struct sim_domain {
	uint32_t id;
	bool pending;		/* an asynchronous command is under way */
	const char *name;	/* up to 63 bytes */
	const char *short_name; /* what 16 bytes show of it; NULL: as much of the name as fits */
	uint32_t subscribers[SIM_NOTIFICATIONS]; /* a bit for each agent */
};

/* How long answers take: a fixed part and a random one on top. */
struct sim_latency {
	uint64_t response_ns, response_jitter_ns;
	uint64_t delayed_ns, delayed_jitter_ns;
};

/* What PLATFORM.json says about one message. */
struct sim_message_rule {
	bool implemented;
	struct sim_latency latency;
};

/* The state of one protocol; the first member of a protocol's own state. */
struct sim_protocol {
	const struct sim_protocol_ops *ops;
	const struct scmi_protocol *table;
	uint32_t version;			 /* newest that is spoken */
	uint32_t negotiated[SIM_MAX_AGENTS + 1]; /* what each agent speaks */
	struct sim_list domains;		 /* in ascending order of id */
	struct sim_message_rule *rules[256];	 /* NULL: nothing said */
	uint32_t max_async; /* asynchronous commands that may be under way at once */
	uint32_t n_async;
};

struct sim_agent {
	const char *name;
	bool trusted;
	struct sim_list denied;	 /* struct sim_denial: the initial permissions */
	struct sim_entry *queue; /* what it is still to be sent, by time */
	size_t n_queue;
	uint64_t dropped;
};

/* A resource that belongs to a device. */
struct sim_resource {
	uint32_t protocol;
	uint32_t id;
};

struct sim_device {
	uint32_t id;
	const char *name;
	struct sim_list resources; /* struct sim_resource */
};

/* An agent must not change a device, or what one protocol (0: all) reaches of it. */
struct sim_denial {
	uint32_t agent;
	uint32_t device;
	uint32_t protocol;
};

struct sim {
	const char *name;
	const char *vendor, *sub_vendor;
	uint32_t implementation_version;
	uint32_t schema_version;
	uint32_t seed;
	struct sim_latency latency;
	struct sim_list agents;	 /* struct sim_agent, id 1 first */
	struct sim_list devices; /* struct sim_device */
	struct sim_list faults;	 /* struct sim_fault */
	uint64_t started;	 /* when the first command came */
	struct sim_protocol *protocols[256];
	struct sim_denial *denials;
	size_t n_denials, mem_denials;
	struct sim_op *ops; /* asynchronous commands, by time */
	struct scmi_decoded in;
	struct scmi_builder out;
	struct scmi_decoded fault_in; /* what a fault looks for in a message */
	const char *unknown_name;     /* a value that a handler set, but no message has: a bug */
	struct sim_chunk *chunks;
};

/** sim_alloc() - zeroed memory that lives as long as the platform, or NULL */
void *sim_alloc(struct sim *sim, size_t size);

/** sim_has() - whether a list of uint32_t has a value */
bool sim_has(const struct sim_list *list, uint32_t value);

/** sim_agent() - an agent by id, or NULL */
struct sim_agent *sim_agent(const struct sim *sim, uint32_t id);

/** sim_lookup() - an element by its id, or NULL; @size: of an element */
void *sim_lookup(const struct sim_list *list, size_t size, uint32_t id);

/**
 * sim_count() - how many elements an agent is told of
 *
 * Agents ask for the ids below this number, so a hole in the id space counts.
 */
uint32_t sim_count(const struct sim_list *list, size_t size);

/** sim_domain() - a domain of a protocol by its id, or NULL */
void *sim_domain(const struct sim_protocol *p, uint32_t id);

/** sim_domain_at() - the domain at a place of the list */
void *sim_domain_at(const struct sim_protocol *p, size_t index);

/** sim_domain_count() - sim_count() of a protocol's domains */
uint32_t sim_domain_count(const struct sim_protocol *p);

/** sim_denied() - whether permissions keep an agent from changing a domain */
bool sim_denied(const struct sim *sim, uint32_t agent, uint8_t protocol, uint32_t domain);

/** sim_deny() - take (@deny) or give back a permission; 0 or -ENOMEM */
int sim_deny(struct sim *sim, const struct sim_denial *denial, bool deny);

/** sim_reset_permissions() - an agent's permissions as they were at first; 0 or -ENOMEM */
int sim_reset_permissions(struct sim *sim, uint32_t agent);

/** sim_reset_agent() - undo all that an agent has configured, permissions aside */
void sim_reset_agent(struct sim *sim, uint32_t agent);

/* Commands */

/* A command being served, or the moment at which the platform does something by itself. */
struct sim_call {
	struct sim *sim;
	struct sim_protocol *p;
	uint32_t agent;	  /* who asked; 0: nobody */
	uint32_t version; /* of the protocol, as this agent speaks it */
	uint64_t now;
	uint64_t respond_at;
	uint64_t delayed_at; /* when the delayed response is due; 0: there is none */
	uint64_t faults;     /* that have struck the command: as in struct sim_message */
	bool rewind;	     /* whatever part of a list is asked for, it is the first */
	size_t room;	     /* bytes that the return values may take */
	uint16_t token;
	bool is_delayed; /* .out is a delayed response */
	const struct scmi_message *message;
	const struct scmi_decoded *in;
	struct scmi_builder *out;
};

/* A handler returns a status. @domain: what the request's domain field names, already looked up. */
typedef int32_t sim_handle(struct sim_call *c, void *domain);

struct sim_handler {
	uint8_t id;
	sim_handle *run; /* NULL ends the array */
};

struct sim_protocol_ops {
	uint8_t id;
	const uint32_t *versions;   /* oldest first, 0 ends */
	uint32_t negotiates;	    /* first version that has NEGOTIATE_PROTOCOL_VERSION */
	const struct sim_key *keys; /* what PLATFORM.json may say */
	size_t size;		    /* of the protocol's state */
	size_t domain_size;
	const char *domain_field; /* that names the domain, in requests and elsewhere */
	const struct sim_handler *handlers;

	/* The following may be NULL. */
	void (*message_attributes)(struct sim_call *c, uint8_t message);
	void (*reset_agent)(struct sim_protocol *p, uint32_t agent);
	uint64_t (*due)(const struct sim_protocol *p); /* when run() has something to do */
	void (*run)(struct sim_call *c);	       /* what happens by itself at .now */
};

/* Every protocol that can be simulated, NULL at the end. */
extern const struct sim_protocol_ops *const sim_protocol_ops[];
extern const struct sim_protocol_ops sim_base, sim_power, sim_system, sim_perf, sim_clock,
	sim_sensor, sim_reset, sim_voltage, sim_powercap, sim_pinctrl;

/** sim_arg() - a value of the request by name */
uint64_t sim_arg(const struct sim_call *c, const char *name);

/**
 * sim_ret() - set a return value by name
 *
 * What the agent's version of the message does not have is left out.
 */
void sim_ret(struct sim_call *c, const char *name, uint64_t value);

/** sim_ret_at() - set a return value of an array's element */
void sim_ret_at(struct sim_call *c, const char *name, uint32_t index, uint64_t value);

/** sim_ret_text() - set a name of 16 or 64 bytes, cut to what fits */
void sim_ret_text(struct sim_call *c, const char *name, uint32_t index, const char *text);

/** sim_ret_short_name() - set "name" and "extended_name" as a domain's attributes have them */
void sim_ret_short_name(struct sim_call *c, uint32_t index, const struct sim_domain *d);

/** sim_name_get() - handler: the extended name of a domain */
sim_handle sim_name_get;

/**
 * sim_subscribe() - subscribe the agent, or unsubscribe it, as "enable" of the request says
 * @supported: whether there is such a notification
 * @subscribers: a bit for each agent
 */
int32_t sim_subscribe(struct sim_call *c, bool supported, uint32_t *subscribers);

/** sim_base_error() - tell the agents that subscribed to errors of a command that failed */
void sim_base_error(const struct sim_call *failed, uint32_t header, int32_t status);

/**
 * sim_page() - how many elements of the response's list fit, from @skip on
 * @total: elements that there are
 * @skip: elements that the agent has already
 * @n: elements to send; "remaining" is set to match
 *
 * Return: a status; OUT_OF_RANGE if @skip leaves nothing of a list that is not empty.
 */
int32_t sim_page(struct sim_call *c, size_t total, size_t skip, size_t *n);

/**
 * sim_page_sized() - as sim_page(), for elements that differ in size
 * @list: the elements
 * @size: bytes that an element takes
 */
int32_t sim_page_sized(struct sim_call *c, const struct sim_list *list, size_t skip,
		       size_t (*size)(const struct sim_call *c, const void *list, size_t index),
		       size_t *n);

/**
 * sim_ret_choice() - set the list that tells the rates or voltages that something can have
 * @range_flag: the flag that says that the list is lowest, highest and step
 * @element: the name of an element
 *
 * Return: a status.
 */
int32_t sim_ret_choice(struct sim_call *c, const struct sim_choice *choice, size_t skip,
		       const char *range_flag, const char *element);

/** sim_wire_size() - bytes that fields take in @version, arrays and conditional ones left out */
size_t sim_wire_size(const struct scmi_field *fields, uint32_t version);

/**
 * sim_defer() - complete an asynchronous command later
 * @complete: does it then, and sets the values of the delayed response; the domain field is set
 *	already. Its return value is the delayed response's status.
 * @value: for @complete
 * @silent: no delayed response
 *
 * Return: the status of the command: BUSY when too many are under way.
 */
typedef int32_t sim_complete(struct sim_call *c, void *domain, int64_t value);
int32_t sim_defer(struct sim_call *c, void *domain, sim_complete *complete, int64_t value,
		  bool silent);

/* What several protocols tell */

/* Memory that the platform shares with agents. */
struct sim_region {
	uint64_t address;
	uint32_t length; /* 0: there is none */
};

/** sim_ret_statistics() - set the return values that tell where statistics are */
void sim_ret_statistics(struct sim_call *c, const struct sim_region *region);

struct sim_doorbell {
	uint64_t address;
	uint32_t width; /* bits; 0: there is no doorbell */
	uint64_t set_mask, preserve_mask;
};

/* A description of a fast channel: nothing listens there. */
struct sim_fastchannel {
	uint32_t message; /* that it replaces */
	uint32_t agent;	  /* whose it is */
	uint64_t address;
	uint32_t size;
	uint32_t rate_limit_us;
	struct sim_doorbell doorbell;
};

/** sim_has_fastchannel() - whether the agent has one for a message in @list */
bool sim_has_fastchannel(const struct sim_call *c, const struct sim_list *list, uint32_t message);

/** sim_has_fastchannels() - whether the agent has any in @list */
bool sim_has_fastchannels(const struct sim_call *c, const struct sim_list *list);

/** sim_describe_fastchannel() - set what a DESCRIBE_FASTCHANNEL message returns */
int32_t sim_describe_fastchannel(struct sim_call *c, const struct sim_list *list);

/* Events */

struct sim_value {
	const char *name;
	uint64_t value;
	uint32_t index;
};

#define SIM_VALUES(...) ((const struct sim_value[]){ __VA_ARGS__, { NULL, 0, 0 } })

/**
 * sim_notify() - notify the agents that subscribed
 * @c: whose doing it is
 * @d: the domain
 * @notification: its id
 * @values: the payload without agent id and domain, ended by a NULL name
 */
void sim_notify(struct sim_call *c, const struct sim_domain *d, uint8_t notification,
		const struct sim_value *values);

/** sim_notify_agents() - as sim_notify(), but @agents, a bit for each; @d may be NULL */
void sim_notify_agents(struct sim_call *c, const struct sim_domain *d, uint32_t agents,
		       uint8_t notification, const struct sim_value *values);

/** sim_queue() - into the queue of the agent that a message is for; takes a copy */
void sim_queue(struct sim *sim, const struct sim_message *msg);

/** sim_draw() - the next pseudo-random number; @state: the seed at first, the same everywhere */
uint32_t sim_draw(uint32_t *state);

/** sim_run() - let everything happen that is due */
void sim_run(struct sim *sim, uint64_t now);

/** sim_events_free() - drop what is queued or under way */
void sim_events_free(struct sim *sim);

/** sim_response_delay(), sim_delayed_delay() - draw a latency, in ns */
uint64_t sim_response_delay(struct sim *sim, const struct sim_protocol *p, uint8_t message);
uint64_t sim_delayed_delay(struct sim *sim, const struct sim_protocol *p, uint8_t message);

/* Something that happens again and again. */
struct sim_timer {
	bool on;
	uint64_t period, next;
};

/** sim_timer_set() - start a timer that does not run, stop it, or change its period */
void sim_timer_set(struct sim_timer *timer, bool on, uint64_t period, uint64_t now);

/** sim_timer_due() - when it fires next, SIM_NEVER: it does not run */
uint64_t sim_timer_due(const struct sim_timer *timer);

/**
 * sim_timer_fires() - whether a timer fires
 * @c: then takes over the time at which it should have; of what was missed long ago only the end
 *	is made up for
 */
bool sim_timer_fires(struct sim_timer *timer, uint64_t now, struct sim_call *c);

static inline uint64_t sim_earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* A quantity that moves: a triangle wave around a value. */
struct sim_wave {
	int64_t value;
	uint64_t swing;
	uint32_t period_ms; /* 0: it stands still */
	uint32_t phase_ms;
};

/** sim_wave_at() - the quantity at a time */
int64_t sim_wave_at(const struct sim_wave *wave, uint64_t now);

/* Ranges and lists of values */

enum sim_rounding {
	SIM_ROUND_DOWN = 0,
	SIM_ROUND_UP = 1,
	SIM_ROUND_NEAREST = 2,
};

/* What a rate, a voltage or a cap can be: a list in ascending order, or a range with a step. */
struct sim_choice {
	struct sim_list values; /* int64_t; empty: the range counts */
	int64_t min, max;
	int64_t step; /* 0: any value */
};

/**
 * sim_choose() - the value nearest to the one asked for
 * @wanted: the value asked for
 * @result: the value to take
 *
 * Return: SUCCESS, or OUT_OF_RANGE below the lowest and above the highest.
 */
int32_t sim_choose(const struct sim_choice *choice, int64_t wanted, enum sim_rounding rounding,
		   int64_t *result);

/* Loading */

enum sim_key_type {
	SIM_KEY_BOOL,	  /* bool */
	SIM_KEY_U32,	  /* uint32_t; a name where .wire knows it */
	SIM_KEY_S64,	  /* int64_t */
	SIM_KEY_U64,	  /* uint64_t */
	SIM_KEY_TEXT,	  /* const char *; .min and .max are its length in bytes */
	SIM_KEY_VERSION,  /* uint32_t; "3.0" */
	SIM_KEY_PROTOCOL, /* uint32_t; the name of a protocol */
	SIM_KEY_MESSAGE,  /* uint32_t; the name of a message of the protocol around it */
	SIM_KEY_OBJECT,	  /* a struct of .size bytes with .keys */
	SIM_KEY_DOMAINS,  /* a list of objects whose structs begin with struct sim_domain */
	SIM_KEY_MAP,	  /* an object whose member names mean something: .map */
	SIM_KEY_INCLUDE,  /* no key: those of .keys, for the struct at .offset */
};

struct sim_loader;
struct sim_where;
struct json_object;

/*
 * A key of PLATFORM.json: what it may hold and where that goes. The entry that ends an array has no
 * name, but may have a .check for the object.
 */
struct sim_key {
	const char *name;
	const char *help;
	enum sim_key_type type;
	bool list; /* an array of that, into a struct sim_list */
	bool required;
	size_t offset; /* in the struct of the object that has the key */
	int64_t min;   /* with .max: what numbers may be; both 0: what the type holds */
	uint64_t max;
	uint64_t def; /* what a number is if it is left out */
	const char *def_text;
	const char *wire; /* the value's names are those of this value of the protocol's messages */
	uint32_t most;	  /* most elements of a list; 0: SIM_MAX_DOMAINS */
	const struct sim_key *keys;
	size_t size; /* of an object in a list */
	/* Checks what was loaded, and completes it. */
	int (*check)(struct sim_loader *l, const struct sim_where *at, void *object);
	int (*map)(struct sim_loader *l, const struct sim_where *at, const struct sim_key *key,
		   struct json_object *json, void *object);
};

/* A place in the document: a path, from its end. */
struct sim_where {
	const struct sim_where *up; /* NULL: the document itself */
	const char *key;	    /* member of an object; NULL: of an array */
	size_t index;
};

#define SIM_AT(up, key) (&(const struct sim_where){ (up), (key), 0 })
#define SIM_AT_INDEX(up, index) (&(const struct sim_where){ (up), NULL, (index) })

/* An entry of a key table: type, struct, its member, the key's name, help, then the rest. */
#define SIM_KEY(t, s, m, n, h, ...)                                                                \
	{                                                                                          \
		.type = (t), .offset = offsetof(s, m), .name = (n), .help = (h), __VA_ARGS__       \
	}

/* The keys of other tables, taken in where the struct begins with what these are of. */
#define SIM_INCLUDE(table)                                                                         \
	{                                                                                          \
		.type = SIM_KEY_INCLUDE, .name = "", .keys = (table)                               \
	}
#define SIM_DOMAIN_KEYS SIM_INCLUDE(sim_domain_keys)
#define SIM_PROTOCOL_KEYS SIM_INCLUDE(sim_protocol_keys)

extern const struct sim_key sim_platform_keys[];    /* the document: of struct sim */
extern const struct sim_key sim_fault_keys[];	    /* of struct sim_fault */
extern const struct sim_key sim_protocol_keys[];    /* of struct sim_protocol */
extern const struct sim_key sim_domain_keys[];	    /* of struct sim_domain */
extern const struct sim_key sim_range_keys[];	    /* of struct sim_choice */
extern const struct sim_key sim_wave_keys[];	    /* of struct sim_wave */
extern const struct sim_key sim_region_keys[];	    /* of struct sim_region */
extern const struct sim_key sim_fastchannel_keys[]; /* of struct sim_fastchannel, .message aside */

/** sim_load() - fill @object, and what its keys' defaults are, from @json as @keys say */
int sim_load(struct sim_loader *l, const struct sim_where *at, struct json_object *json,
	     const struct sim_key *keys, void *object);

/**
 * sim_load_text() - fill the platform from the text of a PLATFORM.json
 * @file: its name, for errors
 */
int sim_load_text(struct sim *sim, const char *file, const char *text, struct diag *diag);

/**
 * sim_load_option() - fill @object from @json that a command-line option stands for
 * @what: the option, for errors, which are the user's
 */
int sim_load_option(struct sim *sim, const char *what, struct json_object *json,
		    const struct sim_key *keys, void *object, struct diag *diag);

/** sim_loader_sim() - the platform that is being loaded */
struct sim *sim_loader_sim(const struct sim_loader *l);

/** sim_loader_protocol() - what follows is about this protocol */
void sim_loader_protocol(struct sim_loader *l, const struct sim_protocol *p);

/** sim_bad() - the description is wrong at a place; -EINVAL, for the caller to return */
int sim_bad(struct sim_loader *l, const struct sim_where *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** sim_hint() - after sim_bad(): what would be right */
void sim_hint(struct sim_loader *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** sim_no_memory() - -ENOMEM, said */
int sim_no_memory(struct sim_loader *l);

/**
 * sim_locate() - where in a text a place of the document is
 * @text: JSON
 *
 * Return: the line, counted from 1, on which the value begins; of the innermost place on the path
 * that there is.
 */
unsigned int sim_locate(const char *text, const struct sim_where *at);

/**
 * sim_duplicate() - whether an object of the text has the same key twice
 * @text: JSON
 * @members: members of all its objects when each key counts once
 *
 * Return: the line of the second one, 0: there is none.
 */
unsigned int sim_duplicate(const char *text, size_t members);

/**
 * sim_check_choice() - whether a list ascends, or a range is one, and the initial value lies inside
 * @at: the object with these keys
 * @list, @range: the keys of the list and of the range; @list NULL: a range is all there can be
 * @choice: what they hold
 * @value: initial value; INT64_MIN becomes the lowest
 * @value_key: its key
 */
int sim_check_choice(struct sim_loader *l, const struct sim_where *at, const char *list,
		     const char *range, const struct sim_choice *choice, int64_t *value,
		     const char *value_key);

#endif
