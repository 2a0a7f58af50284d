/** What must never stand in a log, and what stands there instead. Written for text that is JSON already. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // The password of an address.
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):[^\s@"\\]+@/gi, '$1:…@'],
  [/(\/sign-in\/)[^\s"\\/?]+/g, '$1…'],
  [/(\/ingest\/[\w-]+\/)[^\s"\\/?]+/g, '$1…'],
  [/(Bearer\s+)[^\s"\\]+/gi, '$1…'],
  [/(rearguard_(?:session|sign_in)=)[^\s;"\\]+/g, '$1…'],
  // Whatever has the shape of a code, token or cookie of ours (32 bytes in base64url), and the hashes of them.
  [/(?:(?<=\\[nrtbf])|(?<![\w-]))[\w-]{43}(?![\w-])/g, '…'],
];

export function withoutSecrets(text: string): string {
  return SECRETS.reduce((left, [secret, instead]) => left.replace(secret, instead), text);
}
