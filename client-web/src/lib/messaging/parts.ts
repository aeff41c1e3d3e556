export const longestText = 4000;

/** Where a part may end, the best first: between paragraphs, lines, sentences, words. */
const seams = [/\n\s*\n/gu, /\n/gu, /[.!?؟。…]\s/gu, /\s/gu];

const lengthOf = (text: string) => [...text].length;

/** A text that is too long for one message, as several; nothing but the space between them is lost. */
export function inParts(text: string, longest = longestText): string[] {
  const parts: string[] = [];
  for (let rest = text.trim(); rest; ) {
    const end = lengthOf(rest) <= longest ? rest.length : endOfPart(rest, longest);
    parts.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return parts;
}

function endOfPart(text: string, longest: number): number {
  const head = [...text].slice(0, longest).join('');
  for (const seam of seams) {
    const last = [...head.matchAll(seam)].at(-1);
    if (last && last.index + last[0].length > head.length / 2) return last.index + last[0].length;
  }
  return head.length;
}
