// An association that waits for the verifiers, and people who may look at it.
import { newcomer, idOf } from './newcomers.mjs';

const organisations = 'wasl.directory.v1.OrganisationService';

/** From now on, in sessions that begin. */
export function makeVerifier(stack, email) {
  stack.sql(stack.database, `insert into platform_roles (person_id, role) select id, 'verifier' from people where email_key = '${email}'`);
}

export function newVerifier(stack, name, language) {
  const email = newcomer(stack, name, language);
  makeVerifier(stack, email);
  return email;
}

let made = 1;

/** What is odd in it: the place is not in Tunisia, a Latin letter stands in an Arabic word, and the name is nearly that of another one. */
export const odd = {
  kind: 'ORGANISATION_ASSOCIATION',
  name: { ar: 'بذرة أمoل', fr: 'Bidhrat Amel' },
  abbreviation: 'BA',
  sectors: ['youth', 'culture'],
  region: 'TN-61',
  locality: { fr: 'Sfax', ar: 'صفاقس' },
  place: { latitude: 48.85, longitude: 2.35 },
  mission: { fr: 'Accompagner les jeunes des quartiers de Sfax vers un premier emploi.', ar: 'مرافقة شباب أحياء صفاقس نحو أول عمل.' },
  description: { fr: 'Créée par quinze bénévoles, elle anime deux locaux et un jardin partagé.' },
  registrationNumber: 'JORT 2019/114',
  president: 'Amel Chaari',
  foundedYear: 2019,
  size: { members: 'COUNT_10_TO_49', budget: 'BUDGET_5K_TO_20K' },
  contacts: [
    { kind: 'CONTACT_PHONE', value: '+216 74 000 111', public: true },
    { kind: 'CONTACT_EMAIL', value: 'bureau@bidhrat-amel.example', public: false }
  ],
  website: 'https://bidhrat-amel.example'
};

export async function draft(stack, token, profile = odd) {
  const answer = await stack.call(`${organisations}/RegisterOrganisation`, { clientId: String(Date.now() * 1000 + made++), profile }, token);
  return answer.draft;
}

export async function submitted(stack, token, profile = odd) {
  const { organisationId, version } = await draft(stack, token, profile);
  await stack.call(`${organisations}/SubmitDraft`, { organisationId, version }, token);
  return organisationId;
}

export { idOf, newcomer };
