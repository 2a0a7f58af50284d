import type { Severity } from '@rearguard/shared';
import { SHAPES } from '../ui/severity.js';

const PX = 64;
const BOX = 24;

/** The page's sign in its tab: the shape of the gravest alert that waits, with how many; its own sign when none does. */
export function showBadge(link: HTMLLinkElement, calm: string, worst: Severity | null, waiting: number): void {
  if (worst === null) {
    link.href = calm;
    return;
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = PX;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(document.documentElement);
  pen.save();
  pen.scale(PX / BOX, PX / BOX);
  pen.fillStyle = style.getPropertyValue(`--${worst}`).trim();
  pen.fill(new Path2D(SHAPES[worst].path));
  pen.restore();
  const text = waiting > 99 ? '99' : String(waiting);
  pen.font = `700 ${text.length > 1 ? 26 : 32}px ${style.getPropertyValue('--font')}`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = style.getPropertyValue(`--on-${worst}`).trim();
  pen.fillText(text, PX / 2, worst === 'high' ? PX * 0.66 : PX * 0.53);
  link.href = canvas.toDataURL('image/png');
}
