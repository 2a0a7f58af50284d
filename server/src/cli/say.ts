/** What the command was asked for: alone on stdout, so that it can go into a variable. */
export function answer(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Everything else that a person may want to know: on stderr. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}
