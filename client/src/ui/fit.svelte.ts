import type { Attachment } from 'svelte/attachments';

/** How much may be left out, one step after the other, until a row fits. */
const STEPS = 4;

/**
 * Says in `data-leave-out` how much of a row its style sheet must leave out so that nothing is cut off: as little as
 * possible, from 0 to 4. Measured when the row changes its size or its words.
 * @param words read so that other words are measured anew
 */
export function fit(words: () => unknown): Attachment<HTMLElement> {
  return (row) => {
    const measure = (): void => {
      for (let step = 0; step <= STEPS; step++) {
        row.dataset['leaveOut'] = String(step);
        if (row.scrollWidth <= row.clientWidth) return;
      }
    };
    const watch = new ResizeObserver(measure);
    watch.observe(row);
    // Fonts come later than words.
    document.fonts.addEventListener('loadingdone', measure);
    $effect(() => {
      void words();
      measure();
    });
    return () => {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  };
}
