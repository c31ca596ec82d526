/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the reader of plain text. */
#include "tests/fuzz/extract_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_extract(FORMAT_TEXT, data, n);
}
