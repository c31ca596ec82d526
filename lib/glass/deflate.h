/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRESSMARK_GLASS_DEFLATE_H
#define PRESSMARK_GLASS_DEFLATE_H

/* Deflates the tags of the termlist table, for libxapian to inflate (RFC 1951, no zlib header).
 *
 * A general compressor takes 5 microseconds for each of these short tags, an eighth of the time of
 * indexing, most of it to make a code for the tag and to look for repetitions at every byte. Here
 * the code is always the same, made for term lists in Latin letters, and what is looked for is what
 * there is: a word's end that its stem had too. The result is 12 % larger than zlib's. Lists in
 * other letters do not become smaller and are left as they are. */

#include "base/buf.h"

/* A code and its header; read-only afterwards. */
struct glass_deflater;
struct glass_deflater *glass_deflater_new(void);
void glass_deflater_free(struct glass_deflater *d);

/* Puts in[0, n) deflated into out, which is cleared first. tries: n_tries ascending places at which
 * a repetition may begin. Four bytes behind in + n must be readable. false: it is not worth while.
 */
bool glass_deflate(const struct glass_deflater *d, const uint8_t *in, size_t n,
                   const uint32_t *tries, size_t n_tries, struct buf *out);

#endif
