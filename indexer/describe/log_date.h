/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_INDEXER_DESCRIBE_LOG_DATE_H
#define PRESSMARK_INDEXER_DESCRIBE_LOG_DATE_H

/* Finds the date of a log of changes. */

#include "indexer/describe/head.h"

/* Reads the date of the first entry of a log whose newest entry is the first: "2022-04-01  Ann Lee
 * <ann@example.org>", "1.2 (2021-04-13)", " -- Ann Lee <ann@example.org>  Mon, 22 Nov 2021 18:38:23
 * +0100". Returns false if there is none, if an earlier line has a date that is not understood, or
 * if the next entry is newer. */
bool log_date_find(const struct head *h, enum date_order order, char ret_date[STAMP_BYTES]);

#endif
