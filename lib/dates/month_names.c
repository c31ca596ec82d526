/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of months and weekdays, and the folding by which they are recognised. */
#include "dates/month_names.h"

#include "text/utf8.h"

#include <stdlib.h>

enum { MAX_WORD_BYTES = 48 };

struct month_name {
    const char *name;
    unsigned month;
};

/* Folded and sorted by strcmp(): English, German, French, Spanish, Italian, Portuguese, Dutch,
 * Swedish, Danish, Norwegian, Finnish, Polish, Czech, Russian, Ukrainian, Greek, Turkish,
 * Hungarian, Romanian, Catalan, Slovak, Slovenian, Croatian, Serbian, Bulgarian, Estonian, Latvian,
 * Lithuanian, Indonesian, Arabic, Persian, Hebrew and Hindi; in the nominative and in the case that
 * dates take, and abbreviated. */
static const struct month_name months[] = {
    {"abr", 4},         {"abril", 4},        {"ago", 8},
    {"agost", 8},       {"agosto", 8},       {"agu", 8},
    {"agustos", 8},     {"agustus", 8},      {"aout", 8},
    {"apr", 4},         {"april", 4},        {"aprila", 4},
    {"aprile", 4},      {"aprili", 4},       {"aprilie", 4},
    {"aprilis", 4},     {"aprill", 4},       {"ara", 12},
    {"aralik", 12},     {"aug", 8},          {"august", 8},
    {"augusta", 8},     {"augusti", 8},      {"augusts", 8},
    {"augustus", 8},    {"augusztus", 8},    {"avg", 8},
    {"avgust", 8},      {"avgusta", 8},      {"avr", 4},
    {"avril", 4},       {"balandis", 4},     {"balandzio", 4},
    {"birzelio", 6},    {"birzelis", 6},     {"brezen", 3},
    {"brezna", 3},      {"cerven", 6},       {"cervence", 7},
    {"cervenec", 7},    {"cervna", 6},       {"cze", 6},
    {"czerwca", 6},     {"czerwiec", 6},     {"dec", 12},
    {"december", 12},   {"decembra", 12},    {"decembre", 12},
    {"decembri", 12},   {"decembrie", 12},   {"decembris", 12},
    {"des", 12},        {"desember", 12},    {"desembre", 12},
    {"detsember", 12},  {"dez", 12},         {"dezember", 12},
    {"dezembro", 12},   {"dic", 12},         {"dicembre", 12},
    {"diciembre", 12},  {"duben", 4},        {"dubna", 4},
    {"eki", 10},        {"ekim", 10},        {"elo", 8},
    {"elokuu", 8},      {"elokuun", 8},      {"elokuuta", 8},
    {"ene", 1},         {"enero", 1},        {"eyl", 9},
    {"eylul", 9},       {"feb", 2},          {"febbraio", 2},
    {"feber", 2},       {"febr", 2},         {"febrer", 2},
    {"febrero", 2},     {"februar", 2},      {"februara", 2},
    {"februari", 2},    {"februarie", 2},    {"februaris", 2},
    {"februarja", 2},   {"february", 2},     {"fev", 2},
    {"fevereiro", 2},   {"fevr", 2},         {"fevrier", 2},
    {"geguze", 5},      {"geguzes", 5},      {"gen", 1},
    {"gener", 1},       {"gennaio", 1},      {"giu", 6},
    {"giugno", 6},      {"gru", 12},         {"grudnia", 12},
    {"grudzien", 12},   {"gruodis", 12},     {"gruodzio", 12},
    {"haz", 6},         {"haziran", 6},      {"heina", 7},
    {"heinakuu", 7},    {"heinakuun", 7},    {"heinakuuta", 7},
    {"helmi", 2},       {"helmikuu", 2},     {"helmikuun", 2},
    {"helmikuuta", 2},  {"huhti", 4},        {"huhtikuu", 4},
    {"huhtikuun", 4},   {"huhtikuuta", 4},   {"ian", 1},
    {"ianuarie", 1},    {"iul", 7},          {"iulie", 7},
    {"iun", 6},         {"iunie", 6},        {"jaanuar", 1},
    {"jan", 1},         {"janeiro", 1},      {"janner", 1},
    {"januar", 1},      {"januara", 1},      {"januari", 1},
    {"januarja", 1},    {"january", 1},      {"janv", 1},
    {"janvari", 1},     {"janvaris", 1},     {"janvier", 1},
    {"joulu", 12},      {"joulukuu", 12},    {"joulukuun", 12},
    {"joulukuuta", 12}, {"juil", 7},         {"juillet", 7},
    {"juin", 6},        {"jul", 7},          {"jula", 7},
    {"julho", 7},       {"juli", 7},         {"julij", 7},
    {"julija", 7},      {"julijs", 7},       {"julio", 7},
    {"juliol", 7},      {"julius", 7},       {"july", 7},
    {"jun", 6},         {"juna", 6},         {"june", 6},
    {"junho", 6},       {"juni", 6},         {"junij", 6},
    {"junija", 6},      {"junijs", 6},       {"junio", 6},
    {"junius", 6},      {"juny", 6},         {"juuli", 7},
    {"juuni", 6},       {"kas", 11},         {"kasim", 11},
    {"kesa", 6},        {"kesakuu", 6},      {"kesakuun", 6},
    {"kesakuuta", 6},   {"kolovoz", 8},      {"kolovoza", 8},
    {"kovas", 3},       {"kovo", 3},         {"kveten", 5},
    {"kvetna", 5},      {"kwi", 4},          {"kwiecien", 4},
    {"kwietnia", 4},    {"lapkricio", 11},   {"lapkritis", 11},
    {"leden", 1},       {"ledna", 1},        {"liepa", 7},
    {"liepos", 7},      {"lip", 7},          {"lipanj", 6},
    {"lipca", 7},       {"lipiec", 7},       {"lipnja", 6},
    {"lis", 11},        {"listopad", 11},    {"listopada", 11},
    {"loka", 10},       {"lokakuu", 10},     {"lokakuun", 10},
    {"lokakuuta", 10},  {"lug", 7},          {"luglio", 7},
    {"lut", 2},         {"lutego", 2},       {"luty", 2},
    {"maalis", 3},      {"maaliskuu", 3},    {"maaliskuun", 3},
    {"maaliskuuta", 3}, {"maart", 3},        {"mag", 5},
    {"maggio", 5},      {"mai", 5},          {"maig", 5},
    {"maija", 5},       {"maijs", 5},        {"maio", 5},
    {"maj", 5},         {"maja", 5},         {"majus", 5},
    {"mar", 3},         {"marc", 3},         {"marca", 3},
    {"march", 3},       {"marcius", 3},      {"marco", 3},
    {"marec", 3},       {"maret", 3},        {"marras", 11},
    {"marraskuu", 11},  {"marraskuun", 11},  {"marraskuuta", 11},
    {"mars", 3},        {"mart", 3},         {"marta", 3},
    {"martie", 3},      {"marts", 3},        {"marz", 3},
    {"marzec", 3},      {"marzo", 3},        {"may", 5},
    {"mayis", 5},       {"mayo", 5},         {"mei", 5},
    {"mrt", 3},         {"mrz", 3},          {"nis", 4},
    {"nisan", 4},       {"noi", 11},         {"noiembrie", 11},
    {"nov", 11},        {"november", 11},    {"novembra", 11},
    {"novembre", 11},   {"novembri", 11},    {"novembris", 11},
    {"novembro", 11},   {"noviembre", 11},   {"oca", 1},
    {"ocak", 1},        {"oct", 10},         {"october", 10},
    {"octobre", 10},    {"octombrie", 10},   {"octubre", 10},
    {"okt", 10},        {"oktober", 10},     {"oktobra", 10},
    {"oktobri", 10},    {"oktobris", 10},    {"oktoober", 10},
    {"ott", 10},        {"ottobre", 10},     {"out", 10},
    {"outubro", 10},    {"ozujak", 3},       {"ozujka", 3},
    {"paz", 10},        {"pazdziernik", 10}, {"pazdziernika", 10},
    {"pebruari", 2},    {"prosinac", 12},    {"prosinca", 12},
    {"prosince", 12},   {"prosinec", 12},    {"rijen", 10},
    {"rijna", 10},      {"rugpjucio", 8},    {"rugpjutis", 8},
    {"rugsejis", 9},    {"rugsejo", 9},      {"rujan", 9},
    {"rujna", 9},       {"sausio", 1},       {"sausis", 1},
    {"sep", 9},         {"sept", 9},         {"september", 9},
    {"septembra", 9},   {"septembre", 9},    {"septembri", 9},
    {"septembrie", 9},  {"septembris", 9},   {"septiembre", 9},
    {"set", 9},         {"setembre", 9},     {"setembro", 9},
    {"setiembre", 9},   {"settembre", 9},    {"sie", 8},
    {"sierpien", 8},    {"sierpnia", 8},     {"sijecanj", 1},
    {"sijecnja", 1},    {"spalio", 10},      {"spalis", 10},
    {"srpanj", 7},      {"srpen", 8},        {"srpna", 8},
    {"srpnja", 7},      {"studeni", 11},     {"studenog", 11},
    {"studenoga", 11},  {"sty", 1},          {"styczen", 1},
    {"stycznia", 1},    {"sub", 2},          {"subat", 2},
    {"svibanj", 5},     {"svibnja", 5},      {"syys", 9},
    {"syyskuu", 9},     {"syyskuun", 9},     {"syyskuuta", 9},
    {"szept", 9},       {"szeptember", 9},   {"tammi", 1},
    {"tammikuu", 1},    {"tammikuun", 1},    {"tammikuuta", 1},
    {"tem", 7},         {"temmuz", 7},       {"touko", 5},
    {"toukokuu", 5},    {"toukokuun", 5},    {"toukokuuta", 5},
    {"travanj", 4},     {"travnja", 4},      {"unor", 2},
    {"unora", 2},       {"vasario", 2},      {"vasaris", 2},
    {"veebruar", 2},    {"veljaca", 2},      {"veljace", 2},
    {"wrz", 9},         {"wrzesien", 9},     {"wrzesnia", 9},
    {"zari", 9},        {"απρ", 4},          {"απριλιοσ", 4},
    {"απριλιου", 4},    {"αυγ", 8},          {"αυγουστοσ", 8},
    {"αυγουστου", 8},   {"γεναρησ", 1},      {"δεκ", 12},
    {"δεκεμβριοσ", 12}, {"δεκεμβριου", 12},  {"ιαν", 1},
    {"ιανουαριοσ", 1},  {"ιανουαριου", 1},   {"ιουλ", 7},
    {"ιουλιοσ", 7},     {"ιουλιου", 7},      {"ιουν", 6},
    {"ιουνιοσ", 6},     {"ιουνιου", 6},      {"μαι", 5},
    {"μαιοσ", 5},       {"μαιου", 5},        {"μαρ", 3},
    {"μαρτιοσ", 3},     {"μαρτιου", 3},      {"νοε", 11},
    {"νοεμβριοσ", 11},  {"νοεμβριου", 11},   {"οκτ", 10},
    {"οκτωβριοσ", 10},  {"οκτωβριου", 10},   {"σεπ", 9},
    {"σεπτεμβριοσ", 9}, {"σεπτεμβριου", 9},  {"φεβ", 2},
    {"φεβρουαριοσ", 2}, {"φεβρουαριου", 2},  {"авг", 8},
    {"август", 8},      {"августа", 8},      {"апр", 4},
    {"апрель", 4},      {"апреля", 4},       {"април", 4},
    {"априла", 4},      {"бер", 3},          {"березень", 3},
    {"березня", 3},     {"вер", 9},          {"вересень", 9},
    {"вересня", 9},     {"гру", 12},         {"грудень", 12},
    {"грудня", 12},     {"дек", 12},         {"декабрь", 12},
    {"декабря", 12},    {"декември", 12},    {"децембар", 12},
    {"децембра", 12},   {"жов", 10},         {"жовтень", 10},
    {"жовтня", 10},     {"июл", 7},          {"июль", 7},
    {"июля", 7},        {"июн", 6},          {"июнь", 6},
    {"июня", 6},        {"кві", 4},          {"квітень", 4},
    {"квітня", 4},      {"лип", 7},          {"липень", 7},
    {"липня", 7},       {"лис", 11},         {"листопад", 11},
    {"листопада", 11},  {"лют", 2},          {"лютий", 2},
    {"лютого", 2},      {"май", 5},          {"мар", 3},
    {"март", 3},        {"марта", 3},        {"мая", 5},
    {"мај", 5},         {"маја", 5},         {"новембар", 11},
    {"новембра", 11},   {"ноември", 11},     {"ноя", 11},
    {"нояб", 11},       {"ноябрь", 11},      {"ноября", 11},
    {"окт", 10},        {"октобар", 10},     {"октобра", 10},
    {"октомври", 10},   {"октябрь", 10},     {"октября", 10},
    {"сен", 9},         {"сент", 9},         {"сентябрь", 9},
    {"сентября", 9},    {"септембар", 9},    {"септембра", 9},
    {"септември", 9},   {"сер", 8},          {"серпень", 8},
    {"серпня", 8},      {"січ", 1},          {"січень", 1},
    {"січня", 1},       {"тра", 5},          {"травень", 5},
    {"травня", 5},      {"фебруар", 2},      {"фебруара", 2},
    {"фев", 2},         {"февр", 2},         {"февраль", 2},
    {"февраля", 2},     {"февруари", 2},     {"чер", 6},
    {"червень", 6},     {"червня", 6},       {"юли", 7},
    {"юни", 6},         {"янв", 1},          {"январь", 1},
    {"января", 1},      {"януари", 1},       {"јануар", 1},
    {"јануара", 1},     {"јул", 7},          {"јула", 7},
    {"јун", 6},         {"јуна", 6},         {"אוגוסט", 8},
    {"אוקטובר", 10},    {"אפריל", 4},        {"דצמבר", 12},
    {"יולי", 7},        {"יוני", 6},         {"ינואר", 1},
    {"מאי", 5},         {"מרס", 3},          {"מרץ", 3},
    {"נובמבר", 11},     {"ספטמבר", 9},       {"פברואר", 2},
    {"اب", 8},          {"ابريل", 4},        {"اذار", 3},
    {"اغسطس", 8},       {"اكتوبر", 10},      {"اوت", 8},
    {"اوریل", 4},       {"ايار", 5},         {"ايلول", 9},
    {"اکتبر", 10},      {"تموز", 7},         {"حزيران", 6},
    {"دسامبر", 12},     {"ديسمبر", 12},      {"سبتمبر", 9},
    {"سپتامبر", 9},     {"شباط", 2},         {"فبراير", 2},
    {"فوریه", 2},       {"مارس", 3},         {"مايو", 5},
    {"مه", 5},          {"نوامبر", 11},      {"نوفمبر", 11},
    {"نيسان", 4},       {"يناير", 1},        {"يوليه", 7},
    {"يوليو", 7},       {"يونيه", 6},        {"يونيو", 6},
    {"ژانویه", 1},      {"ژوئن", 6},         {"ژوئیه", 7},
    {"अक्टूबर", 10},      {"अगस्त", 8},         {"अप्रैल", 4},
    {"जनवरी", 1},       {"जुलाई", 7},         {"जून", 6},
    {"दिसंबर", 12},      {"दिसम्बर", 12},      {"नवंबर", 11},
    {"नवम्बर", 11},      {"फरवरी", 2},        {"फ़रवरी", 2},
    {"मई", 5},          {"मार्च", 3},         {"सितंबर", 9},
    {"सितम्बर", 9},
};

/* Folded and sorted by strcmp(). */
static const char *const weekdays[] = {
    "carsamba",
    "csutortok",
    "ctvrtek",
    "cuma",
    "cumartesi",
    "czwartek",
    "di",
    "dienstag",
    "dimanche",
    "dinsdag",
    "do",
    "domenica",
    "domingo",
    "donderdag",
    "donnerstag",
    "duminica",
    "fr",
    "fredag",
    "freitag",
    "fri",
    "friday",
    "giovedi",
    "hetfo",
    "jeudi",
    "joi",
    "jueves",
    "kedd",
    "keskiviikko",
    "keskiviikkona",
    "lauantai",
    "lauantaina",
    "lordag",
    "lundi",
    "lunedi",
    "lunes",
    "luni",
    "maanantai",
    "maanantaina",
    "maandag",
    "mandag",
    "mardi",
    "martedi",
    "martes",
    "marti",
    "mercoledi",
    "mercredi",
    "mi",
    "miercoles",
    "miercuri",
    "mittwoch",
    "mo",
    "mon",
    "monday",
    "montag",
    "nedele",
    "niedziela",
    "onsdag",
    "patek",
    "pazar",
    "pazartesi",
    "pentek",
    "perjantai",
    "perjantaina",
    "persembe",
    "piatek",
    "pondeli",
    "poniedzialek",
    "quarta",
    "quarta-feira",
    "quinta",
    "quinta-feira",
    "sa",
    "sabado",
    "sabato",
    "sali",
    "sambata",
    "samedi",
    "samstag",
    "sat",
    "saturday",
    "segunda",
    "segunda-feira",
    "sexta",
    "sexta-feira",
    "so",
    "sobota",
    "sondag",
    "sonnabend",
    "sonntag",
    "sroda",
    "streda",
    "sun",
    "sunday",
    "sunnuntai",
    "sunnuntaina",
    "szerda",
    "szombat",
    "terca",
    "terca-feira",
    "thu",
    "thur",
    "thurs",
    "thursday",
    "tiistai",
    "tiistaina",
    "tirsdag",
    "tisdag",
    "torsdag",
    "torstai",
    "torstaina",
    "tue",
    "tues",
    "tuesday",
    "utery",
    "vasarnap",
    "vendredi",
    "venerdi",
    "viernes",
    "vineri",
    "vrijdag",
    "wed",
    "wednesday",
    "woensdag",
    "wtorek",
    "zaterdag",
    "zondag",
    "δευτερα",
    "κυριακη",
    "παρασκευη",
    "πεμπτη",
    "σαββατο",
    "τεταρτη",
    "τριτη",
    "воскресенье",
    "вторник",
    "вівторок",
    "неділя",
    "понедельник",
    "понеділок",
    "пятница",
    "середа",
    "среда",
    "суббота",
    "субота",
    "четвер",
    "четверг",
    "الاثنين",
    "الاحد",
    "الاربعاا",
    "الثلاثاا",
    "الجمعة",
    "الخميس",
    "السبت",
};

/* U+00C0 to U+017F without their marks. */
static const char latin[] = "aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghh??iiiiiiiiii??jjkk?llllll?"
                            "?llnnnnnn???oooooooorrrrrrsssssssstttt??uuuuuuuuuuuuwwyyyzzzzzz?";

/* Returns a Greek letter in lower case, without accent or dialytika, and a final sigma as any
 * other. */
static uint32_t fold_greek(uint32_t c)
{
    switch (c) {
    case 0x386:
    case 0x3AC:
        return 0x3B1;
    case 0x388:
    case 0x3AD:
        return 0x3B5;
    case 0x389:
    case 0x3AE:
        return 0x3B7;
    case 0x38A:
    case 0x390:
    case 0x3AA:
    case 0x3AF:
    case 0x3CA:
        return 0x3B9;
    case 0x38C:
    case 0x3CC:
        return 0x3BF;
    case 0x38E:
    case 0x3AB:
    case 0x3B0:
    case 0x3CB:
    case 0x3CD:
        return 0x3C5;
    case 0x38F:
    case 0x3CE:
        return 0x3C9;
    case 0x3C2:
        return 0x3C3;
    default:
        return c >= 0x391 && c <= 0x3A9 ? c + 0x20 : c;
    }
}

/* Returns a letter as names_fold() writes it, or 0 for a combining mark, which is dropped. */
static uint32_t fold_letter(uint32_t c)
{
    if (c < 0x80)
        return (unsigned char)ascii_lower((char)c);
    if (c >= 0xC0 && c < 0x180)
        return (unsigned char)latin[c - 0xC0];
    if (c >= 0x300 && c < 0x370)
        return 0;
    if (c >= 0x370 && c < 0x400)
        return fold_greek(c);
    if (c >= 0x400 && c < 0x430)
        return c < 0x410 ? c + 0x50 : c + 0x20;
    switch (c) {
    case 0x218: /* Romanian s and t with a comma */
    case 0x219:
        return 's';
    case 0x21A:
    case 0x21B:
        return 't';
    case 0x622: /* Arabic alef with signs */
    case 0x623:
    case 0x625:
        return 0x627;
    default:
        return c;
    }
}

bool names_is_letter(uint32_t c)
{
    if (c < 0x80)
        return ascii_is_alpha((char)c);
    if (c < 0xC0 || c == 0xD7 || c == 0xF7)
        return c == 0xAA || c == 0xB5 || c == 0xBA;
    bool is_arabic_sign = c == 0x60C || c == 0x61B || c == 0x61F || (c >= 0x660 && c <= 0x66D) ||
                          c == 0x6D4 || (c >= 0x6F0 && c <= 0x6F9);
    bool is_sign = (c >= 0x2000 && c < 0x2C00) || c == 0x964 || c == 0x965 ||
                   (c >= 0x966 && c <= 0x96F);
    bool is_east_asian = c >= 0x2E80 && c < 0xD800;
    return !is_arabic_sign && !is_sign && !is_east_asian && c < 0xD800;
}

size_t names_word_bytes(struct str s)
{
    size_t end = 0, next;
    while (end < s.n && names_is_letter(utf8_decode(s, end, &next)))
        end = next;
    return end;
}

size_t names_fold(struct str word, char *out, size_t capacity)
{
    size_t n = 0;
    for (size_t i = 0; i < word.n && n + 4 <= capacity;) {
        if ((unsigned char)word.p[i] < 0x80) {
            out[n++] = ascii_lower(word.p[i++]);
            continue;
        }
        uint32_t c = fold_letter(utf8_decode(word, i, &i));
        if (c)
            n += utf8_put(c, out + n);
    }
    return n;
}

/* Writes the folded word at the beginning of s, NUL-terminated, and returns its length in s, or 0
 * if there is none or it is longer than any name. */
static size_t take_word(struct str s, char folded[MAX_WORD_BYTES])
{
    size_t n = names_word_bytes(s);
    if (n > MAX_WORD_BYTES - 4)
        return 0;
    folded[names_fold(str_slice(s, 0, n), folded, MAX_WORD_BYTES - 1)] = '\0';
    return n;
}

static int compare_month(const void *word, const void *month)
{
    return strcmp(word, ((const struct month_name *)month)->name);
}

static int compare_weekday(const void *word, const void *weekday)
{
    return strcmp(word, *(const char *const *)weekday);
}

/* Recognises the Levantine months that are two words: Tishrin and Kanun, the first and the
 * second. */
static unsigned levantine_month(const char *word, struct str rest, size_t *ret_n)
{
    static const struct str first = {"\u0627\u0644\u0623\u0648\u0644", 10};
    static const struct str second = {"\u0627\u0644\u062B\u0627\u0646\u064A", 12};
    bool is_tishrin = strcmp(word, "\u062A\u0634\u0631\u064A\u0646") == 0;
    bool is_kanun = strcmp(word, "\u0643\u0627\u0646\u0648\u0646") == 0;

    if ((!is_tishrin && !is_kanun) || rest.n == 0 || rest.p[0] != ' ')
        return 0;
    rest = str_slice(rest, 1, rest.n);
    bool is_first = str_starts_with(rest, first);
    if (!is_first && !str_starts_with(rest, second))
        return 0;
    *ret_n = 1 + (is_first ? first.n : second.n);
    if (is_tishrin)
        return is_first ? 10 : 11;
    return is_first ? 12 : 1;
}

unsigned names_month(struct str s, size_t *ret_n)
{
    char word[MAX_WORD_BYTES];
    size_t n = take_word(s, word), more;
    if (n == 0)
        return 0;
    *ret_n = n;
    const struct month_name *found = bsearch(word, months, sizeof months / sizeof *months,
                                             sizeof *months, compare_month);
    if (found)
        return found->month;
    unsigned month = levantine_month(word, str_slice(s, n, s.n), &more);
    if (month)
        *ret_n = n + more;
    return month;
}

size_t names_weekday(struct str s)
{
    static const struct str feira = {"-feira", 6};
    char word[MAX_WORD_BYTES];
    size_t n = take_word(s, word);
    if (n == 0 || !bsearch(word, weekdays, sizeof weekdays / sizeof *weekdays, sizeof *weekdays,
                           compare_weekday))
        return 0;
    return str_starts_with(str_slice(s, n, s.n), feira) ? n + feira.n : n;
}
