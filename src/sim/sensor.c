/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stddef.h>

#include "platform.h"

enum {
	SENSOR_DESCRIPTION_GET = 0x03,
	SENSOR_TRIP_POINT_NOTIFY = 0x04,
	SENSOR_TRIP_POINT_CONFIG = 0x05,
	SENSOR_READING_GET = 0x06,
	SENSOR_AXIS_DESCRIPTION_GET = 0x07,
	SENSOR_LIST_UPDATE_INTERVALS = 0x08,
	SENSOR_CONFIG_GET = 0x09,
	SENSOR_CONFIG_SET = 0x0a,
	SENSOR_CONTINUOUS_UPDATE_NOTIFY = 0x0b,
	SENSOR_NAME_GET = 0x0c,
	SENSOR_AXIS_NAME_GET = 0x0d,
};

enum {
	SENSOR_TRIP_POINT_EVENT = 0x00,
	SENSOR_UPDATE = 0x01,
};

/* Bits of a trip point's direction. */
enum {
	TRIP_POSITIVE = 1,
	TRIP_NEGATIVE = 2,
};

#define MAX_AXES 63
#define NO_MIN INT64_MIN /* "not reported" */
#define NO_MAX INT64_MAX
#define TRIP_PERIOD_NS 100000000ull /* how often trip points are looked at */
#define NS_EXPONENT (-9)

/* Sizes of descriptors (Linux 6.12 drivers/firmware/arm_scmi/sensors.c). */
#define DESCRIPTOR_SIZE 28
#define SENSOR_POWER_SIZE 4
#define RANGE_SIZE 20

struct sensor_axis {
	struct sim_domain d;
	uint32_t type;
	int64_t exponent;
	struct sim_wave wave;
	struct extended {
		bool present;
		uint32_t power_uw; /* of sensors, not of axes */
		uint32_t resolution;
		int64_t resolution_exponent;
		int64_t min, max;
	} extended;
};

struct trip_point {
	uint32_t direction;
	int64_t value;
};

struct interval {
	uint32_t seconds;
	int64_t exponent; /* times 10 to this power */
};

struct sensor {
	struct sensor_axis own; /* first: it begins with the domain; what else axes have, too */
	struct sim_list axes;	/* struct sensor_axis */
	bool async, update;
	bool has_timestamps;
	int64_t timestamp_exponent;
	struct sim_list trip_points; /* struct trip_point */
	struct sim_list intervals;   /* struct interval */
	bool segmented;
	struct sim_choice interval_ns; /* the same */
	bool enabled, timestamps;
	struct interval interval;
	int64_t seen; /* the value when trip points were last looked at */
	struct sim_timer trip_timer, update_timer;
};

struct sensors {
	struct sim_protocol p;
	struct sim_region registers;
};

/* Intervals */

static uint64_t interval_to_ns(const struct interval *interval)
{
	uint64_t ns = interval->seconds;
	int64_t e = interval->exponent - NS_EXPONENT;

	for (; e > 0; e--) {
		if (ns > INT64_MAX / 10)
			return INT64_MAX;
		ns *= 10;
	}
	for (; e < 0; e++)
		ns /= 10;
	return ns;
}

/* As near as the @bits of the mantissa allow. */
static struct interval interval_from_ns(uint64_t ns, unsigned int bits)
{
	int64_t exponent = NS_EXPONENT;

	while (ns && (ns >> bits || ns % 10 == 0)) {
		ns /= 10;
		exponent++;
	}
	return (struct interval){ (uint32_t)ns, ns ? exponent : 0 };
}

static uint64_t period_of(const struct sensor *s)
{
	uint64_t ns = interval_to_ns(&s->interval);

	return ns ? ns : SIM_SECOND_NS;
}

/* Values */

static uint64_t timestamp(const struct sensor *s, uint64_t now)
{
	int64_t e = s->timestamp_exponent - NS_EXPONENT;

	if (!s->timestamps)
		return 0;
	for (; e > 0; e--)
		now /= 10;
	for (; e < 0; e++)
		now *= 10;
	return now;
}

static size_t n_values(const struct sensor *s)
{
	return s->axes.n ? s->axes.n : 1;
}

static int64_t value_at(const struct sensor *s, size_t i, uint64_t now)
{
	const struct sensor_axis *axes = s->axes.v;

	return sim_wave_at(s->axes.n ? &axes[i].wave : &s->own.wave, now);
}

static int32_t read_values(struct sim_call *c, void *domain, int64_t unused)
{
	const struct sensor *s = domain;

	(void)unused;
	for (size_t i = 0; i < n_values(s); i++) {
		sim_ret_at(c, "value", i, (uint64_t)value_at(s, i, c->now));
		sim_ret_at(c, "timestamp", i, timestamp(s, c->now));
		if (c->version < SCMI_VERSION(2, 0))
			break;
	}
	return SCMI_SUCCESS;
}

/* Messages */

static int32_t attributes(struct sim_call *c, void *domain)
{
	const struct sensors *sensors = (const struct sensors *)c->p;

	(void)domain;
	sim_ret(c, "num_sensors", c->p->domains.n);
	sim_ret(c, "max_async_requests", c->p->max_async);
	sim_ret(c, "sensor_reg_address", sensors->registers.address);
	sim_ret(c, "sensor_reg_len", sensors->registers.length);
	return SCMI_SUCCESS;
}

static size_t sensor_size(const struct sim_call *c, const void *list, size_t i)
{
	const struct sensor *s = (const struct sensor *)list + i;

	if (c->version < SCMI_VERSION(2, 0) || !s->own.extended.present)
		return DESCRIPTOR_SIZE;
	return DESCRIPTOR_SIZE + SENSOR_POWER_SIZE + (s->axes.n ? 0 : RANGE_SIZE);
}

static void describe(struct sim_call *c, uint32_t i, const struct sensor *s)
{
	const struct extended *extended = &s->own.extended;

	sim_ret_short_name(c, i, &s->own.d);
	sim_ret_at(c, "sensor_id", i, s->own.d.id);
	sim_ret_at(c, "num_trip_points", i, s->trip_points.n);
	sim_ret_at(c, "async_read", i, s->async);
	sim_ret_at(c, "type", i, s->own.type);
	sim_ret_at(c, "unit_exponent", i, (uint64_t)s->own.exponent);
	if (c->version < SCMI_VERSION(2, 0)) {
		struct interval interval = interval_from_ns(interval_to_ns(&s->interval), 5);

		sim_ret_at(c, "update_interval", i, interval.seconds);
		sim_ret_at(c, "update_interval_exponent", i, (uint64_t)interval.exponent);
		return;
	}
	sim_ret_at(c, "continuous_update", i, s->update);
	sim_ret_at(c, "has_timestamps", i, s->has_timestamps);
	sim_ret_at(c, "timestamp_exponent", i, (uint64_t)s->timestamp_exponent);
	sim_ret_at(c, "axis_support", i, s->axes.n != 0);
	sim_ret_at(c, "num_axes", i, s->axes.n);
	sim_ret_at(c, "extended_attributes", i, extended->present);
	if (!extended->present)
		return;
	sim_ret_at(c, "sensor_power", i, extended->power_uw);
	if (s->axes.n)
		return;
	sim_ret_at(c, "resolution", i, extended->resolution);
	sim_ret_at(c, "resolution_exponent", i, (uint64_t)extended->resolution_exponent);
	sim_ret_at(c, "sensor_min_range", i, (uint64_t)extended->min);
	sim_ret_at(c, "sensor_max_range", i, (uint64_t)extended->max);
}

static int32_t description_get(struct sim_call *c, void *domain)
{
	size_t skip = sim_arg(c, "desc_index"), n;
	int32_t status = sim_page_sized(c, &c->p->domains, skip, sensor_size, &n);

	(void)domain;
	for (size_t i = 0; i < n && !status; i++)
		describe(c, i, sim_domain_at(c->p, skip + i));
	return status;
}

static int32_t trip_point_notify(struct sim_call *c, void *domain)
{
	struct sensor *s = domain;
	uint32_t *subscribers = &s->own.d.subscribers[SENSOR_TRIP_POINT_EVENT];
	int32_t status = sim_subscribe(c, s->trip_points.n != 0, subscribers);

	if (!s->trip_timer.on)
		s->seen = value_at(s, 0, c->now);
	sim_timer_set(&s->trip_timer, *subscribers != 0, TRIP_PERIOD_NS, c->now);
	return status;
}

static int32_t trip_point_config(struct sim_call *c, void *domain)
{
	struct sensor *s = domain;
	const struct extended *extended = &s->own.extended;
	uint64_t id = sim_arg(c, "trip_point_id");
	int64_t value = (int64_t)sim_arg(c, "value");
	struct trip_point *trip = s->trip_points.v;

	if (id >= s->trip_points.n)
		return SCMI_INVALID_PARAMETERS;
	if (extended->present && (value < extended->min || value > extended->max))
		return SCMI_OUT_OF_RANGE;
	trip[id] = (struct trip_point){ (uint32_t)sim_arg(c, "direction"), value };
	s->seen = value_at(s, 0, c->now);
	return SCMI_SUCCESS;
}

static int32_t reading_get(struct sim_call *c, void *domain)
{
	struct sensor *s = domain;

	if (!s->enabled)
		return SCMI_DENIED;
	if (!sim_arg(c, "async"))
		return read_values(c, s, 0);
	return s->async && c->p->max_async ? sim_defer(c, s, read_values, 0, false)
					   : SCMI_NOT_SUPPORTED;
}

static size_t axis_size(const struct sim_call *c, const void *list, size_t i)
{
	const struct sensor_axis *axis = (const struct sensor_axis *)list + i;

	(void)c;
	return DESCRIPTOR_SIZE + (axis->extended.present ? RANGE_SIZE : 0);
}

static int32_t axis_description_get(struct sim_call *c, void *domain)
{
	const struct sensor *s = domain;
	const struct sensor_axis *axis = s->axes.v;
	size_t skip = sim_arg(c, "axis_desc_index"), n;
	int32_t status;

	if (!s->axes.n)
		return SCMI_NOT_SUPPORTED;
	status = sim_page_sized(c, &s->axes, skip, axis_size, &n);
	for (size_t i = 0; i < n && !status; i++) {
		const struct sensor_axis *a = &axis[skip + i];

		sim_ret_short_name(c, i, &a->d);
		sim_ret_at(c, "axis_id", i, a->d.id);
		sim_ret_at(c, "type", i, a->type);
		sim_ret_at(c, "unit_exponent", i, (uint64_t)a->exponent);
		sim_ret_at(c, "extended_attributes", i, a->extended.present);
		if (!a->extended.present)
			continue;
		sim_ret_at(c, "resolution", i, a->extended.resolution);
		sim_ret_at(c, "resolution_exponent", i, (uint64_t)a->extended.resolution_exponent);
		sim_ret_at(c, "axis_min_range", i, (uint64_t)a->extended.min);
		sim_ret_at(c, "axis_max_range", i, (uint64_t)a->extended.max);
	}
	return status;
}

static int32_t list_update_intervals(struct sim_call *c, void *domain)
{
	const struct sensor *s = domain;
	const struct interval *interval = s->intervals.v;
	size_t skip = sim_arg(c, "index"), n;
	int32_t status;

	if (!s->intervals.n)
		return SCMI_NOT_SUPPORTED;
	status = sim_page(c, s->intervals.n, skip, &n);
	if (status)
		return status;
	sim_ret(c, "segmented", s->segmented);
	for (size_t i = 0; i < n; i++) {
		sim_ret_at(c, "seconds", i, interval[skip + i].seconds);
		sim_ret_at(c, "exponent", i, (uint64_t)interval[skip + i].exponent);
	}
	return SCMI_SUCCESS;
}

static int32_t config_get(struct sim_call *c, void *domain)
{
	const struct sensor *s = domain;

	sim_ret(c, "enabled", s->enabled);
	sim_ret(c, "timestamps", s->timestamps);
	sim_ret(c, "update_interval", s->interval.seconds);
	sim_ret(c, "update_interval_exponent", (uint64_t)s->interval.exponent);
	return SCMI_SUCCESS;
}

static int32_t choose_interval(const struct sim_call *c, const struct sensor *s,
			       struct interval *result)
{
	const struct interval wanted = {
		.seconds = (uint32_t)sim_arg(c, "update_interval"),
		.exponent = (int64_t)sim_arg(c, "update_interval_exponent"),
	};
	const struct interval *list = s->intervals.v;
	int64_t ns;
	int32_t status;

	*result = s->interval;
	if (!wanted.seconds)
		return SCMI_SUCCESS;
	if (!s->intervals.n)
		return SCMI_NOT_SUPPORTED;
	status = sim_choose(&s->interval_ns, (int64_t)interval_to_ns(&wanted),
			    (enum sim_rounding)sim_arg(c, "rounding"), &ns);
	*result = interval_from_ns((uint64_t)ns, 16);
	for (size_t i = 0; !s->segmented && i < s->intervals.n; i++)
		if (interval_to_ns(&list[i]) == (uint64_t)ns)
			*result = list[i];
	return status;
}

static int32_t config_set(struct sim_call *c, void *domain)
{
	struct sensor *s = domain;
	struct interval interval;
	int32_t status;

	if (sim_arg(c, "timestamps") && !s->has_timestamps)
		return SCMI_NOT_SUPPORTED;
	if (sim_arg(c, "rounding") > SIM_ROUND_NEAREST)
		return SCMI_INVALID_PARAMETERS;
	status = choose_interval(c, s, &interval);
	if (status)
		return status;
	s->interval = interval;
	s->timestamps = sim_arg(c, "timestamps");
	s->enabled = sim_arg(c, "enabled");
	s->seen = value_at(s, 0, c->now);
	sim_timer_set(&s->update_timer, s->update_timer.on, period_of(s), c->now);
	return SCMI_SUCCESS;
}

static int32_t continuous_update_notify(struct sim_call *c, void *domain)
{
	struct sensor *s = domain;
	uint32_t *subscribers = &s->own.d.subscribers[SENSOR_UPDATE];
	int32_t status = sim_subscribe(c, s->update, subscribers);

	sim_timer_set(&s->update_timer, *subscribers != 0, period_of(s), c->now);
	return status;
}

static int32_t axis_name_get(struct sim_call *c, void *domain)
{
	const struct sensor *s = domain;
	const struct sensor_axis *axis = s->axes.v;
	size_t skip = sim_arg(c, "axis_desc_index"), n;
	int32_t status;

	if (!s->axes.n)
		return SCMI_NOT_SUPPORTED;
	status = sim_page(c, s->axes.n, skip, &n);
	for (size_t i = 0; i < n && !status; i++) {
		sim_ret_at(c, "axis_id", i, axis[skip + i].d.id);
		sim_ret_text(c, "name", i, axis[skip + i].d.name);
	}
	return status;
}

static const struct sim_handler handlers[] = {
	{ SCMI_PROTOCOL_ATTRIBUTES, attributes },
	{ SENSOR_DESCRIPTION_GET, description_get },
	{ SENSOR_TRIP_POINT_NOTIFY, trip_point_notify },
	{ SENSOR_TRIP_POINT_CONFIG, trip_point_config },
	{ SENSOR_READING_GET, reading_get },
	{ SENSOR_AXIS_DESCRIPTION_GET, axis_description_get },
	{ SENSOR_LIST_UPDATE_INTERVALS, list_update_intervals },
	{ SENSOR_CONFIG_GET, config_get },
	{ SENSOR_CONFIG_SET, config_set },
	{ SENSOR_CONTINUOUS_UPDATE_NOTIFY, continuous_update_notify },
	{ SENSOR_NAME_GET, sim_name_get },
	{ SENSOR_AXIS_NAME_GET, axis_name_get },
	{ 0 },
};

/* What happens by itself */

static void check_trip_points(struct sim_call *c, struct sensor *s)
{
	const struct trip_point *trip = s->trip_points.v;
	int64_t before = s->seen, now = value_at(s, 0, c->now);

	s->seen = now;
	for (size_t i = 0; i < s->trip_points.n; i++) {
		bool up = before < trip[i].value && now >= trip[i].value;
		bool down = before >= trip[i].value && now < trip[i].value;

		if ((up && trip[i].direction & TRIP_POSITIVE) ||
		    (down && trip[i].direction & TRIP_NEGATIVE))
			sim_notify(c, &s->own.d, SENSOR_TRIP_POINT_EVENT,
				   SIM_VALUES({ "trip_point_id", i, 0 }, { "direction", up, 0 }));
	}
}

static void update(struct sim_call *c, struct sensor *s)
{
	struct sim_value values[2 * MAX_AXES + 1] = { { 0 } };
	size_t n = 0;

	for (uint32_t i = 0; i < n_values(s); i++) {
		values[n++] = (struct sim_value){ "value", (uint64_t)value_at(s, i, c->now), i };
		values[n++] = (struct sim_value){ "timestamp", timestamp(s, c->now), i };
	}
	sim_notify(c, &s->own.d, SENSOR_UPDATE, values);
}

static uint64_t due(const struct sim_protocol *p)
{
	uint64_t first = SIM_NEVER;

	for (size_t i = 0; i < p->domains.n; i++) {
		const struct sensor *s = sim_domain_at(p, i);

		first = sim_earlier(first, sim_timer_due(&s->trip_timer));
		first = sim_earlier(first, sim_timer_due(&s->update_timer));
	}
	return first;
}

static void run(struct sim_call *c)
{
	uint64_t now = c->now;

	for (size_t i = 0; i < c->p->domains.n; i++) {
		struct sensor *s = sim_domain_at(c->p, i);

		if (sim_timer_fires(&s->trip_timer, now, c) && s->enabled)
			check_trip_points(c, s);
		if (sim_timer_fires(&s->update_timer, now, c) && s->enabled)
			update(c, s);
	}
}

static void reset_agent(struct sim_protocol *p, uint32_t agent)
{
	(void)agent;
	for (size_t i = 0; i < p->domains.n; i++) {
		struct sensor *s = sim_domain_at(p, i);

		s->trip_timer.on = s->own.d.subscribers[SENSOR_TRIP_POINT_EVENT] != 0;
		s->update_timer.on = s->own.d.subscribers[SENSOR_UPDATE] != 0;
	}
}

/* Description */

static int check_extended(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct extended *extended = object;

	extended->present = true;
	if (extended->min > extended->max)
		return sim_bad(l, SIM_AT(at, "min"), "min (%lld) is above max (%lld)",
			       (long long)extended->min, (long long)extended->max);
	return 0;
}

static int check_intervals(struct sim_loader *l, const struct sim_where *at, struct sensor *s)
{
	const struct interval *interval = s->intervals.v;
	struct sim_choice *choice = &s->interval_ns;
	int64_t *ns;

	if (s->segmented && s->intervals.n != 3)
		return sim_bad(l, at, "segmented: must be three: lowest, highest, step");
	ns = sim_alloc(sim_loader_sim(l), s->intervals.n * sizeof(*ns));
	if (!ns)
		return sim_no_memory(l);
	for (size_t i = 0; i < s->intervals.n; i++) {
		ns[i] = (int64_t)interval_to_ns(&interval[i]);
		if (!s->segmented && i && ns[i] <= ns[i - 1])
			return sim_bad(l, SIM_AT_INDEX(at, i),
				       "not longer than the one before: the list must ascend");
	}
	if (s->segmented) {
		*choice = (struct sim_choice){ .min = ns[0], .max = ns[1], .step = ns[2] };
		if (ns[0] > ns[1])
			return sim_bad(l, SIM_AT_INDEX(at, 1), "the highest is below the lowest");
	} else {
		choice->values = (struct sim_list){ ns, s->intervals.n };
	}
	if (!s->interval.seconds && s->intervals.n)
		s->interval = interval[0];
	return 0;
}

static int check_sensor(struct sim_loader *l, const struct sim_where *at, void *object)
{
	struct sensor *s = object;
	const struct sensor_axis *axis = s->axes.v;

	/* The update of a sensor does not tell ids of axes: they are their ordinals. */
	for (size_t i = 0; i < s->axes.n; i++)
		if (axis[i].d.id != i)
			return sim_bad(l, SIM_AT_INDEX(SIM_AT(at, "axes"), i),
				       "id %u: axes are numbered 0, 1, 2 ...", axis[i].d.id);
	if (s->timestamps && !s->has_timestamps)
		return sim_bad(l, SIM_AT(at, "timestamps"), "needs \"has_timestamps\"");
	return check_intervals(l, SIM_AT(at, "intervals"), s);
}

#define EXTENDED(type, member, help, ...)                                                          \
	SIM_KEY(SIM_KEY_##type, struct extended, member, #member, help, __VA_ARGS__)

static const struct sim_key extended_keys[] = {
	EXTENDED(U32, power_uw, "average power of the sensor in uW, 0: unknown; not of axes"),
	EXTENDED(U32, resolution, "smallest step, 0: unknown", .max = (1 << 27) - 1),
	EXTENDED(S64, resolution_exponent, "the step is times 10 to this power", .min = -16,
		 .max = 15),
	EXTENDED(S64, min, "lowest value; left out: unknown", .def = (uint64_t)NO_MIN),
	EXTENDED(S64, max, "highest value; left out: unknown", .def = NO_MAX),
	{ .check = check_extended },
};

#define AXIS(type, member, name, help, ...)                                                        \
	SIM_KEY(SIM_KEY_##type, struct sensor_axis, member, name, help, __VA_ARGS__)

/* What sensors with one value and axes have alike; a sensor begins with such a struct. */
static const struct sim_key axis_keys[] = {
	SIM_DOMAIN_KEYS,
	AXIS(U32, type, "type", "what it measures, and in which unit: \"degrees_c\" ...",
	     .max = UINT8_MAX, .wire = "type"),
	AXIS(S64, exponent, "exponent", "values are multiples of 10 to this power of the unit",
	     .min = -16, .max = 15),
	AXIS(INCLUDE, wave, "", NULL, .keys = sim_wave_keys),
	AXIS(OBJECT, extended, "extended", "extended attributes; left out: it has none (2.0)",
	     .keys = extended_keys),
	{ 0 },
};

#define TRIP(type, member, help, ...)                                                              \
	SIM_KEY(SIM_KEY_##type, struct trip_point, member, #member, help, __VA_ARGS__)

static const struct sim_key trip_point_keys[] = {
	TRIP(U32, direction, "which crossings are told", .wire = "direction", .max = 3),
	TRIP(S64, value, "the value to cross"),
	{ 0 },
};

#define INTERVAL(type, member, help, ...)                                                          \
	SIM_KEY(SIM_KEY_##type, struct interval, member, #member, help, __VA_ARGS__)

static const struct sim_key interval_keys[] = {
	INTERVAL(U32, seconds, "seconds", .required = true, .max = UINT16_MAX),
	INTERVAL(S64, exponent, "times 10 to this power", .min = -16, .max = 15),
	{ 0 },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct sensor, member, name, help, __VA_ARGS__)

static const struct sim_key sensor_keys[] = {
	SIM_INCLUDE(axis_keys),
	KEY(DOMAINS, axes, "axes", "the axes of a sensor with several values (2.0)",
	    .most = MAX_AXES, .keys = axis_keys, .size = sizeof(struct sensor_axis)),
	KEY(BOOL, async, "async", "can be read asynchronously"),
	KEY(BOOL, update, "update", "can notify of every update (2.0)"),
	KEY(BOOL, has_timestamps, "has_timestamps", "readings can carry the time (2.0)"),
	KEY(S64, timestamp_exponent, "timestamp_exponent",
	    "timestamps are in 10 to this power seconds", .min = -16, .max = 15),
	KEY(OBJECT, trip_points, "trip_points", "its trip points, initially", .list = true,
	    .most = UINT8_MAX, .keys = trip_point_keys, .size = sizeof(struct trip_point)),
	KEY(OBJECT, intervals, "intervals",
	    "the update intervals it can have, ascending; segmented: lowest, highest, step (2.0)",
	    .list = true, .keys = interval_keys, .size = sizeof(struct interval)),
	KEY(BOOL, segmented, "segmented", "the intervals are a range with a step"),
	KEY(OBJECT, interval, "interval", "initial update interval; left out: the first",
	    .keys = interval_keys),
	KEY(BOOL, enabled, "enabled", "whether it works initially", .def = true),
	KEY(BOOL, timestamps, "timestamps", "whether readings initially carry the time"),
	{ .check = check_sensor },
};

static const struct sim_key keys[] = {
	SIM_PROTOCOL_KEYS,
	SIM_KEY(SIM_KEY_U32, struct sim_protocol, max_async, "max_async",
		"asynchronous readings that may be under way, 0: none", .max = 255, .def = 4),
	SIM_KEY(SIM_KEY_OBJECT, struct sensors, registers, "registers",
		"the memory that has the sensors' registers", .keys = sim_region_keys),
	SIM_KEY(SIM_KEY_DOMAINS, struct sim_protocol, domains, "domains", "the sensors",
		.keys = sensor_keys, .size = sizeof(struct sensor)),
	{ 0 },
};

static const uint32_t versions[] = { SCMI_VERSION(1, 0), SCMI_VERSION(2, 0), SCMI_VERSION(3, 0),
				     SCMI_VERSION(3, 1), 0 };

const struct sim_protocol_ops sim_sensor = {
	.id = SCMI_SENSOR,
	.versions = versions,
	.negotiates = SCMI_VERSION(3, 1),
	.keys = keys,
	.size = sizeof(struct sensors),
	.domain_size = sizeof(struct sensor),
	.domain_field = "sensor_id",
	.handlers = handlers,
	.due = due,
	.run = run,
	.reset_agent = reset_agent,
};
