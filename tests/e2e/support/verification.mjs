// An association that waits for the verifiers, and people who may look at it.
import { newcomer } from './newcomers.mjs';
import { until } from './stack.mjs';

const organisations = 'wasl.directory.v1.OrganisationService';

export function newVerifier(stack, name, language) {
  const email = newcomer(stack, name, language);
  stack.sql(stack.database, `insert into platform_roles (person_id, role) select id, 'verifier' from people where email_key = '${email}'`);
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

/** `paper`: the name of a file that proves it. */
export async function submitted(stack, token, profile = odd, paper = '') {
  const { organisationId, version } = await draft(stack, token, profile);
  if (paper) await stack.call(`${organisations}/AddPaper`, { organisationId, fileId: await uploaded(stack, token, paper, 'JORT 2019/114') }, token);
  await stack.call(`${organisations}/SubmitDraft`, { organisationId, version }, token);
  return organisationId;
}

/** A file of the caller's own; answers with its id. */
export async function uploaded(stack, token, name, text) {
  const headers = { Authorization: `Bearer ${token}`, 'Tus-Resumable': '1.0.0' };
  const metadata = `filename ${Buffer.from(name).toString('base64')}`;
  const made = await fetch(`${stack.origin}/media/uploads`, { method: 'POST', headers: { ...headers, 'Upload-Length': String(text.length), 'Upload-Metadata': metadata } });
  const where = new URL(made.headers.get('location'), stack.origin);
  await fetch(where, { method: 'PATCH', headers: { ...headers, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }, body: text });
  const look = () => stack.call('wasl.media.v1.MediaService/GetUpload', { id: where.pathname.split('/').at(-1) }, token);
  return (await until(async () => (await look()).attachment, 'the file is there')).id;
}
