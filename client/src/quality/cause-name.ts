import type { Alert } from '@rearguard/shared';

/** What it is and whom it concerns, as far as that can be told without the picture: `Late: BER-01`. */
export function causeName({ kind, subjects }: Pick<Alert, 'kind' | 'subjects'>, words: Record<Alert['kind'], string>) {
  const ids = subjects.filter(({ type }) => type !== 'incident' && type !== 'shift').map(({ id }) => id);
  return ids.length === 0 ? words[kind] : `${words[kind]}: ${ids.join(', ')}`;
}
