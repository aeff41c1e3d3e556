import { MapService } from '$lib/gen/wasl/directory/v1/map_pb';
import { callHttp } from '$lib/wire/http';
import type { Tiles } from './chart';

let tiles = $state.raw<Tiles | null>(null);
let asked: Promise<void> | null = null;

async function ask(): Promise<void> {
  const { tiles: url, attribution, maxZoom } = await callHttp(MapService.method.getMapSettings, {});
  if (url) tiles = { url, attribution, maxZoom };
}

/** Asked once, when a map is first shown; without an answer, or without tiles, there are the outlines. */
export const mapTiles = {
  get known() {
    asked ??= ask().catch(() => void (asked = null));
    return tiles;
  }
};
