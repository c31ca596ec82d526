/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads LaTeX character by character. */
#include "indexer/formats/tex/tex.h"

#include "base/mem.h"
#include "indexer/formats/tex/letters.h"

/* Skips a comment with its line break and the blanks at the start of the next line. */
static void take_comment(struct tex *t)
{
    struct str s = tex_ahead(t);
    t->at = str_find_char(s, '\n', t->at);
    t->at += t->at < s.n;
    while (t->at < s.n && (s.p[t->at] == ' ' || s.p[t->at] == '\t'))
        t->at++;
    if (t->at < s.n && s.p[t->at] == '\n')
        tex_end_paragraph(t);
}

static void take_line_break(struct tex *t)
{
    struct str s = tex_ahead(t);
    size_t n_breaks = 0;
    for (; t->at < s.n && ascii_is_space(s.p[t->at]); t->at++)
        n_breaks += s.p[t->at] == '\n';
    if (n_breaks > 1)
        tex_end_paragraph(t);
    else
        tex_gap(t, GAP_SOFT_LINE);
}

static void take_dollar(struct tex *t)
{
    bool is_display = t->at + 1 < t->end && t->pen.source.p[t->at + 1] == '$';
    if (is_display)
        tex_gap(t, GAP_PARAGRAPH);
    t->sink.in_formula = !t->sink.in_formula;
    t->at += is_display ? 2 : 1;
}

/* Reads quotation marks and dashes that are written as several characters. */
static bool take_ligature(struct tex *t)
{
    static const struct {
        struct str signs, text;
    } ligatures[] = {
        {{"``", 2}, {"“", 3}},  {{"''", 2}, {"”", 3}}, {{"`", 1}, {"‘", 3}},
        {{"---", 3}, {"—", 3}}, {{"--", 2}, {"–", 3}},
    };
    struct str rest = str_slice(t->pen.source, t->at, t->end);
    for (size_t i = 0; i < sizeof ligatures / sizeof *ligatures && !t->sink.in_formula; i++)
        if (str_starts_with(rest, ligatures[i].signs)) {
            tex_put(t, ligatures[i].text, t->at);
            t->at += ligatures[i].signs.n;
            return true;
        }
    return false;
}

static bool take_german(struct tex *t)
{
    char next = t->at + 1 < t->end ? t->pen.source.p[t->at + 1] : ' ';
    struct str pair = t->is_german && t->pen.source.p[t->at] == '"' ? tex_german_pair(next)
                                                                    : (struct str){NULL, 0};
    if (!pair.p)
        return false;
    tex_put(t, pair, t->at);
    tex_pass(t, t->at, t->at + 2);
    t->at += 2;
    return true;
}

static void take_sign(struct tex *t)
{
    if (take_ligature(t) || take_german(t))
        return;
    tex_put(t, str_slice(t->pen.source, t->at, t->at + 1), t->at);
    t->at++;
}

static bool is_plain(char c)
{
    return !strchr("\\{}$%&~#\"'`- \t\n", c) || c == '\0';
}

static void take_plain(struct tex *t)
{
    size_t start = t->at;
    while (t->at < t->end && is_plain(t->pen.source.p[t->at]))
        t->at++;
    tex_put(t, str_slice(t->pen.source, start, t->at), start);
}

static void step(struct tex *t)
{
    switch (t->pen.source.p[t->at]) {
    case '\\':
        tex_take_command(t);
        break;
    case '{':
        tex_take_open(t);
        break;
    case '}':
        tex_take_close(t);
        break;
    case '%':
        take_comment(t);
        break;
    case '$':
        take_dollar(t);
        break;
    case '#':
        tex_put_argument(t);
        break;
    case '\n':
        take_line_break(t);
        break;
    case ' ':
    case '\t':
    case '~':
        tex_gap(t, GAP_SPACE);
        t->at++;
        break;
    case '&':
        tex_gap(t, t->sink.in_formula ? GAP_SPACE : GAP_CELL);
        t->is_row = true;
        t->at++;
        break;
    case '"':
    case '\'':
    case '`':
    case '-':
        take_sign(t);
        break;
    default:
        take_plain(t);
    }
}

void tex_scan_part(struct tex *t, struct str part, struct tex_call *call)
{
    size_t at = t->at, end = t->end;
    struct tex_call *outer = t->call;
    t->at = (size_t)(part.p - t->pen.source.p);
    t->end = t->at + part.n;
    t->call = call;
    while (t->at < t->end)
        step(t);
    t->at = at;
    t->end = end;
    t->call = outer;
}

void tex_scan(struct tex *t)
{
    tex_set_sink(t, (struct tex_sink){.flow = t->text, .is_silent = t->in_preamble});
    tex_scan_part(t, t->pen.source, NULL);
    tex_close_groups(t, 0);
}

void tex_done(struct tex *t)
{
    for (size_t i = 0; i < TEX_PARTS; i++)
        buf_done(&t->parts[i]);
    mem_free(t->macros);
}
