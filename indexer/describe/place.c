/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises names of places, with the help of lists of cities and regions. */
#include "indexer/describe/place.h"

#include "dates/month_names.h"
#include "indexer/describe/line.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { MAX_PLACE_WORDS = 5 };

bool place_may_be(struct str s)
{
    size_t n_words = 0;
    char folded[PLACE_MAX_BYTES + 4];
    size_t ignored;

    if (s.n < 2 || s.n > PLACE_MAX_BYTES || names_weekday(s) || names_month(s, &ignored))
        return false;
    if (line_starts_with_label(line_fold(s, folded, sizeof folded)))
        return false;
    for (size_t i = 0; i < s.n;) {
        size_t next;
        uint32_t c = utf8_decode(s, i, &next);
        bool starts_word = i == 0 || s.p[i - 1] == ' ';
        if ((c < 0x80 && !ascii_is_alpha((char)c) && !strchr(" ,.'-", (int)c)) ||
            (starts_word && line_is_small_letter(c) &&
             !str_starts_with(str_slice(s, i, s.n), STR_LITERAL("de ")) &&
             !str_starts_with(str_slice(s, i, s.n), STR_LITERAL("am "))))
            return false;
        n_words += starts_word;
        i = next;
    }
    return line_has_letter(s) && n_words <= MAX_PLACE_WORDS;
}

static const char *const cities[] = {
#include "indexer/describe/cities.def"
};
static const char *const regions[] = {
#include "indexer/describe/regions.def"
};

static int compare_names(const void *wanted, const void *name)
{
    return strcmp(wanted, *(const char *const *)name);
}

static bool is_among(struct str s, const char *const *names, size_t n)
{
    char folded[PLACE_MAX_BYTES + 4];
    if (s.n > PLACE_MAX_BYTES)
        return false;
    folded[names_fold(s, folded, sizeof folded - 1)] = '\0';
    return bsearch(folded, names, n, sizeof *names, compare_names) != NULL;
}

bool place_is_known(struct str s)
{
    size_t comma = s.n;
    while (comma && s.p[comma - 1] != ',')
        comma--;
    if (!place_may_be(s))
        return false;
    if (comma)
        return is_among(str_trim(str_slice(s, comma, s.n)), regions,
                        sizeof regions / sizeof *regions) ||
               is_among(str_trim(str_slice(s, 0, str_find_char(s, ',', 0))), cities,
                        sizeof cities / sizeof *cities);
    return is_among(s, cities, sizeof cities / sizeof *cities);
}
