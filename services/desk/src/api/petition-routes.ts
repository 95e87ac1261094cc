import { pipeline } from 'node:stream/promises';
import type { Stored } from '@yihaotong/document-store';
import type { Seal, Sealed } from '@yihaotong/petition-event';
import { type Response, Router } from 'express';
import type { SignedIn } from '../people/people.ts';
import { may, unitOf } from '../people/rights.ts';
import type { Original } from '../project/petitions.ts';
import { petitionPage } from '../query/petition-page.ts';
import { listPetitions } from '../query/petitions.ts';
import type { PetitionBody } from '../store/bodies.ts';
import { allowed, type Desk, note, param } from './context.ts';
import { ApiError, read } from './http.ts';
import { type PetitionAnswer, petitionListQuery, type RevealAnswer, reveal } from './schema.ts';

/** A petition's page, its attachments, and the opening of what is sealed. */
export function petitionRoutes(desk: Desk): Router {
  const { collections, platform } = desk;
  const router = Router();

  router.get(
    '/petitions',
    allowed(desk, 'readAll', async (request, response) => {
      response.json(await listPetitions(collections, read(petitionListQuery, request.query)));
    }),
  );

  router.get(
    '/petitions/:petitionId',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { petition, caseId } = await visiblePetition(desk, who, param(request, 'petitionId'));
      const page = await petitionPage(collections, petition, caseId, unitOf(who.user));
      const isInCase = caseId !== null;
      const answer: PetitionAnswer = {
        ...page,
        may: { reveal: may(who.user, 'reveal'), correct: isInCase && may(who.user, 'correct') },
      };
      response.json(answer);
    }),
  );

  router.post(
    '/petitions/:petitionId/reveal',
    allowed(desk, 'reveal', async (request, response, who) => {
      const { petition } = await visiblePetition(desk, who, param(request, 'petitionId'));
      const { reason } = read(reveal, request.body);
      await note(desk, who, { action: 'petition.revealed', target: petition.id, reason });
      response.set('Cache-Control', 'no-store').json(opened(petition.body, platform.seal));
    }),
  );

  router.get(
    '/petitions/:petitionId/attachments/:attachmentId',
    allowed(desk, 'readCases', async (request, response, who) => {
      const { petition } = await visiblePetition(desk, who, param(request, 'petitionId'));
      const wanted = param(request, 'attachmentId');
      const declared = petition.body.petition.attachments.find(({ id }) => id === wanted);
      const stored = declared && (await collections.attachments.get(`${petition.id}/${declared.id}`));
      const sha256 = stored?.body.sha256 ?? null;
      const file = sha256 === null ? null : await desk.blobs.file(sha256);
      if (!declared || !stored || !file) throw new ApiError('not-found', 'the attachment is not here (yet)');
      await note(desk, who, { action: 'attachment.downloaded', target: `${petition.id}/${declared.id}` });
      asDownload(response, declared.name, stored.body.mediaType, file.size);
      // A reader that goes away ends the stream; there is nobody to tell.
      await pipeline(file.stream(), response).catch(() => response.destroy());
    }),
  );
  return router;
}

/** The petition, if the reader may see it: a unit sees those of its cases. */
async function visiblePetition(
  { collections }: Desk,
  { user }: SignedIn,
  id: string,
): Promise<{ petition: Stored<PetitionBody>; caseId: string | null }> {
  const petition = await collections.petitions.get(id);
  const caseId = (await collections.links.get(id))?.body.caseId ?? null;
  const unitId = unitOf(user);
  const isOwn = unitId === null || (caseId !== null && (await collections.cases.get(caseId))?.body.unitId === unitId);
  if (!petition || !isOwn) throw new ApiError('not-found', 'there is no such petition');
  return { petition, caseId };
}

function opened(body: PetitionBody, seal: Seal): RevealAnswer {
  const open = (sealed: Sealed | null) => (sealed === null ? null : seal.open(sealed));
  const { citizen } = body.petition;
  const shown: Original = { title: body.title, text: body.text, place: body.placeText };
  const original: Original = body.original === null ? shown : JSON.parse(seal.open(body.original));
  return { name: open(citizen.name), phone: open(citizen.phone), identity: open(citizen.identity), ...original };
}

const MEDIA_TYPE = /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/i;

/** What a citizen sent is never shown inside the console's own origin. */
function asDownload(response: Response, name: string, mediaType: string, size: number): void {
  response.attachment(name || 'attachment');
  response.set({
    'Content-Type': MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream',
    'Content-Length': String(size),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, no-store',
  });
}
