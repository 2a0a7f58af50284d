import type { Diary } from './diary.svelte.js';
import { diaryApi } from './diary-api.js';

const EVERY_MS = 60_000;

/** Says every minute that somebody is at this screen, while it is in sight, and asks what changed when it comes back. */
export function keepPresent(diary: Diary): () => void {
  const quietly = (what: Promise<unknown>): void => void what.catch(() => undefined); // the link's own bar tells
  const look = (): void => {
    if (document.visibilityState === 'visible') quietly(diary.comeBack());
  };
  look();
  document.addEventListener('visibilitychange', look);
  const beating = setInterval(() => {
    if (document.visibilityState === 'visible') quietly(diaryApi.seen());
  }, EVERY_MS);
  return () => {
    document.removeEventListener('visibilitychange', look);
    clearInterval(beating);
  };
}
