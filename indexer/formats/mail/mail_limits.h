/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_LIMITS_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_LIMITS_H

/* Limits what is passed to GMime, whose memory and stack use depend on the input. */

#include "base/buf.h"
#include "indexer/unpack/budget.h"

/* Cuts the message off where it has more parts than the budget has members left, without spending
 * any. *ret_limit is set if something was cut off. */
struct str mail_limit_parts(struct str raw, const struct budget *budget, struct err *ret_limit);

/* Replaces colons in headers with too many nested groups of addresses ("a: b: c:"), since GMime
 * recurses for each. The length does not change. Returns raw, or a copy in buffer, which must be
 * empty. */
struct str mail_limit_groups(struct str raw, struct buf *buffer);

#endif
