/** Begins as a formula does, whatever invisible or apostrophes come before (as the server's directory/csv). */
const formula = /^'*[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*?[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A cell that a spreadsheet takes for text, whatever it begins with. */
export function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a mark at its start, so that spreadsheets read it as UTF-8. */
export const csv = (rows: string[][]) => `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;

export function download(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
