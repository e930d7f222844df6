# SPDX-License-Identifier: GPL-2.0-or-later
"""Misbehaviour: what a platform may do wrong to the answer of a command.

A fault is asked for on the command line for any message, or from inside the guest
with a message of the vendor protocol 0xe0, whose answer then is wrong in that way.
"""

from . import protocols
from .protocols import message

ACTIONS = {
    "late": "answer after MS milliseconds",
    "silent": "never answer",
    "token": "add N to the answer's token",
    "type": "answer with message type N",
    "status": "answer with status S alone",
    "length": "answer with N bytes, header included",
    "duplicate": "answer twice",
    "notify": "send the bytes HEX as a notification before the answer",
    "delayed-late": "send the delayed response after MS milliseconds",
    "delayed-silent": "never send the delayed response",
    "delayed-first": "send the delayed response before the answer",
}
CONDITIONS = {
    "when": "only commands whose payload starts with HEX",
    "skip": "not the first N",
    "count": "only N times",
}
FLAGS = {"silent", "duplicate", "delayed-silent", "delayed-first"}
BYTES = {"notify", "when"}
NOTHING = {}


class Fault:
    """One --fault: PROTOCOL:MESSAGE,ACTION[=VALUE]...[,CONDITION=VALUE]..."""

    def __init__(self, text):
        target, *parts = text.split(",")
        protocol, _, number = target.partition(":")
        known = protocols.BY_NAME.get(protocol)
        self.protocol = known.number if known else int(protocol, 0)
        self.message = int(number, 0)
        self.actions, conditions = {}, {}
        for part in parts:
            name, _, value = part.partition("=")
            if name not in ACTIONS and name not in CONDITIONS:
                raise ValueError(f"unknown fault {name}")
            if name in FLAGS:
                value = True
            else:
                value = bytes.fromhex(value) if name in BYTES else int(value, 0)
            (self.actions if name in ACTIONS else conditions)[name] = value
        self.when = conditions.get("when", b"")
        self.skip = conditions.get("skip", 0)
        self.count = conditions.get("count", -1)

    def strikes(self, protocol, number, payload):
        if (protocol, number) != (self.protocol, self.message):
            return False
        if not payload.startswith(self.when) or self.count == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.count -= 1
        return True


class Misbehave(protocols.Protocol):
    """Vendor protocol 0xe0: every message provokes one fault in its own answer."""

    number = 0xe0
    name = "misbehave"

    @message(0x03)
    def echo(self, call):
        return call.payload

    @message(0x04, 1)
    def late(self, call, delay):
        call.fault = {"late": delay}
        return protocols.words(delay)

    @message(0x05)
    def silent(self, call):
        call.fault = {"silent": True}
        return b""

    @message(0x06, 1)
    def token(self, call, add):
        call.fault = {"token": add}
        return b""

    @message(0x07, 1)
    def status(self, call, status):
        call.fault = {"status": status}
        return b""

    @message(0x08, 1)
    def length(self, call, length):
        call.fault = {"length": length}
        return bytes(length)

    @message(0x09)
    def notification(self, call):
        call.fault = {"notify": call.payload}
        return b""

    @message(0x0a)
    def duplicate(self, call):
        call.fault = {"duplicate": True}
        return b""

    @message(0x0b, 1)
    def type(self, call, number):
        call.fault = {"type": number}
        return b""

    @message(0x0c, 1)
    def delayed_late(self, call, delay):
        call.fault = {"delayed-late": delay}
        return self.delayed(call, protocols.words(delay))

    @message(0x0d)
    def delayed_silent(self, call):
        call.fault = {"delayed-silent": True}
        return self.delayed(call)

    @message(0x0e)
    def delayed_first(self, call):
        call.fault = {"delayed-first": True}
        return self.delayed(call)
