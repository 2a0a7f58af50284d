import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { I18n } from './i18n/i18n.svelte.js';
import './ui/tokens.css';
import './ui/page.css';

/** Storage can be forbidden; the language is then chosen anew each time. */
function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

if (location.pathname === '/') history.replaceState(null, '', '/wall');
mount(App, { target: document.getElementById('app')!, props: { i18n: new I18n(storage()) } });
