/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knows languages: their codes and names, and their stop words. */
#include "text/language.h"

#include <string.h>

struct language {
    const char *code, *name;
    const char *stop_words; /* folded, with a space before and after each */
};

#define LANGUAGE(code, name, words) {code, name, " " words " "},
static const struct language languages[] = {
    {"", "", ""},
#include "text/stopwords.def"
};
#undef LANGUAGE

/* Other codes and names in use. */
static const struct {
    const char *alias, *code;
} aliases[] = {
    {"nb", "no"},
    {"nn", "no"},
    {"bokmal", "no"},
    {"nynorsk", "no"},
    {"iw", "he"},
    {"in", "id"},
    {"castilian", "es"},
    {"farsi", "fa"},
    {"flemish", "nl"},
    {"sh", "sr"},
    {"ji", "yi"},
    {"mandarin", "zh"},
    /* ISO 639-2 and -3 */
    {"ara", "ar"},
    {"arb", "ar"},
    {"bul", "bg"},
    {"cat", "ca"},
    {"ces", "cs"},
    {"cze", "cs"},
    {"dan", "da"},
    {"deu", "de"},
    {"ger", "de"},
    {"ell", "el"},
    {"gre", "el"},
    {"eng", "en"},
    {"spa", "es"},
    {"est", "et"},
    {"ekk", "et"},
    {"eus", "eu"},
    {"baq", "eu"},
    {"fas", "fa"},
    {"per", "fa"},
    {"pes", "fa"},
    {"fin", "fi"},
    {"fra", "fr"},
    {"fre", "fr"},
    {"gle", "ga"},
    {"heb", "he"},
    {"hin", "hi"},
    {"hrv", "hr"},
    {"scr", "hr"},
    {"hun", "hu"},
    {"hye", "hy"},
    {"arm", "hy"},
    {"ind", "id"},
    {"ita", "it"},
    {"jpn", "ja"},
    {"kor", "ko"},
    {"lit", "lt"},
    {"lav", "lv"},
    {"lvs", "lv"},
    {"nep", "ne"},
    {"npi", "ne"},
    {"nld", "nl"},
    {"dut", "nl"},
    {"nor", "no"},
    {"nob", "no"},
    {"nno", "no"},
    {"pol", "pl"},
    {"por", "pt"},
    {"ron", "ro"},
    {"rum", "ro"},
    {"mol", "ro"},
    {"rus", "ru"},
    {"slk", "sk"},
    {"slo", "sk"},
    {"slv", "sl"},
    {"srp", "sr"},
    {"scc", "sr"},
    {"swe", "sv"},
    {"tam", "ta"},
    {"tha", "th"},
    {"tur", "tr"},
    {"ukr", "uk"},
    {"vie", "vi"},
    {"yid", "yi"},
    {"zho", "zh"},
    {"chi", "zh"},
    {"cmn", "zh"},
    /* native names */
    {"deutsch", "de"},
    {"français", "fr"},
    {"francais", "fr"},
    {"español", "es"},
    {"espanol", "es"},
    {"castellano", "es"},
    {"italiano", "it"},
    {"português", "pt"},
    {"portugues", "pt"},
    {"nederlands", "nl"},
    {"svenska", "sv"},
    {"dansk", "da"},
    {"norsk", "no"},
    {"suomi", "fi"},
    {"polski", "pl"},
    {"čeština", "cs"},
    {"česky", "cs"},
    {"slovenčina", "sk"},
    {"magyar", "hu"},
    {"română", "ro"},
    {"türkçe", "tr"},
    {"русский", "ru"},
    {"українська", "uk"},
    {"български", "bg"},
    {"ελληνικά", "el"},
    {"עברית", "he"},
    {"العربية", "ar"},
    {"فارسی", "fa"},
    {"हिन्दी", "hi"},
    {"中文", "zh"},
    {"日本語", "ja"},
    {"한국어", "ko"},
    {"ไทย", "th"},
    {"català", "ca"},
    {"euskara", "eu"},
    {"hrvatski", "hr"},
    {"slovenščina", "sl"},
    /* codes of countries that are used for languages, if no language has them */
    {"jp", "ja"},
    {"cn", "zh"},
    {"cz", "cs"},
    {"gr", "el"},
    {"dk", "da"},
};

language_id language_count(void)
{
    return sizeof languages / sizeof *languages - 1;
}

const char *language_code(language_id id)
{
    return id <= language_count() ? languages[id].code : "";
}

language_id language_or_default(language_id id)
{
    return id == LANGUAGE_UNKNOWN ? language_by_code(STR_LITERAL("en")) : id;
}

static language_id find_language(struct str s)
{
    for (language_id id = 1; id <= language_count(); id++) {
        if (str_equal_ignoring_case(s, str_of(languages[id].code)) ||
            str_equal_ignoring_case(s, str_of(languages[id].name)))
            return id;
    }
    return LANGUAGE_UNKNOWN;
}

language_id language_by_code(struct str code)
{
    size_t n = 0;
    language_id id;

    while (n < code.n && (ascii_is_alpha(code.p[n]) || (unsigned char)code.p[n] >= 0x80))
        n++;
    if (n < code.n && !strchr("-_.@", code.p[n]))
        return LANGUAGE_UNKNOWN;
    code.n = n;
    id = n ? find_language(code) : LANGUAGE_UNKNOWN;
    for (size_t i = 0; !id && i < sizeof aliases / sizeof *aliases; i++) {
        if (str_equal_ignoring_case(code, str_of(aliases[i].alias)))
            id = find_language(str_of(aliases[i].code));
    }
    return id;
}

bool language_is_code(struct str code)
{
    static const char codes[] =
        " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu "
        "cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he "
        "hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko "
        "kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd "
        "ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se "
        "sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
        "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";
    if (code.n != 2)
        return false;
    const char sought[] = {' ', ascii_lower(code.p[0]), ascii_lower(code.p[1]), ' ', 0};
    return ascii_is_alpha(code.p[0]) && ascii_is_alpha(code.p[1]) && strstr(codes, sought);
}

const char *language_stop_words(language_id id)
{
    return languages[id].stop_words;
}

bool language_is_stop_word(language_id id, struct str form)
{
    char sought[64];
    const char *words;

    if (id > language_count() || form.n == 0 || form.n + 2 > sizeof sought ||
        memchr(form.p, ' ', form.n))
        return false;
    sought[0] = ' ';
    memcpy(sought + 1, form.p, form.n);
    sought[form.n + 1] = ' ';
    words = languages[id].stop_words;
    return memmem(words, strlen(words), sought, form.n + 2) != NULL;
}
