import { own, plain, type RequestRows } from './rows.ts';

/** What the platform offers beside its business: its document, its books, its clock. */
export const platformRequests: RequestRows = {
  getHealth: plain('/healthz'),
  getDocument: plain('/openapi.json'),
  getReference: plain('/docs'),
  getReferenceAsset: plain('/docs/start.js'),
  getProblem: plain('/problems/credit-limit-exceeded'),

  listEvents: plain('/v1/events'),
  listAuditLog: plain('/v1/audit-log'),
  listMessages: plain('/v1/messages'),
  getNotificationSettings: plain('/v1/notification-settings'),
  changeNotificationSettings: own(() => ({
    path: '/v1/notification-settings',
    body: { textMessages: false },
  })),
  listJournals: plain('/v1/ledger/journals'),
  getTrialBalance: plain('/v1/ledger/trial-balance'),
  verifyLedger: plain('/v1/ledger:verify'),

  getClock: plain('/v1/test/clock'),
  advanceClock: plain('/v1/test/clock/advance', { hours: 1 }),
  listTestMessages: plain('/v1/test/messages'),
  listScenarios: plain('/v1/test/scenarios'),
  setScenario: plain('/v1/test/scenarios', {
    counterparty: 'bureau',
    behaviour: 'review',
    times: 1,
    match: { name: '株式会社どこにもない' },
  }),
};
