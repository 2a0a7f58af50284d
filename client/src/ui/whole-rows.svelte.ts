import type { Attachment } from 'svelte/attachments';

/**
 * Lets a list be as high as its whole rows that fit: on a wall without a mouse nobody scrolls to half a row. Tells how
 * many are out of sight. Measured when the list's room or its rows change.
 * @param rows read so that other rows are measured anew
 */
export function wholeRows(
  rows: () => unknown,
  row: string,
  tellHidden: (count: number) => void,
): Attachment<HTMLElement> {
  return (list) => {
    const measure = (): void => {
      const scrolled = list.scrollTop;
      list.style.maxHeight = '';
      const { top, height } = list.getBoundingClientRect();
      if (height === 0) return;
      const ends = [...list.querySelectorAll(row)].map(
        (one) => one.getBoundingClientRect().bottom - top + list.scrollTop,
      );
      // Half a pixel is no part of a row.
      const fitting = ends.filter((end) => end <= height + 0.5);
      if (fitting.length < ends.length && fitting.length > 0) list.style.maxHeight = `${Math.ceil(fitting.at(-1)!)}px`;
      list.scrollTop = scrolled;
      tellHidden(ends.length - fitting.length);
    };
    const watch = new ResizeObserver(measure);
    watch.observe(list.parentElement!);
    document.fonts.addEventListener('loadingdone', measure);
    $effect(() => {
      void rows();
      measure();
    });
    return () => {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  };
}
