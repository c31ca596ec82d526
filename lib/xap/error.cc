// SPDX-License-Identifier: GPL-2.0-or-later
// Turns exceptions into codes and messages.
#include "xap/internal.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

namespace {

// Indexed by the code.
const char *const names[] = {
    "",
    "AssertionError",
    "InvalidArgumentError",
    "InvalidOperationError",
    "UnimplementedError",
    "DatabaseError",
    "DatabaseCorruptError",
    "DatabaseCreateError",
    "DatabaseLockError",
    "DatabaseModifiedError",
    "DatabaseOpeningError",
    "DatabaseVersionError",
    "DatabaseNotFoundError",
    "DatabaseClosedError",
    "DocNotFoundError",
    "FeatureUnavailableError",
    "InternalError",
    "NetworkError",
    "NetworkTimeoutError",
    "QueryParserError",
    "SerialisationError",
    "RangeError",
    "WildcardError",
    "std::bad_alloc",
    "std::exception",
};
constexpr size_t N_NAMES = sizeof names / sizeof *names;
static_assert(N_NAMES == XAP_ERROR_EXCEPTION + 1, "a name for each code");

// Returns the length of the character that begins at p, or 0 if none does that is allowed in a
// message: servers can put anything into theirs.
size_t count_character_bytes(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return p[0] >= 0x20 && p[0] != 0x7F;
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || length > n)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool is_control = p[0] == 0xC2 && p[1] < 0xA0, is_surrogate = p[0] == 0xED && p[1] >= 0xA0,
         is_overlong = (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xF0 && p[1] < 0x90),
         is_too_large = p[0] == 0xF4 && p[1] >= 0x90;
    return is_control || is_surrogate || is_overlong || is_too_large ? 0 : length;
}

// A message that grows without allocating memory.
struct writer {
    char *p;
    size_t n, capacity; // including the NUL

    void append(const char *text, size_t length)
    {
        for (size_t i = 0; i < length;) {
            auto *at = reinterpret_cast<const unsigned char *>(text) + i;
            size_t bytes = count_character_bytes(at, length - i);
            size_t step = std::max<size_t>(bytes, 1);
            if (n + step >= capacity)
                return;
            if (bytes)
                std::memcpy(p + n, text + i, bytes);
            else
                p[n] = ' ';
            n += step;
            i += step;
            p[n] = '\0';
        }
    }
    void append(const char *text)
    {
        append(text, std::strlen(text));
    }
    void append(const std::string &text)
    {
        append(text.data(), text.size());
    }
};

xap_code find_code(const char *name)
{
    for (size_t i = 1; i < N_NAMES; i++)
        if (std::strcmp(names[i], name) == 0)
            return static_cast<xap_code>(i);
    return XAP_ERROR_EXCEPTION;
}

void describe(writer &message, const Xapian::Error &e)
{
    message.append(e.get_msg());
    if (!e.get_context().empty()) {
        message.append(" (");
        message.append(e.get_context());
        message.append(")");
    }
    if (const char *reason = e.get_error_string()) {
        message.append(": ");
        message.append(reason);
    }
}

// Describes the exception that is being handled.
xap_code describe_current(writer &message) noexcept
{
    try {
        throw;
    } catch (const Xapian::Error &e) {
        describe(message, e);
        return find_code(e.get_type());
    } catch (const std::bad_alloc &) {
        message.append("out of memory");
        return XAP_ERROR_OUT_OF_MEMORY;
    } catch (const std::exception &e) {
        message.append(e.what());
    } catch (...) {
        message.append("an exception that is none of the library's");
    }
    return XAP_ERROR_EXCEPTION;
}

void (*last_words)(const char *message);

[[noreturn]] void meet_stray_exception()
{
    xap_error error = {};
    if (std::current_exception())
        xap::report(&error);
    if (last_words)
        last_words(error.message);
    std::abort();
}

} // namespace

xap_code xap::report(xap_error *error) noexcept
{
    xap_error unwanted;
    xap_error &e = error ? *error : unwanted;
    e.message[0] = '\0';
    writer message{e.message, 0, sizeof e.message};
    return e.code = describe_current(message);
}

const char *xap_code_name(enum xap_code code)
{
    return code >= 0 && code < N_NAMES ? names[code] : "";
}

void xap_set_last_words(void (*handler)(const char *message))
{
    last_words = handler;
    std::set_terminate(meet_stray_exception);
}

const char *xap_version(void)
{
    return Xapian::version_string();
}
