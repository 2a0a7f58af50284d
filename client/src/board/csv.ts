/** What a place in the file can hold. */
export type CsvValue = string | number | boolean | null;

export interface CsvColumn<Row> {
  /** Name of the field, as the interface has it. */
  name: string;
  value: (row: Row) => CsvValue;
}

/** A spreadsheet takes text that begins so for a formula and runs it. */
const FORMULA = /^[=+\-@\t\r]/;

/** A table as RFC 4180 writes it; text that a spreadsheet would run begins with an apostrophe. */
export function toCsv<Row>(rows: readonly Row[], columns: readonly CsvColumn<Row>[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ value }) => value(row)))];
  return lines.map((line) => `${line.map(written).join(',')}\r\n`).join('');
}

function written(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Gives a file to whoever looks at the page. */
export function download(name: string, text: string): void {
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
