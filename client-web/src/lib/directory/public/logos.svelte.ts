import { SvelteMap } from 'svelte/reactivity';
import { LogoService } from '$lib/gen/wasl/directory/v1/logos_pb';
import { line } from '$lib/wire/line';

const { method } = LogoService;
const atOnce = 100;

/** A file; empty: none, or it cannot be known now. */
const known = new SvelteMap<string, string>();
const waiting = new Set<string>();
let asking = false;

const isNumber = (id: string) => /^\d+$/.test(id);

async function ask(organisationIds: string[]) {
  try {
    return (await line.call(method.listLogos, { organisationIds })).logos;
  } catch {
    return [];
  }
}

async function askAll(): Promise<void> {
  const organisationIds = [...waiting].slice(0, atOnce);
  organisationIds.forEach((id) => waiting.delete(id));
  const logos = await ask(organisationIds);
  const files = new Map(logos.map((logo) => [logo.organisationId, logo.pictureId]));
  for (const id of organisationIds) known.set(id, files.get(id) ?? '');
}

async function askSoon(): Promise<void> {
  if (asking) return;
  asking = true;
  await new Promise((resolve) => setTimeout(resolve));
  while (waiting.size > 0) await askAll();
  asking = false;
}

/** The pictures of organisations: those that are shown together are asked for together. */
export const logos = {
  of(id: string): string {
    if (!known.has(id)) this.refresh(id);
    return known.get(id) ?? '';
  },
  refresh(id: string): void {
    if (!isNumber(id)) return; // of an address that somebody typed
    waiting.add(id);
    void askSoon();
  },
  /** `pictureId` '0': none any more. */
  async set(organisationId: string, pictureId: string): Promise<void> {
    await line.call(method.setLogo, { organisationId, pictureId });
    known.set(organisationId, pictureId === '0' ? '' : pictureId);
  }
};
