import { HomeService, Showing, type Interests as WireInterests } from '$lib/gen/wasl/directory/v1/home_pb';
import { line } from '$lib/wire/line';

const { method } = HomeService;

export type Show = 'default' | 'on' | 'off';
const showings: Record<Show, Showing> = { default: Showing.DEFAULT, on: Showing.ON, off: Showing.OFF };

/** Where a person is and what they care about. */
export interface Interests {
  country: string;
  region: string;
  locality: string;
  sectors: string[];
  show: Show;
  /** They have been asked. */
  chosen: boolean;
}

export const noInterests: Interests = { country: '', region: '', locality: '', sectors: [], show: 'default', chosen: false };

export const toInterests = (wire: WireInterests | undefined): Interests =>
  wire
    ? {
        country: wire.country,
        region: wire.region,
        locality: wire.locality,
        sectors: [...wire.sectors],
        show: (Object.keys(showings) as Show[]).find((show) => showings[show] === wire.showing) ?? 'default',
        chosen: wire.chosen
      }
    : noInterests;

export async function getInterests(): Promise<{ interests: Interests; shownByDefault: boolean }> {
  const { interests, shownByDefault } = await line.call(method.getInterests, {});
  return { interests: toInterests(interests), shownByDefault };
}

export async function setInterests({ country, region, locality, sectors, show }: Interests): Promise<Interests> {
  const { interests } = await line.call(method.setInterests, { interests: { country, region, locality, sectors, showing: showings[show] } });
  return toInterests(interests);
}
