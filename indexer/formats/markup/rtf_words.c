/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of RTF control words, and conversion from RTF code pages. */
#include "indexer/formats/markup/rtf_words.h"

#include "indexer/charset/charset.h"

#include <stdio.h>
#include <stdlib.h>

/* Sorted by name for bsearch(). */
static const struct rtf_word words[] = {
    {"annotation", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"ansicpg", RTF_CODE_PAGE, {0}},
    {"atnauthor", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"author", RTF_DESTINATION, {.destination = RTF_AUTHOR}},
    {"bin", RTF_BINARY, {0}},
    {"bkmkend", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"bkmkstart", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"bullet", RTF_PIECE, {.text = "•"}},
    {"category", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"cell", RTF_GAP, {.gap = GAP_CELL}},
    {"colortbl", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"company", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"creatim", RTF_DESTINATION, {.destination = RTF_CREATED}},
    {"datafield", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"deleted", RTF_INVISIBLE, {0}},
    {"doccomm", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"dy", RTF_WHEN, {.part = 2}},
    {"emdash", RTF_PIECE, {.text = "—"}},
    {"emspace", RTF_PIECE, {.text = " "}},
    {"endash", RTF_PIECE, {.text = "–"}},
    {"enspace", RTF_PIECE, {.text = " "}},
    {"f", RTF_FONT, {0}},
    {"fcharset", RTF_FONT_CHARSET, {0}},
    {"fldinst", RTF_DESTINATION, {.destination = RTF_INSTRUCTION}},
    {"fonttbl", RTF_DESTINATION, {.destination = RTF_FONTS}},
    {"footer", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"footerf", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"footerl", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"footerr", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"footnote", RTF_GAP, {.gap = GAP_PARAGRAPH}},
    {"header", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"headerf", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"headerl", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"headerr", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"hr", RTF_WHEN, {.part = 3}},
    {"info", RTF_DESTINATION, {.destination = RTF_VALUES}},
    {"keywords", RTF_DESTINATION, {.destination = RTF_KEYWORDS}},
    {"ldblquote", RTF_PIECE, {.text = "“"}},
    {"line", RTF_GAP, {.gap = GAP_LINE}},
    {"listtable", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"lquote", RTF_PIECE, {.text = "‘"}},
    {"mac", RTF_CODE_PAGE, {.page = 10000}},
    {"manager", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"min", RTF_WHEN, {.part = 4}},
    {"mo", RTF_WHEN, {.part = 1}},
    {"nestcell", RTF_GAP, {.gap = GAP_CELL}},
    {"nestrow", RTF_GAP, {.gap = GAP_ITEM}},
    {"nonesttables", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"objdata", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"operator", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"outlinelevel", RTF_LEVEL, {0}},
    {"page", RTF_GAP, {.gap = GAP_PARAGRAPH}},
    {"par", RTF_GAP, {.gap = GAP_PARAGRAPH}},
    {"pard", RTF_LEVEL, {0}},
    {"pc", RTF_CODE_PAGE, {.page = 437}},
    {"pca", RTF_CODE_PAGE, {.page = 850}},
    {"picprop", RTF_DESTINATION, {.destination = RTF_VALUES}},
    {"pict", RTF_DESTINATION, {.destination = RTF_VALUES}},
    {"plain", RTF_PLAIN, {0}},
    {"pntext", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"qmspace", RTF_PIECE, {.text = " "}},
    {"rdblquote", RTF_PIECE, {.text = "”"}},
    {"row", RTF_GAP, {.gap = GAP_ITEM}},
    {"rquote", RTF_PIECE, {.text = "’"}},
    {"sect", RTF_GAP, {.gap = GAP_PARAGRAPH}},
    {"shpinst", RTF_DESTINATION, {.destination = RTF_TEXT}},
    {"shprslt", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"sn", RTF_DESTINATION, {.destination = RTF_PROPERTY}},
    {"sp", RTF_DESTINATION, {.destination = RTF_VALUES}},
    {"stylesheet", RTF_DESTINATION, {.destination = RTF_HIDDEN}},
    {"subject", RTF_DESTINATION, {.destination = RTF_SUBJECT}},
    {"sv", RTF_DESTINATION, {.destination = RTF_PROPERTY_VALUE}},
    {"tab", RTF_PIECE, {.text = "\t"}},
    {"tc", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"title", RTF_DESTINATION, {.destination = RTF_TITLE}},
    {"u", RTF_UNICODE, {0}},
    {"uc", RTF_FALLBACK, {0}},
    {"v", RTF_INVISIBLE, {0}},
    {"xe", RTF_DESTINATION, {.destination = RTF_EXTRA}},
    {"yr", RTF_WHEN, {.part = 0}},
};

static int compare(const void *name, const void *word)
{
    return strcmp(name, ((const struct rtf_word *)word)->name);
}

const struct rtf_word *rtf_word_of(const char *name)
{
    return bsearch(name, words, sizeof words / sizeof *words, sizeof *words, compare);
}

uint32_t rtf_page_of_charset(int32_t charset)
{
    static const struct {
        int32_t charset;
        uint32_t page;
    } pages[] = {
        {128, 932},  {129, 949},  {134, 936},  {136, 950},  {161, 1253}, {162, 1254}, {163, 1258},
        {177, 1255}, {178, 1256}, {186, 1257}, {204, 1251}, {222, 874},  {238, 1250},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (pages[i].charset == charset)
            return pages[i].page;
    return 0;
}

void rtf_convert(uint32_t code_page, struct str bytes, struct buf *out)
{
    static const struct {
        uint32_t page;
        const char *label;
    } labels[] = {{437, "cp437"},       {850, "cp850"},  {852, "cp852"},  {866, "cp866"},
                  {932, "shift_jis"},   {936, "gbk"},    {949, "euc-kr"}, {950, "big5"},
                  {10000, "macintosh"}, {65001, "utf-8"}};
    char label[32];
    size_t n_replaced = 0;
    snprintf(label, sizeof label, "windows-%u", code_page);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (labels[i].page == code_page)
            snprintf(label, sizeof label, "%s", labels[i].label);
    const struct charset *charset = charset_by_label(str_of(label));
    if (!charset)
        charset = charset_by_label(STR_LITERAL("windows-1252"));
    if (!charset || !charset_convert(charset, bytes, out, &n_replaced))
        buf_append_str(out, STR_LITERAL("\xEF\xBF\xBD"));
}
