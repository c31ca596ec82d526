/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Whatever a document, its path or the query contains, no form of output lets a control character
 * through, each line stays one line, and JSON stays valid.
 *
 * PRESSMARK_SEED and PRESSMARK_RUNS choose the random input and how much of it is used. */

#include "search/print/print.h"
#include "search/print/template.h"
#include "tests/property/random.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

#include <jansson.h>

enum { MAX_PASSAGES = 3, MAX_MARKS = 4, MAX_HITS = 3 };

static void append_piece(struct buf *out, bool is_valid)
{
    static const char *const valid[] = {"a",
                                        "word ",
                                        "é",
                                        "図書",
                                        "\n",
                                        "\r\n",
                                        "\t",
                                        "  ",
                                        "\033[31m",
                                        "\033]8;;",
                                        "\a",
                                        "\x7F",
                                        "\xC2\x85",
                                        "\xC2\x9B",
                                        "\"",
                                        "\\",
                                        ",",
                                        "=1+1",
                                        "\xE2\x80\xA8",
                                        "\xE2\x80\xAE",
                                        "\xE2\x81\xA9",
                                        "</a>",
                                        "\xCC\x81",
                                        "\xF0\x9F\x98\x80",
                                        "a-very-long-word-without-any-blank-in-it",
                                        "\xE2\x80\xA2",
                                        "\x01",
                                        "\u200B",
                                        "\u200E",
                                        "\U000E0041",
                                        "\xEF\xBB\xBF"};
    static const char *const invalid[] = {"\xFF",     "\xC3",         "\xE2\x80", "\x9B",
                                          "\xC0\x80", "\xED\xA0\x80", "\xE2"};

    if (!is_valid && random_below(4) == 0)
        buf_append_str(out, str_of(invalid[random_below(sizeof invalid / sizeof *invalid)]));
    else
        buf_append_str(out, str_of(valid[random_below(sizeof valid / sizeof *valid)]));
}

static struct str random_text(struct arena *arena, bool is_valid)
{
    struct buf text = BUF_INIT;
    for (uint64_t n = random_below(12); n > 0; n--)
        append_piece(&text, is_valid);
    struct str copy = arena_copy(arena, buf_str(&text));
    buf_done(&text);
    return copy;
}

/* Makes marks between characters, in ascending order. */
static struct passage_mark *random_marks(struct arena *arena, struct str text, uint32_t *ret_n)
{
    struct passage_mark *marks = arena_alloc(arena, MAX_MARKS * sizeof *marks);
    size_t at = 0;
    *ret_n = 0;
    while (*ret_n < MAX_MARKS) {
        size_t start = utf8_floor(text, at + random_below(6));
        size_t end = utf8_floor(text, start + 1 + random_below(6));
        if (start < at || end <= start || end > text.n)
            break;
        marks[(*ret_n)++] = (struct passage_mark){(uint32_t)start, (uint32_t)end};
        at = end + 1;
    }
    return marks;
}

static struct section random_section(struct arena *arena)
{
    enum { MAX_HEADINGS = 3 };
    struct section section = {.headings = arena_alloc(arena, MAX_HEADINGS * sizeof(struct str)),
                              .number = (uint32_t)random_below(2),
                              .n = (uint32_t)random_below(MAX_HEADINGS + 1)};
    for (uint32_t i = 0; i < section.n; i++)
        section.headings[i] = random_text(arena, true);
    return section;
}

static void random_hit(struct arena *arena, struct hit *h, uint32_t rank)
{
    struct record *r = arena_alloc(arena, sizeof *r);
    struct field *fields = arena_alloc(arena, 2 * sizeof *fields);
    for (int i = 0; i < 2; i++)
        fields[i] = (struct field){random_text(arena, true), random_text(arena, false)};
    *r = (struct record){.id = random_text(arena, true),
                         .title = random_text(arena, true),
                         .type = random_text(arena, true),
                         .language = random_text(arena, true),
                         .date = random_below(2) ? STR_LITERAL("20110510")
                                                 : random_text(arena, true),
                         .n_fields = (uint32_t)random_below(3),
                         .fields = fields};
    struct hit_copy *copies = arena_alloc(arena, 2 * sizeof *copies);
    for (int i = 0; i < 2; i++)
        copies[i] = (struct hit_copy){.path = random_text(arena, false),
                                      .id = random_text(arena, true),
                                      .line = (uint32_t)random_below(3),
                                      .is_near = random_below(2)};
    *h = (struct hit){.rank = rank,
                      .score = (double)random_below(1000000) / 7,
                      .path = random_text(arena, false),
                      .record = r,
                      .copies = copies,
                      .n_copies = (size_t)random_below(3),
                      .is_stale = random_below(2),
                      .is_gone = random_below(2)};
    h->title_marks = random_marks(arena, r->title, &h->n_title_marks);
    h->n_passages = random_below(MAX_PASSAGES + 1);
    h->passages = arena_alloc(arena, MAX_PASSAGES * sizeof *h->passages);
    for (size_t i = 0; i < h->n_passages; i++) {
        struct passage *p = &h->passages[i];
        *p = (struct passage){.text = random_text(arena, true),
                              .line = (uint32_t)random_below(3),
                              .column = (uint32_t)random_below(3),
                              .match_line = (uint32_t)random_below(3),
                              .match_column = (uint32_t)random_below(3),
                              .section = random_section(arena),
                              .anchor = random_text(arena, true),
                              .cut_before = random_below(2),
                              .cut_after = random_below(2)};
        p->marks = random_marks(arena, p->text, &p->n_marks);
    }
}

/* Returns whether the output has a control character. With colours, the escape sequences of the
 * printer ("\033[...m") do not count. */
static bool has_control(struct str s, const struct print_settings *settings)
{
    bool is_raw_path = settings->path_separator == '\0' && settings->form >= PRINT_TEMPLATE;
    size_t bad, next;
    if (is_raw_path)
        return false;
    if (!utf8_is_valid(s, &bad))
        return true;
    for (size_t i = 0; i < s.n; i = next) {
        uint32_t c = utf8_decode(s, i, &next);
        if (c == '\t' && settings->form == PRINT_TSV)
            continue;
        if (c == 033 && settings->color && next < s.n && s.p[next] == '[') {
            size_t end = next + 1;
            while (end < s.n && (ascii_is_digit(s.p[end]) || s.p[end] == ';'))
                end++;
            if (end == s.n || s.p[end] != 'm')
                return true;
            continue;
        }
        if ((c < 0x20 && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) ||
            (c >= 0x2060 && c <= 0x206F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF ||
            c >= 0xE0000)
            return true;
    }
    return false;
}

static size_t count_lines(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static size_t expected_lines(const struct print_settings *s, const struct hit *hits, size_t n)
{
    size_t n_lines = s->form == PRINT_CSV || s->form == PRINT_TSV ? n + 1 : n;
    if (s->form == PRINT_JSON)
        return n + 1;
    if (s->form == PRINT_VIMGREP || s->form == PRINT_GREP) {
        n_lines = 0;
        for (size_t i = 0; i < n; i++)
            n_lines += hits[i].n_passages ? hits[i].n_passages : 1;
    }
    return n_lines;
}

static bool is_json(struct str s, const struct print_settings *settings, const struct hit *hits)
{
    json_error_t error;
    struct str line;
    size_t i = 0;

    if (settings->form == PRINT_JSON) {
        json_t *root = json_loadb(s.p, s.n, JSON_ALLOW_NUL, &error);
        json_decref(root);
        return root != NULL;
    }
    while (settings->form == PRINT_JSONL && str_next_line(&s, &line)) {
        json_t *root = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &error);
        if (!root)
            return false;
        const char *title = json_string_value(json_object_get(root, "title"));
        bool is_same = title &&
                       json_number_value(json_object_get(root, "score")) == hits[i].score &&
                       str_equal(str_of(title), hits[i].record->title);
        json_decref(root);
        i++;
        if (!is_same)
            return false;
    }
    return true;
}

static bool holds(struct arena *arena)
{
    struct hit hits[MAX_HITS];
    size_t n = random_below(MAX_HITS + 1);
    struct answer a = {.query = random_text(arena, false), .first = (uint32_t)random_below(3)};
    for (size_t i = 0; i < n; i++)
        random_hit(arena, &hits[i], a.first + (uint32_t)i + 1);

    struct template template;
    struct err err = ERR_INIT;
    template_parse(STR_LITERAL("{title} {path:json} {passages} {fields}"), arena, &template, &err);
    for (enum print_form form = PRINT_TEXT; form <= PRINT_PATHS; form++) {
        struct print_settings s = {.form = form,
                                   .color = form == PRINT_TEXT && random_below(2),
                                   .template = &template,
                                   .path_separator = random_below(4) ? '\n' : '\0',
                                   .width = (uint32_t)(random_below(2) ? 0 : random_below(60))};
        char *bytes = NULL;
        size_t n_bytes = 0;
        FILE *out = open_memstream(&bytes, &n_bytes);
        const struct printer *printer = print_form_of(form);
        printer->begin(&s, &a, out);
        for (size_t i = 0; i < n; i++)
            printer->hit(&s, &a, &hits[i], out);
        printer->end(&s, &a, out);
        fclose(out);

        struct str printed = {bytes, n_bytes};
        bool is_counted = form != PRINT_TEXT && form != PRINT_MARKDOWN && form != PRINT_HTML &&
                          s.path_separator == '\n';
        bool is_right = !has_control(printed, &s) && is_json(printed, &s, hits) &&
                        (!is_counted || count_lines(printed) == expected_lines(&s, hits, n));
        if (!is_right)
            fprintf(stderr, "form %d wrote:\n%.*s\n", (int)form, (int)n_bytes, bytes);
        free(bytes);
        if (!is_right)
            return false;
    }
    return true;
}

int main(void)
{
    uint64_t seed = environment_number("PRESSMARK_SEED", 20110510),
             n_runs = environment_number("PRESSMARK_RUNS", 3000);
    struct arena arena = ARENA_INIT;
    bool is_right = true;

    for (uint64_t run = 0; run < n_runs && is_right; run++) {
        random_state = (seed + run) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        arena_clear(&arena);
        is_right = holds(&arena);
        if (!is_right)
            fprintf(stderr, "failed: PRESSMARK_SEED=%" PRIu64 " PRESSMARK_RUNS=1\n", seed + run);
    }
    arena_done(&arena);
    return is_right ? 0 : 1;
}
