/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "platform.h"

static const struct sim_fastchannel *find(const struct sim_call *c, const struct sim_list *list,
					  uint32_t message)
{
	const struct sim_fastchannel *fc = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (fc[i].message == message && fc[i].agent == c->agent)
			return &fc[i];
	return NULL;
}

bool sim_has_fastchannel(const struct sim_call *c, const struct sim_list *list, uint32_t message)
{
	return find(c, list, message) != NULL;
}

bool sim_has_fastchannels(const struct sim_call *c, const struct sim_list *list)
{
	const struct sim_fastchannel *fc = list->v;

	for (size_t i = 0; i < list->n; i++)
		if (fc[i].agent == c->agent)
			return true;
	return false;
}

int32_t sim_describe_fastchannel(struct sim_call *c, const struct sim_list *list)
{
	const struct sim_fastchannel *fc = find(c, list, (uint32_t)sim_arg(c, "message_id"));
	unsigned int width = 0;

	if (!fc)
		return SCMI_NOT_SUPPORTED;
	while (8u << width < fc->doorbell.width)
		width++;
	sim_ret(c, "doorbell", fc->doorbell.width != 0);
	sim_ret(c, "doorbell_width", width);
	sim_ret(c, "rate_limit_us", fc->rate_limit_us);
	sim_ret(c, "chan_addr", fc->address);
	sim_ret(c, "chan_size", fc->size);
	sim_ret(c, "doorbell_addr", fc->doorbell.address);
	sim_ret(c, "doorbell_set_mask", fc->doorbell.set_mask);
	sim_ret(c, "doorbell_preserve_mask", fc->doorbell.preserve_mask);
	return SCMI_SUCCESS;
}

static int check_doorbell(struct sim_loader *l, const struct sim_where *at, void *object)
{
	const struct sim_doorbell *doorbell = object;

	switch (doorbell->width) {
	case 8:
	case 16:
	case 32:
	case 64:
		return 0;
	}
	return sim_bad(l, SIM_AT(at, "width"), "%u, must be 8, 16, 32 or 64", doorbell->width);
}

#define DOORBELL(type, member, help, ...)                                                          \
	SIM_KEY(SIM_KEY_##type, struct sim_doorbell, member, #member, help, __VA_ARGS__)

static const struct sim_key doorbell_keys[] = {
	DOORBELL(U64, address, "physical address of its register", .required = true),
	DOORBELL(U32, width, "bits of its register: 8, 16, 32 or 64", .required = true),
	DOORBELL(U64, set_mask, "bits to set in it"),
	DOORBELL(U64, preserve_mask, "bits to keep in it"),
	{ .check = check_doorbell },
};

#define KEY(type, member, name, help, ...)                                                         \
	SIM_KEY(SIM_KEY_##type, struct sim_fastchannel, member, name, help, __VA_ARGS__)

const struct sim_key sim_fastchannel_keys[] = {
	KEY(U32, agent, "agent", "id of the agent that may use it", .min = 1, .max = SIM_MAX_AGENTS,
	    .def = 1),
	KEY(U64, address, "address", "physical address of the channel", .required = true),
	KEY(U32, size, "size", "size of the channel in bytes: 4, or 8 for limits", .def = 4),
	KEY(U32, rate_limit_us, "rate_limit_us", "least time between requests", .max = 0xfffff),
	KEY(OBJECT, doorbell, "doorbell", "what is to be rung after a write; left out: nothing",
	    .keys = doorbell_keys),
	{ 0 },
};
