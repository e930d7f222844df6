# SPDX-License-Identifier: GPL-2.0-or-later
# Tests on the test kernel: they boot it, so they are not part of "make check".
# A .guest runs a bats file in the guest and passes on its TAP.
TEST_EXTENSIONS += .guest
GUEST_LOG_DRIVER = $(TAP_DRIVER)

KERNEL_TESTS = \
	tests/kernel/build-kernel.bats \
	tests/kernel/harness.bats \
	tests/kernel/scmictl-misbehaviour.guest \
	tests/kernel/peer.bats \
	tests/kernel/scmictl-peer.guest \
	tests/kernel/refusals.bats \
	tests/kernel/scmictl-sim-faults.guest \
	tests/kernel/scmictl-raw-queues.guest \
	tests/kernel/scmictl-sim.guest

check_PROGRAMS += senders
senders_SOURCES = tests/kernel/senders.c
senders_LDADD = libscmictl.a $(SMARTCOLS_LIBS) $(JSON_C_LIBS)

EXTRA_DIST += $(KERNEL_TESTS) \
	tests/kernel/README.md \
	tests/kernel/build-kernel \
	tests/kernel/dts/none.dts \
	tests/kernel/dts/scmi.dtsi \
	tests/kernel/dts/virtio-short.dts \
	tests/kernel/dts/virtio.dts \
	tests/kernel/guest-init \
	tests/kernel/misbehaviour.bats \
	tests/kernel/peer.py \
	tests/kernel/peerlib/__init__.py \
	tests/kernel/peerlib/faults.py \
	tests/kernel/peerlib/protocols.py \
	tests/kernel/peerlib/vhost.py \
	tests/kernel/raw-queues.bats \
	tests/kernel/raw.py \
	tests/kernel/run \
	tests/kernel/scmi.config \
	tests/kernel/sim-faults.bats \
	tests/kernel/scmictl.bats
