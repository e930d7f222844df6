#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Send messages through the kernel's raw mode and print what its queues give back.

Every argument is one message in hex, header included. One line for each message that
was sent or that came within the time after, queue by queue: which, and the bytes. Runs
in the guest; shares no code with scmictl.
"""

import argparse
import os
import select
import time

RAW = "/sys/kernel/debug/scmi/0/raw/"
QUEUES = {"reply": "message", "notification": "notification", "error": "errors"}


def listen(readers, seconds):
    """What arrives within the time, by queue, in QUEUES' order."""
    arrived = {name: [] for name in readers.values()}
    poll = select.poll()
    for reader in readers:
        poll.register(reader, select.POLLIN)
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        for reader, _ in poll.poll(left * 1000):
            data = os.read(reader, 4096)
            if data:    # an empty read stands between messages
                arrived[readers[reader]].append(data.hex())
    return arrived


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--async", dest="is_async", action="store_true",
                        help="have the kernel wait for delayed responses")
    parser.add_argument("--wait", type=float, default=0.2, metavar="S",
                        help="how long to listen after each (default: %(default)s)")
    parser.add_argument("message", nargs="+", type=bytes.fromhex)
    args = parser.parse_args()

    readers = {os.open(RAW + path, os.O_RDONLY | os.O_NONBLOCK): name
               for name, path in QUEUES.items()}
    writer = os.open(RAW + ("message_async" if args.is_async else "message"), os.O_WRONLY)
    for message in args.message:
        print("sent", message.hex(), flush=True)
        os.write(writer, message)
        for name, messages in listen(readers, args.wait).items():
            for each in messages:
                print(name, each, flush=True)


if __name__ == "__main__":
    main()
