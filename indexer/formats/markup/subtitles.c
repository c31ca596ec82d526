/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads subtitles and lyrics (SubRip, WebVTT, SBV, SubStation Alpha, MicroDVD, LRC): only the
 * words, without times, numbers and tags. */
#include "indexer/document/flow.h"
#include "indexer/formats/shared/extras.h"
#include "indexer/formats/shared/html_strip.h"
#include "indexer/formats/shared/reader.h"

#include "base/mem.h"

enum { ASS_COLUMNS = 10, MAX_TAG_BYTES = 200 };

struct reader {
    struct document *document;
    struct flow flow;
    struct extras extras; /* names of speakers and styles, remarks */
    unsigned n_columns;   /* of an event of SubStation Alpha; the last one is the text */
    size_t n_cues;        /* cues with text */
    bool in_cue;          /* after a line of times: the text of the cue ends at an empty line */
    bool in_style;        /* in a style block of WebVTT, which ends at an empty line */
    size_t line_start;    /* where the last line of a cue begins in the text */
};

static bool has(struct str s, const char *what)
{
    return str_find(s, str_of(what), 0) < s.n;
}

static size_t count_digits(struct str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.n && ascii_is_digit(s.p[at + n]))
        n++;
    return n;
}

/* Returns the length of a time such as "00:01:02,500" or "1:02.5" at the start of s; 0 if there is
 * none. */
static size_t time_bytes(struct str s)
{
    size_t i = count_digits(s, 0), n_parts = 1;
    while (i && i < s.n && strchr(":.,", s.p[i])) {
        size_t n = count_digits(s, i + 1);
        if (n == 0)
            break;
        n_parts += s.p[i] == ':';
        i += 1 + n;
    }
    return n_parts > 1 ? i : 0;
}

/* Returns whether a line has only times: "00:00:01,000 --> 00:00:04,000 align:start" or
 * "0:00:01.000,0:00:04.000". */
static bool is_time_line(struct str line)
{
    size_t n = time_bytes(line);
    if (n == 0)
        return false;
    struct str rest = str_trim(str_slice(line, n, line.n));
    if (str_starts_with(rest, STR_LITERAL("-->")))
        return true;
    size_t comma = str_find_char(line, ',', 0);
    return comma < line.n && time_bytes(line) == line.n && has(str_slice(line, comma, line.n), ":");
}

/* ---- the text of a cue ---- */

/* Returns the length of a tag, "<i>", "</c.red>", "<00:01.000>" or "{\an8}", at the start of s; 0
 * if there is none. */
static size_t tag_bytes(struct str s)
{
    bool in_angles = s.p[0] == '<';
    struct str head = str_slice(s, 0, s.n < MAX_TAG_BYTES ? s.n : MAX_TAG_BYTES);
    size_t end = str_find_char(head, in_angles ? '>' : '}', 0);
    if (end == head.n || end < 2)
        return 0;
    char c = s.p[1];
    bool is_tag = in_angles ? ascii_is_alpha(c) || c == '/' || ascii_is_digit(c)
                            : c == '\\' || (end > 2 && s.p[2] == ':');
    return is_tag ? end + 1 : 0;
}

/* Returns the speaker in a tag of WebVTT, "<v.loud Ann Lee>". */
static struct str speaker_of(struct str tag)
{
    if (!str_starts_with(tag, STR_LITERAL("<v ")) && !str_starts_with(tag, STR_LITERAL("<v.")))
        return STR_EMPTY;
    size_t blank = str_find_char(tag, ' ', 0);
    return blank < tag.n ? str_trim(str_slice(tag, blank, tag.n - 1)) : STR_EMPTY;
}

/* Returns whether s begins with "\N" or "\n", a line break of SubStation Alpha, or "\h", a
 * blank. */
static bool is_escape(struct str s)
{
    return s.n > 1 && s.p[0] == '\\' && strchr("Nnh", s.p[1]);
}

/* Appends the text of a cue on a line. bar is the character that breaks lines in it; 0: none
 * does. */
static void write_cue(struct reader *r, struct str text, uint32_t line, char bar)
{
    struct flow *flow = &r->flow;
    char utf8[4];
    size_t n_utf8, n;
    r->n_cues += !r->in_cue;
    for (size_t i = 0; i < text.n;) {
        struct str rest = str_slice(text, i, text.n);
        if ((text.p[i] == '<' || text.p[i] == '{') && (n = tag_bytes(rest)) > 0) {
            struct str speaker = speaker_of(str_slice(rest, 0, n));
            flow_append(flow, speaker, line, 0);
            flow_append(flow, speaker.n ? STR_LITERAL(": ") : STR_EMPTY, line, 0);
        } else if (text.p[i] == '&' && (n = html_reference(rest, utf8, &n_utf8)) > 0) {
            flow_append(flow, (struct str){utf8, n_utf8}, line, 0);
        } else if (is_escape(rest) || text.p[i] == bar) {
            n = text.p[i] == '\\' ? 2 : 1;
            flow_gap(flow, GAP_SOFT_LINE);
        } else {
            for (n = 1; i + n < text.n && !strchr("<{&\\", text.p[i + n]) && text.p[i + n] != bar;)
                n++;
            flow_append(flow, str_slice(rest, 0, n), line, 0);
        }
        i += n;
    }
}

/* Ends a cue. The first one is a paragraph of its own, from which the document may get its
 * title. */
static void end_cue(struct reader *r)
{
    flow_gap(&r->flow, r->n_cues == 1 ? GAP_PARAGRAPH : GAP_LINE);
}

/* ---- the forms ---- */

/* Reads an event of SubStation Alpha, "Dialogue: 0,0:00:01.00,0:00:04.00,Default,Ann,0,0,0,,What is
 * said, and more". Its text follows as many commas as there are other columns. */
static bool read_event(struct reader *r, struct str line, uint32_t number)
{
    if (str_starts_with(line, STR_LITERAL("Format:")) && has(line, "Text")) {
        r->n_columns = 1;
        for (size_t i = str_find_char(line, ',', 0); i < line.n;
             i = str_find_char(line, ',', i + 1))
            r->n_columns++;
        return true;
    }
    if (!str_starts_with(line, STR_LITERAL("Dialogue:")) &&
        !str_starts_with(line, STR_LITERAL("Comment:")))
        return false;
    size_t at = 0;
    for (unsigned i = 1; i < r->n_columns && at < line.n; i++) {
        size_t comma = str_find_char(line, ',', at);
        if (i > 1 && str_has_letter(str_slice(line, at, comma))) /* the style, the speaker */
            extras_add(&r->extras, str_slice(line, at, comma), number);
        at = comma + 1;
    }
    if (at < line.n)
        write_cue(r, str_slice(line, at, line.n), number, '\0');
    end_cue(r);
    return true;
}

/* Reads "{25}{50}What is said|in two lines" (MicroDVD). */
static bool read_frames(struct reader *r, struct str line, uint32_t number)
{
    size_t at = 0;
    for (unsigned i = 0; i < 2; i++) {
        size_t n = at < line.n && line.p[at] == '{' ? count_digits(line, at + 1) : 0;
        if (at + n + 1 >= line.n || line.p[at + n + 1] != '}' || (n == 0 && i == 0))
            return false;
        at += n + 2;
    }
    write_cue(r, str_slice(line, at, line.n), number, '|');
    end_cue(r);
    return true;
}

/* Reads metadata of lyrics, "[ti:Song]", "[ar:Singer]", and of SubStation Alpha. */
static bool read_fact(struct reader *r, struct str line)
{
    static const struct {
        const char *start, *field;
    } facts[] = {{"[ti:", NULL},       {"Title:", NULL},   {"[ar:", "author"},
                 {"[al:", "album"},    {"[au:", "writer"}, {"Original Script:", "author"},
                 {"Language:", "lang"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!str_starts_with_ignoring_case(line, facts[i].start))
            continue;
        struct str value = str_slice(line, strlen(facts[i].start), line.n);
        value = str_trim(str_slice(value, 0, value.n - str_ends_with(value, STR_LITERAL("]"))));
        if (!facts[i].field)
            r->document->title = arena_copy(r->document->arena, value);
        else if (strcmp(facts[i].field, "lang") == 0)
            r->document->language = arena_copy(r->document->arena, value);
        else
            document_add_field(r->document, str_of(facts[i].field), value);
        return true;
    }
    return false;
}

/* Reads "[00:01.00][00:31.00]What is sung" (LRC). */
static bool read_lyric(struct reader *r, struct str line, uint32_t number)
{
    size_t at = 0, n;
    while (at < line.n && line.p[at] == '[' &&
           (n = time_bytes(str_slice(line, at + 1, line.n))) > 0 && at + 1 + n < line.n &&
           line.p[at + 1 + n] == ']')
        at += n + 2;
    if (at == 0)
        return false;
    write_cue(r, str_slice(line, at, line.n), number, '\0');
    end_cue(r);
    return true;
}

/* Returns whether a line between cues is not for people: a number, a style, a header. */
static bool is_silent(struct str line, struct str next)
{
    static const char *const starts[] = {"WEBVTT", "NOTE",     "[Script Info]",
                                         "[V4",    "[Events]", "Format:",
                                         "Style:", "[by:",     "X-TIMESTAMP-MAP",
                                         "Kind:",  "[offset:", "[length:",
                                         ";",      "!:",       NULL};
    if (str_is_digits(line) && is_time_line(str_trim(next)))
        return true;
    return str_starts_with_one_of(line, starts);
}

/* Takes the words of "WEBVTT - Title" and "NOTE remark". */
static void read_remark(struct reader *r, struct str line, uint32_t number)
{
    static const char *const remarks[] = {"Style:", "[by:", ";", "!:", NULL};
    bool is_head = str_starts_with(line, STR_LITERAL("WEBVTT"));
    if (str_starts_with_one_of(line, remarks))
        extras_add(&r->extras, line, number);
    if (!is_head && !str_starts_with(line, STR_LITERAL("NOTE")))
        return;
    struct str words = str_trim(str_slice(line, is_head ? 6 : 4, line.n));
    if (is_head && str_starts_with(words, STR_LITERAL("-")))
        words = str_trim(str_slice(words, 1, words.n));
    if (is_head)
        r->document->title = arena_copy(r->document->arena, words);
    flow_append(&r->flow, words, number, 0);
    flow_gap(&r->flow, GAP_LINE);
}

/* Writes a line of a cue unless it repeats the line before: rolling captions show each line again
 * while the next one appears below. */
static void write_line_of_cue(struct reader *r, struct str line, uint32_t number)
{
    struct reader again = {.flow = FLOW_INIT, .in_cue = true};
    struct str before = str_slice(buf_str(&r->flow.text), r->line_start, r->flow.text.n);
    write_cue(&again, line, number, '\0');
    bool is_said = str_equal(str_trim(buf_str(&again.flow.text)), str_trim(before));
    flow_done(&again.flow);
    if (is_said)
        return;
    r->line_start = r->flow.text.n;
    write_cue(r, line, number, '\0');
    flow_gap(&r->flow, GAP_SOFT_LINE);
}

/* A line of blanks does not end a cue: in captions of YouTube it is an empty first line. */
static void read_line(struct reader *r, struct str whole, struct str next, uint32_t number)
{
    struct str line = str_trim(whole);
    if (line.n == 0 && whole.n && r->in_cue)
        return;
    if (line.n == 0) {
        if (r->in_cue)
            end_cue(r);
        r->in_cue = r->in_style = false;
        flow_gap(&r->flow, GAP_LINE);
    } else if (is_time_line(line)) {
        r->n_cues += !r->in_cue;
        r->in_cue = true;
        flow_gap(&r->flow, GAP_LINE);
    } else if (r->in_cue && !(str_is_digits(line) && is_time_line(str_trim(next)))) {
        write_line_of_cue(r, line, number);
    } else if (str_equal(line, STR_LITERAL("STYLE")) || str_equal(line, STR_LITERAL("REGION"))) {
        r->in_style = true;
    } else if (!r->in_style && !read_event(r, line, number) && !read_frames(r, line, number) &&
               !read_fact(r, line) && !read_lyric(r, line, number)) {
        if (is_silent(line, next)) {
            read_remark(r, line, number);
            return;
        }
        flow_append(&r->flow, line, number, 0);
        flow_gap(&r->flow, GAP_LINE);
    }
}

enum err_code subtitles_read(const struct reader_input *input, struct arena *scratch,
                             const struct reader_output *output, struct err *err)
{
    AUTO(buf_done) struct buf unix_lines = BUF_INIT;
    AUTO(buf_done) struct buf text = BUF_INIT;
    struct document d;
    arena_clear(scratch);
    reader_begin(&d, input, scratch, "subtitles");

    struct reader r = {
        .document = &d, .flow = FLOW_INIT, .extras = EXTRAS_INIT, .n_columns = ASS_COLUMNS};
    struct str rest = reader_unix_lines(input->text, &unix_lines), line, next;
    uint32_t number = input->first_line;
    for (bool is_there = str_next_line(&rest, &line); is_there; number++, line = next) {
        is_there = str_next_line(&rest, &next);
        read_line(&r, line, is_there ? next : STR_EMPTY, number);
    }
    flow_deliver(&r.flow, &text, &d);
    extras_deliver(&r.extras, &text, &d);
    flow_done(&r.flow);
    extras_done(&r.extras);
    if (r.n_cues == 0)
        return text_read(input, scratch, output, err);
    return output->add(output->ctx, &d, err);
}
