import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { I18n } from './i18n/i18n.svelte.js';
import './ui/tokens.css';
import './ui/page.css';
import { Theme } from './ui/theme.svelte.js';

/** Storage can be forbidden; the language is then chosen anew each time. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const store = storage();
mount(App, {
  target: document.getElementById('app')!,
  props: { i18n: new I18n(store), theme: new Theme(store), store },
});
