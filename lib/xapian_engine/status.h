/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_STATUS_H
#define PRESSMARK_XAPIAN_ENGINE_STATUS_H

#include "base/err.h"
#include "xap/xap.h"

/* Translates an error of libxapian's to err, with "<doing>: " before the message, and returns its
 * code, which is ERR_OK if there is no error. Ends the program if memory ran out, as everywhere. */
enum err_code status_check(const struct xap_error *error, const char *doing, struct err *err);

#endif
