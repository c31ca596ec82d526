/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engines of pressmark-search-xapian: its own and libxapian. */
#include "search/retrieve/engines.h"

const struct store_engine *const engines_xapian = &store_xapian;
