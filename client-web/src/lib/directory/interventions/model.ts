export const orders = ['latest', 'earliest', 'largest', 'smallest'] as const;
export type Order = (typeof orders)[number];

/** Of each list any, of all lists one. */
export interface Filter {
  countries: string[];
  regions: string[];
  sectors: string[];
  /** In which it runs; 0: any. */
  year: number;
  /** AmountBand of the wire. */
  amounts: number[];
}

export const amountBands = [1, 2, 3, 4, 5];
const western = (text: string) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
const isYear = (year: number) => Number.isInteger(year) && year >= 1950 && year <= 2100;

/** What an address asks for beside countries, regions and sectors, which it shares with the organisations. */
export function readExtra(parameters: URLSearchParams): { year: number; amounts: number[]; order: Order } {
  const year = Number(parameters.get('year') ?? 0);
  const order = parameters.get('sort') ?? '';
  return {
    year: isYear(year) ? year : 0,
    amounts: [...new Set(parameters.getAll('amount').map(Number))].filter((band) => amountBands.includes(band)),
    order: (orders as readonly string[]).includes(order) ? (order as Order) : 'latest'
  };
}

export function writeExtra(address: URLSearchParams, { year, amounts }: Pick<Filter, 'year' | 'amounts'>, order: Order): void {
  if (year) address.set('year', String(year));
  for (const band of amounts) address.append('amount', String(band));
  if (order !== 'latest') address.set('sort', order);
}

/** "2024-03", as a month field has it, and 202403, as the wire has it. */
export const monthField = (month: number): string => (month ? `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}` : '');
/** 1 for what is no month: the server says so beside the field. */
export function monthOf(text: string): number {
  const found = /^(\d{4})\D(\d{1,2})$/.exec(western(text.trim()));
  return found ? Number(found[1]) * 100 + Number(found[2]) : text.trim() ? 1 : 0;
}

/** What a click on the head of a column asks for. */
export const sortedBy = (column: 'period' | 'amount', now: Order): Order =>
  column === 'period' ? (now === 'latest' ? 'earliest' : 'latest') : now === 'largest' ? 'smallest' : 'largest';
