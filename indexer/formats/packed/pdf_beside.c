/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what a PDF contains besides the text of its pages from the JSON that qpdf writes, in which
 * each string is on a line of its own, behind its name. */
#include "indexer/formats/packed/pdf_beside.h"

#include "base/mem.h"
#include "indexer/formats/shared/json_node.h"
#include "indexer/unpack/child.h"

/* Returns whether any of the words, up to NULL, is in the PDF. */
static bool has_one_of(struct str pdf, const char *const *words)
{
    for (; *words; words++)
        if (str_find(pdf, str_of(*words), 0) < pdf.n)
            return true;
    return false;
}

/* Returns whether a string of that name is for people. The author of a note is called like the
 * identifier of a field in a form. */
static bool is_for_people(struct str name, bool is_note)
{
    static const char *const names[] = {"/Alt",   "/Contents", "/Subj", "/TU",
                                        "/Title", "/URI",      "/V",    NULL};
    return str_is_one_of(name, names) || (is_note && str_equal(name, STR_LITERAL("/T")));
}

/* Takes the string in a line such as `"/Contents": "u:Why?",`. *is_note is whether the object has
 * contents so far; names are sorted. */
static void take_line(struct str line, bool *is_note, struct arena *arena, struct extras *extras)
{
    struct json_problem problem;
    struct json_node *value;
    size_t quote = line.n ? str_find_char(line, '"', 1) : 0, end;
    if (str_starts_with(line, STR_LITERAL("\"obj:")))
        *is_note = false;
    if (quote + 4 >= line.n ||
        !str_starts_with(str_slice(line, quote, line.n), STR_LITERAL("\": \"u:")))
        return;
    struct str name = str_slice(line, 1, quote);
    *is_note |= str_equal(name, STR_LITERAL("/Contents"));
    arena_clear(arena);
    if (is_for_people(name, *is_note) &&
        json_node_read(str_slice(line, quote + 3, line.n), 1, arena, &value, &end, &problem))
        extras_add(extras, str_slice(value->text, 2, value->text.n), 1);
}

void pdf_beside_read(const struct container_input *input, const struct container_output *output,
                     struct extras *extras)
{
    static const char *const argv[] = {"qpdf", "--json=2", "--json-key=qpdf", "/proc/self/fd/0",
                                       NULL};
    static const char *const signs[] = {"/Annots",   "/Outlines", "/StructTreeRoot",
                                        "/AcroForm", "/ObjStm",   NULL};
    static const char *const notes[] = {"/Popup", NULL};
    AUTO(buf_done) struct buf out = BUF_INIT;
    AUTO(arena_done) struct arena arena = ARENA_INIT;
    struct err problem = ERR_INIT;
    bool is_note = false;
    int status = 0;
    if (!has_one_of(input->bytes, signs))
        return;
    enum err_code code = child_run_within(input->budget, argv, input->bytes, &out, &status,
                                          &problem);
    if (code == ERR_NOT_FOUND && has_one_of(input->bytes, notes))
        output->skip(output->ctx, STR_EMPTY, true, "notes in a PDF need qpdf (package qpdf)");
    else if (code == ERR_LIMIT)
        output->skip(output->ctx, STR_EMPTY, true, problem.message);
    struct str rest = buf_str(&out), line;
    while (str_next_line(&rest, &line))
        take_line(str_trim(line), &is_note, &arena, extras);
}
