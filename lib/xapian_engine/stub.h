/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_XAPIAN_ENGINE_STUB_H
#define PRESSMARK_XAPIAN_ENGINE_STUB_H

#include "base/err.h"

/* Checks that libxapian may open the directory or file at path. An index may come from anywhere,
 * and a stub file could make libxapian run a program. ERR_INPUT if path is a stub that names,
 * directly or through other stubs, anything but local databases. */
enum err_code stub_check(const char *path, struct err *err);

#endif
