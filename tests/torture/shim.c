/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded with LD_PRELOAD, this makes the n-th call of a kind below a folder fail.
 *
 *     SHIM_UNDER   the folder, absolute; other calls are unaffected, except "mmap" and "malloc"
 *     SHIM_CALLS   which calls count: words of "write", "sync", "rename", "make", "remove",
 *                  "opendir", "readdir", "open" (for reading), "read", "mmap", "malloc"
 *     SHIM_AT      n, from 1; 0: only count
 *     SHIM_DO      "kill": the process ends before the call; "fail": the call fails; "fill": so
 *                  do all later ones; "short": a write writes half of its bytes
 *     SHIM_ERRNO   EIO (default), ENOSPC, EINTR, EMFILE or ENOMEM
 *     SHIM_NO_TMPFILE  if set, unnamed files (O_TMPFILE) are not supported, as on NFS
 *     SHIM_REPORT  a file that receives "hit CALL PATH", and "calls N" when the process exits */

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum action { GO_ON, FAIL, SHORT };

static struct {
    const char *under, *calls, *what, *report;
    long at;
    int error;
    bool no_tmpfile;
} settings;
static atomic_long n_calls;

#define NEXT(name)                                                                                 \
    static __typeof__(&name) next;                                                                 \
    if (!next)                                                                                     \
    next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* ---- what to do ---- */

static void add_to_report(const char *line)
{
    if (!settings.report)
        return;
    long fd = syscall(SYS_openat, AT_FDCWD, settings.report,
                      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd < 0)
        return;
    syscall(SYS_write, fd, line, strlen(line));
    syscall(SYS_close, fd);
}

__attribute__((constructor)) static void read_settings(void)
{
    const char *at = getenv("SHIM_AT"), *error = getenv("SHIM_ERRNO");
    settings.under = getenv("SHIM_UNDER");
    settings.calls = getenv("SHIM_CALLS");
    settings.what = getenv("SHIM_DO");
    settings.report = getenv("SHIM_REPORT");
    settings.no_tmpfile = getenv("SHIM_NO_TMPFILE") != NULL;
    settings.at = at ? atol(at) : 0;
    settings.error = !error                         ? EIO
                     : strcmp(error, "ENOSPC") == 0 ? ENOSPC
                     : strcmp(error, "EINTR") == 0  ? EINTR
                     : strcmp(error, "EMFILE") == 0 ? EMFILE
                     : strcmp(error, "ENOMEM") == 0 ? ENOMEM
                                                    : EIO;
}

__attribute__((destructor)) static void report_count(void)
{
    char line[64];
    snprintf(line, sizeof line, "calls %ld\n", atomic_load(&n_calls));
    add_to_report(line);
}

static bool is_under(const char *path)
{
    size_t n = settings.under ? strlen(settings.under) : 0;
    return n && strncmp(path, settings.under, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static enum action hit(const char *call, const char *path)
{
    char line[4200];
    snprintf(line, sizeof line, "hit %s %s\n", call, path);
    add_to_report(line);
    if (strcmp(settings.what, "kill") == 0)
        _exit(137);
    if (strcmp(settings.what, "short") == 0)
        return SHORT;
    errno = settings.error;
    return FAIL;
}

/* Returns true if calls contains the word. */
static bool is_counted(const char *call)
{
    size_t n = strlen(call);
    for (const char *at = settings.calls; at && (at = strstr(at, call)); at += n)
        if ((at == settings.calls || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static enum action count(const char *call, const char *path)
{
    long n = atomic_fetch_add(&n_calls, 1) + 1;
    bool lasts = strcmp(settings.what, "fill") == 0;
    if (settings.at == 0 || n < settings.at || (n > settings.at && !lasts))
        return GO_ON;
    return hit(call, path);
}

static enum action before(const char *call, const char *path)
{
    return settings.what && is_counted(call) && is_under(path) ? count(call, path) : GO_ON;
}

/* Finds the path of an open descriptor. */
static bool find_path(int fd, char path[4096])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = fd <= STDERR_FILENO ? -1 : readlink(link, path, 4095);
    path[n < 0 ? 0 : n] = '\0';
    return n >= 0;
}

static enum action before_on_fd(const char *call, int fd)
{
    char path[4096];
    if (!settings.what || !is_counted(call) || !find_path(fd, path))
        return GO_ON;
    return before(call, path);
}

/* Makes the path of a name in an open directory or in the working directory. */
static enum action before_at(const char *call, int fd, const char *name)
{
    char path[4096];
    if (fd == AT_FDCWD || name[0] == '/' || !settings.what || !is_counted(call) ||
        !find_path(fd, path))
        return before(call, name);
    size_t n = strlen(path);
    snprintf(path + n, sizeof path - n, "/%s", name);
    return before(call, path);
}

/* These have no path. */
static enum action before_any(const char *call)
{
    return settings.what && is_counted(call) ? count(call, call) : GO_ON;
}

/* ---- the calls ---- */

ssize_t write(int fd, const void *bytes, size_t n)
{
    NEXT(write);
    enum action action = before_on_fd("write", fd);
    return action == FAIL ? -1 : next(fd, bytes, action == SHORT ? (n + 1) / 2 : n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    NEXT(pwrite);
    enum action action = before_on_fd("write", fd);
    return action == FAIL ? -1 : next(fd, bytes, action == SHORT ? (n + 1) / 2 : n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    NEXT(pwrite64);
    enum action action = before_on_fd("write", fd);
    return action == FAIL ? -1 : next(fd, bytes, action == SHORT ? (n + 1) / 2 : n, at);
}

int fsync(int fd)
{
    NEXT(fsync);
    return before_on_fd("sync", fd) == FAIL ? -1 : next(fd);
}

int fdatasync(int fd)
{
    NEXT(fdatasync);
    return before_on_fd("sync", fd) == FAIL ? -1 : next(fd);
}

int rename(const char *from, const char *to)
{
    NEXT(rename);
    return before("rename", to) == FAIL ? -1 : next(from, to);
}

int unlink(const char *path)
{
    NEXT(unlink);
    return before("remove", path) == FAIL ? -1 : next(path);
}

int rmdir(const char *path)
{
    NEXT(rmdir);
    return before("remove", path) == FAIL ? -1 : next(path);
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
    NEXT(renameat);
    return before_at("rename", to_fd, to) == FAIL ? -1 : next(from_fd, from, to_fd, to);
}

int unlinkat(int fd, const char *path, int flags)
{
    NEXT(unlinkat);
    return before_at("remove", fd, path) == FAIL ? -1 : next(fd, path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    NEXT(mkdir);
    return before("make", path) == FAIL ? -1 : next(path, mode);
}

/* Returns true if an open() is to fail. */
static bool is_refused(int fd, const char *path, int flags)
{
    if ((flags & O_TMPFILE) == O_TMPFILE && settings.no_tmpfile) {
        errno = EOPNOTSUPP;
        return true;
    }
    return before_at(flags & O_CREAT ? "make" : "open", fd, path) == FAIL;
}

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

#define OPEN(name)                                                                                 \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        NEXT(name);                                                                                \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode_t mode = mode_of(flags, args);                                                        \
        va_end(args);                                                                              \
        return is_refused(AT_FDCWD, path, flags) ? -1 : next(path, flags, mode);                   \
    }

OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                               \
    int name(int fd, const char *path, int flags, ...)                                             \
    {                                                                                              \
        NEXT(name);                                                                                \
        va_list args;                                                                              \
        va_start(args, flags);                                                                     \
        mode_t mode = mode_of(flags, args);                                                        \
        va_end(args);                                                                              \
        return is_refused(fd, path, flags) ? -1 : next(fd, path, flags, mode);                     \
    }

OPENAT(openat)
OPENAT(openat64)

int mkostemp(char *name, int flags)
{
    NEXT(mkostemp);
    return before("make", name) == FAIL ? -1 : next(name, flags);
}

/* ---- reading ---- */

DIR *opendir(const char *path)
{
    NEXT(opendir);
    return before("opendir", path) == FAIL ? NULL : next(path);
}

DIR *fdopendir(int fd)
{
    NEXT(fdopendir);
    return before_on_fd("opendir", fd) == FAIL ? NULL : next(fd);
}

struct dirent *readdir(DIR *stream)
{
    NEXT(readdir);
    return before_on_fd("readdir", dirfd(stream)) == FAIL ? NULL : next(stream);
}

struct dirent64 *readdir64(DIR *stream)
{
    NEXT(readdir64);
    return before_on_fd("readdir", dirfd(stream)) == FAIL ? NULL : next(stream);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    NEXT(read);
    return before_on_fd("read", fd) == FAIL ? -1 : next(fd, bytes, n);
}

#define PREAD(name, offset_type)                                                                   \
    ssize_t name(int fd, void *bytes, size_t n, offset_type at)                                    \
    {                                                                                              \
        NEXT(name);                                                                                \
        return before_on_fd("read", fd) == FAIL ? -1 : next(fd, bytes, n, at);                     \
    }

PREAD(pread, off_t)
PREAD(pread64, off64_t)

/* ---- memory ---- */

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
    NEXT(mmap);
    return before_any("mmap") == FAIL ? MAP_FAILED : next(at, n, protection, flags, fd, offset);
}

/* Those that dlsym() itself would come to cannot look for the next one. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n)
{
    return before_any("malloc") == FAIL ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
    return before_any("malloc") == FAIL ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
    return before_any("malloc") == FAIL ? NULL : __libc_realloc(p, n);
}
