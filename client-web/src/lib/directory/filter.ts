export const kinds = ['association', 'partner', 'authority', 'platform'] as const;
export type Kind = (typeof kinds)[number];
export const orders = ['best', 'name', 'nearest', 'confirmed'] as const;
export type Order = (typeof orders)[number];

/** Of each list any, of all lists one. */
export interface Filter {
  query: string;
  kinds: Kind[];
  countries: string[];
  regions: string[];
  sectors: string[];
  /** "TN-81:gabes": a region, and a name as the server folds it. */
  localities: string[];
  /** CountBand of the wire. */
  members: number[];
  staff: number[];
  volunteers: number[];
  /** BudgetBand of the wire. */
  budgets: number[];
  verified: boolean;
  confirmed: boolean;
}

export const noFilter: Filter = { query: '', kinds: [], countries: [], regions: [], sectors: [], localities: [], members: [], staff: [], volunteers: [], budgets: [], verified: false, confirmed: false };

const lists = { kind: 'kinds', country: 'countries', region: 'regions', sector: 'sectors', locality: 'localities' } as const;
/** Of sizes, with the number of the last band. */
export const bands = { members: 6, staff: 6, volunteers: 6, budgets: 5 } as const;
export type Size = keyof typeof bands;
const sizes = { members: 'members', staff: 'staff', volunteers: 'volunteers', budget: 'budgets' } as const;
const isCode = (text: string) => /^[\w-]{1,40}$/.test(text);
const isLocality = (text: string) => /^[\w-]{0,10}:(?=.*[\p{L}\p{N}]).{1,200}$/u.test(text);
const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);
const isOrder = (text: string): text is Order => (orders as readonly string[]).includes(text);

/** What an address asks for; what it asks in vain is left out. */
export function readFilter(parameters: URLSearchParams): Filter {
  const all = (name: string, is = isCode) => [...new Set(parameters.getAll(name).filter(is))].slice(0, 60);
  const size = (name: string, last: number) => all(name).map(Number).filter((n) => Number.isInteger(n) && n >= 1 && n <= last);
  return {
    query: (parameters.get('q') ?? '').slice(0, 100),
    kinds: all('kind').filter(isKind),
    countries: all('country'),
    regions: all('region'),
    sectors: all('sector'),
    localities: all('locality', isLocality),
    members: size('members', bands.members),
    staff: size('staff', bands.staff),
    volunteers: size('volunteers', bands.volunteers),
    budgets: size('budget', bands.budgets),
    verified: parameters.has('verified'),
    confirmed: parameters.has('confirmed')
  };
}

export function readOrder(parameters: URLSearchParams): Order {
  const order = parameters.get('order') ?? '';
  return isOrder(order) ? order : 'best';
}

/** An address that can be kept and passed on. */
export function writeFilter(filter: Filter, order: Order): URLSearchParams {
  const out = new URLSearchParams();
  if (filter.query.trim()) out.set('q', filter.query.trim());
  for (const [name, field] of Object.entries(lists)) for (const code of filter[field]) out.append(name, code);
  for (const [name, field] of Object.entries(sizes)) for (const band of filter[field]) out.append(name, String(band));
  if (filter.verified) out.set('verified', '');
  if (filter.confirmed) out.set('confirmed', '');
  if (order !== 'best') out.set('order', order);
  return out;
}

/** How much is chosen beside the words. */
export const chosenCount = (filter: Filter): number =>
  [...Object.values(lists), ...Object.values(sizes)].reduce((sum, field) => sum + filter[field].length, Number(filter.verified) + Number(filter.confirmed));

export const toggled = <T>(list: readonly T[], value: T): T[] => (list.includes(value) ? list.filter((v) => v !== value) : [...list, value]);
