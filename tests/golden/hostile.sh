# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Documents, names and fields full of characters that are special somewhere: in a terminal, a shell, printf,
# HTML, a spreadsheet, JSON, Markdown, a template. To be sourced; writes them to the working directory. All of
# them contain the word "heron".

# Formulas, commands of spreadsheets, and what divides cells.
printf '%s\n' '---' "title: '=HYPERLINK(\"http://x\";\"y\")'" "county: '@SUM(1+1)*cmd|'' /C calc''!A0'" \
    'tags: ["+1", "-2+3", "a;b", "c, d"]' 'date: 2011-05-02' 'author: "Tab\there, \"quoted\""' '---' 'A heron = 1, 2; "3"' >formula.md
# Markup that wants out.
printf '%s\n' '---' 'title: "</title><script>alert(1)</script>"' 'county: "<img src=x onerror=alert(1)>"' 'date: 2012-06-11' '---' \
    '# <b>Heading</b> & co' '' \
    "The heron said </script><!-- ]]> &amp; \"x\" 'y' \`z\` [l](javascript:alert(1)) ![i](x) *b* _u_ # | ~~s~~" >markup.md
# Signs of printf, of templates and of a shell.
# shellcheck disable=SC2016
printf '%s\n' 'Percent %s %n %x %99999d heron {title} {{x}} {path:sh} ${HOME} $(id) `id` \n \0 \x41 %%' '' 'second' >'%s $(id) `id` {path}.txt'
# Escape sequences, control characters, marks of direction, and what has no width.
printf 'Red \033[31m heron \033 x\033 \033]8;;http://x\033\\link\033]8;;\033\\ bell\007 back\b\b\b over\rwritten \302\233[31m\n' >escape.txt
printf 'Right \342\200\256txt.exe\342\200\254 heron \342\201\246iso\342\201\251 z\342\200\213w \357\273\277bom\n' >bidi.txt
# Names of files.
printf 'A heron in a line of its own\n' >$'new\nline: 1: x.txt'
printf 'A heron behind a dash\n' >-rf.txt
printf 'A heron of no encoding\n' >$'bad\xff.txt'
# Identifiers and fields of records.
printf '%s\n' '{"id":"a\"b,c\nd\u202e","title":"\u001b[2J=1+1","text":"heron </script>","<b>name</b>":"=cmd","county":"\t=tab"}' \
    '{"id":"%s#:1-2","title":"-1","text":"heron %n","county":"+1"}' >records.jsonl
