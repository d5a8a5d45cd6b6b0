import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { stepHandler } from '../shared/step.ts';
import { openTable } from '../shared/table.ts';
import { countFact } from '../shared/telemetry.ts';
import { CaptureInput, captureOrder } from './capture.ts';
import { orderStore } from './order.store.ts';

const { TRANSACTIONS_TABLE, LEDGER_TABLE } = env({ TRANSACTIONS_TABLE: z.string(), LEDGER_TABLE: z.string() });

const ports = { clock: systemClock, orders: orderStore(openTable(TRANSACTIONS_TABLE), LEDGER_TABLE) };

/** Step of statemachines/capture.asl.json */
export const captureOrderStep = stepHandler(CaptureInput, async (input) =>
  countFact('ShipmentConfirmed', await captureOrder(ports, input), input.shipment.amount),
);
