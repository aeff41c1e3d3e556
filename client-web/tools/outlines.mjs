// Outlines of the countries served and of those around them, from Natural Earth (public domain), for maps without tiles:
// {home: [polygon], near: [polygon]}; a polygon is rings of [longitude, latitude], in hundredths of a degree.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { merge } from 'topojson-client';

// ISO 3166-1 numeric. What is merged is drawn as one.
const home = [['788'], ['504', '732'], ['262']];
const near = ['012', '434', '478', '232', '231', '706', '887', '724', '620', '380', '470'];

const atlas = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8'));

function polygons(ids) {
  const { geometries } = atlas.objects.countries;
  const wanted = geometries.filter((g) => ids.includes(String(g.id)));
  if (wanted.length !== ids.length) throw new Error(`not in the atlas: ${ids}`);
  const round = ([longitude, latitude]) => [Math.round(longitude * 100), Math.round(latitude * 100)];
  const tidy = (ring) => ring.map(round).filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  return merge(atlas, wanted).coordinates.map((rings) => rings.map(tidy).filter((ring) => ring.length > 3)).filter((rings) => rings.length > 0);
}

export function generateOutlines(file) {
  mkdirSync(dirname(file), { recursive: true });
  const unnamed = atlas.objects.countries.geometries.filter((g) => g.properties.name === 'Somaliland');
  for (const g of unnamed) g.id = 'somaliland';
  const around = [...near.map((id) => [id]), ...(unnamed.length > 0 ? [['somaliland']] : [])];
  writeFileSync(file, JSON.stringify({ home: home.flatMap(polygons), near: around.flatMap(polygons) }));
}
