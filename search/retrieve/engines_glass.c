/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engines of pressmark-search: only its own. */
#include "search/retrieve/engines.h"

const struct store_engine *const engines_xapian = NULL;
