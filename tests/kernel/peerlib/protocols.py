# SPDX-License-Identifier: GPL-2.0-or-later
"""The SCMI protocols of the peer platform: layouts, state and behaviour.

Every handler gets a Call and returns the payload after the status word, or raises
Error(status). Layouts follow the protocol version that the platform reports.
"""

import struct
import time

SUCCESS = 0
NOT_SUPPORTED = -1
INVALID_PARAMETERS = -2
DENIED = -3
NOT_FOUND = -4
OUT_OF_RANGE = -5
PROTOCOL_ERROR = -10
IN_USE = -11

AGENT = 1
NONE = 0xffffffff


class Error(Exception):
    """A command answered with a status below zero."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


def words(*values):
    return struct.pack(f"<{len(values)}I", *(value & 0xffffffff for value in values))


def u64(value):
    return struct.pack("<Q", value & 0xffffffffffffffff)


def name16(name):
    return name.encode()[:15].ljust(16, b"\0")


def name64(name):
    return name.encode()[:63].ljust(64, b"\0")


def s5(value):
    return value & 0x1f


def s64(low, high):
    return struct.unpack("<q", words(low, high))[0]


class Call:
    """One command on its way through a handler."""

    def __init__(self, platform, number, token, payload):
        self.platform, self.message, self.token, self.payload = (
            platform, number, token, payload)
        self.fault = {}

    def words(self, count):
        if len(self.payload) < 4 * count:
            raise Error(PROTOCOL_ERROR)
        return struct.unpack_from(f"<{count}I", self.payload)


def message(number, count=0, since=(1, 0)):
    """Declare the handler of a message that has COUNT parameter words."""

    def declare(function):
        function.message = (number, count, since)
        return function

    return declare


class Protocol:
    """What all protocols have in common: version, attributes, negotiation."""

    number = 0
    name = ""
    latest = (1, 0)
    negotiates = (1, 0)     # the version that brought NEGOTIATE_PROTOCOL_VERSION

    def __init__(self, platform, version):
        self.platform = platform
        self.highest = self.version = version or self.latest
        self.handlers = {}
        self.subscribed = set()
        for attribute in dir(type(self)):
            function = getattr(self, attribute)
            declared = getattr(function, "message", None)
            if declared:
                number, count, since = declared
                self.handlers[number] = (function, count, since)

    def implements(self, number):
        if number == 0x10:
            return self.highest >= self.negotiates
        return number in self.handlers and self.version >= self.handlers[number][2]

    def serve(self, call):
        if not self.implements(call.message):
            raise Error(NOT_SUPPORTED)
        function, count, _ = self.handlers[call.message]
        return function(call, *call.words(count))

    def attributes(self):
        return words(0)

    def message_attributes(self, _number):
        return 0

    @message(0x00)
    def protocol_version(self, _call):
        return words(self.highest[0] << 16 | self.highest[1])

    @message(0x01)
    def protocol_attributes(self, _call):
        return self.attributes()

    @message(0x02, 1)
    def protocol_message_attributes(self, _call, number):
        if not self.implements(number):
            raise Error(NOT_FOUND)
        return words(self.message_attributes(number))

    @message(0x10, 1)
    def negotiate_protocol_version(self, _call, version):
        wanted = (version >> 16, version & 0xffff)
        if not (1, 0) <= wanted <= self.highest:
            raise Error(NOT_SUPPORTED)
        self.version = wanted
        return b""

    def find(self, table, index):
        if index >= len(table):
            raise Error(NOT_FOUND)
        return table[index]

    def page(self, entries, skip, size, fixed):
        """The entries of SIZE bytes that fit into one answer, and how many remain."""
        if skip > len(entries):
            raise Error(OUT_OF_RANGE)
        count = max(1, (self.platform.room - fixed) // size)
        part = entries[skip:skip + count]
        return part, len(entries) - skip - len(part)

    def fast_channel(self, number, supported, address, size):
        """The description of a fast channel (without doorbell) for message NUMBER."""
        if number not in supported:
            raise Error(NOT_SUPPORTED)
        address += 16 * supported.index(number)
        return words(0, 500) + u64(address) + words(size) + u64(0) * 3

    def subscribe(self, event, domain, enable):
        """Note whether the agent wants an event of a domain."""
        if not self.platform.has_events:
            raise Error(NOT_SUPPORTED)
        if enable & 1:
            self.subscribed.add((event, domain))
        else:
            self.subscribed.discard((event, domain))
        return b""

    def notify(self, event, domain, payload):
        if (event, domain) in self.subscribed:
            self.platform.notify(self.number, event, payload)

    def delayed(self, call, *payload):
        """Promise a delayed response; payload pieces may be functions called at its time."""
        if not self.platform.has_events:
            raise Error(NOT_SUPPORTED)
        self.platform.delayed(self.number, call, payload)
        return b""


class Base(Protocol):
    number = 0x10
    name = "base"
    latest = (2, 1)
    negotiates = (2, 1)
    agents = ("platform", "OSPM", "hypervisor")

    def attributes(self):
        return words((len(self.agents) - 1) << 8 | len(self.platform.protocols) - 1)

    @message(0x03)
    def discover_vendor(self, _call):
        return name16("peer")

    @message(0x04)
    def discover_sub_vendor(self, _call):
        return name16("python")

    @message(0x05)
    def discover_implementation_version(self, _call):
        return words(0x20007)

    @message(0x06, 1)
    def discover_list_protocols(self, _call, skip):
        numbers = sorted(set(self.platform.protocols) - {self.number})
        part, _ = self.page(numbers, skip, 1, 4)
        return words(len(part)) + bytes(part).ljust(-(-len(part) // 4) * 4, b"\0")

    @message(0x07, 1)
    def discover_agent(self, _call, agent):
        if agent == NONE and self.version >= (2, 0):
            agent = AGENT
        name = name16(self.find(self.agents, agent))
        return words(agent) + name if self.version >= (2, 0) else name

    @message(0x08, 1)
    def notify_errors(self, _call, enable):
        return self.subscribe(0, 0, enable)

    @message(0x09, 3, since=(2, 0))
    def set_device_permissions(self, _call, agent, _device, flags):
        return self._permission(agent, flags)

    @message(0x0a, 4, since=(2, 0))
    def set_protocol_permissions(self, _call, agent, _device, command, flags):
        if command & 0xff not in self.platform.protocols:
            raise Error(NOT_FOUND)
        return self._permission(agent, flags)

    @message(0x0b, 2, since=(2, 0))
    def reset_agent_configuration(self, _call, agent, flags):
        return self._permission(agent, flags)

    def _permission(self, agent, flags):
        if flags & ~1:
            raise Error(INVALID_PARAMETERS)
        self.find(self.agents, agent)
        raise Error(DENIED)    # this agent is not the trusted one

    def error_event(self, header, status):
        self.notify(0, 0, words(AGENT, 1, header, status))


class Power(Protocol):
    number = 0x11
    name = "power"
    latest = (3, 1)
    negotiates = (3, 1)
    ON, OFF = 0, 0x40000000

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.domains = [
            {"name": "cpu-cluster", "state": self.ON},
            {"name": "graphics-and-display-power", "state": self.OFF},
            {"name": "retention", "state": 0x00000003},
        ]

    def attributes(self):
        return words(len(self.domains), 0, 0, 0)

    @message(0x03, 1)
    def power_domain_attributes(self, _call, domain):
        name = self.find(self.domains, domain)["name"]
        attributes = 1 << 30 | 1 << 29
        if self.platform.has_events:
            attributes |= 1 << 31 | (self.version >= (2, 0)) << 28
        if self.version >= (3, 0) and len(name) > 15:
            attributes |= 1 << 27
        return words(attributes) + name16(name)

    @message(0x04, 3)
    def power_state_set(self, _call, flags, domain, state):
        entry = self.find(self.domains, domain)
        if flags & ~1 or state & 0xb0000000:
            raise Error(INVALID_PARAMETERS)
        self.notify(1, domain, words(AGENT, domain, state))
        if entry["state"] != state:
            entry["state"] = state
            self.notify(0, domain, words(AGENT, domain, state))
        return b""

    @message(0x05, 1)
    def power_state_get(self, _call, domain):
        return words(self.find(self.domains, domain)["state"])

    @message(0x06, 2)
    def power_state_notify(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(0, domain, enable)

    @message(0x07, 2, since=(2, 0))
    def power_state_change_requested_notify(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(1, domain, enable)

    @message(0x08, 1, since=(3, 0))
    def power_domain_name_get(self, _call, domain):
        return words(0) + name64(self.find(self.domains, domain)["name"])


class System(Protocol):
    number = 0x12
    name = "system"
    latest = (2, 1)
    negotiates = (2, 1)
    POWER_UP = 3

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.state = self.POWER_UP

    def message_attributes(self, number):
        return 1 << 31 | 1 << 30 if number == 0x03 else 0

    @message(0x03, 2)
    def system_power_state_set(self, _call, flags, state):
        if flags & ~1 or 4 < state < 0x80000000:
            raise Error(INVALID_PARAMETERS)
        self.state = state
        payload = words(AGENT, flags, state)
        if self.version >= (2, 0):
            payload += words(1500)
        self.notify(0, 0, payload)
        return b""

    @message(0x04)
    def system_power_state_get(self, _call):
        return words(self.state)

    @message(0x05, 1)
    def system_power_state_notify(self, _call, enable):
        return self.subscribe(0, 0, enable)


class Perf(Protocol):
    number = 0x13
    name = "perf"
    latest = (4, 0)
    negotiates = (4, 0)
    FAST = (5, 6, 7, 8)

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.domains = [
            {"name": "cpu-perf", "indexed": False, "fast": True, "sustained": (1500000, 1500),
             "levels": [(level, cost, 20) for level, cost in
                        ((500, 80), (1000, 210), (1500, 430), (2000, 900))]},
            {"name": "neural-engine-performance", "indexed": True, "fast": False,
             "sustained": (600000, 600),
             "levels": [(100 * n, 15 * n * n, 1000 + n) for n in range(1, 13)]},
        ]
        for entry in self.domains:
            wire = self._levels(entry)
            entry["level"], entry["limits"] = wire[1], (wire[-1], wire[0])

    def _indexed(self, entry):
        return entry["indexed"] and self.version >= (4, 0)

    def _fast(self, entry):
        return entry["fast"] and self.version >= (2, 0)

    def message_attributes(self, number):
        return int(number in self.FAST and self.version >= (2, 0))

    def _levels(self, entry):
        """The numbers that stand for this domain's levels in messages."""
        if self._indexed(entry):
            return list(range(len(entry["levels"])))
        return [level for level, _, _ in entry["levels"]]

    def attributes(self):
        unit = 2 if self.version >= (3, 0) else 1
        return words(unit << 16 | len(self.domains), 0, 0, 0)

    @message(0x03, 1)
    def performance_domain_attributes(self, _call, domain):
        entry = self.find(self.domains, domain)
        attributes = 1 << 31 | 1 << 30
        if self.platform.has_events:
            attributes |= 1 << 29 | 1 << 28
        if self.version >= (3, 0) and len(entry["name"]) > 15:
            attributes |= 1 << 26
        if self._fast(entry) and self.platform.fast_channels:
            attributes |= 1 << 27
        if self._indexed(entry):
            attributes |= 1 << 25
        return words(attributes, 700, *entry["sustained"]) + name16(entry["name"])

    @message(0x04, 2)
    def performance_describe_levels(self, _call, domain, skip):
        entry = self.find(self.domains, domain)
        wide = self.version >= (4, 0)
        part, remaining = self.page(entry["levels"], skip, 20 if wide else 12, 4)
        data = words(remaining << 16 | len(part))
        for index, (level, cost, latency) in enumerate(part, skip):
            data += words(level, cost, latency)
            if wide:
                data += words(level * 1000, index)
        return data

    @message(0x05, 3)
    def performance_limits_set(self, _call, domain, highest, lowest):
        entry = self.find(self.domains, domain)
        if highest < lowest or (self.version >= (3, 0) and not highest and not lowest):
            raise Error(INVALID_PARAMETERS)
        entry["limits"] = (highest, lowest)
        self.notify(0, domain, words(AGENT, domain, highest, lowest))
        return b""

    @message(0x06, 1)
    def performance_limits_get(self, _call, domain):
        return words(*self.find(self.domains, domain)["limits"])

    @message(0x07, 2)
    def performance_level_set(self, _call, domain, level):
        entry = self.find(self.domains, domain)
        if level not in self._levels(entry):
            raise Error(OUT_OF_RANGE)
        entry["level"] = level
        self.notify(1, domain, words(AGENT, domain, level))
        return b""

    @message(0x08, 1)
    def performance_level_get(self, _call, domain):
        return words(self.find(self.domains, domain)["level"])

    @message(0x09, 2)
    def performance_notify_limits(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(0, domain, enable)

    @message(0x0a, 2)
    def performance_notify_level(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(1, domain, enable)

    @message(0x0b, 2, since=(2, 0))
    def performance_describe_fastchannel(self, _call, domain, number):
        if not self._fast(self.find(self.domains, domain)):
            raise Error(NOT_SUPPORTED)
        return self.fast_channel(number, self.FAST, 0x50000000, 8 if number in (5, 6) else 4)

    @message(0x0c, 1, since=(3, 0))
    def performance_domain_name_get(self, _call, domain):
        return words(0) + name64(self.find(self.domains, domain)["name"])


class Clock(Protocol):
    number = 0x14
    name = "clock"
    latest = (3, 0)
    negotiates = (3, 0)
    ALL, NO_RATE = 0xe0000000, 0xc0000000

    def __init__(self, platform, version):
        super().__init__(platform, version)

        def clock(name, rates, rate, **more):
            return {"name": name, "rates": rates, "rate": rate, "enabled": True,
                    "parents": (), "parent": 0, "range": False, "config": {},
                    "permissions": self.ALL, **more}

        mega = 1000000
        self.clocks = [
            clock("uart_clk", (24 * mega, 48 * mega, 96 * mega), 48 * mega,
                  parents=(2, 3), parent=2),
            clock("display-controller-pixel-clock", (mega, 6000 * mega, 1000), 148500000,
                  range=True, config={1: 50}),
            clock("osc24m", (24 * mega,), 24 * mega),
            clock("pll_main", tuple(n * 125 * mega for n in range(1, 17)), 1000 * mega,
                  enabled=False),
            clock("locked_clk", (10 * mega, 20 * mega), 20 * mega, permissions=self.NO_RATE),
        ]

    def attributes(self):
        return words(4 << 16 | len(self.clocks))

    @message(0x03, 1)
    def clock_attributes(self, _call, number):
        clock = self.find(self.clocks, number)
        attributes = int(clock["enabled"])
        if self.version >= (2, 0):
            attributes |= (len(clock["name"]) > 15) << 29
            attributes |= 3 * self.platform.has_events << 30
        if self.version >= (3, 0):
            attributes |= bool(clock["parents"]) << 28 | bool(clock["config"]) << 27
            attributes |= (clock["permissions"] != self.ALL) << 1
        data = words(attributes) + name16(clock["name"])
        return data + words(120) if self.version >= (2, 0) else data

    @message(0x04, 2)
    def clock_describe_rates(self, _call, number, skip):
        clock = self.find(self.clocks, number)
        if clock["range"]:
            return words(1 << 12 | 3) + b"".join(map(u64, clock["rates"]))
        part, remaining = self.page(clock["rates"], skip, 8, 4)
        return words(remaining << 16 | len(part)) + b"".join(map(u64, part))

    def _nearest(self, clock, rate, flags):
        if clock["range"]:
            low, high, step = clock["rates"]
            if not low <= rate <= high:
                raise Error(OUT_OF_RANGE)
            steps = (rate - low + (step - 1 if flags & 4 else step // 2 if flags & 8 else 0))
            return low + steps // step * step
        if flags & 8:
            return min(clock["rates"], key=lambda known: abs(known - rate))
        fitting = [known for known in clock["rates"]
                   if (known >= rate if flags & 4 else known <= rate)]
        if not fitting:
            raise Error(OUT_OF_RANGE)
        return min(fitting) if flags & 4 else max(fitting)

    @message(0x05, 4)
    def clock_rate_set(self, call, flags, number, low, high):
        clock = self.find(self.clocks, number)
        if flags & ~0xf:
            raise Error(INVALID_PARAMETERS)
        if self.version >= (3, 0) and clock["permissions"] & 1 << 29 == 0:
            raise Error(DENIED)
        wanted = s64(low, high)
        self.notify(1, number, words(AGENT, number) + u64(wanted))
        rate = self._nearest(clock, wanted, flags)

        def apply():
            changed = clock["rate"] != rate
            clock["rate"] = rate
            if changed:
                self.notify(0, number, words(AGENT, number) + u64(rate))
            return words(number) + u64(rate)

        if flags & 1 == 0:
            apply()
            return b""
        if flags & 2:
            self.platform.later(apply)
            return b""
        return self.delayed(call, apply)

    @message(0x06, 1)
    def clock_rate_get(self, _call, number):
        return u64(self.find(self.clocks, number)["rate"])

    @message(0x07, 2)
    def clock_config_set(self, call, number, attributes):
        clock = self.find(self.clocks, number)
        if self.version < (3, 0):
            clock["enabled"] = bool(attributes & 1)
            return b""
        value = call.words(3)[2]
        kind, action = attributes >> 16 & 0xff, attributes & 3
        if action == 2:
            raise Error(INVALID_PARAMETERS)
        if kind:
            if kind not in clock["config"]:
                raise Error(NOT_SUPPORTED)
            clock["config"][kind] = value
        if action != 3:
            clock["enabled"] = bool(action)
        return b""

    @message(0x08, 1, since=(2, 0))
    def clock_name_get(self, _call, number):
        return words(0) + name64(self.find(self.clocks, number)["name"])

    @message(0x09, 2, since=(2, 0))
    def clock_rate_notify(self, _call, number, enable):
        self.find(self.clocks, number)
        return self.subscribe(0, number, enable)

    @message(0x0a, 2, since=(2, 0))
    def clock_rate_change_requested_notify(self, _call, number, enable):
        self.find(self.clocks, number)
        return self.subscribe(1, number, enable)

    @message(0x0b, 2, since=(3, 0))
    def clock_config_get(self, _call, number, flags):
        clock = self.find(self.clocks, number)
        kind = flags & 0xff
        if kind and kind not in clock["config"]:
            raise Error(NOT_SUPPORTED)
        return words(0, clock["enabled"], clock["config"].get(kind, 0))

    def _parents(self, number):
        clock = self.find(self.clocks, number)
        if not clock["parents"]:
            raise Error(NOT_SUPPORTED)
        return clock

    @message(0x0c, 2, since=(3, 0))
    def clock_possible_parents_get(self, _call, number, skip):
        part, remaining = self.page(self._parents(number)["parents"], skip, 4, 4)
        return words(remaining << 24 | len(part), *part)

    @message(0x0d, 2, since=(3, 0))
    def clock_parent_set(self, _call, number, parent):
        clock = self._parents(number)
        if parent not in clock["parents"]:
            raise Error(INVALID_PARAMETERS)
        clock["parent"] = parent
        return b""

    @message(0x0e, 1, since=(3, 0))
    def clock_parent_get(self, _call, number):
        return words(self._parents(number)["parent"])

    @message(0x0f, 1, since=(3, 0))
    def clock_get_permissions(self, _call, number):
        return words(self.find(self.clocks, number)["permissions"])


class Sensor(Protocol):
    number = 0x15
    name = "sensor"
    latest = (3, 1)
    negotiates = (3, 1)
    CELSIUS, VOLTS, AMPS, WATTS, ACCELERATION = 2, 5, 6, 7, 0x59
    INTERVAL = 100 << 5 | s5(-3)

    def __init__(self, platform, version):
        super().__init__(platform, version)

        def sensor(name, kind, scale, *values, trips=0, axes=()):
            return {"name": name, "type": kind, "scale": scale, "values": list(values),
                    "trips": [None] * trips, "axes": axes, "config": self.INTERVAL << 11 | 1}

        self.sensors = [
            sensor("soc_temp", self.CELSIUS, -3, 45250, trips=2),
            sensor("vdd_cpu_rail_voltage", self.VOLTS, -3, 903),
            sensor("imu", self.ACCELERATION, -2, -12, 34, 981,
                   axes=("x", "y", "accelerometer-axis-vertical")),
            sensor("battery_power", self.WATTS, -6, 1250000),
            sensor("below_zero", self.CELSIUS, 0, -7),
        ]
        self.start = time.monotonic()

    def _rewritten(self):
        return self.version >= (2, 0)

    def attributes(self):
        return words(2 << 16 | len(self.sensors), 0, 0, 0)

    def _descriptor(self, number):
        sensor = self.sensors[number]
        low = self.platform.has_events << 31 | len(sensor["trips"])
        high = s5(sensor["scale"]) << 11 | sensor["type"]
        if not self._rewritten():
            high |= 1 << 27
            return words(number, low, high) + name16(sensor["name"])
        low |= self.platform.has_events << 30 | s5(-6) << 10 | 1 << 9
        if self.version >= (3, 0) and len(sensor["name"]) > 15:
            low |= 1 << 29
        if sensor["axes"]:
            high = len(sensor["axes"]) << 16 | 1 << 8
        else:
            low |= 1 << 8
        data = words(number, low, high) + name16(sensor["name"])
        if not sensor["axes"]:
            data += words(350, s5(-1) << 27 | 5) + u64(-100000) + u64(2000000)
        return data

    @message(0x03, 1)
    def sensor_description_get(self, _call, skip):
        if skip > len(self.sensors):
            raise Error(OUT_OF_RANGE)
        data, count = b"", 0
        for number in range(skip, len(self.sensors)):
            descriptor = self._descriptor(number)
            if count and 4 + len(data) + len(descriptor) > self.platform.room:
                break
            data += descriptor
            count += 1
        return words((len(self.sensors) - skip - count) << 16 | count) + data

    @message(0x04, 2)
    def sensor_trip_point_notify(self, _call, number, enable):
        self.find(self.sensors, number)
        return self.subscribe(0, number, enable)

    @message(0x05, 4)
    def sensor_trip_point_config(self, _call, number, control, low, high):
        sensor = self.find(self.sensors, number)
        trip, direction = control >> 4 & 0xff, control & 3
        if trip >= len(sensor["trips"]) or control & ~0xff3:
            raise Error(INVALID_PARAMETERS)
        sensor["trips"][trip] = (direction, s64(low, high)) if direction else None
        for positive in (0, 1):
            if direction & (1 if positive else 2):
                self.notify(0, number, words(AGENT, number, positive << 16 | trip))
        return b""

    def _reading(self, number):
        sensor = self.sensors[number]
        if not self._rewritten():
            return u64(sensor["values"][0])
        stamp = 0
        if sensor["config"] & 2:
            stamp = int((time.monotonic() - self.start) * 1000000)
        return b"".join(u64(value) + u64(stamp) for value in sensor["values"])

    @message(0x06, 2)
    def sensor_reading_get(self, call, number, flags):
        self.find(self.sensors, number)
        if flags & ~1:
            raise Error(INVALID_PARAMETERS)
        if flags & 1:
            return self.delayed(call, words(number), lambda: self._reading(number))
        return self._reading(number)

    def _axes(self, number):
        sensor = self.find(self.sensors, number)
        if not sensor["axes"]:
            raise Error(NOT_SUPPORTED)
        return sensor

    @message(0x07, 2, since=(2, 0))
    def sensor_axis_description_get(self, _call, number, skip):
        sensor = self._axes(number)
        part, remaining = self.page(sensor["axes"], skip, 48, 4)
        data = words(remaining << 26 | len(part))
        for axis, name in enumerate(part, skip):
            low = 1 << 8
            if self.version >= (3, 0) and len(name) > 15:
                low |= 1 << 9
            data += words(axis, low, s5(sensor["scale"]) << 11 | sensor["type"])
            data += name16(name) + words(s5(-2) << 27 | 1) + u64(-2000) + u64(2000)
        return data

    @message(0x08, 2, since=(2, 0))
    def sensor_list_update_intervals(self, _call, number, skip):
        sensor = self.find(self.sensors, number)
        if sensor["axes"]:
            return words(1 << 12 | 3, 1 << 5 | s5(-3), 10 << 5, 100 << 5 | s5(-3))
        intervals = [n << 5 | s5(-3) for n in (10, 100, 1000)]
        part, remaining = self.page(intervals, skip, 4, 4)
        return words(remaining << 16 | len(part), *part)

    @message(0x09, 1, since=(2, 0))
    def sensor_config_get(self, _call, number):
        return words(self.find(self.sensors, number)["config"])

    @message(0x0a, 2, since=(2, 0))
    def sensor_config_set(self, _call, number, config):
        sensor = self.find(self.sensors, number)
        if config & 0x1fc:
            raise Error(INVALID_PARAMETERS)
        sensor["config"] = config & ~0x600
        return b""

    @message(0x0b, 2, since=(2, 0))
    def sensor_continuous_update_notify(self, _call, number, enable):
        self.find(self.sensors, number)
        self.subscribe(1, number, enable)
        self.notify(1, number, words(AGENT, number) + self._reading(number))
        return b""

    @message(0x0c, 1, since=(3, 0))
    def sensor_name_get(self, _call, number):
        return words(0) + name64(self.find(self.sensors, number)["name"])

    @message(0x0d, 2, since=(3, 0))
    def sensor_axis_name_get(self, _call, number, skip):
        axes = [(axis, name) for axis, name in enumerate(self._axes(number)["axes"])
                if len(name) > 15]
        part, remaining = self.page(axes, skip, 68, 4)
        data = words(remaining << 26 | len(part))
        return data + b"".join(words(axis) + name64(name) for axis, name in part)


class Reset(Protocol):
    number = 0x16
    name = "reset"
    latest = (3, 1)
    negotiates = (3, 1)

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.domains = [{"name": name, "latency": latency, "asserted": False}
                        for name, latency in (("usb_rst", 1200), ("uart_rst", NONE),
                                              ("graphics-processor-reset", 50))]

    def attributes(self):
        return words(len(self.domains))

    @message(0x03, 1)
    def reset_domain_attributes(self, _call, domain):
        entry = self.find(self.domains, domain)
        attributes = 3 * self.platform.has_events << 30
        if self.version >= (3, 0) and len(entry["name"]) > 15:
            attributes |= 1 << 29
        return words(attributes, entry["latency"]) + name16(entry["name"])

    @message(0x04, 3)
    def reset(self, call, domain, flags, state):
        entry = self.find(self.domains, domain)
        if flags & ~7 or state not in (0, *range(0x80000000, 0x80000004)):
            raise Error(INVALID_PARAMETERS)
        if not flags & 1:
            entry["asserted"] = bool(flags & 2)
        self.notify(0, domain, words(AGENT, domain, state))
        return self.delayed(call, words(domain)) if flags & 5 == 5 else b""

    @message(0x05, 2)
    def reset_notify(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(0, domain, enable)

    @message(0x06, 1, since=(3, 0))
    def reset_domain_name_get(self, _call, domain):
        return words(0) + name64(self.find(self.domains, domain)["name"])


class Voltage(Protocol):
    number = 0x17
    name = "voltage"
    latest = (2, 1)
    negotiates = (2, 1)
    ON = 7

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.domains = [
            {"name": "vdd_cpu", "range": False, "config": self.ON, "level": 900000,
             "levels": tuple(range(700000, 1300000, 50000))},
            {"name": "graphics-processor-supply", "range": True, "config": self.ON,
             "levels": (500000, 1200000, 12500), "level": 750000},
            {"name": "vneg_lcd", "range": False, "config": 0, "level": -5000000,
             "levels": (-6000000, -5500000, -5000000)},
        ]

    def attributes(self):
        return words(len(self.domains))

    @message(0x03, 1)
    def voltage_domain_attributes(self, _call, domain):
        name = self.find(self.domains, domain)["name"]
        attributes = 0
        if self.version >= (2, 0):
            attributes = self.platform.has_events << 31 | (len(name) > 15) << 30
        return words(attributes) + name16(name)

    @message(0x04, 2)
    def voltage_describe_levels(self, _call, domain, skip):
        entry = self.find(self.domains, domain)
        if entry["range"]:
            return words(1 << 12 | 3, *entry["levels"])
        part, remaining = self.page(entry["levels"], skip, 4, 4)
        return words(remaining << 16 | len(part), *part)

    @message(0x05, 2)
    def voltage_config_set(self, _call, domain, config):
        if config & ~0xf:
            raise Error(INVALID_PARAMETERS)
        self.find(self.domains, domain)["config"] = config
        return b""

    @message(0x06, 1)
    def voltage_config_get(self, _call, domain):
        return words(self.find(self.domains, domain)["config"])

    @message(0x07, 3)
    def voltage_level_set(self, call, domain, flags, level):
        entry = self.find(self.domains, domain)
        if flags & ~1 or (flags and self.version < (2, 0)):
            raise Error(INVALID_PARAMETERS)
        level = struct.unpack("<i", words(level))[0]
        low, high = min(entry["levels"]), max(entry["levels"])
        if entry["range"]:
            low, high, step = entry["levels"]
            known = low <= level <= high and (level - low) % step == 0
        else:
            known = level in entry["levels"]
        if not known:
            raise Error(OUT_OF_RANGE)

        def apply():
            entry["level"] = level
            return words(domain, level)

        if flags:
            return self.delayed(call, apply)
        apply()
        return b""

    @message(0x08, 1)
    def voltage_level_get(self, _call, domain):
        return words(self.find(self.domains, domain)["level"])

    @message(0x09, 1, since=(2, 0))
    def voltage_domain_name_get(self, _call, domain):
        return words(0) + name64(self.find(self.domains, domain)["name"])


class Powercap(Protocol):
    number = 0x18
    name = "powercap"
    latest = (2, 0)
    negotiates = (2, 0)
    FAST = (4, 5, 6, 7)

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.domains = [
            {"name": "soc", "parent": NONE, "pai": (1000, 100000, 1000),
             "range": (500000, 15000000, 100000), "cap": 9000000, "power": 7321000},
            {"name": "application-processors", "parent": 0, "pai": (1000, 50000, 500),
             "range": (200000, 8000000, 50000), "cap": 4000000, "power": 3500000},
        ]
        for entry in self.domains:
            entry["interval"] = entry["pai"][0]

    def attributes(self):
        return words(len(self.domains))

    @message(0x03, 1)
    def powercap_domain_attributes(self, _call, domain):
        entry = self.find(self.domains, domain)
        attributes = (len(entry["name"]) > 15) << 28 | 7 << 25 | 1 << 23
        attributes |= 7 * self.platform.has_events << 29
        attributes |= self.platform.fast_channels << 22
        return (words(attributes) + name16(entry["name"])
                + words(*entry["pai"], *entry["range"], 10000000, 1000, entry["parent"]))

    @message(0x04, 1)
    def powercap_cap_get(self, _call, domain):
        return words(self.find(self.domains, domain)["cap"])

    @message(0x05, 3)
    def powercap_cap_set(self, call, domain, flags, cap):
        entry = self.find(self.domains, domain)
        low, high, _ = entry["range"]
        if flags & ~3:
            raise Error(INVALID_PARAMETERS)
        if not low <= cap <= high and not (cap == 0 and self.version >= (2, 0)):
            raise Error(OUT_OF_RANGE)

        def apply():
            entry["cap"] = cap
            self.notify(0, domain, words(AGENT, domain, cap, entry["interval"]))
            return words(domain, cap)

        if flags == 2:
            return self.delayed(call, apply)
        apply()
        return b""

    @message(0x06, 1)
    def powercap_pai_get(self, _call, domain):
        return words(self.find(self.domains, domain)["interval"])

    @message(0x07, 3)
    def powercap_pai_set(self, _call, domain, flags, interval):
        entry = self.find(self.domains, domain)
        low, high, _ = entry["pai"]
        if flags or not low <= interval <= high:
            raise Error(INVALID_PARAMETERS)
        entry["interval"] = interval
        self.notify(0, domain, words(AGENT, domain, entry["cap"], interval))
        return b""

    @message(0x08, 1)
    def powercap_domain_name_get(self, _call, domain):
        return words(0) + name64(self.find(self.domains, domain)["name"])

    @message(0x09, 1)
    def powercap_measurements_get(self, _call, domain):
        entry = self.find(self.domains, domain)
        return words(entry["power"], entry["interval"])

    @message(0x0a, 2)
    def powercap_cap_notify(self, _call, domain, enable):
        self.find(self.domains, domain)
        return self.subscribe(0, domain, enable)

    @message(0x0b, 4)
    def powercap_measurements_notify(self, _call, domain, enable, low, high):
        power = self.find(self.domains, domain)["power"]
        self.subscribe(1, domain, enable)
        if not low <= power <= high:
            self.notify(1, domain, words(AGENT, domain, power))
        return b""

    def message_attributes(self, number):
        return int(number in self.FAST)

    @message(0x0c, 2)
    def powercap_describe_fastchannel(self, _call, domain, number):
        self.find(self.domains, domain)
        return self.fast_channel(number, self.FAST, 0x50001000 + 0x100 * domain, 4)


class Pinctrl(Protocol):
    number = 0x19
    name = "pinctrl"
    latest = (1, 0)
    PIN, GROUP, FUNCTION = 0, 1, 2
    PULL_UP, STRENGTH = 4, 10

    def __init__(self, platform, version):
        super().__init__(platform, version)
        self.pins = [f"pin{n}" for n in range(9)] + ["general-purpose-pin-9"]
        self.groups = [("uart0", (0, 1)), ("spi0", (2, 3, 4, 5)), ("gpio_bank", (6, 7, 8, 9))]
        self.functions = [("uart", (0,)), ("serial-peripheral-interface", (1,)),
                          ("gpio", (0, 1, 2))]
        self.settings = {}
        self.requested = set()

    def attributes(self):
        return words(len(self.groups) << 16 | len(self.pins), len(self.functions))

    def _named(self, identifier, flags):
        """Name, number of associated elements and associations of an item."""
        if flags & ~3 or flags & 3 > self.FUNCTION:
            raise Error(INVALID_PARAMETERS)
        if flags & 3 == self.PIN:
            return self.find(self.pins, identifier), ()
        return self.find(self.groups if flags & 3 == self.GROUP else self.functions,
                         identifier)

    def _setting(self, identifier, flags):
        self._named(identifier, flags)
        return self.settings.setdefault(
            (identifier, flags & 3),
            {"function": NONE, "configs": {self.PULL_UP: 1, self.STRENGTH: 8}})

    @message(0x03, 2)
    def pinctrl_attributes(self, _call, identifier, flags):
        name, associated = self._named(identifier, flags)
        attributes = (len(name) > 15) << 31 | (len(associated) or 1)
        if flags == self.FUNCTION and name == "gpio":
            attributes |= 1 << 17
        return words(attributes) + name16(name)

    @message(0x04, 3)
    def pinctrl_list_associations(self, _call, identifier, flags, skip):
        _, associated = self._named(identifier, flags)
        if flags == self.PIN:
            raise Error(INVALID_PARAMETERS)
        part, remaining = self.page(associated, skip, 2, 4)
        return words(remaining << 16 | len(part)) + struct.pack(f"<{len(part)}H", *part)

    @message(0x05, 2)
    def pinctrl_settings_get(self, _call, identifier, attributes):
        selector, mode = attributes >> 16 & 3, attributes >> 18 & 3
        if selector == self.FUNCTION or mode == 3:
            raise Error(INVALID_PARAMETERS)
        setting = self._setting(identifier, selector)
        configs = sorted(setting["configs"].items())
        remaining = 0
        if mode == 0:
            configs = [pair for pair in configs if pair[0] == attributes & 0xff]
            if not configs:
                raise Error(NOT_SUPPORTED)
        elif mode == 1:
            configs, remaining = self.page(configs, attributes >> 8 & 0xff, 8, 8)
        else:
            configs = []
        return words(setting["function"], remaining << 24 | len(configs),
                     *(word for pair in configs for word in pair))

    @message(0x06, 3)
    def pinctrl_settings_configure(self, call, identifier, function, attributes):
        selector, count = attributes & 3, attributes >> 2 & 0xff
        if selector == self.FUNCTION or attributes & ~0x7ff:
            raise Error(INVALID_PARAMETERS)
        setting = self._setting(identifier, selector)
        pairs = call.words(3 + 2 * count)[3:]
        if attributes & 1 << 10:
            self.find(self.functions, function)
            setting["function"] = function
        for kind, value in zip(pairs[::2], pairs[1::2]):
            setting["configs"][kind & 0xff] = value
        return b""

    @message(0x07, 2)
    def pinctrl_request(self, _call, identifier, flags):
        self._named(identifier, flags)
        if (identifier, flags) in self.requested:
            raise Error(IN_USE)
        self.requested.add((identifier, flags))
        return b""

    @message(0x08, 2)
    def pinctrl_release(self, _call, identifier, flags):
        self._named(identifier, flags)
        if (identifier, flags) not in self.requested:
            raise Error(DENIED)
        self.requested.remove((identifier, flags))
        return b""

    @message(0x09, 2)
    def pinctrl_name_get(self, _call, identifier, flags):
        name, _ = self._named(identifier, flags)
        return words(0) + name64(name)


ALL = (Base, Power, System, Perf, Clock, Sensor, Reset, Voltage, Powercap, Pinctrl)
BY_NAME = {protocol.name: protocol for protocol in ALL}
