/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises by their paths the pages in other languages than that of the query. */
#include "search/rerank/translation.h"

#include "text/language.h"

enum { CODE_BYTES = 2, CODE_AND_REGION_BYTES = 5 };

/* Returns the code in "de", "pt-BR" or "pt_BR"; an empty string if part is no such code. */
static struct str code_of(struct str part)
{
    bool has_region = part.n == CODE_AND_REGION_BYTES && (part.p[2] == '-' || part.p[2] == '_') &&
                      ascii_is_alpha(part.p[3]) && ascii_is_alpha(part.p[4]);
    struct str code = str_slice(part, 0, CODE_BYTES);
    return (part.n == CODE_BYTES || has_region) && language_is_code(code) ? code : STR_EMPTY;
}

bool translation_is(struct str path, struct str language)
{
    size_t name = str_after_last(path, '/'), n_in_name = 0;
    bool is_other = false;
    for (size_t start = 0, end; start < path.n && language.n; start = end + 1) {
        for (end = start; end < path.n && path.p[end] != '/' && (end < name || path.p[end] != '.');)
            end++;
        n_in_name += start >= name;
        bool is_only_ending = n_in_name == 2 && end == path.n; /* Perl's "config.pl" */
        struct str code = is_only_ending || n_in_name == 1 ? STR_EMPTY
                                                           : code_of(str_slice(path, start, end));
        if (code.n && str_equal_ignoring_case(code, language))
            return false;
        is_other |= code.n > 0;
    }
    return is_other;
}
