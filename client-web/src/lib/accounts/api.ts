import { AccountsService, Language as WireLanguage, type Me as WireMe } from '$lib/gen/wasl/accounts/v1/accounts_pb';
import type { Language } from '$lib/i18n/preferences.svelte';
import { callHttp } from '$lib/wire/http';

const { method } = AccountsService;

export interface Me {
  id: string;
  name: string;
  email: string;
  language: Language | '';
  /** What the platform trusts them with: 'verifier'. */
  roles?: string[];
  /** A file. */
  picture?: string;
}

export interface SignInSession {
  id: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  current: boolean;
}

const wireLanguages = { ar: WireLanguage.AR, fr: WireLanguage.FR, en: WireLanguage.EN };

export function fromWireLanguage(language: WireLanguage): Language | '' {
  if (language === WireLanguage.AR) return 'ar';
  if (language === WireLanguage.FR) return 'fr';
  return language === WireLanguage.EN ? 'en' : '';
}

const toMe = (me: WireMe | undefined): Me => ({
  id: me?.card?.id ?? '',
  name: me?.card?.name ?? '',
  email: me?.email ?? '',
  language: fromWireLanguage(me?.language ?? WireLanguage.UNSPECIFIED),
  roles: me?.roles ?? [],
  ...(me?.card?.pictureId !== '0' && { picture: me?.card?.pictureId })
});

export const signUp = (name: string, email: string, password: string, language: Language) =>
  callHttp(method.signUp, { name, email, password, language: wireLanguages[language] });

export const confirmEmail = async (token: string) => (await callHttp(method.confirmEmail, { token })).email;

export const signIn = async (email: string, password: string, staySignedIn: boolean) =>
  toMe((await callHttp(method.signIn, { email, password, staySignedIn })).me);

export const signOut = () => callHttp(method.signOut, {});
export const requestPasswordReset = (email: string) => callHttp(method.requestPasswordReset, { email });

export const resetPassword = async (token: string, password: string) =>
  (await callHttp(method.resetPassword, { token, password })).email;

export const getMe = async () => toMe((await callHttp(method.getMe, {})).me);
export const setLanguage = (language: Language) => callHttp(method.setLanguage, { language: wireLanguages[language] });

export async function listSessions(): Promise<SignInSession[]> {
  const { sessions } = await callHttp(method.listSessions, {});
  return sessions.map((s) => ({
    id: s.id,
    userAgent: s.userAgent,
    createdAt: Number(s.createdAtMs),
    lastSeenAt: Number(s.lastSeenAtMs),
    current: s.current
  }));
}

export const endSession = (sessionId: string) =>
  callHttp(method.endSession, { which: { case: 'sessionId', value: sessionId } });

export const endAllOthers = () => callHttp(method.endSession, { which: { case: 'allOthers', value: true } });
