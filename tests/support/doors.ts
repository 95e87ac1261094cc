import { type Gateway, KEY } from './gateway.ts';

/** What a citizen sends, by whichever door. */
export interface Said {
  text: string;
  phone: string;
  address: string;
}

export interface Sent {
  petitionId: string;
  queryCode: string;
}

/** The three doors of the app channel. */
export const DOORS = { 'the JSON API': byApi, Open311: byOpen311, 'the web form': byForm } as const;

async function byApi(gateway: Gateway, { text, phone, address }: Said): Promise<Sent> {
  const response = await gateway.post({ text, citizen: { identity: phone, phone }, place: { text: address } });
  if (response.status !== 201) throw new Error(`the API answered ${response.status}`);
  const { id, queryCode } = (await response.json()) as { id: string; queryCode: string };
  return { petitionId: id, queryCode };
}

async function byOpen311(gateway: Gateway, { text, phone, address }: Said): Promise<Sent> {
  const response = await fetch(`${gateway.url}/open311/v2/requests.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ api_key: KEY, description: text, phone, address_string: address }),
  });
  if (response.status >= 300) throw new Error(`Open311 answered ${response.status}: ${await response.text()}`);
  const [request] = (await response.json()) as { service_request_id: string }[];
  const petitionId = request?.service_request_id ?? '';
  const { queryCode } = await gateway.get<{ queryCode: string }>(`/api/v1/petitions/${petitionId}`);
  return { petitionId, queryCode };
}

async function byForm(gateway: Gateway, { text, phone, address }: Said): Promise<Sent> {
  const page = await fetch(`${gateway.url}/submit`);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const token = /name="token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const sent = await fetch(`${gateway.url}/submit?lang=zh`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token, text, phone, place: address }),
  });
  if (sent.status !== 303) throw new Error(`the form answered ${sent.status}`);
  const queryCode = new URL(sent.headers.get('location') ?? '', gateway.url).searchParams.get('code') ?? '';
  const { id } = await gateway.get<{ id: string }>(`/api/v1/petitions/by-code/${queryCode}`);
  return { petitionId: id, queryCode };
}
