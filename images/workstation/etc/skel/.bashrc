# The learner's shell. Not interactive: nothing to set up.
case $- in *i*) ;; *) return ;; esac

HISTSIZE=5000
HISTFILESIZE=10000
HISTCONTROL=ignoredups
# Written at each prompt: a terminal that is closed by its time limit keeps its history.
shopt -s histappend checkwinsize globstar
stty -ixon 2>/dev/null

dojo_prompt() {
  local code=$?
  local mark='\[\e[1;32m\]❯'
  [ "$code" -eq 0 ] || mark="\[\e[1;31m\]${code} ❯"
  PS1="\n\[\e[1;36m\]dojo\[\e[0m\] \[\e[34m\]\w\[\e[0m\]\n${mark}\[\e[0m\] "
  history -a
}
PROMPT_COMMAND=dojo_prompt

alias ls='ls --color=auto'
alias ll='ls --color=auto -l'
alias la='ls --color=auto -la'
alias grep='grep --color=auto'
alias ip='ip --color=auto'
alias watch='watch --color '

[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
