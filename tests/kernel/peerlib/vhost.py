# SPDX-License-Identifier: GPL-2.0-or-later
"""A vhost-user back end for a virtio device of type SCMI (32): the wire and the rings.

The requests are those of the vhost-user protocol's front end as far as one without
migration sends them; the rings are virtio 1.x split rings. Ring 0 carries commands and
their responses, ring 1 takes delayed responses and notifications.
"""

import mmap
import os
import socket
import struct

GET_FEATURES = 1
SET_FEATURES = 2
SET_OWNER = 3
RESET_OWNER = 4
SET_MEM_TABLE = 5
SET_VRING_NUM = 8
SET_VRING_ADDR = 9
SET_VRING_BASE = 10
GET_VRING_BASE = 11
SET_VRING_KICK = 12
SET_VRING_CALL = 13
SET_VRING_ERR = 14
GET_PROTOCOL_FEATURES = 15
SET_PROTOCOL_FEATURES = 16
GET_QUEUE_NUM = 17
SET_VRING_ENABLE = 18
SET_BACKEND_REQ_FD = 21
GET_CONFIG = 24
SET_CONFIG = 25

FLAG_VERSION = 1
FLAG_REPLY = 4
FLAG_NEED_REPLY = 8

SCMI_F_P2A_CHANNELS = 1 << 0
F_PROTOCOL_FEATURES = 1 << 30
F_VERSION_1 = 1 << 32
PROTOCOL_F_REPLY_ACK = 1 << 3
PROTOCOL_F_BACKEND_REQ = 1 << 5
PROTOCOL_F_CONFIG = 1 << 9

DESC_F_NEXT = 1
DESC_F_WRITE = 2
NO_FD = 1 << 8
RINGS = 2


class Disconnected(Exception):
    """The front end closed the connection."""


class Region:
    """A piece of guest memory: known by guest address (buffers) and user address (rings)."""

    def __init__(self, guest, size, user, offset, fd):
        self.guest, self.size, self.user, self.offset = guest, size, user, offset
        self.map = mmap.mmap(fd, offset + size)
        os.close(fd)


class Chain:
    """One descriptor chain: the bytes that the driver gave and the room that it left."""

    def __init__(self, head, data, room):
        self.head, self.data, self.room = head, data, room


class Ring:
    """One split virtqueue."""

    def __init__(self, device):
        self.device = device
        self.size = self.desc = self.avail = self.used = 0
        self.next = 0
        self.enabled = False
        self.kick = self.call = None

    def set_fd(self, name, fd):
        if getattr(self, name) is not None:
            os.close(getattr(self, name))
        setattr(self, name, fd)

    def ready(self):
        return self.enabled and self.avail != 0

    def get(self):
        """The next chain that the driver made available, or None."""
        if not self.ready():
            return None
        memory, at = self.device.user_memory(self.avail, 4 + 2 * self.size)
        available = struct.unpack_from("<H", memory, at + 2)[0]
        if available == self.next:
            return None
        head = struct.unpack_from("<H", memory, at + 4 + 2 * (self.next % self.size))[0]
        self.next = (self.next + 1) & 0xffff
        data, room, index = b"", [], head
        for _ in range(self.size):
            memory, at = self.device.user_memory(self.desc + 16 * index, 16)
            address, length, flags, index = struct.unpack_from("<QIHH", memory, at)
            if flags & DESC_F_WRITE:
                room.append((address, length))
            else:
                memory, at = self.device.guest_memory(address, length)
                data += memory[at:at + length]
            if not flags & DESC_F_NEXT:
                return Chain(head, data, room)
        raise ValueError("descriptor chain has a loop")

    def put(self, chain, data):
        """Fill a chain (as far as it has room) and give it back."""
        written = 0
        for address, length in chain.room:
            piece = data[written:written + length]
            memory, at = self.device.guest_memory(address, len(piece))
            memory[at:at + len(piece)] = piece
            written += len(piece)
        memory, at = self.device.user_memory(self.used, 4 + 8 * self.size)
        index = struct.unpack_from("<H", memory, at + 2)[0]
        struct.pack_into("<II", memory, at + 4 + 8 * (index % self.size), chain.head, written)
        struct.pack_into("<H", memory, at + 2, (index + 1) & 0xffff)
        if self.call is not None:
            try:
                os.write(self.call, struct.pack("<Q", 1))
            except BlockingIOError:
                pass    # a full pipe holds interrupts enough
        return written


class Device:
    """One connection of a front end."""

    def __init__(self, connection, notifications=True):
        self.connection = connection
        self.notifications = notifications
        self.regions = []
        self.rings = [Ring(self) for _ in range(RINGS)]
        self.backend_fd = None

    def close(self):
        for ring in self.rings:
            ring.set_fd("kick", None)
            ring.set_fd("call", None)
        if self.backend_fd is not None:
            os.close(self.backend_fd)
        self.connection.close()

    def guest_memory(self, address, length):
        return self._memory(address, length, lambda region: region.guest)

    def user_memory(self, address, length):
        return self._memory(address, length, lambda region: region.user)

    def _memory(self, address, length, base):
        for region in self.regions:
            start = base(region)
            if start <= address and address + length <= start + region.size:
                return region.map, region.offset + address - start
        raise ValueError(f"address {address:#x}+{length} is not in the guest's memory")

    def _receive(self, size):
        data = b""
        while len(data) < size:
            piece = self.connection.recv(size - len(data))
            if not piece:
                raise Disconnected
            data += piece
        return data

    def handle(self):
        """Receive and serve one request of the front end."""
        header, fds, _, _ = socket.recv_fds(self.connection, 12, 8)
        if not header:
            raise Disconnected
        header += self._receive(12 - len(header))
        request, flags, size = struct.unpack("<III", header)
        payload = self._receive(size)
        reply = self._serve(request, payload, fds)
        if reply is None and flags & FLAG_NEED_REPLY:
            reply = struct.pack("<Q", 0)
        if reply is not None:
            self.connection.sendall(
                struct.pack("<III", request, FLAG_VERSION | FLAG_REPLY, len(reply)) + reply)

    def _features(self):
        features = F_PROTOCOL_FEATURES | F_VERSION_1
        if self.notifications:
            features |= SCMI_F_P2A_CHANNELS
        return features

    def _serve(self, request, payload, fds):
        """Serve one request; the payload of its reply, or None."""
        if request == GET_FEATURES:
            return struct.pack("<Q", self._features())
        if request == GET_PROTOCOL_FEATURES:
            return struct.pack("<Q", PROTOCOL_F_REPLY_ACK | PROTOCOL_F_BACKEND_REQ
                               | PROTOCOL_F_CONFIG)
        if request == GET_QUEUE_NUM:
            return struct.pack("<Q", RINGS)
        if request == GET_CONFIG:
            return payload    # the SCMI device has no configuration: zeroes, as they came
        if request == SET_MEM_TABLE:
            count = struct.unpack_from("<I", payload)[0]
            self.regions = [Region(*struct.unpack_from("<QQQQ", payload, 8 + 32 * i), fds[i])
                            for i in range(count)]
        elif request == SET_BACKEND_REQ_FD:
            self.backend_fd = fds[0]
        elif request in (SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR):
            word = struct.unpack_from("<Q", payload)[0]
            fd = None if word & NO_FD else fds[0]
            if request == SET_VRING_ERR:
                if fd is not None:
                    os.close(fd)
            else:
                name = "kick" if request == SET_VRING_KICK else "call"
                self.rings[word & 0xff].set_fd(name, fd)
        elif request in (SET_VRING_NUM, SET_VRING_BASE, GET_VRING_BASE, SET_VRING_ENABLE):
            index, value = struct.unpack_from("<II", payload)
            ring = self.rings[index]
            if request == SET_VRING_NUM:
                ring.size = value
            elif request == SET_VRING_BASE:
                ring.next = value
            elif request == SET_VRING_ENABLE:
                ring.enabled = bool(value)
            else:
                ring.enabled = False
                return struct.pack("<II", index, ring.next)
        elif request == SET_VRING_ADDR:
            index, _, desc, used, avail, _ = struct.unpack_from("<IIQQQQ", payload)
            ring = self.rings[index]
            ring.desc, ring.used, ring.avail = desc, used, avail
        elif request not in (SET_OWNER, RESET_OWNER, SET_FEATURES, SET_PROTOCOL_FEATURES,
                             SET_CONFIG):
            raise ValueError(f"unknown vhost-user request {request}")
        return None
