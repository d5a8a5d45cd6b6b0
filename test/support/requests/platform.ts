import { plain, type RequestRows } from './rows.ts';

/** What the platform offers beside its business: its document, its books, its clock. */
export const platformRequests: RequestRows = {
  getHealth: plain('/healthz'),
  getDocument: plain('/openapi.json'),
  getReference: plain('/docs'),
  getReferenceAsset: plain('/docs/start.js'),

  listEvents: plain('/v1/events'),
  listAuditLog: plain('/v1/audit-log'),
  listJournals: plain('/v1/ledger/journals'),
  getTrialBalance: plain('/v1/ledger/trial-balance'),
  verifyLedger: plain('/v1/ledger:verify'),

  getClock: plain('/v1/test/clock'),
  advanceClock: plain('/v1/test/clock/advance', { hours: 1 }),
  listScenarios: plain('/v1/test/scenarios'),
  setScenario: plain('/v1/test/scenarios', {
    counterparty: 'bureau',
    behaviour: 'review',
    times: 1,
    match: { name: '株式会社どこにもない' },
  }),
};
