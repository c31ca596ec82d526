/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_STATUS_H
#define PRESSMARK_XAPIAN_ENGINE_STATUS_H

#include "base/err.h"
#include "xap/xap.h"

/* Sets err by what libxapian says, "<doing>: " before it; returns its code. ERR_OK where there is
 * no error. Running out of memory ends the program, as everywhere. */
enum err_code status_check(const struct xap_error *error, const char *doing, struct err *err);

#endif
