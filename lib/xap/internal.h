/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XAP_INTERNAL_H
#define XAP_INTERNAL_H

/* Declarations that the files of the binding share. Every function of xap.h runs its body inside
 * guard(), so that no exception reaches C. */

#include "xap/xap.h"

#include <xapian.h>

#include <deque>
#include <string>
#include <vector>

struct xap_database {
    Xapian::Database db; // has the shards of writable, if that has any
    Xapian::WritableDatabase writable;
    bool is_writable = false;
    std::string first, second; // what the last call points to
};

namespace xap {

// Sets *error (may be NULL) by the exception that is being handled, and returns its code.
xap_code report(xap_error *error) noexcept;

template <class Body> xap_code guard(xap_error *error, Body &&body) noexcept
{
    try {
        body();
    } catch (...) {
        return report(error);
    }
    if (error) {
        error->code = XAP_OK;
        error->message[0] = '\0';
    }
    return XAP_OK;
}

inline std::string string_of(xap_bytes bytes)
{
    return bytes.n ? std::string(bytes.p, bytes.n) : std::string();
}

inline xap_bytes bytes_of(const std::string &s)
{
    return {s.data(), s.size()};
}

// Strings at addresses that stay.
class pool {
    std::deque<std::string> strings;

  public:
    xap_bytes keep(std::string s)
    {
        strings.push_back(std::move(s));
        return bytes_of(strings.back());
    }
};

// Throws InvalidArgumentError unless the nodes are a query.
Xapian::Query make_query(const Xapian::Database &db, const xap_node *nodes, size_t n);

// Throws InvalidArgumentError if search names no known scheme.
void set_weighting(Xapian::Enquire &enquire, const xap_search &search);

} // namespace xap

#endif
