import type { ConnectedSystem } from '../merchants/connection.ts';
import type { Merchant } from '../merchants/merchant.ts';

/** A merchant of the sandbox with everything it signs in with. Known to everybody: no production stage has this data. */
export interface SandboxMerchant {
  readonly merchant: Pick<
    Merchant,
    'merchantId' | 'name' | 'contactEmail' | 'locale' | 'invoiceRegistrationNumber' | 'closingDay' | 'payout'
  >;
  readonly apiKey: string;
  readonly connections: readonly {
    readonly system: ConnectedSystem;
    readonly login: string;
    readonly secret: string;
  }[];
}

/** Two operators, because one alone decides nothing that takes four eyes. */
export const sandboxOperatorKeys = ['sk_test_operator', 'sk_test_operator2'] as const;

/** The merchants that a new sandbox starts with (docs/sandbox.md). */
export const sandboxMerchants: readonly SandboxMerchant[] = [
  {
    merchant: {
      merchantId: 'mer_demo',
      name: 'Demo Shop',
      contactEmail: 'ops@demo-shop.example',
      locale: 'ja',
      invoiceRegistrationNumber: 'T9234567890123',
      closingDay: 'month_end',
      payout: { monthsAfter: 2, day: 5 },
    },
    apiKey: 'sk_test_demo',
    connections: [
      { system: 'gmo_payment', login: 'tshop00000001', secret: 'shoppass01' },
      { system: 'gmo_remittance', login: 'rshop00000001', secret: '1234abcd' },
      { system: 'paid', login: 'mer_demo', secret: '0000000000000000000000000000d3a0' },
    ],
  },
  {
    merchant: {
      merchantId: 'mer_other',
      name: 'Other Shop',
      contactEmail: 'ops@other-shop.example',
      locale: 'ja',
      closingDay: 'month_end',
      payout: { monthsAfter: 2, day: 5 },
    },
    apiKey: 'sk_test_other',
    connections: [
      { system: 'gmo_payment', login: 'tshop00000002', secret: 'shoppass02' },
      { system: 'gmo_remittance', login: 'rshop00000002', secret: '1234abce' },
    ],
  },
];
