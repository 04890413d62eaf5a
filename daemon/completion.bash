# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# completion.bash: completes resynd and resynctl by what they say of themselves (--help).

# The words of an option's or a command's line that can be completed to.
_resyn_words() {
    local line
    "$@" --help 2>/dev/null | while read -r line; do
        [[ $line =~ ^(--[a-z-]+) ]] && echo "${BASH_REMATCH[1]}"
    done
}

_resyn_commands() {
    local line
    resynctl --help | while IFS= read -r line; do
        [[ $line =~ ^\ \ ([a-z]+)\  ]] && echo "${BASH_REMATCH[1]}"
    done
}

# Where a value follows that is a file or a folder, or one of few words; 1 elsewhere.
_resyn_value() {
    local word=$2
    case $1 in
    --environments | --data) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
    --database-file | --token-file | --ca-file | --certificate | --tls-* | -o | --output) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    --isolation) mapfile -t COMPREPLY < <(compgen -W "reset fresh" -- "$word") ;;
    --gate) mapfile -t COMPREPLY < <(compgen -W "enforce report off" -- "$word") ;;
    --log-level) mapfile -t COMPREPLY < <(compgen -W "debug info warning error" -- "$word") ;;
    *) return 1 ;;
    esac
}

_resynd() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    _resyn_value "$before" "$word" && return
    local words
    words=$(_resyn_words resynd)
    [ "$COMP_CWORD" = 1 ] && words+=" $(resynd --help | sed -n 's/^resynd \([a-z]*\).*/\1/p')"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}

_resynctl() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" i
    _resyn_value "$before" "$word" && return
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        --url | --token-file | --ca-file | --certificate) ((i++)) ;;
        -*) ;;
        *)
            command=${COMP_WORDS[i]}
            break
            ;;
        esac
    done
    local words
    words=$(_resyn_words resynctl)
    if [ -n "$command" ]; then
        words+=" $(_resyn_words resynctl "$command")"
    else
        words+=" $(_resyn_commands)"
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    [[ -n $command && $word != -* ]] && mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$word")
}

complete -o filenames -F _resynd resynd
complete -o filenames -F _resynctl resynctl
