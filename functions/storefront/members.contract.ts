import * as z from 'zod/mini';
import { RegisterBuyer } from '../buyers/buyer.contract.ts';
import { buyerStates, doors } from '../buyers/buyer.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';

const Text = z.object({ ja: z.string(), en: z.string() });
const lang = z._default(z.enum(['ja', 'en']), 'ja');
export type Lang = z.infer<typeof lang>;

const paymentMethods = z.optional(z.array(line(40)).check(z.maxLength(20)));
const intendedStatus = z._default(z.enum(['awaiting_application', 'none']), 'awaiting_application');

export const CreateMember = z
  .extend(z.omit(RegisterBuyer, { apply: true, paymentMethods: true }), {
    /** Who fills in the form: the buyer (door 1) or the shop's staff (door 2). */
    door: z.enum(['registration', 'staff']),
    /** Of the buyer's form; without it the box is as it was shown. */
    tickedPaid: z.optional(z.boolean()),
    /** Of the staff's form. */
    status: intendedStatus,
    paymentMethods,
  })
  .check(
    z.refine(({ door, tickedPaid }) => door === 'registration' || tickedPaid === undefined, {
      error: 'Only the form of the buyer has this box.',
      path: ['tickedPaid'],
    }),
  );
export type CreateMember = z.infer<typeof CreateMember>;

export const ChangeMemberStatus = z.strictObject({
  /** Who asks: the buyer on its page (door 3) or the shop's staff (door 4). */
  door: z._default(z.enum(['my_page', 'staff']), 'staff'),
  status: intendedStatus,
  paymentMethods,
});
export type ChangeMemberStatus = z.infer<typeof ChangeMemberStatus>;

const MemberResource = z.object({
  id: z.string(),
  reference: z.string(),
  companyName: z.string(),
  contact: z.object({ familyName: z.string(), givenName: z.string(), email: z.string() }),
  paymentMethods: z.array(z.string()),
  door: z.nullable(z.enum(doors)),
  /** The column "Paid申請". */
  paidApplication: z.object({
    code: z.enum(buyerStates),
    text: z.string(),
    label: Text,
    reason: z.nullable(z.string()),
    link: z.nullable(z.object({ text: z.string(), method: z.literal('POST'), path: z.string() })),
    error: z.nullable(
      z.object({
        code: z.literal('BuyerEmailAlreadyRegistered'),
        at: z.string(),
        text: z.string(),
        nextStep: z.literal('support_desk'),
        nextStepText: z.string(),
      }),
    ),
  }),
  notice: z.nullable(z.object({ code: z.literal('application_cancelled'), ja: z.string(), en: z.string() })),
  /** When the status was last seen. An order is decided by the live status, whatever this says. */
  lastCheckedAt: z.string(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type MemberResource = z.infer<typeof MemberResource>;

const RefreshResource = z.object({
  checked: z.int(),
  /** Members that are shown otherwise than before. */
  changed: z.int(),
  /** How many members of this page are in each status. */
  counts: z.record(z.string(), z.int()),
  lastCheckedAt: z.string(),
  /** Send it as `cursor` to go on; null when all members have been refreshed. */
  nextCursor: z.nullable(z.string()),
});
export type RefreshResource = z.infer<typeof RefreshResource>;

const tag = 'Storefront';
const params = z.object({ buyerId: z.string().check(z.maxLength(64)) });
const member = { description: 'The member.', schema: MemberResource };
const audience = 'storefront:write';

export const listMembers = contract({
  operation: 'listMembers',
  method: 'GET',
  path: '/v1/storefront/members',
  tag,
  summary: 'Lists members with the column Paid申請, newest first',
  audience: 'storefront:read',
  query: z.strictObject({ ...pageQuery, status: z.optional(z.enum(buyerStates)), lang }),
  answers: { 200: { description: 'A page of members.', schema: listOf(MemberResource) } },
});

export const getMember = contract({
  operation: 'getMember',
  method: 'GET',
  path: '/v1/storefront/members/{buyerId}',
  tag,
  summary: 'Reads a member as the list shows it',
  audience: 'storefront:read',
  params,
  query: z.strictObject({ lang }),
  answers: { 200: member },
  refusals: ['BuyerNotFound'],
});

export const createMember = contract({
  operation: 'createMember',
  method: 'POST',
  path: '/v1/storefront/members',
  tag,
  summary: 'Registers a member by the form of the buyer or of the staff; what follows is as the settings say',
  audience,
  body: CreateMember,
  once: true,
  answers: { 201: member },
  refusals: ['ReferenceAlreadyUsed', 'StorefrontNotConnected'],
});

export const changeMemberStatus = contract({
  operation: 'changeMemberStatus',
  method: 'POST',
  path: '/v1/storefront/members/{buyerId}/status-changes',
  tag,
  summary: 'Lets a member wait for its application (申請待ち), or takes that back',
  audience,
  params,
  body: ChangeMemberStatus,
  once: true,
  answers: { 201: member },
  refusals: ['BuyerNotFound', 'BuyerStateConflict', 'ReapplicationTooEarly', 'StorefrontNotConnected'],
});

const applies = [
  'BuyerNotFound',
  'BuyerStateConflict',
  'ReapplicationTooEarly',
  'BuyerEmailAlreadyRegistered',
  'StorefrontNotConnected',
];

export const applyForMember = contract({
  operation: 'applyForMember',
  method: 'POST',
  path: '/v1/storefront/members/{buyerId}/applications',
  tag,
  summary: 'The link 申請する: applies, or cancels the application of a member without the method',
  audience,
  params,
  body: z.strictObject({}),
  once: true,
  answers: {
    200: { description: 'The application was cancelled: Paid is not among the methods.', schema: MemberResource },
    201: { description: 'The member is under review.', schema: MemberResource },
  },
  refusals: applies,
});

export const requestLink = contract({
  operation: 'requestLink',
  method: 'POST',
  path: '/v1/storefront/link-requests',
  tag,
  summary: 'The side banner: a member that has Paid elsewhere asks to use it at this shop',
  audience,
  body: z.strictObject({ buyerId: line(64) }),
  once: true,
  answers: { 201: member },
  refusals: [...applies, 'LinkBannerHidden'],
});

export const refreshMember = contract({
  operation: 'refreshMember',
  method: 'POST',
  path: '/v1/storefront/members/{buyerId}/refreshes',
  tag,
  summary: 'Looks up the live status of a member and shows that from now on',
  audience,
  params,
  body: z.strictObject({}),
  once: true,
  answers: { 200: member },
  refusals: ['BuyerNotFound'],
});

export const refreshMembers = contract({
  operation: 'refreshMembers',
  method: 'POST',
  path: '/v1/storefront/members:refresh',
  tag,
  summary: 'Looks up the live status of all members, page by page',
  audience,
  body: z.strictObject({
    cursor: z.optional(z.string().check(z.maxLength(1024))),
    limit: z._default(z.int().check(z.minimum(1), z.maximum(100)), 100),
  }),
  once: true,
  answers: { 200: { description: 'How far the refresh has come.', schema: RefreshResource } },
});

export const memberContracts = [
  listMembers,
  getMember,
  createMember,
  changeMemberStatus,
  applyForMember,
  requestLink,
  refreshMember,
  refreshMembers,
];
