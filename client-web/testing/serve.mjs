// Serves build/ and a server made of invented people: npm run build && npm run fake-server, then sign in as p1@exemple.tn / motdepasse.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const load = async (name) => (await runnerImport(join(here, name), { configFile: false })).module;
const { FakeServer } = await load('fake.ts');
const { demoWorld } = await load('demo.ts');
const port = await new FakeServer(demoWorld(), join(here, '..', 'build')).listen(Number(process.env.PORT ?? 8080));
console.log(`http://127.0.0.1:${port}`);
