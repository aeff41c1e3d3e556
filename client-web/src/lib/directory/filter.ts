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
  /** CountBand of the wire. */
  members: number[];
  verified: boolean;
  confirmed: boolean;
}

export const noFilter: Filter = { query: '', kinds: [], countries: [], regions: [], sectors: [], members: [], verified: false, confirmed: false };

const lists = { kind: 'kinds', country: 'countries', region: 'regions', sector: 'sectors' } as const;
const isCode = (text: string) => /^[\w-]{1,40}$/.test(text);
const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);
const isOrder = (text: string): text is Order => (orders as readonly string[]).includes(text);

/** What an address asks for; what it asks in vain is left out. */
export function readFilter(parameters: URLSearchParams): Filter {
  const all = (name: string) => [...new Set(parameters.getAll(name).filter(isCode))].slice(0, 60);
  return {
    query: (parameters.get('q') ?? '').slice(0, 100),
    kinds: all('kind').filter(isKind),
    countries: all('country'),
    regions: all('region'),
    sectors: all('sector'),
    members: all('members').map(Number).filter((n) => Number.isInteger(n) && n >= 1 && n <= 6),
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
  for (const band of filter.members) out.append('members', String(band));
  if (filter.verified) out.set('verified', '');
  if (filter.confirmed) out.set('confirmed', '');
  if (order !== 'best') out.set('order', order);
  return out;
}

/** How much is chosen beside the words. */
export const chosenCount = (filter: Filter): number =>
  filter.kinds.length + filter.countries.length + filter.regions.length + filter.sectors.length + filter.members.length + Number(filter.verified) + Number(filter.confirmed);

export const toggled = <T>(list: readonly T[], value: T): T[] => (list.includes(value) ? list.filter((v) => v !== value) : [...list, value]);
