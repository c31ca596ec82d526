/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the analyser with any bytes, repaired to UTF-8: its two ways of finding words give the
 * same tokens, in order and of whole characters, and terms are stable. */
#include "text/analyser.h"
#include "text/between.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void check_stable(struct analyser *again, const struct token *token)
{
    struct token second;

    if (token->form.n > ANALYSER_MAX_TERM_BYTES - 4)
        return; /* may be cut in the middle */
    analyser_start(again, token->term, 1);
    require(analyser_next(again, &second) && str_equal(second.term, token->term));
    require(!analyser_next(again, &second));
}

static void check_tokens(struct str text, struct analyser *a, struct analyser *general,
                         struct analyser *again)
{
    struct token token, other;
    size_t last_start = 0, last_end = 0;
    uint32_t position = 1;

    analyser_start(a, text, position);
    analyser_start(general, text, position);
    while (analyser_next(a, &token)) {
        require(analyser_next(general, &other));
        require(token.kind == other.kind && str_equal(token.form, other.form) &&
                str_equal(token.term, other.term) && token.start == other.start &&
                token.end == other.end);
        require(token.position == position++ && other.position == token.position);
        require(token.start >= last_start && token.end >= last_end && token.start < token.end &&
                token.end <= text.n);
        require(token.start > last_end || between_is_joined(text, last_end, token.start));
        require(utf8_floor(text, token.start) == token.start &&
                utf8_floor(text, token.end) == token.end);
        require(token.term.n > 0 && token.term.n <= ANALYSER_MAX_TERM_BYTES);
        require(utf8_is_valid(token.form, NULL) && utf8_is_valid(token.term, NULL));
        check_stable(again, &token);
        last_start = token.start;
        last_end = token.end;
    }
    require(!analyser_next(general, &other));
}

/* Kept from run to run, which is faster and keeps their caches filled. */
static struct {
    struct analyser *a, *general, *again;
} kept[2];

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct analyser_settings settings = {.hangul_bigrams = size % 2};
    struct buf text = BUF_INIT;
    language_id language;

    if (!kept[size % 2].a) {
        kept[size % 2].a = analyser_new(settings);
        kept[size % 2].general = analyser_new(settings);
        kept[size % 2].again = analyser_new(settings);
        analyser_disable_ascii_path(kept[size % 2].general);
    }
    utf8_append_repaired(&text, (struct str){(const char *)data, size});
    check_tokens(buf_str(&text), kept[size % 2].a, kept[size % 2].general, kept[size % 2].again);
    language = language_detect(buf_str(&text));
    require(language <= language_count());
    require(analyser_stem(kept[size % 2].a, language, buf_str(&text)).n <= ANALYSER_MAX_TERM_BYTES);
    buf_done(&text);
    return 0;
}
