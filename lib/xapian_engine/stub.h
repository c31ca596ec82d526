/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_STUB_H
#define PRESSMARK_XAPIAN_ENGINE_STUB_H

#include "base/err.h"

/* Whether libxapian may open what is at path, a folder or a file: where that is a stub, or names
 * others, it names databases of this machine alone. A stub could have libxapian run a program, and
 * an index may lie anywhere. ERR_INPUT: it names what is elsewhere. */
enum err_code stub_check(const char *path, struct err *err);

#endif
