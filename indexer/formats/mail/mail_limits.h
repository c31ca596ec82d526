/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_LIMITS_H
#define PRESSMARK_INDEXER_FORMATS_MAIL_MAIL_LIMITS_H

/* What of a message is left to GMime, which trusts its input: nothing it could not take. */

#include "base/buf.h"
#include "indexer/unpack/budget.h"

/* What of a message has no more parts than members are left in the budget, of which nothing is
 * taken. *ret_limit is set where something was cut off. */
struct str mail_limit_parts(struct str raw, const struct budget *budget, struct err *ret_limit);

/* Takes the sense of "a: b: c:", a group of addresses in another, for each of which GMime goes a
 * step deeper. The message stays as long as it is: itself, or a copy in buffer, which is empty. */
struct str mail_limit_groups(struct str raw, struct buf *buffer);

#endif
