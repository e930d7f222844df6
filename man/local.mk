# SPDX-License-Identifier: GPL-2.0-or-later
dist_man_MANS += \
	man/scmictl.1 \
	man/scmictl-decode.1 \
	man/scmictl-encode.1 \
	man/scmictl-json.5 \
	man/scmictl-list.1 \
	man/scmictl-platform.5 \
	man/scmictl-raw-errors.1 \
	man/scmictl-raw-notifications.1 \
	man/scmictl-raw-reset.1 \
	man/scmictl-send.1 \
	man/scmictl-sim-serve.1
