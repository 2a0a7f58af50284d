import { createContext } from 'svelte';
import type { I18n } from './i18n/i18n.svelte.js';
import type { Signals } from './signals/signals.svelte.js';
import type { Theme } from './ui/theme.svelte.js';
import type { Diary } from './handover/diary.svelte.js';
import type { Desk } from './desk/desk.svelte.js';
import type { Room } from './wall/room.svelte.js';

/** The language of the page. */
export const [useI18n, provideI18n] = createContext<I18n>();
/** The room that the page shows. */
export const [useRoom, provideRoom] = createContext<Room>();
/** Light or dark. */
export const [useTheme, provideTheme] = createContext<Theme>();
/** Sound, flash and notifications. */
export const [useSignals, provideSignals] = createContext<Signals>();
/** What the person at the desk looks at and does. */
export const [useDesk, provideDesk] = createContext<Desk>();
/** The shifts, the handover and the watch log, as who is signed in sees them. */
export const [useDiary, provideDiary] = createContext<Diary>();
