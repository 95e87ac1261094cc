import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, fact, type Row } from '../bench.ts';
import { drained, firstPage, ledgerOf } from '../gateway-state.ts';
import { petitionSource } from '../petitions.ts';
import { KEY, residentMegabytes, type Server, startGateway, withFolder } from '../processes.ts';

const PETITIONS = 100_000;
const BATCH = 500;
const TARGET_MB = 400;
/** No more than this many wait inside the gateway: they are on disk, and the bench is to end. */
const MOST_IN_FLIGHT = 5_000;

export const memory: Bench = {
  name: 'memory',
  title: `${PETITIONS.toLocaleString('en')} petitions stored`,
  how: `${PETITIONS.toLocaleString('en')} petitions in varied words, about 35 % of them about something that was said before, posted in batches of ${BATCH} to \`POST /api/v1/petitions/batch\` of the whole gateway; resident memory (\`ps\`) looked at every second, and 15 s after the last one had come through; then Ctrl-C and a second start on the same folder.`,
  run: (say) =>
    withFolder(async (folder) => {
      const first = await startGateway(folder);
      const filled = await fill(first, say).finally(() => first.stop());
      const since = performance.now();
      const second = await startGateway(folder);
      const seconds = (await firstPage(second.url, since)) / 1000;
      const through = (await onePetition(second.url, since)) / 1000;
      const after = residentMegabytes(second.pid);
      await second.stop();
      say(`memory: ${filled.settled.toFixed(0)} MB, second start ${seconds.toFixed(1)} s`);
      return table({ ...filled, seconds, through, after });
    }),
};

interface Filled {
  perSecond: number;
  settled: number;
  most: number;
}

async function fill({ url, pid }: Server, say: (line: string) => void): Promise<Filled> {
  await firstPage(url, 0);
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, residentMegabytes(pid));
  }, 1_000);
  const start = performance.now();
  const next = petitionSource(4);
  try {
    for (let sent = 0; sent < PETITIONS; sent += BATCH) {
      await postBatch(url, Array.from({ length: BATCH }, next));
      if (sent % 10_000 === 0) say(`  ${sent} sent, ${residentMegabytes(pid).toFixed(0)} MB`);
      while (await isBusy(url)) await pause(200);
    }
    await drained(url, say);
    const perSecond = PETITIONS / ((performance.now() - start) / 1000);
    await pause(15_000);
    return { perSecond, settled: residentMegabytes(pid), most };
  } finally {
    clearInterval(watch);
  }
}

async function isBusy(url: string): Promise<boolean> {
  const { behind, total } = await ledgerOf(url);
  return behind + total.inFlight > MOST_IN_FLIGHT;
}

async function postBatch(url: string, petitions: readonly unknown[]): Promise<void> {
  const response = await fetch(`${url}/api/v1/petitions/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-ndjson' },
    body: petitions.map((petition) => `${JSON.stringify(petition)}\n`).join(''),
  });
  const lines = (await response.text()).split('\n').filter(Boolean);
  const taken = lines.filter((line) => (JSON.parse(line) as { status: number }).status === 201).length;
  if (taken !== petitions.length) throw new Error(`of ${petitions.length} petitions ${taken} were taken in`);
}

/** Resolves when a petition that is sent now has its case; to milliseconds since `since`. */
async function onePetition(url: string, since: number): Promise<number> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const text = '临江区望江路9号门前的路灯不亮，请派人维修。';
  const posted = await fetch(`${url}/api/v1/petitions`, { method: 'POST', headers, body: JSON.stringify({ text }) });
  const { id } = (await posted.json()) as { id: string };
  for (;;) {
    const { state } = (await (await fetch(`${url}/api/v1/petitions/${id}`, { headers })).json()) as { state: string };
    if (state === 'handling') return performance.now() - since;
    await pause(20);
  }
}

function table(found: Filled & { seconds: number; through: number; after: number }): Row[] {
  const mb = (value: number) => `${value.toFixed(0)} MB`;
  return [
    {
      what: 'resident memory, when all have come through',
      figure: mb(found.settled),
      target: `< ${TARGET_MB} MB`,
      met: found.settled < TARGET_MB,
    },
    fact('the most on the way', mb(found.most)),
    fact('from sent to on the board, all together', `${found.perSecond.toFixed(0)} petitions a second`),
    fact('second start, to the first page', `${found.seconds.toFixed(1)} s`),
    fact('second start, to the first new petition in its case', `${found.through.toFixed(1)} s`),
    fact('resident memory after the second start', mb(found.after)),
  ];
}
