import * as z from 'zod/mini';
import { Line, OrderResource } from '../orders/order.contract.ts';
import { shopStatuses } from '../orders/order.ts';
import { civilDate } from '../shared/civil-date.contract.ts';
import { contract } from '../shared/contract.ts';
import { line } from '../shared/japanese.contract.ts';
import { listOf, pageQuery } from '../shared/list.contract.ts';
import { yenMax } from '../shared/money.ts';
import { actions, pressedActions } from './buttons.ts';
import { languages } from './language.ts';
import { labelCodes } from './order-label.ts';

const lang = z._default(z.enum(languages), 'ja');
const inLanguage = z.strictObject({ lang });
const { id, reference, paymentNumber, buyerId, method, state, shopStatus, payment, expiresOn } = OrderResource.shape;
const version = z.int().check(z.minimum(1), z.maximum(1_000_000));

const amounts = {
  shopAmount: z.int(),
  /** What will be billed; none once the payment is cancelled, expired or declined. */
  paidAmount: z.int(),
  /** Shop's amount less ours, while the payment stands. */
  difference: z.int(),
};

const OrderRow = z.object({
  id,
  reference,
  paymentNumber,
  buyerId,
  method,
  label: z.object({ code: z.enum(labelCodes), text: z.string() }),
  state,
  shopStatus,
  ...amounts,
  payment,
  expiresOn,
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type OrderRow = z.infer<typeof OrderRow>;

const Button = z.object({
  action: z.enum(actions),
  text: z.string(),
  method: z.literal('POST'),
  path: z.string(),
  body: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
  /** Of (order, action, version): the same press is carried out once. */
  idempotencyKey: z.string(),
});

const OrderView = z.object({
  ...OrderRow.shape,
  warnings: z.array(z.object({ code: z.string(), text: z.string() })),
  buttons: z.array(Button),
  editDialog: z.object({
    isEditable: z.boolean(),
    notice: z.nullable(z.string()),
    tickTemplate: z.string(),
    tickText: z.string(),
    ...amounts,
  }),
});
export type OrderView = z.infer<typeof OrderView>;

const Prompt = z.object({
  code: z.enum(['payment_not_cancelled', 'payment_not_confirmed']),
  text: z.string(),
  /** The press that does it; null where it is too late for that. */
  button: z.nullable(Button),
});
export type Prompt = z.infer<typeof Prompt>;

const PressButton = z.strictObject({
  action: z.enum(pressedActions),
  /** The version that the screen shows. */
  version,
  /** For `confirm`: today unless given. */
  shippedOn: z.optional(civilDate),
  carrier: z.optional(line(64)),
  trackingNumber: z.optional(line(64)),
});
export type PressButton = z.infer<typeof PressButton>;

const EditOrder = z.strictObject({
  shopAmount: z.int().check(z.minimum(1), z.maximum(yenMax)),
  /** The tick of the dialog: without it the shop's order changes, and its payment does not. */
  changePaidAmount: z.boolean(),
  version: z.optional(version),
  lines: z.optional(z.array(Line).check(z.minLength(1), z.maxLength(100))),
});
export type EditOrder = z.infer<typeof EditOrder>;

const tag = 'Storefront orders';
const params = z.object({ orderId: z.string().check(z.minLength(1), z.maxLength(64)) });

export const listStorefrontOrders = contract({
  operation: 'listStorefrontOrders',
  method: 'GET',
  path: '/v1/storefront/orders',
  tag,
  summary: "Lists orders with the labels and amounts of the shop's screen, newest first",
  audience: 'storefront:read',
  query: z
    .strictObject({
      ...pageQuery,
      lang,
      label: z.optional(z.enum(labelCodes)),
      mismatch: z.optional(z.enum(['true', 'false'])),
      /** Business dates of placing, both included. */
      from: z.optional(civilDate),
      to: z.optional(civilDate),
    })
    .check(
      z.refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
        error: 'Must not be before `from`.',
        path: ['to'],
        params: { code: 'before_from' },
      }),
    ),
  answers: { 200: { description: 'A page of orders.', schema: listOf(OrderRow) } },
});

export const getStorefrontOrder = contract({
  operation: 'getStorefrontOrder',
  method: 'GET',
  path: '/v1/storefront/orders/{orderId}',
  tag,
  summary: "Reads an order with the buttons, warnings and dialog of the shop's screen",
  audience: 'storefront:read',
  params,
  query: inLanguage,
  answers: { 200: { description: 'The order.', schema: OrderView } },
  refusals: ['OrderNotFound'],
});

const ofEveryChange = ['OrderNotFound', 'VersionStale', 'TooBusy'];

export const pressButton = contract({
  operation: 'pressButton',
  method: 'POST',
  path: '/v1/storefront/orders/{orderId}/actions',
  tag,
  summary: 'Carries out a button of the screen: confirm (確定済に変更), cancel (キャンセルに変更), finalize or extend',
  audience: 'storefront:write',
  params,
  query: inLanguage,
  body: PressButton,
  once: true,
  answers: { 201: { description: 'The order after it, with what to warn of.', schema: OrderView } },
  refusals: [
    ...ofEveryChange,
    'OrderAlreadyConfirmed',
    'HoldAlreadyResolved',
    'OrderNotConfirmable',
    'HoldAlreadyExtended',
    'HoldNotExtendable',
    'AmountExceedsRemaining',
    'ShippedOnImpossible',
    'TooManyConfirmations',
    'CreditLimitExceeded',
    'BuyerNotActive',
    'BuyerNotFound',
    'OutcomeUnknown',
  ],
});

export const editStorefrontOrder = contract({
  operation: 'editStorefrontOrder',
  method: 'POST',
  path: '/v1/storefront/orders/{orderId}/edits',
  tag,
  summary: "Changes the shop's amount of an order, and the Paid amount with it where the dialog is ticked",
  audience: 'storefront:write',
  params,
  query: inLanguage,
  body: EditOrder,
  once: true,
  answers: { 201: { description: 'The order after it.', schema: OrderView } },
  refusals: [
    ...ofEveryChange,
    'OrderNotChangeable',
    'LinesRequired',
    'AmountNeedsReview',
    'CreditLimitExceeded',
    'BuyerNotActive',
    'BuyerNotFound',
  ],
});

export const reportShopStatus = contract({
  operation: 'reportShopStatus',
  method: 'POST',
  path: '/v1/storefront/orders/{orderId}/status-reports',
  tag,
  summary: 'Reports how far the shop has come with an order (対応状況); it never moves the payment',
  audience: 'storefront:write',
  params,
  query: inLanguage,
  body: z.strictObject({ status: z.enum(shopStatuses) }),
  once: true,
  answers: {
    201: {
      description: 'The order, and what has to be asked of the staff.',
      schema: z.object({ ...OrderView.shape, prompt: z.nullable(Prompt) }),
    },
  },
  refusals: ofEveryChange.filter((code) => code !== 'VersionStale'),
});

export const refreshStorefrontOrder = contract({
  operation: 'refreshStorefrontOrder',
  method: 'POST',
  path: '/v1/storefront/orders/{orderId}/refreshes',
  tag,
  summary: 'Reads the live payment state again (決済状態更新)',
  audience: 'storefront:read',
  params,
  query: inLanguage,
  body: z.strictObject({ version: z.optional(version) }),
  answers: {
    200: {
      description: 'The order as it is now.',
      schema: z.object({
        ...OrderView.shape,
        checkedAt: z.string(),
        /** Whether it has changed since the version that the screen shows. */
        isChanged: z.boolean(),
      }),
    },
  },
  refusals: ['OrderNotFound'],
});
