import assert from 'node:assert/strict';
import { instant } from '../shared/clock.ts';
import { idFrom } from '../shared/ids.ts';
import type { Bureau } from './bureau.ts';
import type { BureauReport } from './bureau-report.ts';
import { type Examination, withFinding } from './examination.ts';
import type { CaseInput, CasePorts } from './screening-case.ts';

export interface BureauPorts extends CasePorts {
  readonly bureau: Bureau;
}

/**
 * AskBureau: one inquiry per examination, whatever happens on the way. The inquiry is written down before the bureau hears of
 * it; a step that finds it written down inquires first, because its last try may have arrived (decision 6). Asking again is
 * under the same id, and the bureau's report on an id is always the same.
 */
export async function askBureau(ports: BureauPorts, input: CaseInput): Promise<void> {
  const { examination } = await ports.cases.load(input);
  if (examination.state === 'decided' || examination.bureauReport) return;
  const asking = examination.inquiry ? examination : await writeDown(ports, examination);
  const inquiryId = inquiryIdOf(asking);
  const told = examination.inquiry && (await ports.bureau.inquire(inquiryId));
  const bureauReport = told ?? (await ports.bureau.ask({ inquiryId, company: asking.company }));
  assertAbout(bureauReport, asking);
  await ports.cases.saveExamination(withFinding(asking, { bureauReport }, instant(ports.clock)));
}

const inquiryIdOf = ({ examinationId }: Examination): string => idFrom('inq', examinationId);

async function writeDown({ cases, clock }: BureauPorts, examination: Examination): Promise<Examination> {
  const askedAt = instant(clock);
  const asking = withFinding(examination, { inquiry: { inquiryId: inquiryIdOf(examination), askedAt } }, askedAt);
  await cases.saveExamination(asking);
  return asking;
}

/** A report on somebody else must not decide anything: the step fails, and a person looks at it. */
function assertAbout(
  { corporateNumber: told }: BureauReport,
  { company: { corporateNumber: asked } }: Examination,
): void {
  const isAnother = told !== undefined && asked !== undefined && told !== asked;
  assert(!isAnother, 'the bureau reported on another corporate number');
}
