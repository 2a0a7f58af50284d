import { createContext } from 'svelte';
import type { I18n } from './i18n/i18n.svelte.js';
import type { Room } from './wall/room.svelte.js';

/** The language of the page. */
export const [useI18n, provideI18n] = createContext<I18n>();
/** The room that the page shows. */
export const [useRoom, provideRoom] = createContext<Room>();
