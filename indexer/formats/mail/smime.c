/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks through the few levels of BER around the content of a signed S/MIME message. */
#include "indexer/formats/mail/smime.h"

enum ber_tag {
    BER_INTEGER = 0x02,
    BER_OCTETS = 0x04,
    BER_OID = 0x06,
    BER_OCTETS_IN_PIECES = 0x24,
    BER_SEQUENCE = 0x30,
    BER_SET = 0x31,
    BER_EXPLICIT_0 = 0xa0,
};

enum { INDEFINITE = 0x80, MAX_LENGTH_BYTES = 8 };

static unsigned next_byte(struct str *s)
{
    unsigned char c = (unsigned char)s->p[0];
    *s = str_slice(*s, 1, s->n);
    return c;
}

/* Removes an element with this tag from the start of *s. Contents of indefinite length reach to the
 * end of *s, with what follows them. Returns false if there is no such element. */
static bool take(struct str *s, enum ber_tag tag, struct str *ret_contents)
{
    struct str rest = *s;
    if (rest.n < 2 || next_byte(&rest) != (unsigned)tag)
        return false;
    uint64_t length = next_byte(&rest);
    if (length == INDEFINITE) {
        length = rest.n;
    } else if (length > INDEFINITE) {
        size_t n = length - INDEFINITE;
        if (n > MAX_LENGTH_BYTES || n > rest.n)
            return false;
        for (length = 0; n > 0; n--)
            length = length << 8 | next_byte(&rest);
    }
    if (length > rest.n)
        return false;
    *ret_contents = str_slice(rest, 0, (size_t)length);
    *s = str_slice(rest, (size_t)length, rest.n);
    return true;
}

static bool enter(struct str *s, enum ber_tag tag)
{
    struct str inner;
    if (!take(s, tag, &inner))
        return false;
    *s = inner;
    return true;
}

bool smime_signed_content(struct str bytes, struct buf *out)
{
    const struct str signed_data = STR_LITERAL("\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
    size_t start = out->n;
    struct str s = bytes, type, skipped, octets;
    if (!enter(&s, BER_SEQUENCE) || !take(&s, BER_OID, &type) || !str_equal(type, signed_data) ||
        !enter(&s, BER_EXPLICIT_0) || !enter(&s, BER_SEQUENCE) ||
        !take(&s, BER_INTEGER, &skipped) || !take(&s, BER_SET, &skipped) ||
        !enter(&s, BER_SEQUENCE) || !take(&s, BER_OID, &skipped) || !enter(&s, BER_EXPLICIT_0))
        return false;
    if (enter(&s, BER_OCTETS_IN_PIECES))
        while (take(&s, BER_OCTETS, &octets))
            buf_append_str(out, octets);
    else if (take(&s, BER_OCTETS, &octets))
        buf_append_str(out, octets);
    return out->n > start;
}
