import { ImportService, ImportState, type ImportError, type ImportJob } from '$lib/gen/wasl/directory/v1/imports_pb';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { line } from '$lib/wire/line';
import type { Job, JobState, Preview, RowError } from './model';

const { method } = ImportService;

knowReasons({
  'imports.too_large': m.error_imports_large,
  'imports.open': m.error_imports_open,
  'imports.no_name': m.import_needs_name,
  'verification.verifiers_only': m.verify_only_text
});

const states: Record<ImportState, JobState> = {
  [ImportState.IMPORT_UNSPECIFIED]: 'failed',
  [ImportState.IMPORT_UPLOADING]: 'uploading',
  [ImportState.IMPORT_READING]: 'reading',
  [ImportState.IMPORT_READY]: 'ready',
  [ImportState.IMPORT_RUNNING]: 'running',
  [ImportState.IMPORT_DONE]: 'done',
  [ImportState.IMPORT_CANCELLED]: 'cancelled',
  [ImportState.IMPORT_FAILED]: 'failed'
};

function toJob(wire: ImportJob | undefined): Job {
  if (!wire) throw new Error('an answer without its import');
  return {
    id: wire.id,
    name: wire.name,
    state: states[wire.state],
    size: Number(wire.size),
    received: Number(wire.received),
    encoding: wire.encoding,
    header: [...wire.header],
    fields: [...wire.fields],
    publish: wire.publish,
    dryRun: wire.dryRun,
    rows: wire.rowCount,
    done: wire.rowsDone,
    made: wire.madeCount,
    skipped: wire.skippedCount,
    failed: wire.failedCount,
    failure: wire.failure,
    createdAt: Number(wire.createdAtMs)
  };
}

const toError = ({ row, field, reason, value }: ImportError): RowError => ({ row, field, reason, value });

export const beginImport = async (name: string, size: number, encoding: string) => toJob((await line.call(method.beginImport, { name, size: BigInt(size), encoding })).job);

/** Where to go on. */
export const uploadPart = async (importId: string, at: number, data: Uint8Array) => Number((await line.call(method.uploadImportPart, { importId, at: BigInt(at), data })).received);

export const getImport = async (importId: string) => toJob((await line.call(method.getImport, { importId })).job);

export const listImports = async () => (await line.call(method.listImports, {})).jobs.map(toJob);

export async function mapImport(importId: string, fields: string[], publish: boolean): Promise<{ job: Job; preview: Preview[] }> {
  const { job, preview } = await line.call(method.mapImport, { importId, fields, publish });
  return { job: toJob(job), preview: preview.map(({ row, profile, errors }) => ({ row, profile, errors: errors.map(toError) })) };
}

export const runImport = async (importId: string, dryRun: boolean) => toJob((await line.call(method.runImport, { importId, dryRun })).job);

export const cancelImport = async (importId: string) => toJob((await line.call(method.cancelImport, { importId })).job);

/** Those of the next rows after `afterRow`. */
export async function listErrors(importId: string, afterRow: number): Promise<{ errors: RowError[]; more: boolean }> {
  const { errors, more } = await line.call(method.listImportErrors, { importId, afterRow });
  return { errors: errors.map(toError), more };
}
