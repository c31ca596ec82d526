/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Distinguishes file names that describe a document from those that a program or a convention
 * gave. */
#include "indexer/describe/file_name.h"

#include "base/path.h"
#include "text/utf8.h"

/* Returns a name without an ending that tells a sample from the file that it is a sample of, as in
 * "server.conf.sample". */
static struct str without_sample_ending(struct str name)
{
    static const char *const endings[] = {".sample",   ".example", ".dist", ".in",
                                          ".template", ".tmpl",    NULL};
    for (size_t i = 0; endings[i]; i++)
        if (str_ends_with_ignoring_case(name, endings[i]))
            return str_slice(name, 0, name.n - strlen(endings[i]));
    return name;
}

bool file_name_is_of_code(struct str path)
{
    static const char *const endings[] = {
        "c",     "h",     "cc",   "cpp",    "cxx",        "hh",      "hpp",   "py",     "js",
        "mjs",   "ts",    "go",   "rs",     "java",       "kt",      "sh",    "bash",   "zsh",
        "pl",    "pm",    "rb",   "php",    "cs",         "swift",   "hs",    "scala",  "lua",
        "sql",   "el",    "lisp", "ml",     "r",          "jl",      "ex",    "erl",    "clj",
        "vim",   "cmake", "css",  "scss",   "yaml",       "yml",     "toml",  "ini",    "conf",
        "pas",   "pp",    "inc",  "lpr",    "f",          "for",     "f90",   "f95",    "adb",
        "ads",   "asm",   "s",    "tcl",    "awk",        "m4",      "ac",    "am",     "bat",
        "cmd",   "ps1",   "kts",  "gradle", "groovy",     "dart",    "d",     "nim",    "zig",
        "v",     "vhd",   "mm",   "fs",     "cu",         "cl",      "glsl",  "proto",  "cocci",
        "gv",    "dot",   "mli",  "mly",    "mll",        "hsc",     "cabal", "bas",    "clp",
        "rnc",   "dtd",   "ent",  "htc",    "properties", "service", "timer", "socket", "desktop",
        "rules", "cfg",   "cnf",  "po",     "pot",        "sty",     "cls",   "bst",    "pyx",
        "pxd",   "pyi",   "tsx",  "jsx",    "less",       "f03",     "f08",   "f77",    "hxx",
        "ipp",   "m",     "scm",  "sml",    "qml",        "mk",      "mak",   "nix",    "patch",
        "diff",  "vb",    "tpl",  "spec",   "pc",         "vbs",     "y",     "yy",     "xbm",
        "xpm",   "psgi",  NULL};
    static const char *const names[] = {"makefile",   "gnumakefile", "jamfile",
                                        "dockerfile", "cmakelists",  NULL};
    path = without_sample_ending(path);
    struct str ending = path_ending(path),
               name = str_slice(path, str_after_last(path, '/'), path.n);
    if (str_starts_with(name, STR_LITERAL("."))) /* ".htaccess" */
        return true;
    for (size_t i = 0; names[i]; i++)
        if (str_starts_with_ignoring_case(name, names[i]))
            return true;
    if (ending.n == 0 || path.n == ending.n + 1)
        return false;
    for (size_t i = 0; endings[i]; i++)
        if (endings[i][0] == ascii_lower(ending.p[0]) &&
            str_equal_ignoring_case(ending, str_of(endings[i])))
            return true;
    return false;
}

struct str file_name_as_title(struct str path, bool has_ending)
{
    size_t start = str_after_last(path, '/'), end = path.n;
    for (size_t i = path.n; i > start + 1 && !has_ending; i--)
        if (path.p[i - 1] == '.') {
            end = i - 1;
            break;
        }
    /* The sources of manuals are called "index.rst.txt". */
    struct str name = str_slice(path, start, end);
    static const char *const inner[] = {".rst", ".md", ".txt", ".ipynb", NULL};
    for (size_t i = 0; inner[i] && !has_ending; i++)
        if (str_ends_with_ignoring_case(name, inner[i]) && name.n > strlen(inner[i]))
            return str_slice(name, 0, name.n - strlen(inner[i]));
    return name;
}

enum { NUMBER_BYTES = 8 }; /* of a run of letters and digits that is taken for a number or hash */

static bool is_letter(struct str s, size_t i)
{
    return (unsigned char)s.p[i] >= 0x80 || ascii_is_alpha(s.p[i]);
}

bool file_name_tells(struct str path)
{
    static const char *const common[] = {"readme", "index",    "default", "main",
                                         "_chat",  "untitled", NULL};
    struct str name = file_name_as_title(path, false);
    bool has_number = false, has_word = false;
    for (size_t i = 0; common[i]; i++)
        if (str_equal_ignoring_case(name, str_of(common[i])))
            return false;
    for (size_t i = 0, end; i < name.n; i = end + 1) {
        size_t n_letters = 0;
        for (end = i; end < name.n && (is_letter(name, end) || ascii_is_digit(name.p[end])); end++)
            n_letters += is_letter(name, end);
        has_word |= n_letters > 1 && n_letters == end - i;
        has_number |= n_letters < end - i && end - i >= NUMBER_BYTES;
    }
    return name.n > 1 && (has_word || !has_number);
}

/* Returns whether a name is a word, ignoring case, with or without an ending or a version. */
static bool is_called(struct str name, const char *word)
{
    size_t n = strlen(word);
    if (!str_starts_with_ignoring_case(name, word))
        return false;
    bool has_sign = n + 1 < name.n && (name.p[n] == '-' || name.p[n] == '_');
    return n == name.n || name.p[n] == '.' || ascii_is_digit(name.p[n + has_sign]);
}

/* Beginnings of words of the title of a log of changes. */
static const char *const changes[] = {"change",   "history", "news", "release",
                                      "revision", "what's",  NULL};

const char *const *file_name_topic(struct str path)
{
    static const char *const people[] = {"author",    "contribut", "credit", "thank", "maintainer",
                                         "developer", "people",    "team",   NULL};
    static const char *const tasks[] = {"todo", "to do", "to-do", "task", "plan", "wish", NULL};
    static const char *const faults[] = {"bug", "problem", "issue", "limit", NULL};
    static const struct {
        const char *word;
        const char *const *topic;
        bool is_in_capitals; /* other files are called the same in small letters */
    } conventions[] = {
        {"changelog", changes, false},
        {"changes", changes, false},
        {"release_notes", changes, false},
        {"release-notes", changes, false},
        {"news", changes, true},
        {"history", changes, true},
        {"authors", people, true},
        {"contributors", people, true},
        {"credits", people, true},
        {"thanks", people, true},
        {"maintainers", people, true},
        {"todo", tasks, true},
        {"bugs", faults, true},
    };
    struct str name = str_slice(path, str_after_last(path, '/'), path.n);
    for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++)
        if (name.n && ascii_lower(name.p[0]) == conventions[i].word[0] &&
            is_called(name, conventions[i].word) &&
            (!conventions[i].is_in_capitals || ascii_is_upper(name.p[1])))
            return conventions[i].topic;
    return NULL;
}

bool file_name_is_of_log(struct str path)
{
    return file_name_topic(path) == changes;
}

bool file_name_is_in_capitals(struct str path)
{
    enum { MIN_LETTERS = 3 };
    struct str name = file_name_as_title(path, false);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] >= 'a' && name.p[i] <= 'z')
            return false;
        n += ascii_is_upper(name.p[i]);
    }
    return n >= MIN_LETTERS && !str_starts_with(name, STR_LITERAL("README"));
}

bool file_name_is_title(struct str path)
{
    struct str name = file_name_as_title(path, false);
    size_t n_words = 0, end;
    for (size_t i = 0; i < name.n; i = end + 1) {
        end = str_find_char(name, ' ', i);
        n_words += end - i > 1 && is_letter(name, i) && is_letter(name, end - 1);
    }
    return n_words > 1;
}
