#compdef pressmark-index
# SPDX-License-Identifier: GPL-2.0-or-later

_arguments -s -S \
    '(-i --index)'{-i+,--index=}'[the index directory]:index directory:_directories' \
    '--rebuild[read every file again and build a new index]' \
    '--wait=-[wait for another indexer to finish]::seconds' \
    '--watch[then update the index whenever files change]' \
    '--check[check the index for damage and do nothing else]' \
    '*'{-g+,--include=}'[only files that match]:pattern' \
    '*'{-x+,--exclude=}'[neither files nor folders that match]:pattern' \
    '*'--type='[only files of this format]:type:(text markdown html jsonl json csv sgml xml feed rst asciidoc org man rtf mail pdf doc xls ppt msg docx pptx xlsx odt odp ods odg epub archive md txt tsv mbox markup web records office)' \
    '--files-from=[the files that are named in a file]:file:_files' \
    '(-0 --null)'{-0,--null}'[the names of --files-from end in NUL]' \
    '--hidden[also files and folders that start with a dot]' \
    '--no-ignore[do not heed .gitignore, .ignore and .pressmarkignore]' \
    '--max-file-size=[skip larger files or records]:size:(64M 256M 1G 4G)' \
    '(-l --lang)'{-l+,--lang=}'[the language of all documents]:language:(ar bg ca cs da de el en es et eu fa fi fr ga he hi hr hu hy id it ja ko lt lv ne nl no pl pt ro ru sk sl sr sv ta th tr uk vi yi zh)' \
    '--id-field=[the member or column that is the id of a record]:name' \
    '--title-field=[the member or column that is the title]:name' \
    '--text-field=[the member or column that is the text]:name' \
    '--keep-marks[letters with and without marks are different]' \
    '--korean-words[index Korean by words, not pairs of syllables]' \
    '--position-table[keep positions where Xapian keeps them]' \
    '--max-unpacked=[read so much of what a file unpacks to]:size:(64M 256M 1G 4G)' \
    '--max-ratio=[stop at so many unpacked bytes a byte of the file]:number' \
    '--max-members=[read so many members of a file]:number' \
    '--max-depth=[open archives in archives so deep]:number' \
    '--max-time=[give up on an archive or PDF after that]:seconds' \
    '--child-memory=[memory for the program that reads PDF]:size:(64M 256M 1G 4G)' \
    '(-j --threads)'{-j+,--threads=}'[number of threads]:number' \
    '--memory=[memory for building]:size:(64M 256M 1G 4G)' \
    '--no-bulk[build through libxapian only]' \
    '--json[the summary as JSON]' \
    '--emit=[write the documents and no index]:format:(jsonl)' \
    '--report=[write what was skipped to a file]:file:_files' \
    '(-n --dry-run)'{-n,--dry-run}'[only say what would be done]' \
    '(-q --quiet)'{-q,--quiet}'[only problems]' \
    '(-v --verbose)'{-v,--verbose}'[name every file that is skipped]' \
    '(- *)'{-h,--help}'[show a short help]' \
    '(- *)'{-V,--version}'[show the version]' \
    '*:source:_files'
