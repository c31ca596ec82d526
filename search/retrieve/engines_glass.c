/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engines of pressmark-search: its own alone. */
#include "search/retrieve/engines.h"

const struct store_engine *const engines_xapian = NULL;
