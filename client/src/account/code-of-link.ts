/** The code in a sign-in link, or what was typed, if that is the code alone. */
export function codeOfLink(typed: string): string {
  return typed.trim().split('/').at(-1) ?? '';
}
