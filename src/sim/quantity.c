/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "platform.h"

int64_t sim_wave_at(const struct sim_wave *wave, uint64_t now)
{
	uint64_t period = (uint64_t)wave->period_ms * 1000000;
	uint64_t quarter = period / 4, t, part;
	int64_t sign = 1;

	if (!quarter || !wave->swing)
		return wave->value;
	t = (now + (uint64_t)wave->phase_ms * 1000000) % (4 * quarter);
	if (t >= 2 * quarter) {
		sign = -1;
		t -= 2 * quarter;
	}
	if (t > quarter)
		t = 2 * quarter - t;
	/* In thousandths, so that the product holds for any swing that the keys allow. */
	part = t * 1000 / quarter;
	return wave->value + sign * (int64_t)(wave->swing * part / 1000);
}

/* Timers */

#define MIN_PERIOD_NS 1000000 /* whatever is asked for: an agent must not flood itself */
#define MAX_MISSED 16

void sim_timer_set(struct sim_timer *timer, bool on, uint64_t period, uint64_t now)
{
	if (period < MIN_PERIOD_NS)
		period = MIN_PERIOD_NS;
	if (on && (!timer->on || timer->period != period))
		timer->next = now + period;
	timer->on = on;
	timer->period = period;
}

uint64_t sim_timer_due(const struct sim_timer *timer)
{
	return timer->on ? timer->next : SIM_NEVER;
}

bool sim_timer_fires(struct sim_timer *timer, uint64_t now, struct sim_call *c)
{
	if (sim_timer_due(timer) > now)
		return false;
	if ((now - timer->next) / timer->period > MAX_MISSED)
		timer->next = now - MAX_MISSED * timer->period;
	c->now = c->respond_at = timer->next;
	timer->next += timer->period;
	return true;
}

/* Rates and voltages */

static int64_t lowest(const struct sim_choice *choice)
{
	const int64_t *v = choice->values.v;

	return choice->values.n ? v[0] : choice->min;
}

static int64_t highest(const struct sim_choice *choice)
{
	const int64_t *v = choice->values.v;

	return choice->values.n ? v[choice->values.n - 1] : choice->max;
}

/* The values next to @wanted on either side; it lies between the lowest and the highest. */
static void neighbours(const struct sim_choice *choice, int64_t wanted, int64_t *below,
		       int64_t *above)
{
	const int64_t *v = choice->values.v;
	uint64_t rest;

	*below = *above = wanted;
	if (choice->values.n) {
		size_t i = 0;

		while (v[i] < wanted)
			i++;
		*above = v[i];
		*below = v[i] == wanted ? wanted : v[i - 1];
	} else if (choice->step) {
		rest = ((uint64_t)wanted - (uint64_t)choice->min) % (uint64_t)choice->step;
		*below = wanted - (int64_t)rest;
		/* The last step may end below the maximum. */
		*above = *below;
		if (rest && choice->max - *below >= choice->step)
			*above += choice->step;
	}
}

int32_t sim_choose(const struct sim_choice *choice, int64_t wanted, enum sim_rounding rounding,
		   int64_t *result)
{
	int64_t below, above;

	if (wanted < lowest(choice) || wanted > highest(choice))
		return SCMI_OUT_OF_RANGE;
	neighbours(choice, wanted, &below, &above);
	if (rounding == SIM_ROUND_NEAREST)
		rounding = above - wanted < wanted - below ? SIM_ROUND_UP : SIM_ROUND_DOWN;
	*result = rounding == SIM_ROUND_UP ? above : below;
	return SCMI_SUCCESS;
}

int sim_check_choice(struct sim_loader *l, const struct sim_where *at, const char *list,
		     const char *range_key, const struct sim_choice *choice, int64_t *value,
		     const char *value_key)
{
	const int64_t *v = choice->values.v;
	const struct sim_where *range = SIM_AT(at, range_key);
	bool has_range = choice->min || choice->max || choice->step;

	if (list && choice->values.n && has_range)
		return sim_bad(l, range, "\"%s\" and \"%s\" exclude each other", list, range_key);
	if (list && !choice->values.n && !has_range)
		return sim_bad(l, at, "needs \"%s\" or \"%s\"", list, range_key);
	for (size_t i = 1; i < choice->values.n; i++)
		if (v[i] <= v[i - 1])
			return sim_bad(l, SIM_AT_INDEX(SIM_AT(at, list), i),
				       "%lld after %lld: the list must ascend", (long long)v[i],
				       (long long)v[i - 1]);
	if (choice->min > choice->max)
		return sim_bad(l, SIM_AT(range, "min"), "min (%lld) is above max (%lld)",
			       (long long)choice->min, (long long)choice->max);
	if (choice->step > choice->max - choice->min)
		return sim_bad(l, SIM_AT(range, "step"), "larger than max - min");
	if (*value == INT64_MIN)
		*value = lowest(choice);
	else if (*value && (*value < lowest(choice) || *value > highest(choice)))
		return sim_bad(l, SIM_AT(at, value_key), "%lld is not between %lld and %lld",
			       (long long)*value, (long long)lowest(choice),
			       (long long)highest(choice));
	return 0;
}
