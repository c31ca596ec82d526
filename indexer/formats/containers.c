/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/formats/containers.h"

#include "indexer/formats/mail/mailbox.h"

enum {
    PDF_SIGN_BYTES = 1024, /* within which a PDF begins, whatever came before it */
    FREE_BYTES = 1 << 20,  /* that no ratio is taken of */
};

enum err_code budget_spend(struct budget *budget, uint64_t n, struct err *err)
{
    const struct unpack_limits *limits = budget->limits;
    uint64_t unpacked = budget->unpacked_bytes + n, total = unpacked + budget->settled_bytes;
    if (unpacked > limits->max_bytes)
        return err_set(err, ERR_LIMIT, "more than %llu bytes unpacked (--max-unpacked)",
                       (unsigned long long)limits->max_bytes);
    if (total > FREE_BYTES && total / limits->max_ratio > budget->file_bytes)
        return err_set(err, ERR_LIMIT, "more than %llu times its size unpacked (--max-ratio)",
                       (unsigned long long)limits->max_ratio);
    budget->unpacked_bytes = unpacked;
    return ERR_OK;
}

enum err_code budget_spend_member(struct budget *budget, struct err *err)
{
    if (budget->n_members >= budget->limits->max_members)
        return err_set(err, ERR_LIMIT, "more than %llu members (--max-members)",
                       (unsigned long long)budget->limits->max_members);
    budget->n_members++;
    return ERR_OK;
}

void budget_settle(struct budget *budget, const struct budget *before)
{
    budget->settled_bytes += budget->unpacked_bytes - before->unpacked_bytes;
    budget->unpacked_bytes = before->unpacked_bytes;
    budget->n_members = before->n_members;
}

static const struct str seven_zip = {"7z\xBC\xAF\x27\x1C", 6};

static bool is_archive(struct str bytes)
{
    static const struct str signs[] = {
        {"\x1F\x8B", 2},
        {"BZh", 3},
        {"\xFD"
         "7zXZ",
         5},
        {"\x28\xB5\x2F\xFD", 4},
        {"\x1F\x9D", 2},
    };
    enum { TAR_SIGN_AT = 257 };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_starts_with(bytes, signs[i]))
            return true;
    if (str_starts_with(bytes, seven_zip))
        return true;
    return bytes.n > TAR_SIGN_AT + 5 && memcmp(bytes.p + TAR_SIGN_AT, "ustar", 5) == 0;
}

bool container_is_stream(struct str bytes)
{
    return is_archive(bytes) && !str_starts_with(bytes, seven_zip);
}

/* Where the sign of a PDF is in head; head.n: nowhere. Few texts have the first byte of it. */
static size_t find_pdf(struct str head)
{
    return str_find(head, STR_LITERAL("%PDF-"), str_find_char(head, '%', 0));
}

enum container container_of_bytes(struct str name, struct str bytes)
{
    struct str head = str_slice(bytes, 0, bytes.n < PDF_SIGN_BYTES ? bytes.n : PDF_SIGN_BYTES);
    size_t pdf_at = find_pdf(head);
    if (pdf_at == 0 && head.n)
        return FORM_PDF;
    if (str_starts_with(bytes, STR_LITERAL("PK\x03\x04")) ||
        str_starts_with(bytes, STR_LITERAL("PK\x05\x06")))
        return FORM_ZIP;
    if (is_archive(bytes))
        return FORM_ARCHIVE;
    /* Some programs put a header of their own before it; text that speaks of PDF has no NULs. */
    if (pdf_at < head.n && str_find_char(bytes, '\0', 0) < bytes.n)
        return FORM_PDF;
    if (mailbox_is(bytes))
        return FORM_MBOX;
    return mailbox_is_message(name, bytes) ? FORM_MAIL : FORM_TEXT;
}

enum err_code container_read(enum container form, const struct container_input *input,
                             struct arena *scratch, const struct container_output *output,
                             struct err *err)
{
    static container_reader *const readers[FORM_LIMIT] = {
        [FORM_ARCHIVE] = archive_unpack, [FORM_ZIP] = zip_unpack, [FORM_PDF] = pdf_read,
        [FORM_MAIL] = mail_read,         [FORM_MBOX] = mbox_read,
    };
    return readers[form](input, scratch, output, err);
}
