mkfifo pipe
immuc build
