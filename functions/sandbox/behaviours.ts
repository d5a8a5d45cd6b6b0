import { bureauBehaviours } from './bureau-behaviours.ts';
import { mailBehaviours, smsBehaviours } from './mail-behaviours.ts';

/** Every emulated counterparty, and what it can be told to do. */
export const behaviours = {
  bureau: bureauBehaviours,
  mail: mailBehaviours,
  sms: smsBehaviours,
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** By what each of them knows whom it is asked about or asked to write to: a `match` by anything else would never fit. */
export const knownBy = {
  bureau: ['corporateNumber', 'name'],
  mail: ['to'],
  sms: ['to'],
} satisfies Readonly<Record<Counterparty, readonly string[]>>;

export type Counterparty = keyof typeof behaviours;
export type BehaviourOf<Of extends Counterparty> = keyof (typeof behaviours)[Of];
export type Behaviour = { [Of in Counterparty]: BehaviourOf<Of> }[Counterparty];

export const counterparties = Object.keys(behaviours) as [Counterparty, ...Counterparty[]];

export const allBehaviours = [...new Set(Object.values(behaviours).flatMap((of) => Object.keys(of)))] as [
  Behaviour,
  ...Behaviour[],
];

/** Whether this counterparty can do this. */
export const canBehave = <Of extends Counterparty>(of: Of, behaviour: string): behaviour is BehaviourOf<Of> & string =>
  Object.hasOwn(behaviours[of], behaviour);
