import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import outlines from '$lib/gen/outlines.json';
import type { Place } from '../find';

export interface Bubble {
  key: string;
  place: Place;
  /** 1: one organisation, shown by its sign. */
  count: number;
  sign: string;
  /** What it is, in words. */
  title: string;
  label: string;
  chosen: boolean;
  act: () => void;
}

/** A server of map tiles, where there is one. */
export interface Tiles {
  url: string;
  attribution: string;
  maxZoom: number;
}

const closestZoom = 12;
const point = ([longitude, latitude]: number[]): L.LatLngTuple => [(latitude ?? 0) / 100, (longitude ?? 0) / 100];
const shapes = (polygons: number[][][][], className: string) =>
  polygons.map((rings) => L.polygon(rings.map((ring) => ring.map(point)), { className, interactive: false, stroke: true, weight: 1 }));

/** A map of countries' outlines with bubbles on it. What it shows is told elsewhere in words, too. */
export class Chart {
  readonly #map: L.Map;
  readonly #bubbles = L.layerGroup();

  constructor(element: HTMLElement, moved: () => void) {
    this.#map = L.map(element, { zoomControl: false, attributionControl: false, minZoom: 4, maxZoom: closestZoom, zoomSnap: 0.5, maxBounds: [[-5, -35], [50, 60]] });
    for (const shape of [...shapes(outlines.near, 'map__near'), ...shapes(outlines.home, 'map__land')]) shape.addTo(this.#map);
    this.#map.getPane('overlayPane')?.setAttribute('aria-hidden', 'true');
    this.#bubbles.addTo(this.#map);
    this.#map.setView([34, 9.5], 6);
    this.#map.on('moveend', moved);
  }

  show(bubbles: Bubble[]): void {
    this.#bubbles.clearLayers();
    for (const bubble of bubbles) this.#marker(bubble).addTo(this.#bubbles);
  }

  #marker({ place, count, sign, title, label, chosen, act }: Bubble): L.Marker {
    const size = count === 1 && sign ? 34 : Math.round(26 + 9 * Math.log10(count));
    const html = document.createElement('span');
    html.textContent = sign || String(count);
    const className = ['map__bubble', sign && 'map__bubble--one', chosen && 'map__bubble--on'].filter(Boolean).join(' ');
    const marker = L.marker([place.latitude, place.longitude], { icon: L.divIcon({ html, className, iconSize: [size, size] }), title, alt: title, keyboard: true });
    marker.on('add', () => marker.getElement()?.setAttribute('aria-label', title));
    marker.on('click', act);
    marker.on('keypress', (event) => (event as unknown as { originalEvent: KeyboardEvent }).originalEvent.key === 'Enter' && act());
    if (label) marker.bindTooltip(label, { permanent: true, direction: 'bottom', offset: [0, size / 2 - 2], className: 'map__label' });
    return marker;
  }

  /** Under the bubbles; the outlines become lines over it. */
  tile({ url, maxZoom }: Tiles): void {
    this.#map.setMaxZoom(Math.max(closestZoom, maxZoom));
    L.tileLayer(url, { maxNativeZoom: maxZoom, maxZoom: Math.max(closestZoom, maxZoom) }).addTo(this.#map);
    this.#map.getContainer().dataset.tiled = '';
  }

  /** Tells where one clicks. */
  picked(tell: (place: Place) => void): void {
    this.#map.on('click', ({ latlng }) => tell({ latitude: Math.round(latlng.lat * 1e5) / 1e5, longitude: Math.round(latlng.lng * 1e5) / 1e5 }));
  }
  fit(places: Place[]): void {
    if (places.length === 0) return;
    this.#map.fitBounds(L.latLngBounds(places.map((p) => [p.latitude, p.longitude] as L.LatLngTuple)), { padding: [48, 48], maxZoom: 8, animate: false });
  }
  go(place: Place, zoom: number): void {
    this.#map.setView([place.latitude, place.longitude], Math.max(zoom, this.zoom));
  }
  get zoom(): number {
    return this.#map.getZoom();
  }
  zoomBy(steps: number): void {
    this.#map.setZoom(this.zoom + steps);
  }
  get corners(): [Place, Place] {
    const bounds = this.#map.getBounds();
    return [
      { latitude: Math.max(-90, bounds.getSouth()), longitude: Math.max(-180, bounds.getWest()) },
      { latitude: Math.min(90, bounds.getNorth()), longitude: Math.min(180, bounds.getEast()) }
    ];
  }
  resized(): void {
    this.#map.invalidateSize({ animate: false });
  }
  remove(): void {
    this.#map.remove();
  }
}
