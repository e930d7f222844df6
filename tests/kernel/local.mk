# SPDX-License-Identifier: GPL-2.0-or-later
# Tests on the test kernel: they boot it, so they are not part of "make check".
# What has no suffix runs a bats file in the guest and passes on its TAP.
KERNEL_TESTS = \
	tests/kernel/guest-misbehaviour \
	tests/kernel/guest-peer \
	tests/kernel/guest-sim \
	tests/kernel/harness.bats \
	tests/kernel/peer.bats \
	tests/kernel/refusals.bats

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
	tests/kernel/raw.py \
	tests/kernel/run \
	tests/kernel/scmi.config \
	tests/kernel/scmictl.bats
