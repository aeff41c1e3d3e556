import type { Profile } from '$lib/gen/wasl/directory/v1/organisations_pb';

export type JobState = 'uploading' | 'reading' | 'ready' | 'running' | 'done' | 'cancelled' | 'failed';

/** A file of organisations on its way into the directory. */
export interface Job {
  id: string;
  name: string;
  state: JobState;
  size: number;
  received: number;
  encoding: string;
  header: string[];
  /** For each column the field that it becomes; '': none. */
  fields: string[];
  /** At once, without a verifier's mark. */
  publish: boolean;
  dryRun: boolean;
  rows: number;
  done: number;
  made: number;
  skipped: number;
  failed: number;
  failure: string;
  createdAt: number;
}

export interface RowError {
  row: number;
  field: string;
  reason: string;
  value: string;
}

export interface Preview {
  row: number;
  profile: Profile | undefined;
  errors: RowError[];
}

/** As the server names them; a file's column becomes one of these. */
export const fieldNames = [
  'name.ar', 'name.fr', 'name.en', 'kind', 'abbreviation', 'sectors', 'region', 'country', 'locality.ar', 'locality.fr', 'locality.en', 'latitude', 'longitude',
  'mission.ar', 'mission.fr', 'mission.en', 'description.ar', 'description.fr', 'description.en', 'track_record.ar', 'track_record.fr', 'track_record.en', 'founded_year', 'registration_number', 'president', 'languages', 'email', 'phone', 'whatsapp',
  'fax', 'address', 'public_email', 'public_phone', 'public_whatsapp', 'public_fax', 'public_address', 'website', 'social_links'
] as const;
export type FieldName = (typeof fieldNames)[number];

export const encodings = ['utf-8', 'windows-1256', 'windows-1252', 'utf-16'] as const;
export const largestFile = 64 * 1024 * 1024;

export const working = ({ state }: Job) => state === 'uploading' || state === 'reading' || state === 'running';

/** Of what is under way, 0 to 100. */
export function percentOf({ state, size, received, rows, done }: Job): number {
  const [part, whole] = state === 'uploading' ? [received, size] : [done, rows];
  return whole > 0 ? Math.floor((100 * part) / whole) : 0;
}

/** A trial that is over can be followed by another, or by the import itself. */
export const tried = ({ state, dryRun }: Job) => state === 'done' && dryRun;
export const open = (job: Job) => job.state === 'ready' || tried(job);

export const hasName = (fields: string[]) => fields.some((field) => field.startsWith('name.'));

/** Columns that would become the same: each field is one column's. */
export const doubled = (fields: string[]) => [...new Set(fields.filter((field, i) => field && fields.indexOf(field) !== i))];
