#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""An SCMI platform behind a vhost-user socket that shares nothing with scmictl.

It serves the standard protocols to a virtual machine's virtio-scmi driver, so that
the tests meet a platform written from the specification's facts alone, and it can
be told to misbehave.
"""

import argparse
import heapq
import json
import os
import selectors
import socket
import struct
import sys
import time

sys.dont_write_bytecode = True

from peerlib import faults, protocols, vhost    # noqa: E402 (after the line above)

COMMANDS, EVENTS = 0, 1
TYPE_COMMAND, TYPE_DELAYED, TYPE_NOTIFICATION = 0, 2, 3


def header(protocol, number, kind, token):
    return protocols.words(number | kind << 8 | protocol << 10 | (token & 0x3ff) << 18)


class Platform:
    """Protocols, faults and time, between the two rings of a device."""

    def __init__(self, args):
        self.room = args.room
        self.async_delay = args.async_delay / 1000
        self.has_events = not args.no_notifications
        self.fast_channels = args.fast_channels
        self.faults = args.fault
        self.log_file = args.log and open(args.log, "w", encoding="ascii")
        self.device = None
        self.timers = []
        self.sequence = 0
        self.events = []
        versions = dict(args.version)
        self.protocols = {}
        for kind in (*protocols.ALL, faults.Misbehave):
            if kind.name not in args.without:
                self.protocols[kind.number] = kind(self, versions.get(kind.name))

    def log(self, what, data, **more):
        if self.log_file:
            entry = {"time": round(time.time(), 6), "type": what, "hex": data.hex(), **more}
            self.log_file.write(json.dumps(entry) + "\n")
            self.log_file.flush()

    def after(self, delay, function):
        self.sequence += 1
        heapq.heappush(self.timers, (time.monotonic() + delay, self.sequence, function))

    def later(self, function):
        """Do something when an asynchronous command would be done."""
        self.after(self.async_delay, function)

    def wait(self):
        """Seconds until the next timer, or None."""
        return max(0, self.timers[0][0] - time.monotonic()) if self.timers else None

    def tick(self):
        while self.timers and self.timers[0][0] <= time.monotonic():
            heapq.heappop(self.timers)[2]()

    def notify(self, protocol, event, payload):
        self.event("notification", header(protocol, event, TYPE_NOTIFICATION, 0) + payload)

    def delayed(self, protocol, call, payload):
        fault = call.fault
        if "delayed-silent" in fault:
            return

        def send():
            data = b"".join(piece() if callable(piece) else piece for piece in payload)
            self.event("delayed", header(protocol, call.message, TYPE_DELAYED, call.token)
                       + protocols.words(protocols.SUCCESS) + data)

        if "delayed-first" in fault:
            send()
        elif "delayed-late" in fault:
            self.after(fault["delayed-late"] / 1000, send)
        else:
            self.after(self.async_delay, send)

    def event(self, what, data):
        self.events.append((what, data))
        self.flush_events()

    def flush_events(self):
        ring = self.device.rings[EVENTS]
        while self.events:
            chain = ring.get()
            if chain is None:
                return
            what, data = self.events.pop(0)
            ring.put(chain, data)
            self.log(what, data)

    def serve_commands(self):
        while (chain := self.device.rings[COMMANDS].get()) is not None:
            self.command(chain)

    def command(self, chain):
        """Serve one command, with the fault that strikes it."""
        self.log("command", chain.data)
        if len(chain.data) < 4:
            self.device.rings[COMMANDS].put(chain, b"")
            return
        word = struct.unpack_from("<I", chain.data)[0]
        number, kind, protocol, token = (
            word & 0xff, word >> 8 & 3, word >> 10 & 0xff, word >> 18 & 0x3ff)
        payload = chain.data[4:]
        call = protocols.Call(self, number, token, payload)
        call.fault = next((fault.actions for fault in self.faults
                           if fault.strikes(protocol, number, payload)), faults.NOTHING)
        try:
            if kind != TYPE_COMMAND:
                raise protocols.Error(protocols.PROTOCOL_ERROR)
            if protocol not in self.protocols:
                raise protocols.Error(protocols.NOT_SUPPORTED)
            answer = self.protocols[protocol].serve(call)
            status = protocols.SUCCESS
        except protocols.Error as error:
            status, answer = error.status, b""
            if protocol != protocols.Base.number:
                self.protocols[protocols.Base.number].error_event(word, status)
        self.respond(chain, call, protocol, protocols.words(status) + answer)

    def respond(self, chain, call, protocol, answer):
        fault = call.fault
        if "silent" in fault:
            return
        if "status" in fault:
            answer = protocols.words(fault["status"])
        data = header(protocol, call.message, fault.get("type", TYPE_COMMAND),
                      call.token + fault.get("token", 0)) + answer
        data = data[:fault.get("length", len(data))]

        def send():
            written = self.device.rings[COMMANDS].put(chain, data)
            self.log("response", data[:written])
            if "duplicate" in fault:
                self.event("duplicate", data)

        if "notify" in fault:
            self.event("garbage", fault["notify"])
        if "late" in fault:
            self.after(fault["late"] / 1000, send)
        elif "delayed-first" in fault:
            self.after(self.async_delay, send)
        else:
            send()

    def attend(self, device):
        """Serve one front end until it goes."""
        self.device = device
        with selectors.DefaultSelector() as selector:
            selector.register(device.connection, selectors.EVENT_READ)
            kicks = {}
            while True:
                for index, ring in enumerate(device.rings):
                    if ring.kick != kicks.get(index):
                        if kicks.get(index) is not None:
                            selector.unregister(kicks[index])
                        if ring.kick is not None:
                            selector.register(ring.kick, selectors.EVENT_READ)
                        kicks[index] = ring.kick
                for key, _ in selector.select(self.wait()):
                    if key.fileobj is device.connection:
                        device.handle()
                    else:
                        os.read(key.fileobj, 8)
                self.serve_commands()
                self.tick()
                self.flush_events()


def version(text):
    name, _, number = text.partition("=")
    if name not in protocols.BY_NAME:
        raise ValueError
    major, _, minor = number.partition(".")
    return name, (int(major), int(minor))


def parse_args():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="faults: PROTOCOL:MESSAGE,FAULT[=VALUE]... with\n" + "\n".join(
            f"  {name:<15} {text}"
            for name, text in {**faults.ACTIONS, **faults.CONDITIONS}.items()))
    parser.add_argument("socket", help="path to listen on")
    parser.add_argument("--version", action="append", default=[], type=version,
                        metavar="PROTOCOL=MAJOR.MINOR", help="speak this version, not the newest")
    parser.add_argument("--without", action="append", default=[], metavar="PROTOCOL",
                        choices=protocols.BY_NAME)
    parser.add_argument("--fault", action="append", default=[], type=faults.Fault,
                        help="misbehave, see below")
    parser.add_argument("--room", type=int, default=120, metavar="BYTES",
                        help="most bytes after the status (default: %(default)s)")
    parser.add_argument("--async-delay", type=float, default=5, metavar="MS",
                        help="time that asynchronous commands take (default: %(default)s)")
    parser.add_argument("--fast-channels", action="store_true",
                        help="say in the attributes of domains that they have fast channels: Linux "
                        "then tries to map their addresses, at which there is nothing")
    parser.add_argument("--no-notifications", action="store_true",
                        help="offer no ring for delayed responses and notifications, "
                        "and none of these")
    parser.add_argument("--log", metavar="FILE", help="write all messages as JSON Lines")
    return parser.parse_args()


def main():
    args = parse_args()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(args.socket)
        listener.listen(1)
        while True:
            connection, _ = listener.accept()
            device = vhost.Device(connection, not args.no_notifications)
            try:
                Platform(args).attend(device)
            except (vhost.Disconnected, ConnectionResetError):
                pass
            finally:
                device.close()


if __name__ == "__main__":
    main()
