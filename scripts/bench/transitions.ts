import {
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { aCompany } from '../../test/support/companies.ts';
import { anActiveBuyer, merchant } from '../../test/support/sessions.ts';
import { typicalOrder } from '../../test/support/typical-order.ts';
import { atMost, type Row } from './row.ts';
import { demoMerchant, type Stack } from './stack.ts';

const eventsMax = 1_000;
const payloadBytesMax = 32 * 1024;

/** M2: what Step Functions would bill, from the executions and histories of the running stack. */
export async function transitionRows(stack: Stack): Promise<Row[]> {
  const states = statesOf(stack.states);
  const by = merchant(stack.url, demoMerchant.key);
  const buyer = await anActiveBuyer(by, aCompany());
  const screenings = await states.standardHistories();
  await runOrderFlows(by, buyer.id);
  const afterwards = await states.standardHistories();
  const ofOrders = afterwards.slice(screenings.length).flat();
  const [screening = []] = screenings;
  const order = typicalOrder({ merchantId: demoMerchant.merchantId, buyerId: buyer.id }, 'PO-2026-000001');
  const row = { metric: 'M2', floor: '0' };
  return [
    atMost({ ...row, flow: 'authorize, change, cancel and capture: Standard transitions' }, transitions(ofOrders), 0),
    { ...row, flow: 'screening, approved at once: Standard transitions', value: String(transitions(screening)) },
    atMost({ ...row, flow: 'screening: history events' }, screening.length, eventsMax),
    atMost({ ...row, flow: 'screening: largest payload' }, largestPayload(screening), payloadBytesMax, ' B'),
    atMost({ ...row, flow: 'authorize: payload' }, bytesOf(JSON.stringify(order)), payloadBytesMax, ' B'),
  ];
}

async function runOrderFlows(by: ReturnType<typeof merchant>, buyerId: string): Promise<void> {
  const changed = await by.change(await by.place({ buyerId, amount: 10_000 }), 12_000);
  await by.cancel(changed.id);
  const shipped = await by.place({ buyerId, amount: 10_000 });
  await by.confirm(shipped.id, { amount: 4_000 });
  await by.confirm(shipped.id);
}

function statesOf(endpoint: string) {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const client = new SFNClient({ endpoint, region: 'ap-northeast-1', credentials });
  const history = async (executionArn: string): Promise<HistoryEvent[]> => {
    const events: HistoryEvent[] = [];
    for await (const page of paginateGetExecutionHistory({ client }, { executionArn }))
      events.push(...(page.events ?? []));
    return events;
  };
  return {
    /** Of every execution of every Standard machine, in order of their start. */
    async standardHistories(): Promise<HistoryEvent[][]> {
      const { stateMachines = [] } = await client.send(new ListStateMachinesCommand());
      const standard = stateMachines.filter(({ type }) => type === 'STANDARD');
      const pages = standard.map(({ stateMachineArn }) => client.send(new ListExecutionsCommand({ stateMachineArn })));
      const executions = (await Promise.all(pages)).flatMap((page) => page.executions ?? []);
      executions.sort((a, b) => Number(a.startDate) - Number(b.startDate));
      return Promise.all(executions.map(({ executionArn }) => history(executionArn ?? '')));
    },
  };
}

/** AWS bills a transition for every state that is entered, retries included. */
const transitions = (events: readonly HistoryEvent[]): number =>
  events.filter(({ type }) => type?.endsWith('StateEntered')).length;

const largestPayload = (events: readonly HistoryEvent[]): number =>
  Math.max(
    0,
    ...events.map(({ stateEnteredEventDetails: entered, stateExitedEventDetails: exited }) =>
      Math.max(bytesOf(entered?.input), bytesOf(exited?.output)),
    ),
  );

const bytesOf = (text: string | undefined): number => Buffer.byteLength(text ?? '');
