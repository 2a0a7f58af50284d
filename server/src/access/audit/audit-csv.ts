import type { AuditItem } from '@rearguard/shared';

const COLUMNS = 'number,at,who,who kind,who id,action,subject,from,detail,before,after';

/** The first line of the table. */
export const AUDIT_CSV_HEAD = `${COLUMNS}\r\n`;

/** An entry as a line of RFC 4180. */
export function auditCsvLine(item: AuditItem): string {
  const { who } = item;
  const facts = [item.detail, item.before, item.after].map((of) => (of === null ? '' : JSON.stringify(of)));
  const fields = [item.number, item.at, who.name, who.kind, who.id, item.action, item.subject, item.from, ...facts];
  return `${fields.map(field).join(',')}\r\n`;
}

/**
 * Quoted where it must be. Text that a spreadsheet would take for a formula gets an apostrophe: names are typed by people,
 * and whoever opens the table must not run what they typed.
 */
function field(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
