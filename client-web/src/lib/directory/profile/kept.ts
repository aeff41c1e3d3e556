import { messaging } from '$lib/messaging/state.svelte';
import type { Profile } from './model';

/** What a person typed and has not saved yet, until they sign out or close the tab: neither a reload nor a lost seat takes it away. */
const keyOf = (id: string) => `wasl.organisation.${messaging.me}.${id || 'new'}`;

export function keep(id: string, profile: Profile): void {
  try {
    sessionStorage.setItem(keyOf(id), JSON.stringify(profile));
  } catch {
    // no room, or not allowed here
  }
}

export function kept(id: string): Profile | null {
  try {
    const text = sessionStorage.getItem(keyOf(id));
    return text ? (JSON.parse(text) as Profile) : null;
  } catch {
    return null;
  }
}

export function forget(id: string): void {
  try {
    sessionStorage.removeItem(keyOf(id));
  } catch {
    // as above
  }
}
