import { isOfTypes } from '../events/listened.ts';
import type { PlacedEvent } from '../events/record.ts';
import { instant } from '../shared/clock.ts';
import type { Workflow } from '../shared/workflow.client.ts';
import { type AttemptPorts, attemptDelivery } from './attempt.ts';
import type { DeliveryStore } from './delivery.store.ts';
import { type Delivery, openDelivery } from './delivery.ts';
import type { EnabledEndpoint, EndpointStore } from './endpoint.store.ts';

/** A delivery whose first attempt failed, on its way through the schedule. */
export interface RetryInput {
  readonly merchantId: string;
  readonly endpointId: string;
  readonly position: number;
  /** Attempts made so far: the next one is made once, however often the step runs. */
  readonly tries: number;
  readonly state: Delivery['state'];
  readonly nextAttemptAt?: string | undefined;
}

export interface DeliverPorts extends AttemptPorts {
  readonly endpoints: AttemptPorts['endpoints'] & Pick<EndpointStore, 'enabled'>;
  readonly deliveries: AttemptPorts['deliveries'] & Pick<DeliveryStore, 'open'>;
  readonly retries: Workflow<RetryInput>;
}

/** The first attempt at every enabled endpoint that wants the event. Throws when one of them has to be begun again. */
export async function deliverEvent(ports: DeliverPorts, placed: PlacedEvent): Promise<void> {
  const { event } = placed;
  const enabled = await ports.endpoints.enabled(event.merchantId);
  const wanting = enabled.filter(({ endpoint }) => isOfTypes(event.type, endpoint.events));
  const ends = await Promise.allSettled(wanting.map((endpoint) => deliverTo(ports, endpoint, placed)));
  const broken = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (broken.length > 0) throw new AggregateError(broken, `${event.id} did not get to ${broken.length} endpoints`);
}

/**
 * One endpoint's turn. A repeat attempts only what was never attempted, and starts the retries that a process may have ended
 * before: their execution is named after the delivery, so that a second start is no second run. What a replay tried in vain
 * before its turn came is attempted like any other: a replay that fails leaves no schedule behind.
 */
async function deliverTo(ports: DeliverPorts, enabled: EnabledEndpoint, placed: PlacedEvent): Promise<void> {
  const opened = await ports.deliveries.open(openDelivery(placed, enabled.endpoint, instant(ports.clock)));
  const isFirst = opened.tries === 0 && opened.state !== 'delivered';
  const delivery = isFirst ? (await firstAttempt(ports, enabled, opened, placed)).delivery : opened;
  if (delivery.state === 'retrying') await ports.retries.start(`delivery-${delivery.deliveryId}`, retryOf(delivery));
}

/**
 * Every merchant's first attempts share the function, so none may keep it for long: a receiver that has not answered in this
 * time is asked again by its own execution, which gives it three times as much. One that is failing already gets less.
 */
const firstMs = 5000;
const firstWhileFailingMs = 2000;

const firstAttempt = (ports: DeliverPorts, enabled: EnabledEndpoint, opened: Delivery, { event }: PlacedEvent) => {
  const totalMs = enabled.health.failingSince === undefined ? firstMs : firstWhileFailingMs;
  return attemptDelivery(ports, enabled, opened, event, { totalMs });
};

export const retryOf = ({ merchantId, endpointId, position, tries, state, nextAttemptAt }: Delivery): RetryInput => ({
  merchantId,
  endpointId,
  position,
  tries,
  state,
  ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
});
