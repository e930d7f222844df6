/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Exchanges and tokens over a back end that answers as a script says, in a time of its own.
 */
#include <config.h>

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <scmictl/scmi.h>

#include "../../src/channel/backend.h"

#define CLOCK_RATE_GET 0x06
#define TOKEN 600

/* A message that the kernel is going to have for us. */
struct incoming {
	enum chan_queue queue;
	unsigned int after_ms; /* since the send */
	struct scmi_header header;
	int32_t status;
	size_t len; /* of the whole; 0: header, status and one word */
};

struct fake {
	struct chan chan;
	const struct incoming *script;
	size_t n;
	bool taken[16];
	int send_result;
	uint64_t sent_ns;
	unsigned int sends, waits;
	unsigned int flags;
	int timeout_ms;
};

static int fake_send(struct chan *chan, const void *msg, size_t len, unsigned int flags,
		     int timeout_ms, uint64_t *start_ns, struct diag *diag)
{
	struct fake *fake = (struct fake *)chan;

	(void)msg;
	(void)len;
	(void)timeout_ms;
	fake->sends++;
	fake->flags = flags;
	fake->sent_ns = *start_ns;
	memset(fake->taken, 0, sizeof(fake->taken));
	if (fake->send_result)
		diag_set(diag, DIAG_KERNEL, -fake->send_result, "refused");
	return fake->send_result;
}

/* As raw mode does it: errors first, then what came earliest. */
static ssize_t fake_recv(struct chan *chan, unsigned int mask, enum chan_queue *queue, void *buf,
			 size_t size, int timeout_ms, struct diag *diag)
{
	struct fake *fake = (struct fake *)chan;
	uint64_t end = chan_now_ns() + (uint64_t)timeout_ms * 1000000;

	(void)diag;
	fake->waits++;
	for (;;) {
		uint64_t now = chan_now_ns();
		int best = -1;

		for (size_t i = 0; i < fake->n; i++) {
			const struct incoming *in = &fake->script[i];

			if (fake->taken[i] || !(mask & 1u << in->queue) ||
			    now < fake->sent_ns + in->after_ms * UINT64_C(1000000))
				continue;
			if (best < 0 || in->queue > fake->script[best].queue)
				best = (int)i;
		}
		if (best >= 0) {
			const struct incoming *in = &fake->script[best];
			size_t len = in->len ? in->len : 12;
			uint8_t msg[CHAN_MSG_MAX] = { 0 };

			scmi_put_le32(msg, scmi_header_pack(in->header));
			scmi_put_le32(msg + 4, (uint32_t)in->status);
			scmi_put_le32(msg + 8, 0x1234);
			assert_true(len <= size);
			memcpy(buf, msg, len);
			*queue = in->queue;
			fake->taken[best] = true;
			return (ssize_t)len;
		}
		if (now >= end)
			return 0;
		usleep(200);
	}
}

static const struct chan_ops fake_ops = { .send = fake_send, .recv = fake_recv };

static struct chan_exchange *x;
static struct diag diag;

static int set_up(void **state)
{
	struct fake *fake = calloc(1, sizeof(*fake));

	fake->chan.ops = &fake_ops;
	fake->chan.info.instance = -1;
	fake->chan.info.channel = -1;
	fake->chan.info.max_rx_timeout_ms = 60;
	fake->timeout_ms = 60;
	assert_int_equal(chan_tokens_init(&fake->chan), 0);
	x = calloc(1, sizeof(*x));
	memset(&diag, 0, sizeof(diag));
	*state = fake;
	return 0;
}

static int tear_down(void **state)
{
	struct fake *fake = *state;

	chan_tokens_free(&fake->chan);
	free(fake);
	free(x);
	return 0;
}

static struct scmi_header header(uint8_t type, uint16_t token)
{
	return (struct scmi_header){
		.message = CLOCK_RATE_GET, .protocol = SCMI_CLOCK, .type = type, .token = token
	};
}

static void exchange_token(struct fake *fake, const struct incoming *script, size_t n,
			   unsigned int flags, uint16_t token)
{
	fake->script = script;
	fake->n = n;
	scmi_put_le32(x->request, scmi_header_pack(header(0, token)));
	x->request_len = 8;
	x->flags = flags;
	x->timeout_ms = fake->timeout_ms;
	x->delayed_timeout_ms = fake->timeout_ms;
	memset(&diag, 0, sizeof(diag));
	assert_int_equal(chan_exchange(&fake->chan, x, &diag), 0);
}

#define exchange(fake, script, flags)                                                              \
	exchange_token(fake, script, sizeof(script) / sizeof(script[0]), flags, TOKEN)

static void an_answer(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 2, header(0, TOKEN), 0, 0 } };

	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->response.len, 12);
	assert_int_equal(x->delayed.len, 0);
	assert_int_equal(x->status, 0);
	assert_true(x->latency_ns >= 2000000);
	assert_int_equal(diag.origin, DIAG_NONE);
}

static void an_error_status(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 0, header(0, TOKEN), -3, 8 } };

	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_int_equal(x->status, SCMI_DENIED);
	assert_int_equal(diag.origin, DIAG_NONE);
}

/* Another token, message, protocol: nothing of it is ours. */
static void answers_of_others(void **state)
{
	struct scmi_header other_message = header(0, TOKEN), other_protocol = header(0, TOKEN);
	struct incoming script[4] = {
		{ CHAN_REPLY, 0, header(0, TOKEN + 1), 0, 0 },
		{ CHAN_REPLY, 0, header(0, TOKEN), 0, 0 },
		{ CHAN_REPLY, 0, header(0, TOKEN), 0, 0 },
		{ CHAN_REPLY, 5, header(0, TOKEN), -1, 0 },
	};

	other_message.message = 7;
	other_protocol.protocol = SCMI_PERF;
	script[1].header = other_message;
	script[2].header = other_protocol;
	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_int_equal(x->status, -1);
	assert_int_equal(x->foreign, 3);
	assert_int_equal(x->n_errors, 0);
}

static void no_answer(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 0, header(0, TOKEN + 1), 0, 0 } };
	uint64_t before = chan_now_ns();

	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	assert_int_equal(x->response.len, 0);
	assert_true(chan_now_ns() - before >= 60000000);
	assert_int_equal(diag.origin, DIAG_TRANSPORT);
	assert_int_equal(diag_exit_status(&diag), 5);
}

/* The kernel gave up before we did: its answer lies in the error queue, and ends the wait. */
static void too_late_for_the_kernel(void **state)
{
	const struct incoming script[] = { { CHAN_ERROR, 10, header(0, TOKEN), 0, 0 } };
	struct fake *fake = *state;
	uint64_t before = chan_now_ns();

	fake->timeout_ms = 5000;
	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	assert_true(chan_now_ns() - before < 4000000000);
	assert_int_equal(x->n_errors, 1);
	assert_true(x->errors[0].ours);
	assert_int_equal(x->errors[0].queue, CHAN_ERROR);
	assert_true(x->errors[0].after_ns >= 10000000);
	assert_non_null(strstr(diag.text, "given up"));
}

/* Of an answer sent twice the second lands in the error queue, which is read first. */
static void a_duplicate_is_no_time_out(void **state)
{
	const struct incoming script[] = {
		{ CHAN_REPLY, 1, header(0, TOKEN), 0, 0 },
		{ CHAN_ERROR, 1, header(0, TOKEN), 0, 0 },
	};

	exchange(*state, script, CHAN_LINGER);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->n_errors, 1);
	assert_true(x->errors[0].ours);
}

/* The field case: we gave up, the answer comes during the next exchange. */
static void late_for_us(void **state)
{
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };
	const struct incoming reply[] = {
		{ CHAN_REPLY, 0, header(0, TOKEN), 0, 0 },
		{ CHAN_REPLY, 2, header(0, TOKEN + 1), -4, 0 },
	};
	const struct incoming again[] = {
		{ CHAN_ERROR, 0, header(0, TOKEN), 0, 0 },
		{ CHAN_REPLY, 2, header(0, TOKEN + 2), 0, 0 },
	};

	exchange(*state, none, 0);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	exchange_token(*state, reply, 2, 0, TOKEN + 1);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_int_equal(x->status, -4);
	assert_int_equal(x->foreign, 0);
	assert_int_equal(x->n_errors, 1);
	assert_true(x->errors[0].ours);
	assert_int_equal(x->errors[0].queue, CHAN_REPLY);
	assert_true(x->errors[0].after_ns >= 60000000);
	/* Once more it would be a duplicate, of a command that is over. */
	exchange_token(*state, again, 2, 0, TOKEN + 2);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->n_errors, 1);
}

static void truncated(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 0, header(0, TOKEN), 0, 6 } };

	exchange(*state, script, CHAN_ASYNC);
	assert_int_equal(x->outcome, CHAN_TRUNCATED);
	assert_int_equal(x->response.len, 6);
	assert_int_equal(diag_exit_status(&diag), 4);
}

static void refused(void **state)
{
	struct fake *fake = *state;
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };

	fake->send_result = -EBUSY;
	exchange(*state, none, 0);
	assert_int_equal(x->outcome, CHAN_REFUSED);
	assert_int_equal(x->err, EBUSY);
	assert_int_equal(fake->waits, 0);
	assert_int_equal(diag_exit_status(&diag), 3);
	/* It may still be sent: nothing follows with this token until its answer has come. */
	fake->send_result = 0;
	exchange(*state, none, 0);
	assert_int_equal(x->outcome, CHAN_REFUSED);
	assert_int_equal(fake->sends, 1);
}

static void a_delayed_response(void **state)
{
	const struct incoming script[] = {
		{ CHAN_REPLY, 1, header(0, TOKEN), 0, 0 },
		{ CHAN_REPLY, 20, header(2, TOKEN), -9, 0 },
	};

	exchange(*state, script, CHAN_ASYNC);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_int_equal(x->status, SCMI_HARDWARE_ERROR);
	assert_true(x->latency_ns < x->delayed_latency_ns);
	assert_true(x->delayed_latency_ns >= 20000000);
}

static void no_delayed_response(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 1, header(0, TOKEN), 0, 0 } };

	exchange(*state, script, CHAN_ASYNC);
	assert_int_equal(x->outcome, CHAN_NO_DELAYED);
	assert_int_equal(x->response.len, 12);
	assert_int_equal(diag_exit_status(&diag), 5);
}

/* Refused at once: there will be no delayed response. */
static void no_delayed_after_an_error(void **state)
{
	const struct incoming script[] = { { CHAN_REPLY, 1, header(0, TOKEN), -1, 0 } };
	struct fake *fake = *state;
	uint64_t before = chan_now_ns();

	fake->timeout_ms = 5000;
	exchange(*state, script, CHAN_ASYNC);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_true(chan_now_ns() - before < 4000000000);
}

/* A delayed response overtakes: the kernel takes it, and refuses the response. */
static void overtaken(void **state)
{
	const struct incoming script[] = {
		{ CHAN_REPLY, 1, header(2, TOKEN), 0, 0 },
		{ CHAN_ERROR, 10, header(0, TOKEN), 0, 0 },
	};

	exchange(*state, script, CHAN_ASYNC);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->response.len, 12);
	assert_int_equal(x->delayed.len, 12);
	assert_int_equal(x->n_errors, 0);
}

/* A delayed response that nobody asked to wait for is a stray, not the answer. */
static void delayed_without_async(void **state)
{
	const struct incoming script[] = {
		{ CHAN_ERROR, 0, header(2, TOKEN), 0, 0 },
		{ CHAN_REPLY, 5, header(0, TOKEN), 0, 0 },
	};

	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->delayed.len, 0);
	assert_int_equal(x->n_errors, 1);
}

/* More strays than there is room for are counted. */
static void many_strays(void **state)
{
	struct incoming script[12];

	for (size_t i = 0; i < 11; i++)
		script[i] = (struct incoming){ CHAN_ERROR, 0, header(0, (uint16_t)i), 0, 0 };
	script[11] = (struct incoming){ CHAN_REPLY, 5, header(0, TOKEN), 0, 0 };
	exchange(*state, script, 0);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->n_errors, 11);
	assert_false(x->errors[0].ours);
}

static void tokens_go_round(void **state)
{
	struct fake *fake = *state;
	uint8_t seen[SCMI_TOKENS] = { 0 };

	for (int i = 0; i < 512; i++) {
		uint16_t token = chan_token(&fake->chan);

		assert_true(token >= 512 && token < SCMI_TOKENS);
		assert_int_equal(seen[token]++, 0);
	}
}

static void tokens_in_flight_are_left_out(void **state)
{
	struct fake *fake = *state;
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };
	uint16_t lost;

	lost = chan_token(&fake->chan);
	exchange_token(fake, none, 1, 0, lost);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	for (int i = 0; i < 1024; i++)
		assert_int_not_equal(chan_token(&fake->chan), lost);
	/* Who insists is refused: an answer could not be told from that of the lost one. */
	exchange_token(fake, none, 1, 0, lost);
	assert_int_equal(x->outcome, CHAN_REFUSED);
	assert_int_equal(x->err, EBUSY);
	assert_int_equal(fake->sends, 1);
	exchange_token(fake, none, 1, 0, (uint16_t)(lost ^ 1));
	assert_int_equal(fake->sends, 2);
	assert_false(fake->flags & CHAN_DOUBT);
}

static void a_token_that_another_took(void **state)
{
	struct fake *fake = *state;
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };
	uint16_t token = chan_token(&fake->chan), other;

	chan_token_hold(&fake->chan, token, chan_now_ns() + 10000000000u, false);
	exchange_token(fake, none, 1, CHAN_ANY_TOKEN, token);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	assert_int_equal(fake->sends, 1);
	other = scmi_header_unpack(scmi_get_le32(x->request)).token;
	assert_int_not_equal(other, token);
	assert_true(other >= 512);
}

static void a_stale_answer_is_not_ours(void **state)
{
	struct fake *fake = *state;
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };
	/* 90 ms after the first command, when the second one waits, and then after that one. */
	const struct incoming script[] = { { CHAN_REPLY, 90, header(0, TOKEN), -9, 0 } };

	exchange(fake, none, 0);
	assert_int_equal(x->outcome, CHAN_TIMEOUT);
	fake->timeout_ms = 200;
	exchange(fake, script, 0);
	assert_int_equal(fake->sends, 2);
	assert_true(fake->flags & CHAN_DOUBT);
	assert_int_equal(x->n_errors, 1);
	assert_true(x->errors[0].ours);
	assert_true(x->errors[0].after_ns >= 90000000);
	assert_int_equal(x->outcome, CHAN_STATUS);
	assert_true(x->latency_ns >= 90000000);
}

static void an_answer_to_another_ends_its_token(void **state)
{
	struct fake *fake = *state;
	const struct incoming script[] = {
		{ CHAN_REPLY, 0, header(0, 901), 0, 0 },
		{ CHAN_REPLY, 1, header(2, 902), 0, 0 },
		{ CHAN_REPLY, 2, header(0, TOKEN), 0, 0 },
	};
	uint64_t later = chan_now_ns() + 10000000000u;

	chan_token_hold(&fake->chan, 901, later, true);
	chan_token_hold(&fake->chan, 902, later, true);
	chan_token_hold(&fake->chan, 903, later, false);
	exchange(fake, script, 0);
	assert_int_equal(x->outcome, CHAN_OK);
	assert_int_equal(x->foreign, 2);
	/* Its delayed response is still to come. */
	assert_true(chan_token_in_flight(&fake->chan, 901, chan_now_ns()));
	assert_false(chan_token_in_flight(&fake->chan, 902, chan_now_ns()));
	assert_true(chan_token_in_flight(&fake->chan, 903, chan_now_ns()));
}

static void an_answered_token_is_no_doubt(void **state)
{
	struct fake *fake = *state;
	const struct incoming script[] = { { CHAN_REPLY, 0, header(0, TOKEN), 0, 0 } };

	for (int i = 0; i < 3; i++) {
		exchange(*state, script, 0);
		assert_false(fake->flags & CHAN_DOUBT);
	}
}

static void all_tokens_in_flight(void **state)
{
	struct fake *fake = *state;
	uint64_t now = chan_now_ns();

	for (unsigned int i = 512; i < SCMI_TOKENS; i++)
		chan_token_hold(&fake->chan, (uint16_t)i, now + (i == 700 ? 1 : 2) * 10000000000u,
				false);
	assert_int_equal(chan_token(&fake->chan), 700);
}

/* Another process is another opening of what is shared, which only root has. */
#define INSTANCE 99999
#define SHARED "/run/scmictl-tokens-99999"

static void processes_share(void **state)
{
	const struct incoming none[] = { { CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 } };
	const struct incoming script[] = { { CHAN_REPLY, 0, header(0, TOKEN), 0, 0 } };
	struct fake *fake = *state, *other = calloc(1, sizeof(*other));
	bool shared;

	chan_tokens_free(&fake->chan);
	fake->chan.info.instance = INSTANCE;
	assert_int_equal(chan_tokens_init(&fake->chan), 0);
	*other = *fake;
	assert_int_equal(chan_tokens_init(&other->chan), 0);
	shared = fake->chan.tokens.fd >= 0 && other->chan.tokens.fd >= 0;
	if (shared) {
		/* Whoever goes on at once keeps the turn until it rests. */
		exchange(fake, script, CHAN_KEEP);
		assert_int_equal(x->outcome, CHAN_OK);
		exchange(other, script, 0);
		assert_int_equal(x->outcome, CHAN_REFUSED);
		assert_int_equal(x->err, EBUSY);
		assert_int_equal(other->sends, 0);
		assert_int_equal(diag_exit_status(&diag), 3);
		chan_rest(&fake->chan);
		exchange(other, script, 0);
		assert_int_equal(x->outcome, CHAN_OK);
		/* A token in flight is known to all. */
		exchange_token(fake, none, 1, 0, 900);
		assert_int_equal(x->outcome, CHAN_TIMEOUT);
		assert_true(chan_token_in_flight(&other->chan, 900, chan_now_ns()));
		assert_false(chan_token_in_flight(&other->chan, 901, chan_now_ns()));
	}
	chan_tokens_free(&other->chan);
	free(other);
	unlink(SHARED);
	if (!shared)
		skip();
}

static void drained(void **state)
{
	struct fake *fake = *state;
	const struct incoming script[] = {
		{ CHAN_REPLY, 0, header(0, 1), 0, 0 },
		{ CHAN_ERROR, 0, header(0, 2), 0, 0 },
		{ CHAN_NOTIFICATION, 0, header(3, 0), 0, 0 },
	};

	fake->script = script;
	fake->n = 3;
	assert_int_equal(chan_drain(&fake->chan, &diag), 2);
	assert_int_equal(chan_drain(&fake->chan, &diag), 0);
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(an_answer),
		test(an_error_status),
		test(answers_of_others),
		test(no_answer),
		test(too_late_for_the_kernel),
		test(a_duplicate_is_no_time_out),
		test(late_for_us),
		test(truncated),
		test(refused),
		test(a_delayed_response),
		test(no_delayed_response),
		test(no_delayed_after_an_error),
		test(overtaken),
		test(delayed_without_async),
		test(many_strays),
		test(tokens_go_round),
		test(tokens_in_flight_are_left_out),
		test(a_token_that_another_took),
		test(a_stale_answer_is_not_ours),
		test(an_answer_to_another_ends_its_token),
		test(an_answered_token_is_no_doubt),
		test(all_tokens_in_flight),
		test(processes_share),
		test(drained),
	};

	return cmocka_run_group_tests_name("channel", tests, NULL, NULL);
}
