import type { BuyerRequest } from '../buyers/apply-for-credit.ts';
import type { BuyerState } from '../buyers/buyer.ts';
import { applyForMember } from './apply-for-member.ts';
import { changeMemberStatus } from './change-member-status.ts';
import type { MemberPorts } from './member-ports.ts';
import { memberLabels } from './member-status.ts';

/** What the cell "Paid申請" of a row asks for. */
export type Intent = 'keep' | 'await' | 'apply' | 'withdraw';

const words: Readonly<Record<string, Intent>> = {
  申請待ち: 'await',
  awaiting_application: 'await',
  申請する: 'apply',
  apply: 'apply',
  取消: 'withdraw',
  none: 'withdraw',
};

/** What other systems write where our own files say 申請済(審査中): B-Cart has both, and means the same (CAPABILITIES.md P8). */
const foreignLabels: Partial<Record<BuyerState, readonly string[]>> = { under_review: ['申請済', '審査中'] };

/**
 * Reads the cell. The label that the member has anyway, as an export wrote it, and an empty cell leave it as it is; undefined is
 * for a word that nobody can set, such as 利用可能-取引中.
 */
export function intentOf(cell: string | undefined, states: readonly BuyerState[]): Intent | undefined {
  if (cell === undefined) return 'keep';
  const word = cell.normalize('NFKC'); // ours has narrow brackets, and some spreadsheets make them wide
  const isAsItIs = states.some((state) => labelsOf(state).includes(word));
  return isAsItIs ? 'keep' : words[word];
}

const labelsOf = (state: BuyerState): readonly string[] => [
  state,
  memberLabels[state].ja,
  ...(foreignLabels[state] ?? []),
];

/** A member that has applied needs neither: an old file that is taken again asks for nothing new. */
const beyond: readonly BuyerState[] = ['under_review', 'active', 'suspended'];

/** Takes a member where its row wants it, by the same doors as the screen. True when something has moved. */
export async function changeApplication(
  ports: MemberPorts,
  { buyerId, intent }: { readonly buyerId: string; readonly intent: Exclude<Intent, 'keep'> },
  request: BuyerRequest,
): Promise<boolean> {
  const { state } = await ports.buyers.get(request.merchantId, buyerId);
  const door = 'staff' as const;
  if (intent === 'withdraw') {
    if (state === 'not_applied') return false;
    await changeMemberStatus(ports, { buyerId, door, status: 'none' }, request);
    return true;
  }
  if (beyond.includes(state)) return false;
  if (state !== 'awaiting_application') {
    const waits = { ...request, once: { ...request.once, key: `${request.once.key}-await` } };
    await changeMemberStatus(ports, { buyerId, door, status: 'awaiting_application' }, waits);
  }
  if (intent === 'apply') await applyForMember(ports, buyerId, request);
  return true;
}
