import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bureauBehaviours, bureauMarks, markOf } from '../../../functions/sandbox/bureau-behaviours.ts';
import { fits, type Scenario } from '../../../functions/sandbox/scenario.ts';
import { SetScenario } from '../../../functions/sandbox/scenarios.contract.ts';
import { listScenarios, setScenario } from '../../../functions/sandbox/scenarios.ts';
import { readCorporateNumber } from '../../../functions/screening/corporate-number.ts';
import { indexSanctionsList, matchSubject } from '../../../functions/screening/match.ts';
import { syntheticList } from '../../../functions/screening/synthetic-list.ts';
import { fieldErrors } from '../../../functions/shared/field-errors.ts';
import { bodyOf } from '../../support/buyers.ts';

const document = readFileSync('docs/sandbox.md', 'utf8');
const rows = document.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

describe("the sandbox bureau's marks", () => {
  test.for(bureauMarks)('$behaviour: a number that passes its check digit, and a line of docs/sandbox.md', (mark) => {
    expect(readCorporateNumber(mark.corporateNumber).ok).toBe(true);
    const row = rows.find(([, behaviour]) => behaviour === `\`${mark.behaviour}\``);
    expect(row?.slice(2, 4)).toEqual([mark.corporateNumber, mark.name]);
    expect(markOf({ name: '株式会社みなと商会', corporateNumber: mark.corporateNumber })).toBe(mark.behaviour);
    expect(markOf({ name: `株式会社${mark.name}` })).toBe(mark.behaviour);
  });

  test('leave everybody else approved', () => {
    expect(markOf({ name: '株式会社みなと商会' })).toBe('approve');
    expect(markOf({ name: '株式会社みなと商会', corporateNumber: '7000012050002' })).toBe('approve');
  });

  test('are told apart: no two share a number or a name', () => {
    expect(new Set(bureauMarks.map(({ corporateNumber }) => corporateNumber)).size).toBe(bureauMarks.length);
    expect(
      bureauMarks.filter(({ name }) => bureauMarks.some((other) => other.name !== name && name.includes(other.name))),
    ).toEqual([]);
  });
});

describe('the names of docs/sandbox.md that are on the list', () => {
  const index = indexSanctionsList(syntheticList());
  const nobody = { familyName: '港', givenName: '太郎', familyNameKana: 'ミナト', givenNameKana: 'タロウ' };
  const company = { name: '株式会社みなと商会', nameKana: 'ミナトショウカイ' };
  const named = rows.filter(([, who]) => who === 'company' || who === 'representative');

  test('are some', () => {
    expect(named.length).toBeGreaterThan(4);
  });

  test.for(named)('%s %s', ([, who, name = '', reading = '', found = '']) => {
    const [familyName = '', givenName = ''] = name.split(' ');
    const [familyNameKana = '', givenNameKana = ''] = reading.split(' ');
    const subject =
      who === 'company'
        ? { company: { name, nameKana: reading }, representative: nobody }
        : { company, representative: { familyName, givenName, familyNameKana, givenNameKana } };
    const { decision, candidates } = matchSubject(index, subject);
    expect(found).toContain(`\`${decision}\``);
    if (decision === 'block') expect(found).toContain(String(candidates[0]?.programme));
  });
});

describe('scenarios', () => {
  const kept: Scenario[] = [];
  const ports = {
    clock: { now: () => Date.parse('2026-04-10T00:00:00Z') },
    scenarios: {
      add: async (one: Scenario) => void kept.push(one),
      active: async (counterparty: string) => kept.filter((one) => one.counterparty === counterparty),
    },
  };

  test('are set with what is left of them, and listed with every behaviour', async () => {
    const asked = SetScenario.parse({ counterparty: 'bureau', behaviour: 'error', times: 3 });
    const set = bodyOf<Scenario>(await setScenario(ports, asked));
    expect(set).toMatchObject({ behaviour: 'error', times: 3, remaining: 3, match: {} });
    const listed = bodyOf<{ items: Scenario[]; behaviours: { bureau: { behaviour: string }[] } }>(
      await listScenarios(ports),
    );
    expect(listed.items).toEqual([set]);
    expect(listed.behaviours.bureau.map(({ behaviour }) => behaviour)).toEqual(Object.keys(bureauBehaviours));
  });

  test.for([
    ['an emulator that there is not', { counterparty: 'weather', behaviour: 'rain' }],
    ['a behaviour that there is not', { counterparty: 'bureau', behaviour: 'rain' }],
    ['no times', { counterparty: 'bureau', behaviour: 'error', times: 0 }],
    ['a match by something unknown', { counterparty: 'bureau', behaviour: 'error', match: { colour: 'red' } }],
  ] as const)('are refused with %s', ([, asked]) => {
    expect(SetScenario.safeParse(asked).success).toBe(false);
  });

  test.for([
    ['mail', { name: 'みなと', to: 'a@example.jp' }, ['/match/name']],
    ['sms', { corporateNumber: '7000012050002', name: 'みなと' }, ['/match/corporateNumber', '/match/name']],
    ['bureau', { to: 'a@example.jp' }, ['/match/to']],
    ['mail', { to: 'a@example.jp' }, []],
  ] as const)('for %s are refused where %j names what it is not told', ([counterparty, match, wrong]) => {
    const asked = { counterparty, behaviour: 'error', match };
    const issues = SetScenario.safeParse(asked).error?.issues ?? [];
    expect(fieldErrors(issues, '', asked).map(({ pointer }) => pointer)).toEqual(wrong);
  });

  test('fit by number, by a part of the name, by both, or always', () => {
    const scenario = (match: Scenario['match']) => ({ ...(kept[0] as Scenario), match });
    const company = { name: '株式会社みなと商会', corporateNumber: '7000012050002' };
    expect(fits(scenario({}), company)).toBe(true);
    expect(fits(scenario({ name: 'みなと' }), company)).toBe(true);
    expect(fits(scenario({ name: 'みなと', corporateNumber: '1' }), company)).toBe(false);
    expect(fits(scenario({ corporateNumber: '7000012050002' }), company)).toBe(true);
    expect(fits(scenario({ corporateNumber: '7000012050002' }), { name: company.name })).toBe(false);
  });
});
