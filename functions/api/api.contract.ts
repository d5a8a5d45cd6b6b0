import * as z from 'zod/mini';
import { contract } from '../shared/contract.ts';

const tag = 'About';

export const getHealth = contract({
  operation: 'getHealth',
  method: 'GET',
  path: '/healthz',
  tag,
  summary: 'Tells whether the service can work',
  audience: 'public',
  answers: { 200: { description: 'It can.', schema: z.object({ status: z.literal('ok') }) } },
  refusals: ['NotReady'],
});

export const getDocument = contract({
  operation: 'getDocument',
  method: 'GET',
  path: '/openapi.json',
  tag,
  summary: 'Gives this document',
  audience: 'public',
  answers: { 200: { description: 'An OpenAPI 3.1 document.', schema: z.looseObject({ openapi: z.string() }) } },
});

export const getReference = contract({
  operation: 'getReference',
  method: 'GET',
  path: '/docs',
  tag,
  summary: 'Shows this document as a page',
  audience: 'public',
  answers: { 200: { description: 'The page (text/html).' } },
});

export const getReferenceAsset = contract({
  operation: 'getReferenceAsset',
  method: 'GET',
  path: '/docs/{asset}',
  tag,
  summary: 'Gives a part of the page',
  audience: 'public',
  params: z.object({ asset: z.string() }),
  answers: { 200: { description: 'A script or a style sheet.' } },
  refusals: ['RouteNotFound'],
});

export const getProblem = contract({
  operation: 'getProblem',
  method: 'GET',
  path: '/problems/{name}',
  tag,
  summary: 'Explains a problem: the page that the `type` of a problem names',
  audience: 'public',
  params: z.object({ name: z.string() }),
  answers: { 200: { description: 'What it means and what to do.', mediaTypes: ['text/html; charset=utf-8'] } },
  refusals: ['RouteNotFound'],
});

export const apiContracts = [getHealth, getDocument, getReference, getReferenceAsset, getProblem];
