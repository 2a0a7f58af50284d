export type ThemeName = 'dark' | 'light';
const REMEMBERED = 'rearguard.theme';

/** Light or dark. A dark room is the rule; whoever sits at a window chooses light. */
export class Theme {
  name = $state<ThemeName>('dark');

  constructor(private readonly store: Pick<Storage, 'getItem' | 'setItem'> | null) {
    if (store?.getItem(REMEMBERED) === 'light') this.name = 'light';
    this.#show();
  }

  toggle(): void {
    this.name = this.name === 'dark' ? 'light' : 'dark';
    this.store?.setItem(REMEMBERED, this.name);
    this.#show();
  }

  #show(): void {
    document.documentElement.dataset['theme'] = this.name;
  }
}
