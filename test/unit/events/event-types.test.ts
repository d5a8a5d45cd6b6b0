import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '../../../functions/api/openapi.ts';
import { digestType } from '../../../functions/drift/drift-digest.ts';
import { listEvents } from '../../../functions/events/event.contract.ts';
import { eventFilters, eventTypes, staffTypes } from '../../../functions/events/event-types.ts';
import { isListenedTo, listenedTypes } from '../../../functions/events/listened.ts';
import { plans } from '../../../functions/notifications/plan.ts';
import { fieldErrors } from '../../../functions/shared/field-errors.ts';
import { createEndpoint } from '../../../functions/webhooks/endpoint.contract.ts';

const listed = Object.keys(eventTypes);
const staff = Object.keys(staffTypes);
const families = new Set(listed.map((type) => type.split('.')[0] ?? ''));

/** What stands in the sources in the form of a type of event: those of a known family, and all in files that tell some. */
const written = globSync('functions/**/*.ts', { exclude: ['functions/events/event-types.ts'] }).flatMap((file) => {
  const text = readFileSync(file, 'utf8');
  const tells = /\boutbox\b\s*:|\bevent: '/.test(text);
  const found = [...text.matchAll(/'([a-z_]+)\.([a-z_]+)'/g)];
  return found.flatMap(([, family = '', what]) => (tells || families.has(family) ? [`${family}.${what}`] : []));
});

describe('the list of event types', () => {
  test('has every type that a capability tells: a new one is added to functions/events/event-types.ts', () => {
    expect(written.length).toBeGreaterThan(listed.length);
    expect([...new Set(written)].filter((type) => !listed.includes(type) && !staff.includes(type))).toEqual([]);
  });

  test('has none that nobody tells', () => {
    expect([...listed, ...staff].filter((type) => !written.includes(type))).toEqual([]);
  });

  test('has all that people are written to about', () => {
    expect(plans.map(({ on }) => on).filter((type) => type !== digestType && !listed.includes(type))).toEqual([]);
    expect(listenedTypes.filter((type) => !eventFilters.includes(type))).toEqual([]);
  });

  test('has nothing that is for staff alone, and nobody is written to about that', () => {
    expect(staff.filter((type) => listed.includes(type) || isListenedTo(type))).toEqual([]);
  });

  test('is the table of docs/webhooks.md', () => {
    const rows = [...readFileSync('docs/webhooks.md', 'utf8').matchAll(/^\| `([a-z_.]+)` \| (.+) \|$/gm)];
    const shown = rows.filter(([, type = '']) => type.includes('.')).map(([, type, what]) => [type, what]);
    expect(shown).toEqual(Object.entries(eventTypes));
  });

  test('is the webhooks of the API document', () => {
    const document = openApiDocument({ contracts: [], refusals: [], examples: {} });
    expect(Object.keys(document.webhooks as object)).toEqual(listed);
  });
});

describe('a filter that can match nothing', () => {
  const endpoint = (...events: readonly string[]) =>
    createEndpoint.body.safeParse({ url: 'https://a.example', events }).success;
  const list = (type: string) => listEvents.query.safeParse({ type }).success;

  test('is refused for an endpoint and for a list', () => {
    for (const wrong of ['ordr.*', 'order.confirmd', 'order', 'order.*.*', '']) {
      expect(endpoint('order.*', wrong)).toBe(false);
      expect(list(wrong)).toBe(false);
    }
  });

  test('is told where the types are listed, and not all of them', () => {
    const body = { url: 'https://a.example', events: ['ordr.*'] };
    const { error } = createEndpoint.body.safeParse(body);
    expect(fieldErrors(error?.issues ?? [], '', body)).toEqual([
      { pointer: '/events/0', code: 'invalid_value', message: 'Must be one of the values that /openapi.json lists.' },
    ]);
  });

  test('is none of those that name a type or a family', () => {
    expect(endpoint('*', 'order.*', 'order.confirmed', 'merchant_application.*')).toBe(true);
    expect(list('order.*')).toBe(true);
    expect(list('order.confirmed')).toBe(true);
  });
});
