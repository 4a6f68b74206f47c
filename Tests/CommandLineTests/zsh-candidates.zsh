# What zsh offers at the end of a line, one candidate a line: zsh -f zsh-candidates.zsh SCRIPT LINE
# A shell on a pseudo-terminal completes as for somebody who types; whatever it is given to offer is written down.
zmodload zsh/zpty || exit 1
out=$(mktemp) setup=$(mktemp)
cat >$setup <<TXT
PROMPT=
autoload -Uz compinit
compinit -u -D
source $1
compadd() {
  local -a hits
  # Not what completion functions ask among themselves.
  if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    builtin compadd -O hits "\$@"
    print -rl -- \$hits >>$out
  fi
  builtin compadd "\$@"
}
ended() { print -r -- END >>$out }
comppostfuncs=(ended)
print -r -- READY
TXT
zpty -b candidates zsh -f -i
zpty -w candidates "source $setup"
zpty -r candidates line '*READY*' || exit 1
zpty -w -n candidates "$2"$'\t'
integer tries
until grep -qx END $out || (( ++tries > 3000 )); do sleep 0.01; done

grep -vx -e END -e '' $out | sort -u
rm -f $out $setup
zpty -d candidates
