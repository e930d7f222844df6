/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <scmictl/scmi.h>

struct scmi_header scmi_header_unpack(uint32_t word)
{
	return (struct scmi_header){
		.message = word & 0xff,
		.type = word >> 8 & 0x3,
		.protocol = word >> 10 & 0xff,
		.token = word >> 18 & 0x3ff,
		.reserved = word >> 28 & 0xf,
	};
}

uint32_t scmi_header_pack(struct scmi_header header)
{
	return (uint32_t)header.message | (header.type & 0x3u) << 8 |
	       (uint32_t)header.protocol << 10 | (header.token & 0x3ffu) << 18 |
	       (header.reserved & 0xfu) << 28;
}
