/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinguishes titles and names that programs make up from those that people give. */
#include "indexer/formats/shared/made_up.h"

#include "dates/month_names.h"

enum { MAX_WORD_BYTES = 64 };

/* What programs call a new document, or a part of one, in many languages. */
static const char *const documents[] = {"document",
                                        "dokument",
                                        "documento",
                                        "documenti",
                                        "asiakirja",
                                        "документ",
                                        "έγγραφο",
                                        "belge",
                                        "dokumentum",
                                        "dokumentas",
                                        "文書",
                                        "文档",
                                        "文件",
                                        "문서",
                                        "مستند",
                                        "presentation",
                                        "präsentation",
                                        "présentation",
                                        "presentación",
                                        "presentazione",
                                        "presentatie",
                                        "apresentação",
                                        "prezentacja",
                                        "prezentace",
                                        "презентация",
                                        "演示文稿",
                                        "簡報",
                                        "sunu",
                                        "prezentare",
                                        "esitys",
                                        "プレゼンテーション",
                                        "프레젠테이션",
                                        "παρουσίαση",
                                        "bemutató",
                                        "slide",
                                        "slides",
                                        "folie",
                                        "diapositive",
                                        "diapositiva",
                                        "book",
                                        "mappe",
                                        "classeur",
                                        "libro",
                                        "cartel",
                                        "workbook",
                                        "kitap",
                                        "zeszyt",
                                        "sešit",
                                        "книга",
                                        "工作簿",
                                        "sheet",
                                        "tabelle",
                                        "new document",
                                        "neues dokument",
                                        "nouveau document",
                                        "nuevo documento",
                                        "print",
                                        "title",
                                        "titel",
                                        "titre",
                                        "page",
                                        "scan",
                                        "scanned document",
                                        "img",
                                        "dsc",
                                        "noname",
                                        "no name",
                                        "unknown",
                                        "no title",
                                        "no slide title",
                                        "kein folientitel",
                                        "kein titel",
                                        "full page photo",
                                        NULL};

/* Expressions for "without a title". */
static const char *const untitled[] = {"untitled",
                                       "unbenannt",
                                       "ohne titel",
                                       "sans titre",
                                       "sans nom",
                                       "sin título",
                                       "senza titolo",
                                       "naamloos",
                                       "sem título",
                                       "bez tytułu",
                                       "namnlös",
                                       "uten navn",
                                       "uden titel",
                                       "nimetön",
                                       "bez názvu",
                                       "névtelen",
                                       "без имени",
                                       "безымянный",
                                       "без названия",
                                       "без назви",
                                       "χωρίς τίτλο",
                                       "adsız",
                                       "başlıksız",
                                       "fără titlu",
                                       "无标题",
                                       "無題",
                                       "未命名",
                                       "제목 없음",
                                       "بدون عنوان",
                                       "ללא שם",
                                       "untitled document",
                                       "untitled page",
                                       "unbenanntes dokument",
                                       "document sans nom",
                                       "document sans titre",
                                       "documento sin título",
                                       "documento senza titolo",
                                       "documento sem título",
                                       "dokument bez tytułu",
                                       "naamloos document",
                                       "namnlöst dokument",
                                       "документ без названия",
                                       "unbenannte seite",
                                       "无标题文档",
                                       "無題ドキュメント",
                                       NULL};

/* Placeholder titles of web pages. */
static const char *const pages[] = {"document",
                                    "react app",
                                    "vite app",
                                    "vite + react",
                                    "my app",
                                    "new page",
                                    "neue seite",
                                    "page",
                                    "webpage",
                                    "html document",
                                    "title",
                                    "titel",
                                    "titre",
                                    "página sin título",
                                    "insert title here",
                                    "title goes here",
                                    "your title here",
                                    "source code",
                                    "nouvelle page",
                                    "loading",
                                    "loading...",
                                    NULL};

static const char *const sheets[] = {
    "sheet",      "tabelle",    "feuil",          "feuille", "hoja",   "foglio", "blad",
    "planilha",   "folha",      "plan",           "ark",     "arkusz", "list",   "munka",
    "munkalap",   "taul",       "taulukko",       "lapas",   "foaie",  "sayfa",  "лист",
    "аркуш",      "φύλλο",      "シート",         "工作表",  "表",     "ورقة",   "גיליון",
    "trang_tính", "trang tính", "tabla",          "full",    "table",  "página", "hárok",
    "leht",       "lakštas",    "lapa",           "แผ่น",     "แผ่นงาน", "시트",   "worksheet",
    "page",       "kalkylblad", "лист диаграммы", NULL};

/* Returns whether s is one of words, ignoring case and a number after it as in "Document1",
 * "Präsentation 2" and "Sheet1 (2)". A number alone counts, too. */
static bool is_numbered(struct str s, const char *const *words)
{
    char folded[MAX_WORD_BYTES] = "", word[MAX_WORD_BYTES];
    size_t end = s.n;
    while (end && (ascii_is_digit(s.p[end - 1]) || strchr(" -_()", s.p[end - 1])))
        end--;
    if (end == 0)
        return true;
    if (end >= MAX_WORD_BYTES)
        return false;
    struct str found = {folded, names_fold(str_slice(s, 0, end), folded, sizeof folded)};
    for (size_t i = 0; words[i]; i++) {
        /* The words are in lower case, so their ASCII letters are the same when folded. */
        bool may_be_it = (unsigned char)words[i][0] >= 0x80 || words[i][0] == folded[0];
        if (may_be_it &&
            str_equal(found, (struct str){word, names_fold(str_of(words[i]), word, sizeof word)}))
            return true;
    }
    return false;
}

/* Returns whether title is a single word with an ending of two to five letters and digits, as in
 * "print.pdf" and "10811.exe". */
static bool is_file_name(struct str title)
{
    size_t dot = str_after_last(title, '.');
    size_t n = title.n - dot;
    bool has_letter = false;
    if (dot < 2 || n < 2 || n > 5 || ascii_is_space(title.p[dot - 2]))
        return false;
    for (size_t i = dot; i < title.n; i++) {
        has_letter |= ascii_is_alpha(title.p[i]);
        if (!ascii_is_alpha(title.p[i]) && !ascii_is_digit(title.p[i]))
            return false;
    }
    return has_letter && str_find_char(title, ' ', 0) == title.n;
}

bool made_up_is_title(struct str title)
{
    static const char *const beginnings[] = {"Microsoft Word - ",
                                             "Microsoft PowerPoint - ",
                                             "Microsoft Excel - ",
                                             "PowerPoint Presentation",
                                             "PowerPoint-",
                                             "PowerPoint プレゼンテーション",
                                             "Présentation PowerPoint",
                                             "Presentación de PowerPoint",
                                             "Presentazione standard di PowerPoint",
                                             "Presentazione di PowerPoint",
                                             "Apresentação do PowerPoint",
                                             "Prezentacja programu PowerPoint",
                                             "Презентация PowerPoint",
                                             "Bez tytułu slajdu",
                                             "untitled",
                                             "about:",
                                             "file:",
                                             "http://",
                                             "https://",
                                             NULL};
    /* Those of files that programs print or export, whose names may have blanks. People write about
     * files with other endings, as in "How crawlers use robots.txt". */
    static const char *const endings[] = {".doc", ".docx", ".rtf", ".odt", ".indd", ".qxd", ".qxp",
                                          ".dvi", ".eps",  ".pdf", ".xls", ".xlsx", ".ppt", ".pptx",
                                          ".wpd", ".p65",  ".pmd", ".tif", ".jpg",  ".cdr", ".dwg",
                                          ".odp", ".ods",  ".vsd", ".lwp", NULL};
    if (title.n > 1 && title.p[0] == '(' && title.p[title.n - 1] == ')')
        title = str_trim(str_slice(title, 1, title.n - 1));
    if (str_starts_with_ignoring_case(title, "Printing ")) /* "Printing C:\minutes.doc" */
        return made_up_is_title(str_trim(str_slice(title, strlen("Printing "), title.n)));
    return str_starts_with_one_of_ignoring_case(title, beginnings) ||
           str_ends_with_one_of_ignoring_case(title, endings) || !str_has_letter(title) ||
           is_file_name(title) || is_numbered(title, documents) || is_numbered(title, untitled);
}

bool made_up_is_page_title(struct str title)
{
    static const char *const endings[] = {".html", ".htm", ".xhtml", ".php", ".asp", NULL};
    title = str_trim(title);
    bool is_word = str_find_char(title, ' ', 0) == title.n;
    return !str_has_letter(title) ||
           (is_word && str_ends_with_one_of_ignoring_case(title, endings)) ||
           str_starts_with_ignoring_case(title, "<no title>") || is_numbered(title, untitled) ||
           is_numbered(title, pages);
}

bool made_up_is_sheet(struct str name)
{
    return is_numbered(str_trim(name), sheets);
}
