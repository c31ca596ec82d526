/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of known character sets with their names, and their conversion to UTF-8. */
#include "indexer/charset/charset.h"

#include "base/mem.h"

#include <errno.h>
#include <iconv.h>

static const struct charset charsets[] = {
    {"UTF-8", "UTF-8"},
    {"UTF-16LE", "UTF-16LE"},
    {"UTF-16BE", "UTF-16BE"},
    {"windows-1250", "CP1250"},
    {"windows-1251", "CP1251"},
    {"windows-1252", "CP1252"},
    {"windows-1253", "CP1253"},
    {"windows-1254", "CP1254"},
    {"windows-1255", "CP1255"},
    {"windows-1256", "CP1256"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"windows-874", "CP874"},
    {"ISO-8859-2", "ISO-8859-2"},
    {"ISO-8859-3", "ISO-8859-3"},
    {"ISO-8859-4", "ISO-8859-4"},
    {"ISO-8859-5", "ISO-8859-5"},
    {"ISO-8859-6", "ISO-8859-6"},
    {"ISO-8859-7", "ISO-8859-7"},
    {"ISO-8859-8", "ISO-8859-8"},
    {"ISO-8859-10", "ISO-8859-10"},
    {"ISO-8859-13", "ISO-8859-13"},
    {"ISO-8859-14", "ISO-8859-14"},
    {"ISO-8859-15", "ISO-8859-15"},
    {"ISO-8859-16", "ISO-8859-16"},
    {"KOI8-R", "KOI8-R"},
    {"KOI8-U", "KOI8-U"},
    {"IBM437", "IBM437"},
    {"IBM737", "CP737"},
    {"IBM775", "CP775"},
    {"IBM850", "IBM850"},
    {"IBM852", "IBM852"},
    {"IBM855", "IBM855"},
    {"IBM857", "IBM857"},
    {"IBM858", "CP858"},
    {"IBM860", "IBM860"},
    {"IBM861", "IBM861"},
    {"IBM862", "IBM862"},
    {"IBM863", "IBM863"},
    {"IBM864", "IBM864"},
    {"IBM865", "IBM865"},
    {"IBM866", "IBM866"},
    {"IBM869", "IBM869"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-mac-ce", "MAC-CENTRALEUROPE"},
    {"TIS-620", "TIS-620"},
    {"VISCII", "VISCII"},
    {"Georgian-Academy", "GEORGIAN-ACADEMY"},
    {"Georgian-PS", "GEORGIAN-PS"},
    {"Shift_JIS", "CP932"},
    {"EUC-JP", "EUC-JP-MS"},
    {"ISO-2022-JP", "ISO-2022-JP-2"},
    {"GB18030", "GB18030"},
    {"HZ-GB-2312", "GB18030"}, /* after hz_to_gb() */
    {"Big5", "BIG5-HKSCS"},
    {"EUC-TW", "EUC-TW"},
    {"EUC-KR", "CP949"},
    {"ISO-2022-KR", "ISO-2022-KR"},
    {"ISO-2022-CN", "ISO-2022-CN-EXT"},
    {"UTF-7", "UTF-7"},
    {"UTF-32LE", "UTF-32LE"},
    {"UTF-32BE", "UTF-32BE"},
    {"KOI8-T", "KOI8-T"},
    {"TCVN", "TCVN5712-1"},
    {"ARMSCII-8", "ARMSCII-8"},
    {"Johab", "JOHAB"},
};

/* Labels that differ from the name, each followed by the name. */
static const char *const labels[][2] = {
    {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},
    {"us-ascii", "windows-1252"},
    {"ascii", "windows-1252"},
    {"ansi_x3.4-1968", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"iso-ir-100", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"l1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"x-cp1252", "windows-1252"},
    {"cp819", "windows-1252"},
    {"ibm819", "windows-1252"},
    {"cp1250", "windows-1250"},
    {"x-cp1250", "windows-1250"},
    {"cp1251", "windows-1251"},
    {"x-cp1251", "windows-1251"},
    {"cp1253", "windows-1253"},
    {"cp1254", "windows-1254"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-9", "windows-1254"},
    {"latin5", "windows-1254"},
    {"cp1255", "windows-1255"},
    {"cp1256", "windows-1256"},
    {"cp1257", "windows-1257"},
    {"cp1258", "windows-1258"},
    {"iso-8859-11", "windows-874"},
    {"cp874", "windows-874"},
    {"latin2", "ISO-8859-2"},
    {"iso8859-2", "ISO-8859-2"},
    {"latin3", "ISO-8859-3"},
    {"latin4", "ISO-8859-4"},
    {"cyrillic", "ISO-8859-5"},
    {"iso8859-5", "ISO-8859-5"},
    {"arabic", "ISO-8859-6"},
    {"greek", "ISO-8859-7"},
    {"iso8859-7", "ISO-8859-7"},
    {"hebrew", "ISO-8859-8"},
    {"iso-8859-8-i", "ISO-8859-8"},
    {"logical", "ISO-8859-8"},
    {"latin6", "ISO-8859-10"},
    {"latin9", "ISO-8859-15"},
    {"latin-9", "ISO-8859-15"},
    {"iso8859-15", "ISO-8859-15"},
    {"koi", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8_r", "KOI8-R"},
    {"koi8-ru", "KOI8-U"},
    {"cp437", "IBM437"},
    {"437", "IBM437"},
    {"ibm-437", "IBM437"},
    {"cp737", "IBM737"},
    {"cp775", "IBM775"},
    {"cp850", "IBM850"},
    {"850", "IBM850"},
    {"ibm-850", "IBM850"},
    {"cp852", "IBM852"},
    {"cp857", "IBM857"},
    {"cp858", "IBM858"},
    {"cp860", "IBM860"},
    {"cp861", "IBM861"},
    {"cp863", "IBM863"},
    {"cp864", "IBM864"},
    {"cp869", "IBM869"},
    {"unicode-1-1-utf-7", "UTF-7"},
    {"utf7", "UTF-7"},
    {"utf-32", "UTF-32LE"},
    {"iso-2022-cn-ext", "ISO-2022-CN"},
    {"iso-2022-jp-2", "ISO-2022-JP"},
    {"iso-2022-jp-1", "ISO-2022-JP"},
    {"cp855", "IBM855"},
    {"cp862", "IBM862"},
    {"cp865", "IBM865"},
    {"cp866", "IBM866"},
    {"866", "IBM866"},
    {"mac", "macintosh"},
    {"x-mac-roman", "macintosh"},
    {"mac-cyrillic", "x-mac-cyrillic"},
    {"mac-centraleurope", "x-mac-ce"},
    {"sjis", "Shift_JIS"},
    {"shift-jis", "Shift_JIS"},
    {"x-sjis", "Shift_JIS"},
    {"ms_kanji", "Shift_JIS"},
    {"windows-31j", "Shift_JIS"},
    {"cp932", "Shift_JIS"},
    {"ms932", "Shift_JIS"},
    {"eucjp", "EUC-JP"},
    {"x-euc-jp", "EUC-JP"},
    {"csiso2022jp", "ISO-2022-JP"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"cp936", "GB18030"},
    {"chinese", "GB18030"},
    {"euc-cn", "GB18030"},
    {"hz", "HZ-GB-2312"},
    {"big5-hkscs", "Big5"},
    {"cn-big5", "Big5"},
    {"x-x-big5", "Big5"},
    {"cp950", "Big5"},
    {"euckr", "EUC-KR"},
    {"uhc", "EUC-KR"},
    {"cp949", "EUC-KR"},
    {"windows-949", "EUC-KR"},
    {"ks_c_5601-1987", "EUC-KR"},
    {"ksc5601", "EUC-KR"},
    {"korean", "EUC-KR"},
    {"utf-16", "UTF-16LE"},
    {"unicode", "UTF-16LE"},
};

static const struct charset *by_name(struct str name)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (str_equal_ignoring_case(name, str_of(charsets[i].name)))
            return &charsets[i];
    return NULL;
}

const struct charset *charset_by_label(struct str label)
{
    label = str_trim(label);
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_equal_ignoring_case(label, str_of(labels[i][0])))
            return by_name(str_of(labels[i][1]));
    return by_name(label);
}

/* Returns how many bytes to skip when iconv() stops: the byte or code unit that becomes one
 * U+FFFD. */
static size_t bad_unit_bytes(const struct charset *charset, size_t n)
{
    size_t unit = strncmp(charset->iconv, "UTF-32", 6) == 0   ? 4
                  : strncmp(charset->iconv, "UTF-16", 6) == 0 ? 2
                                                              : 1;
    return unit < n ? unit : n;
}

/* Converts HZ (RFC 1843), in which "~{" and "~}" enclose GB 2312 in seven bits, to plain GB 2312.
 * iconv() does not know HZ. */
static void hz_to_gb(struct str s, struct buf *out)
{
    bool is_gb = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '\n';
        bool is_escape = c == '~' && (next == '{' || next == '}' || (next == '~' && !is_gb));
        is_gb = c == '\n' ? false : is_escape && next != '~' ? next == '{' : is_gb;
        if (is_escape) {
            i++;
            if (next == '~')
                buf_append_char(out, '~');
        } else if (is_gb && c > ' ' && next > ' ') {
            buf_append_char(out, (char)(c | 0x80));
            buf_append_char(out, (char)(next | 0x80));
            i++;
        } else {
            buf_append_char(out, c);
        }
    }
}

bool charset_convert(const struct charset *charset, struct str bytes, struct buf *out,
                     size_t *n_replaced)
{
    AUTO(buf_done) struct buf gb = BUF_INIT;
    if (str_starts_with(str_of(charset->name), STR_LITERAL("HZ"))) {
        hz_to_gb(bytes, &gb);
        bytes = buf_str(&gb);
    }
    iconv_t cd = iconv_open("UTF-8", charset->iconv);
    if (cd == (iconv_t)-1 && errno == ENOMEM)
        mem_exhausted();
    if (cd == (iconv_t)-1)
        return false;

    char *in = (char *)bytes.p;
    size_t in_n = bytes.n;
    *n_replaced = 0;
    buf_reserve(out, bytes.n + bytes.n / 2 + 16);
    while (in_n) {
        char *to = out->p + out->n;
        size_t room = out->capacity - out->n;
        size_t result = iconv(cd, &in, &in_n, &to, &room);
        out->n = (size_t)(to - out->p);
        if (result != (size_t)-1)
            /* iconv() may still hold back a letter that combining marks could follow; flushed
             * below. */
            break;
        if (errno == E2BIG) {
            buf_reserve(out, in_n * 2 + 64);
            continue;
        }
        /* EILSEQ, or EINVAL for a character that is cut off at the end. */
        size_t skipped = errno == EINVAL ? in_n : bad_unit_bytes(charset, in_n);
        buf_append(out, "\xEF\xBF\xBD", 3);
        ++*n_replaced;
        in += skipped;
        in_n -= skipped;
    }
    buf_reserve(out, 16);
    char *to = out->p + out->n;
    size_t room = out->capacity - out->n;
    iconv(cd, NULL, NULL, &to, &room);
    out->n = (size_t)(to - out->p);
    iconv_close(cd);
    return true;
}

/* The characters of windows-1252 from byte 0x80 on. */
static const uint16_t western[32] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

uint32_t charset_western_character(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? western[byte - 0x80] : byte;
}

unsigned char charset_western_byte(uint32_t character)
{
    if (character < 0x100)
        return character < 0x80 ? 0 : (unsigned char)character;
    for (unsigned i = 0; i < 32; i++)
        if (western[i] == character)
            return (unsigned char)(0x80 + i);
    return 0;
}
