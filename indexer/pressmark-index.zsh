#compdef pressmark-index
# SPDX-License-Identifier: GPL-2.0-or-later

# A directory, or the name of an index in the configuration.
_pressmark_index_place() {
    local file=${PRESSMARK_CONFIG-${XDG_CONFIG_HOME:-$HOME/.config}/pressmark/config}
    local -a names
    [[ ! -r $file ]] ||
        names=(${(f)"$(sed -nE 's/^[[:space:]]*\[index +"([^"]+)"\].*/@\1/p' "$file")"})
    _alternative 'directories:index directory:_directories' 'names:name:compadd -a names'
}

_arguments -s -S \
    '(-i --index)'{-i+,--index=}'[the index directory]:index directory:_pressmark_index_place' \
    '--rebuild[read every file again and build a new index]' \
    '--wait=-[wait until another indexer has finished]::seconds' \
    '--watch[stay, and update the index whenever files change]' \
    '--settle=[how long --watch waits after the last change]:seconds' \
    '--alerts=[print each new match of the queries in a file]:file:_files' \
    '--retry[also try again the files that could not be read]' \
    '--prune[remove files that no longer exist]' \
    '*'--forget='[only remove a source from the index]:source:_files' \
    '--status[only print what the index contains]' \
    '--check[only check the index for damage]' \
    '*'{-g+,--include=}'[only files that match]:pattern' \
    '--no-include[as if --include had not been given]' \
    '*'{-x+,--exclude=}'[no files or folders that match]:pattern' \
    '--no-exclude[as if --exclude had not been given]' \
    '*'--type='[only files of this format]:type:(text markdown html jsonl json csv sgml xml feed rst asciidoc org latex bibtex man rtf card subtitles mail pdf doc xls ppt msg ps docx pptx xlsx odt odp ods odg xps epub archive md txt ics vcf srt vtt tsv mbox markup web records office)' \
    '--no-type[as if --type had not been given]' \
    '--files-from=[the files named in a file]:file:_files' \
    '(-0 --null)'{-0,--null}'[the names of --files-from end in a NUL byte]' \
    '--hidden[include files and folders that start with a dot]' \
    '--no-hidden[no files that start with a dot]' \
    '--no-ignore[do not respect .gitignore, .ignore and .pressmarkignore]' \
    '--ignore[respect .gitignore, .ignore and .pressmarkignore]' \
    '--max-file-size=[skip larger files or records]:size:(64M 256M 1G 4G)' \
    '--no-max-file-size[as if --max-file-size had not been given]' \
    '(-l --lang)'{-l+,--lang=}'[the language of all documents]:language:(ar bg ca cs da de el en es et eu fa fi fr ga he hi hr hu hy id it ja ko lt lv ne nl no pl pt ro ru sk sl sr sv ta th tr uk vi yi zh)' \
    '--no-lang[as if --lang had not been given]' \
    '--id-field=[the member or column that identifies a record]:name' \
    '--no-id-field[as if --id-field had not been given]' \
    '--title-field=[the member or column with the title]:name' \
    '--no-title-field[as if --title-field had not been given]' \
    '--text-field=[the member or column with the text]:name' \
    '--no-text-field[as if --text-field had not been given]' \
    '--keep-marks[distinguish letters with and without diacritics]' \
    '--no-keep-marks[do not distinguish letters with and without diacritics]' \
    '--korean-words[index Korean by words, not pairs of syllables]' \
    '--no-korean-words[index Korean by pairs of syllables]' \
    '--position-table[store positions in a table of Xapian]' \
    '--no-position-table[store positions with the documents]' \
    '--max-unpacked=[read at most this much of what a file unpacks to]:size:(64M 256M 1G 4G)' \
    '--no-max-unpacked[as if --max-unpacked had not been given]' \
    '--max-ratio=[stop at this many unpacked bytes per byte of the file]:number' \
    '--no-max-ratio[as if --max-ratio had not been given]' \
    '--max-members=[read at most this many members of a file]:number' \
    '--no-max-members[as if --max-members had not been given]' \
    '--max-depth=[open archives inside archives down to this depth]:number' \
    '--no-max-depth[as if --max-depth had not been given]' \
    '--max-time=[give up on an archive, PDF or text after this time]:seconds' \
    '--no-max-time[as if --max-time had not been given]' \
    '--child-memory=[memory for a program that reads PDF or old Office files]:size:(64M 256M 1G 4G)' \
    '--no-child-memory[as if --child-memory had not been given]' \
    '(-j --threads)'{-j+,--threads=}'[number of threads]:number' \
    '--memory=[memory for building an index]:size:(64M 256M 1G 4G)' \
    '--no-bulk[build through libxapian only]' \
    '--json[print the summary as JSON]' \
    '--emit=[write the documents instead of building an index]:format:(jsonl)' \
    '--report=[write what was skipped to a file]:file:_files' \
    '(-n --dry-run)'{-n,--dry-run}'[only print what would be done]' \
    '(-q --quiet)'{-q,--quiet}'[print only problems]' \
    '(-v --verbose)'{-v,--verbose}'[name every file that is skipped]' \
    '(- *)'{-h,--help}'[show a short help]' \
    '(- *)'{-V,--version}'[show the version]' \
    '*:source:_files'
