export interface Toast {
  id: number;
  text: string;
}

const shownMs = 6000;
let nextId = 1;
let list = $state.raw<Toast[]>([]);

/** Short news; never the only place of an error. */
export const toasts = {
  get list() {
    return list;
  },
  show(text: string): void {
    const toast = { id: nextId++, text };
    list = [...list.slice(-2), toast];
    setTimeout(() => (list = list.filter((t) => t !== toast)), shownMs);
  }
};
