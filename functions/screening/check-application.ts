import { identityOf, People } from '../buyers/company.ts';
import { normalEmail } from '../shared/japanese.contract.ts';
import { refuseExamination } from './examination.refusals.ts';
import { examinedPeople } from './examination.ts';
import { type CaseInput, type CasePorts, openPeople } from './screening-case.ts';

/**
 * ValidateApplication: what screening relies on is there and readable, before anybody outside is asked. The API has checked
 * the same once, but weeks and versions of the code may lie between.
 */
export async function validateApplication({ cases, vault }: CasePorts, input: CaseInput): Promise<void> {
  const { examination } = await cases.load(input);
  if (examination.state === 'decided') return;
  const { appliedOn, company } = examination;
  const people = People.safeParse(await vault.open(examinedPeople(examination), examination.people));
  if (!people.success) {
    const fields = people.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw refuseExamination('ApplicationInvalid', `The application's people are not valid: ${fields}.`);
  }
  if (company.establishedOn !== undefined && company.establishedOn > appliedOn) {
    throw refuseExamination('ApplicationInvalid', 'The company was established after it applied.');
  }
}

export interface EmailPorts extends CasePorts {
  /** Whether the address belongs to this company in the credit side's register. */
  readonly emails: { isClaimedBy(emailMac: string, company: ReturnType<typeof identityOf>): Promise<boolean> };
}

/** CheckEmail: the application claimed the address in its own transaction; this holds the register to that. */
export async function checkEmail({ cases, vault, emails }: EmailPorts, input: CaseInput): Promise<void> {
  const { examination } = await cases.load(input);
  if (examination.state === 'decided') return;
  const { contact } = await openPeople(vault, examination);
  const emailMac = await vault.blindIndex('email', normalEmail(contact.email));
  if (await emails.isClaimedBy(emailMac, identityOf(examination.company))) return;
  throw refuseExamination('EmailNotClaimed', 'The e-mail address is not registered for this company.');
}
