/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Implements store/engine.h by libxapian. */
#include "xapian_engine/engine.h"

const struct store_engine store_xapian = {
    .name = "xapian",
    .open = xapian_reader_open,
    .close = xapian_reader_close,
    .stats = xapian_reader_stats,
    .metadata = xapian_reader_metadata,
    .data = xapian_reader_data,
    .terms = xapian_reader_terms,
    .document_terms = xapian_reader_document_terms,
    .frequencies = xapian_reader_frequencies,
    .wdfs = xapian_reader_wdfs,
    .search = xapian_reader_search,
    .score = xapian_reader_score,
    .show_values = xapian_reader_show_values,
    .cursor_open = xapian_cursor_open,
    .cursor_seek = xapian_cursor_seek,
    .cursor_next = xapian_cursor_next,
    .cursor_close = xapian_cursor_close,
};
