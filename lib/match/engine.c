/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The glass engine: our own reader of the format as a store engine (store/engine.h). */
#include "match/shard.h"

const struct store_engine store_glass = {
    .name = "glass",
    .open = db_reader_open,
    .close = db_reader_close,
    .stats = db_reader_stats,
    .metadata = db_reader_metadata,
    .data = db_reader_data,
    .terms = db_reader_terms,
    .document_terms = db_reader_document_terms,
    .words = db_reader_words,
    .frequencies = db_reader_frequencies,
    .wdfs = db_reader_wdfs,
    .search = db_reader_search,
    .score = db_reader_score,
    .count = db_reader_count,
    .show_values = db_reader_show_values,
    .cursor_open = db_cursor_open,
    .cursor_seek = db_cursor_seek,
    .cursor_next = db_cursor_next,
    .cursor_close = db_cursor_close,
};
