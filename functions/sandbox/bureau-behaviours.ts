/** What the emulated bureau can do, in words. `GET /v1/test/scenarios` shows this table, docs/sandbox.md explains it. */
export const bureauBehaviours = {
  approve: 'Reports a company with an unremarkable record: it is approved.',
  review: 'Reports a default of three years ago: a person has to decide.',
  reject: 'Reports a bankruptcy of a year ago: the application is rejected.',
  not_found: 'Does not know the company: a person has to decide.',
  slow: 'Answers after three seconds, within the time it is given. The report is that of approve.',
  error: 'Answers 500 and takes no inquiry.',
  timeout: 'Takes the inquiry and answers too late: the report is there for whoever inquires.',
  silent: 'Takes no inquiry and answers too late.',
  decline: 'Refuses the inquiry with 422.',
  duplicate: 'Takes the inquiry and says that it had it already, as after a lost answer.',
  malformed: 'Takes the inquiry and answers with text that is not JSON.',
} as const;
export type BureauBehaviour = keyof typeof bureauBehaviours;

/** One mark per behaviour: a corporate number that passes the check digit and is nobody's, and a part of a company's name. */
export const bureauMarks: readonly {
  readonly behaviour: BureauBehaviour;
  readonly corporateNumber: string;
  readonly name: string;
}[] = [
  { behaviour: 'review', corporateNumber: '7999900000101', name: 'サンドボックス要審査' },
  { behaviour: 'reject', corporateNumber: '6999900000102', name: 'サンドボックス否決' },
  { behaviour: 'not_found', corporateNumber: '5999900000103', name: 'サンドボックス該当なし' },
  { behaviour: 'slow', corporateNumber: '4999900000104', name: 'サンドボックス遅延' },
  { behaviour: 'error', corporateNumber: '3999900000105', name: 'サンドボックス障害' },
  { behaviour: 'timeout', corporateNumber: '2999900000106', name: 'サンドボックス時間切れ' },
  { behaviour: 'silent', corporateNumber: '1999900000107', name: 'サンドボックス無応答' },
  { behaviour: 'decline', corporateNumber: '9999900000108', name: 'サンドボックス謝絶' },
  { behaviour: 'duplicate', corporateNumber: '8999900000109', name: 'サンドボックス重複' },
  { behaviour: 'malformed', corporateNumber: '6999900000110', name: 'サンドボックス乱文' },
];

/** How the bureau treats a company when no scenario says otherwise. */
export const markOf = (company: {
  readonly corporateNumber?: string | undefined;
  readonly name: string;
}): BureauBehaviour =>
  bureauMarks.find(
    ({ corporateNumber, name }) => corporateNumber === company.corporateNumber || company.name.includes(name),
  )?.behaviour ?? 'approve';
