const rules: [RegExp, string][] = [
  [/^\s*```[^\n]*\n?/gm, ''],
  [/^\s*[-*]\s+/gm, '• '],
  [/\[([^[\]\n]+)\]\((?:https?:|mailto:)[^)\s]*\)/g, '$1'],
  [/(\*\*|~~)(\S(?:[^\n]*?\S)??)\1/g, '$2'],
  [/(?<![\p{L}\p{N}_*])([*_])(?![*_\s])([^\n]*?[^\s*_])\1(?![\p{L}\p{N}_*])/gu, '$2'],
  [/`([^`\n]+)`/g, '$1']
];

/** A text on one line and without its marks, nearly as `markdown` understands them: for lists and quotes. */
export function plain(text: string): string {
  const words = text.length > 300 ? text.slice(0, 300) : text;
  return rules.reduce((t, [mark, kept]) => t.replace(mark, kept), words).replace(/\s+/gu, ' ').trim();
}
