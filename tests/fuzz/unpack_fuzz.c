/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes recognising and unpacking files that are not text. */
#include "tests/fuzz/unpack_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    return fuzz_unpack_file(STR_LITERAL("folder/file"), data, n);
}
