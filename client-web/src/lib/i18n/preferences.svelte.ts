import { loadMessages } from './messages.svelte';

export const languages = ['ar', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];
export type Theme = 'system' | 'light' | 'dark';

interface Stored {
  language?: Language;
  theme?: Theme;
  saver?: boolean;
  shortcuts?: boolean;
}

const key = 'wasl.preferences';

function read(): Stored {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Stored;
  } catch {
    return {};
  }
}

/** Of this device. The script in app.html applies them before the first paint; this class afterwards. */
class Preferences {
  #stored: Stored = read();
  #language = $state<Language>(documentLanguage());
  #theme = $state<Theme>(this.#stored.theme ?? 'system');
  #shortcuts = $state(this.#stored.shortcuts ?? true);
  #saver = $state('saver' in document.documentElement.dataset);
  /** The language was chosen by hand since the page was loaded. */
  languageChosen = false;

  get language(): Language {
    return this.#language;
  }
  /** Words first: the page never shows one language in the direction of another. */
  async useLanguage(language: Language): Promise<void> {
    await loadMessages(language, false);
    this.#language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
    this.#write({ language });
  }

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    this.#write({ theme });
  }

  /** Keys that act on the page: WCAG 2.1.4 wants them to be switched off. */
  get shortcuts(): boolean {
    return this.#shortcuts;
  }
  set shortcuts(shortcuts: boolean) {
    this.#shortcuts = shortcuts;
    this.#write({ shortcuts });
  }

  get saver(): boolean {
    return this.#saver;
  }
  set saver(saver: boolean) {
    this.#saver = saver;
    if (saver) document.documentElement.dataset.saver = '';
    else delete document.documentElement.dataset.saver;
    this.#write({ saver });
  }

  #write(change: Stored): void {
    this.#stored = { ...this.#stored, ...change };
    try {
      localStorage.setItem(key, JSON.stringify(this.#stored));
    } catch {
      // Storage may be refused: the choice then lasts as long as the page.
    }
  }
}

function documentLanguage(): Language {
  const lang = document.documentElement.lang as Language;
  return languages.includes(lang) ? lang : 'ar';
}

export const preferences = new Preferences();

let late: Promise<void> | undefined;

/** A part of a first screen that comes later and brings words of its own: tools/words.mjs keeps those out of the first ones. */
export async function withLateWords<T>(part: Promise<T>): Promise<T> {
  late ??= loadMessages(preferences.language, true).catch((error) => {
    late = undefined;
    throw error;
  });
  await late;
  return part;
}
