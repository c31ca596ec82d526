/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of names, in many languages, for the id, title, text and language of a record. */
#include "indexer/formats/records/columns.h"

#include "dates/month_names.h"

#include <stdlib.h>

enum { MAX_NAME_BYTES = 32 };

struct known_name {
    const char *name; /* folded by names_fold() */
    enum column column;
    unsigned rank;
};

/* Sorted by name for bsearch(). */
static const struct known_name known[] = {
    {"_id", COLUMN_ID, 2},
    {"abstract", COLUMN_TEXT, 5},
    {"aciklama", COLUMN_TEXT, 46},
    {"aihe", COLUMN_TITLE, 18},
    {"amne", COLUMN_TITLE, 20},
    {"assunto", COLUMN_TITLE, 16},
    {"asunto", COLUMN_TITLE, 12},
    {"baslik", COLUMN_TITLE, 31},
    {"bericht", COLUMN_TEXT, 36},
    {"beschreibung", COLUMN_TEXT, 16},
    {"beschrijving", COLUMN_TEXT, 37},
    {"betreff", COLUMN_TITLE, 7},
    {"body", COLUMN_TEXT, 2},
    {"body_text", COLUMN_TEXT, 8},
    {"cim", COLUMN_TITLE, 29},
    {"contenido", COLUMN_TEXT, 20},
    {"content", COLUMN_TEXT, 3},
    {"content_html", COLUMN_TEXT, 10},
    {"content_text", COLUMN_TEXT, 9},
    {"contents", COLUMN_TEXT, 4},
    {"contenu", COLUMN_TEXT, 18},
    {"contenuto", COLUMN_TEXT, 24},
    {"conteudo", COLUMN_TEXT, 27},
    {"continut", COLUMN_TEXT, 47},
    {"descricao", COLUMN_TEXT, 29},
    {"descriere", COLUMN_TEXT, 48},
    {"descripcion", COLUMN_TEXT, 22},
    {"description", COLUMN_TEXT, 6},
    {"descrizione", COLUMN_TEXT, 26},
    {"doc_id", COLUMN_ID, 4},
    {"docid", COLUMN_ID, 5},
    {"docno", COLUMN_ID, 3},
    {"emne", COLUMN_TITLE, 21},
    {"full_text", COLUMN_TEXT, 11},
    {"guid", COLUMN_ID, 9},
    {"headline", COLUMN_TITLE, 2},
    {"icerik", COLUMN_TEXT, 45},
    {"id", COLUMN_ID, 1},
    {"idioma", COLUMN_LANGUAGE, 5},
    {"inhalt", COLUMN_TEXT, 14},
    {"inhoud", COLUMN_TEXT, 35},
    {"innehall", COLUMN_TEXT, 33},
    {"innhold", COLUMN_TEXT, 34},
    {"isi", COLUMN_TEXT, 68},
    {"judul", COLUMN_TITLE, 53},
    {"key", COLUMN_ID, 6},
    {"konu", COLUMN_TITLE, 32},
    {"lang", COLUMN_LANGUAGE, 1},
    {"language", COLUMN_LANGUAGE, 2},
    {"langue", COLUMN_LANGUAGE, 4},
    {"leiras", COLUMN_TEXT, 43},
    {"lingua", COLUMN_LANGUAGE, 6},
    {"mensagem", COLUMN_TEXT, 28},
    {"mensaje", COLUMN_TEXT, 21},
    {"message", COLUMN_TEXT, 7},
    {"messaggio", COLUMN_TEXT, 25},
    {"metin", COLUMN_TEXT, 44},
    {"nachricht", COLUMN_TEXT, 15},
    {"nadpis", COLUMN_TITLE, 28},
    {"name", COLUMN_TITLE, 4},
    {"naslov", COLUMN_TITLE, 35},
    {"nazev", COLUMN_TITLE, 26},
    {"noi dung", COLUMN_TEXT, 69},
    {"nom", COLUMN_TITLE, 10},
    {"nombre", COLUMN_TITLE, 13},
    {"objet", COLUMN_TITLE, 9},
    {"obsah", COLUMN_TEXT, 40},
    {"oggetto", COLUMN_TITLE, 15},
    {"opis", COLUMN_TEXT, 39},
    {"otsikko", COLUMN_TITLE, 17},
    {"overskrift", COLUMN_TITLE, 22},
    {"popis", COLUMN_TEXT, 41},
    {"predmet", COLUMN_TITLE, 27},
    {"rubrik", COLUMN_TITLE, 19},
    {"selftext", COLUMN_TEXT, 13},
    {"sisalto", COLUMN_TEXT, 32},
    {"sprache", COLUMN_LANGUAGE, 3},
    {"subiect", COLUMN_TITLE, 34},
    {"subject", COLUMN_TITLE, 3},
    {"szoveg", COLUMN_TEXT, 42},
    {"taal", COLUMN_LANGUAGE, 7},
    {"targy", COLUMN_TITLE, 30},
    {"tekst", COLUMN_TEXT, 30},
    {"teksti", COLUMN_TEXT, 31},
    {"temat", COLUMN_TITLE, 25},
    {"testo", COLUMN_TEXT, 23},
    {"text", COLUMN_TEXT, 1},
    {"textcontent", COLUMN_TEXT, 12},
    {"texte", COLUMN_TEXT, 17},
    {"texto", COLUMN_TEXT, 19},
    {"tieu đe", COLUMN_TITLE, 54},
    {"titel", COLUMN_TITLE, 5},
    {"title", COLUMN_TITLE, 1},
    {"titlu", COLUMN_TITLE, 33},
    {"titolo", COLUMN_TITLE, 14},
    {"titre", COLUMN_TITLE, 8},
    {"tittel", COLUMN_TITLE, 23},
    {"titulo", COLUMN_TITLE, 11},
    {"tresc", COLUMN_TEXT, 38},
    {"tytul", COLUMN_TITLE, 24},
    {"uberschrift", COLUMN_TITLE, 6},
    {"url", COLUMN_ID, 7},
    {"uuid", COLUMN_ID, 8},
    {"θεμα", COLUMN_TITLE, 43},
    {"κειμενο", COLUMN_TEXT, 55},
    {"περιεχομενο", COLUMN_TEXT, 56},
    {"τιτλοσ", COLUMN_TITLE, 42},
    {"заглавие", COLUMN_TITLE, 41},
    {"заголовок", COLUMN_TITLE, 36},
    {"зміст", COLUMN_TEXT, 53},
    {"назва", COLUMN_TITLE, 40},
    {"название", COLUMN_TITLE, 37},
    {"наименование", COLUMN_TITLE, 38},
    {"опис", COLUMN_TEXT, 54},
    {"описание", COLUMN_TEXT, 52},
    {"содержание", COLUMN_TEXT, 50},
    {"сообщение", COLUMN_TEXT, 51},
    {"текст", COLUMN_TEXT, 49},
    {"тема", COLUMN_TITLE, 39},
    {"язык", COLUMN_LANGUAGE, 8},
    {"כותרת", COLUMN_TITLE, 52},
    {"תוכן", COLUMN_TEXT, 67},
    {"النص", COLUMN_TEXT, 65},
    {"عنوان", COLUMN_TITLE, 51},
    {"نص", COLUMN_TEXT, 66},
    {"タイトル", COLUMN_TITLE, 47},
    {"件名", COLUMN_TITLE, 48},
    {"內容", COLUMN_TEXT, 58},
    {"内容", COLUMN_TEXT, 57},
    {"描述", COLUMN_TEXT, 61},
    {"本文", COLUMN_TEXT, 60},
    {"标题", COLUMN_TITLE, 44},
    {"標題", COLUMN_TITLE, 45},
    {"正文", COLUMN_TEXT, 59},
    {"言語", COLUMN_LANGUAGE, 10},
    {"説明", COLUMN_TEXT, 62},
    {"语言", COLUMN_LANGUAGE, 9},
    {"題名", COLUMN_TITLE, 49},
    {"题目", COLUMN_TITLE, 46},
    {"내용", COLUMN_TEXT, 63},
    {"본문", COLUMN_TEXT, 64},
    {"제목", COLUMN_TITLE, 50},
};

static int compare(const void *wanted, const void *name)
{
    return strcmp(wanted, ((const struct known_name *)name)->name);
}

bool column_of_name(const struct reader_input *input, struct str name, struct column_role *ret)
{
    const char *const given[COLUMN_LIMIT] = {input->id_field, input->title_field, input->text_field,
                                             NULL};
    char folded[MAX_NAME_BYTES + 4];
    for (enum column i = 0; i < COLUMN_LIMIT; i++)
        if (given[i] && str_equal(name, str_of(given[i]))) {
            *ret = (struct column_role){i, 0};
            return true;
        }
    name = str_trim(name);
    if (name.n == 0 || name.n > MAX_NAME_BYTES)
        return false;
    folded[names_fold(name, folded, sizeof folded - 1)] = '\0';
    const struct known_name *found = bsearch(folded, known, sizeof known / sizeof *known,
                                             sizeof *known, compare);
    if (found)
        *ret = (struct column_role){found->column, found->rank};
    return found != NULL;
}

bool columns_is_id_searched(struct str id)
{
    for (size_t i = 0; i < id.n; i++)
        if (ascii_is_alpha(id.p[i]) || (unsigned char)id.p[i] >= 0x80)
            return true;
    return false;
}
