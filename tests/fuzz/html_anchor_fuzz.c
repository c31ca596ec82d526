/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the search for anchors in a page. The first byte is the line, and the word and the heading
 * are words that the page may have. */
#include "base/mem.h"
#include "search/anchor/html_anchor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0)
        return 0;
    char *page = mem_alloc(n);
    memcpy(page, data + 1, n - 1);
    struct html_place place = {
        .line = data[0] % 16U, .word = STR_LITERAL("here"), .heading = STR_LITERAL("Head")};
    html_anchor((struct str){page, n - 1}, &place);
    place.heading = STR_EMPTY;
    html_anchor((struct str){page, n - 1}, &place);
    mem_free(page);
    return 0;
}
