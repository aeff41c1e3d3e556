/** One of six tints, by id. */
export const tintOf = (id: string): number => Number(BigInt(/^\d+$/.test(id) ? id : '0') % 6n) + 1;

/** The first letter of the name as displayed; a bare article is not skipped. */
export const initialOf = (name: string): string => (/[\p{L}\p{N}]/u.exec(name)?.[0] ?? '?').toUpperCase();

export const isArabic = (text: string): boolean => /^\p{Script=Arabic}/u.test(text);
