import { refuseRequest } from './request.refusals.ts';

/**
 * What one operator proposes another one decides (CAPABILITIES.md 5.8, D10: four eyes). Refuses the proposer as the decider.
 */
export function assertSecondPerson(proposedBy: string, decidedBy: string): void {
  if (proposedBy !== decidedBy) return;
  throw refuseRequest('SecondPersonRequired', 'Another operator than the one who proposed this has to decide it.');
}
