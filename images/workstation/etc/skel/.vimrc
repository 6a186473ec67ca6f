syntax on
filetype plugin indent on
set nocompatible background=dark encoding=utf-8
set number ruler showcmd wildmenu hlsearch incsearch
set expandtab tabstop=2 shiftwidth=2 softtabstop=2 autoindent
set backspace=indent,eol,start mouse=
