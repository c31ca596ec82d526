/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares lines with the words that press releases and letters begin their lines with. */
#include "indexer/describe/line.h"

#include "dates/month_names.h"
#include "text/utf8.h"

/* What lines begin with that are not headlines, folded by names_fold(). */
static const char *const labels[] = {"for immediate release",
                                     "for release",
                                     "for publication",
                                     "news release",
                                     "press release",
                                     "media release",
                                     "press notice",
                                     "press statement",
                                     "media advisory",
                                     "news advisory",
                                     "press advisory",
                                     "media alert",
                                     "media contact",
                                     "press contact",
                                     "newsroom",
                                     "news room",
                                     "press room",
                                     "latest releases",
                                     "recent releases",
                                     "backgrounder",
                                     "fact sheet",
                                     "embargo",
                                     "embargoed",
                                     "not for publication",
                                     "skip to",
                                     "jump to",
                                     "you are here",
                                     "back to",
                                     "home page",
                                     "print",
                                     "share",
                                     "dear",
                                     "release no",
                                     "release number",
                                     "page",
                                     "pressemitteilung",
                                     "presseinformation",
                                     "medienmitteilung",
                                     "sperrfrist",
                                     "communique de presse",
                                     "communique",
                                     "pour diffusion immediate",
                                     "nota de prensa",
                                     "comunicado",
                                     "comunicato stampa",
                                     "nota a imprensa",
                                     "persbericht",
                                     "pressmeddelande",
                                     "pressemeddelelse",
                                     "pressemelding",
                                     "lehdistotiedote",
                                     "tiedote",
                                     "komunikat prasowy",
                                     "tiskova zprava",
                                     "пресс-релиз",
                                     "пресс релиз",
                                     "пресрелиз",
                                     "δελτιο τυπου",
                                     "basin bulteni",
                                     "sajtokozlemeny",
                                     "comunicat de presa",
                                     "報道発表",
                                     "プレスリリース",
                                     "新闻稿",
                                     "新聞稿",
                                     "보도자료",
                                     "بيان صحفي",
                                     NULL};

static const char *const field_names[] = {"contact",
                                          "date",
                                          "issued",
                                          "posted",
                                          "published",
                                          "updated",
                                          "released",
                                          "from",
                                          "to",
                                          "cc",
                                          "subject",
                                          "office",
                                          "phone",
                                          "tel",
                                          "telephone",
                                          "fax",
                                          "email",
                                          "e-mail",
                                          "web",
                                          "website",
                                          "release date",
                                          "created",
                                          "author",
                                          "source",
                                          "media contact",
                                          "press contact",
                                          "contacts",
                                          "for more information",
                                          "for release",
                                          "location",
                                          "department",
                                          "kontakt",
                                          "datum",
                                          "stand",
                                          "fecha",
                                          "contacto",
                                          "date de publication",
                                          "data",
                                          "дата",
                                          "контакт",
                                          NULL};

struct str line_fold(struct str line, char *out, size_t capacity)
{
    return (struct str){out, names_fold(line, out, capacity)};
}

bool line_starts_with_one_of(struct str s, const char *const *starts)
{
    for (size_t i = 0; starts[i]; i++) {
        if (s.n == 0 || starts[i][0] != s.p[0])
            continue;
        struct str start = str_of(starts[i]);
        if (!str_starts_with(s, start))
            continue;
        struct str rest = str_slice(s, start.n, s.n);
        if (str_starts_with(rest, STR_LITERAL("s")))
            rest = str_slice(rest, 1, rest.n);
        if (names_word_bytes(rest) == 0)
            return true;
    }
    return false;
}

bool line_starts_with_label(struct str folded)
{
    return line_starts_with_one_of(folded, labels);
}

bool line_is_field_name(struct str folded)
{
    return str_is_one_of(folded, field_names);
}

bool line_starts_with_field_name(struct str folded)
{
    return line_starts_with_one_of(folded, field_names);
}

bool line_goes_on(struct str s)
{
    static const char *const words[] = {
        "on",  "at",  "of",  "from", "since", "dated", "as",  "by",  "until", "the",
        "and", "a",   "for", "in",   "with",  "is",    "vom", "den", "der",   "die",
        "das", "und", "von", "am",   "le",    "la",    "de",  "et",  "il",    NULL};
    enum { MAX_WORD_BYTES = 5 };
    size_t start = s.n;
    while (start > 0 && s.n - start <= MAX_WORD_BYTES && s.p[start - 1] != ' ')
        start--;
    return start > 0 && s.n - start <= MAX_WORD_BYTES &&
           str_is_one_of(str_slice(s, start, s.n), words);
}

size_t line_count_blanks(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == ' ';
    return n;
}

bool line_has_letter(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_decode(s, i, &i);
        if (names_is_letter(c) || (c >= 0x3040 && c < 0xD800) || c >= 0x10000)
            return true;
    }
    return false;
}

bool line_is_small_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x100) || (c >= 0x3AC && c < 0x3CF) ||
           (c >= 0x430 && c < 0x460);
}
