# SPDX-License-Identifier: GPL-2.0-or-later
# Completion of pressmark-index for bash.

_pressmark_index_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -A "$1" -- "$2")
}

# Names of indexes in the configuration that begin so, without "@".
_pressmark_index_named() {
    local name
    sed -nE 's/^[[:space:]]*\[index +"([^"]+)"\].*/\1/p' \
        "${PRESSMARK_CONFIG-${XDG_CONFIG_HOME:-$HOME/.config}/pressmark/config}" 2>/dev/null |
        while IFS= read -r name; do
            [[ $name != "$1"* ]] || printf '%s\n' "$name"
        done
}

_pressmark_index() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local options='
        --index= --rebuild --wait --watch --settle= --alerts= --retry --prune --forget= --status --check
        --include= --no-include --exclude= --no-exclude --type= --no-type --files-from= --null
        --hidden --no-hidden --no-ignore --ignore --max-file-size= --no-max-file-size
        --lang= --no-lang --id-field= --no-id-field --title-field= --no-title-field
        --text-field= --no-text-field --keep-marks --no-keep-marks --korean-words
        --no-korean-words --position-table --no-position-table
        --max-unpacked= --no-max-unpacked --max-ratio= --no-max-ratio --max-members=
        --no-max-members --max-depth= --no-max-depth --max-time= --no-max-time --child-memory=
        --no-child-memory
        --threads= --memory= --no-bulk
        --json --emit= --report= --dry-run --quiet --verbose --help --version
        -i -g -x -0 -l -j -n -q -v -h -V'
    local languages='ar bg ca cs da de el en es et eu fa fi fr ga he hi hr hu hy id it ja ko lt lv ne
        nl no pl pt ro ru sk sl sr sv ta th tr uk vi yi zh'

    local types='text markdown html jsonl json csv sgml xml feed rst asciidoc org latex bibtex man rtf card subtitles mail pdf doc xls ppt msg ps docx
        pptx xlsx odt odp ods odg xps epub archive md txt ics vcf srt vtt tsv mbox markup web records office'

    COMPREPLY=()
    # "--option=value" comes as three words.
    if [ "$cur" = "=" ]; then
        cur=
        prev=$prev=
    elif [ "$prev" = "=" ] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD - 2]}=
    fi
    # So, perhaps, does "@name", which is an index only where one is named.
    local before=$prev at=
    if [[ $cur == @* ]]; then
        at=@
    elif [[ $prev == @ ]] && ((COMP_CWORD > 2)); then
        before=${COMP_WORDS[COMP_CWORD - 2]}
        [[ $before != = ]] || before=${COMP_WORDS[COMP_CWORD - 3]}
    fi
    if [[ ($at || $prev == @) && ($before == -i || $before == --index || $before == --index=) ]]; then
        mapfile -t COMPREPLY < <(_pressmark_index_named "${cur#@}" | sed "s/^/$at/")
        return 0
    fi
    case $prev in
    --index | --index= | -i)
        _pressmark_index_files directory "$cur"
        ;;
    --report | --report= | --alerts | --alerts= | --files-from | --files-from= | --forget | --forget=)
        _pressmark_index_files file "$cur"
        ;;
    --emit | --emit=)
        mapfile -t COMPREPLY < <(compgen -W jsonl -- "$cur")
        ;;
    --lang | --lang= | -l)
        mapfile -t COMPREPLY < <(compgen -W "$languages" -- "$cur")
        ;;
    --type | --type=)
        mapfile -t COMPREPLY < <(compgen -W "$types" -- "$cur")
        ;;
    --threads | --threads= | -j)
        mapfile -t COMPREPLY < <(compgen -W "$(seq "$(nproc)")" -- "$cur")
        ;;
    --include | --include= | -g | --exclude | --exclude= | -x)
        mapfile -t COMPREPLY < <(compgen -W "'*.txt' '*.md' '*.html' '*.jsonl' '*.csv'" -- "$cur")
        ;;
    --max-file-size | --max-file-size= | --max-unpacked | --max-unpacked= | --memory | --memory= | \
        --child-memory | --child-memory=)
        mapfile -t COMPREPLY < <(compgen -W '64M 256M 1G 4G' -- "$cur")
        ;;
    --wait= | --settle | --settle= | --max-ratio | --max-ratio= | --max-members | --max-members= | \
        --max-depth | --max-depth= | --max-time | --max-time=) ;;
    *)
        if [[ $cur == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
            [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
        else
            _pressmark_index_files file "$cur"
        fi
        ;;
    esac
    return 0
}

complete -F _pressmark_index pressmark-index
