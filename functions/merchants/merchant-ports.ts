import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { businessDate, type Clock, instant } from '../shared/clock.ts';
import type { OnceRequest } from '../shared/once.ts';
import type { Vault } from '../shared/vault.ts';
import type { ApiKey, Environment } from './api-key.ts';
import type { Connection } from './connection.ts';
import type { MerchantChange } from './merchant.item.ts';
import { merchantResource } from './merchant.resource.ts';
import type { Merchant } from './merchant.ts';
import type { MerchantListCheck } from './merchant-list-check.ts';
import type { StoredScreening } from './screening-record.ts';

/** A change of a merchant and all that is written with it. */
export interface MerchantEffect {
  readonly merchant: Merchant;
  readonly event?: MerchantChange | undefined;
  /** Keys and connections that are new or change with it. */
  readonly keys?: readonly ApiKey[];
  readonly connections?: readonly Connection[];
  readonly screening?: StoredScreening;
  /** That it was looked for in the lists, and what operators are shown of it from now on. */
  readonly check?: MerchantListCheck;
  /** What the caller is told, where it is not the merchant. */
  readonly told?: Answer;
}

/** Who asks for it, by which request. */
export interface OperatorRequest {
  readonly actor: Actor;
  readonly once: OnceRequest;
}

export interface MerchantPorts {
  readonly clock: Clock;
  readonly vault: Vault;
  readonly merchants: {
    get(merchantId: string): Promise<Merchant>;
    /** What this very request was answered before. */
    earlier(once: OnceRequest): Promise<Answer | undefined>;
    /** Merchant, what changes with it, event and proof: all or nothing. */
    save(effect: MerchantEffect, request: OperatorRequest, told: Answer): Promise<Answer>;
  };
}

/** What issuing a credential needs: it is written with its merchant, and belongs to one world. */
export interface CredentialPorts extends MerchantPorts {
  readonly merchants: MerchantPorts['merchants'] & { change(effect: MerchantEffect, actor: Actor): Promise<void> };
  /** The world that this deployment serves: nothing is issued for the other one. */
  readonly environment: Environment;
}

/** Carries out an operator's request on a merchant once: read, change, write at the version that was read. */
export async function onMerchant(
  ports: MerchantPorts,
  merchantId: string,
  request: OperatorRequest,
  change: (merchant: Merchant, at: string) => MerchantEffect | Promise<MerchantEffect>,
  status: 200 | 201 = 201,
): Promise<Answer> {
  const earlier = await ports.merchants.earlier(request.once);
  if (earlier) return earlier;
  const effect = await change(await ports.merchants.get(merchantId), instant(ports.clock));
  const told = effect.told ?? answer(status, await shown(ports, effect.merchant));
  return await ports.merchants.save(effect, request, told);
}

export const shown = ({ vault, clock }: Pick<MerchantPorts, 'vault' | 'clock'>, merchant: Merchant) =>
  merchantResource(vault, merchant, businessDate(clock));
