import { type Door, paid } from '../buyers/buyer.ts';
import type { Pattern } from './settings.ts';

export interface Entry {
  readonly state: 'not_applied' | 'awaiting_application' | 'under_review';
  readonly methods: readonly string[];
  /** The application goes out at once, without anybody clicking 申請する. */
  readonly applies: boolean;
}

export interface Entering {
  /** How the member may pay so far; of a new one, what was chosen for it. */
  readonly methods: readonly string[];
  /** Whether the box "Paid" is ticked on the registration form. A form that does not say leaves it as it was shown. */
  readonly ticked?: boolean | undefined;
}

/**
 * Where a member stands after one of the four doors (CAPABILITIES.md P3) under one of the four patterns of settings (P4);
 * docs/buyers.md has the whole table.
 *
 * The shop's approval of members decides for the doors at which the buyer acts: with automatic approval the application goes
 * out at once, with manual approval staff clicks 申請する. At the doors of the staff, staff says 申請待ち and gets that.
 */
export function entryState(door: Door, pattern: Pattern, { methods, ticked }: Entering): Entry {
  switch (door) {
    case 'registration':
      // For every new member the box is shown ticked where the method is enabled for new members.
      return (ticked ?? pattern.enableForNewMembers) ? asked(pattern, methods) : waiting('not_applied', methods);
    case 'my_page':
      return asked(pattern, methods);
    case 'staff_creation':
    case 'staff_change':
      return waiting('awaiting_application', methods);
  }
}

/** A buyer that asks for the method has it among its methods from then on. */
const asked = ({ memberApproval }: Pattern, methods: readonly string[]): Entry => {
  const withPaid = [...new Set([...methods, paid])];
  return memberApproval === 'automatic'
    ? { state: 'under_review', methods: withPaid, applies: true }
    : waiting('awaiting_application', withPaid);
};

const waiting = (state: Entry['state'], methods: readonly string[]): Entry => ({ state, methods, applies: false });
