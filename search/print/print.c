/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Selects the printer of an output form. */
#include "search/print/print.h"

#include "search/print/forms.h"
#include "search/print/template.h"

const struct printer *print_form_of(enum print_form form)
{
    switch (form) {
    case PRINT_JSON:
        return &print_json_form;
    case PRINT_JSONL:
        return &print_jsonl_form;
    case PRINT_CSV:
    case PRINT_TSV:
        return &print_table_form;
    case PRINT_MARKDOWN:
        return &print_markdown_form;
    case PRINT_HTML:
        return &print_html_form;
    case PRINT_TEMPLATE:
        return &print_template_form;
    case PRINT_VIMGREP:
        return &print_vimgrep_form;
    case PRINT_GREP:
        return &print_grep_form;
    case PRINT_COUNTS:
        return &print_counts_form;
    case PRINT_PATHS:
        return &print_paths_form;
    case PRINT_TEXT:
        break;
    }
    return &print_text_form;
}

bool print_shows_anchors(const struct print_settings *s)
{
    switch (s->form) {
    case PRINT_JSON:
    case PRINT_JSONL:
        return !s->columns || columns_have_anchors(s->columns);
    case PRINT_CSV:
    case PRINT_TSV:
        return s->columns && columns_have_anchors(s->columns);
    case PRINT_TEMPLATE:
        return template_has_anchors(s->template);
    case PRINT_HTML:
        return s->page_link_format;
    case PRINT_TEXT:
        return s->hyperlink_format;
    default:
        return s->form == PRINT_MARKDOWN;
    }
}
