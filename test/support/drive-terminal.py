# Runs a command on a pseudo-terminal and plays a person: waits for a text, then types.
# stdin: {"command": [...], "steps": [{"until": TEXT, "type": TEXT}], "env", "cwd", "columns"}
# stdout: {"screen": all that was written, "status": exit status or -signal, "missed": TEXT or null}
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

job = json.load(sys.stdin)
limit = job.get("seconds", 90)
child, terminal = pty.fork()
if child == 0:
    os.chdir(job["cwd"])
    os.execvpe(job["command"][0], job["command"], job["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, job.get("columns", 100), 0, 0))

screen, seen, missed = b"", 0, None


def read_more(seconds):
    global screen
    if not select.select([terminal], [], [], seconds)[0]:
        return True
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        return False
    screen += chunk
    return chunk != b""


for step in job["steps"]:
    text, end = step["until"].encode(), time.monotonic() + limit
    is_open = True
    while text not in screen[seen:] and time.monotonic() < end and is_open:
        is_open = read_more(0.2)
    if text not in screen[seen:]:
        missed = step["until"]
        os.kill(child, signal.SIGKILL)
        break
    seen = screen.index(text, seen) + len(text)
    if step.get("signal"):
        os.kill(child, getattr(signal, step["signal"]))
    os.write(terminal, step.get("type", "").encode())
    for path, content in step.get("write", {}).items():
        with open(os.path.join(job["cwd"], path), "w") as file:
            file.write(content)

end = time.monotonic() + limit
while read_more(0.2):
    if time.monotonic() > end:
        missed = missed or "the end"
        os.kill(child, signal.SIGKILL)
        break
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps({"screen": screen.decode(errors="replace"), "status": status, "missed": missed}))
