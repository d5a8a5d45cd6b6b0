import type { OrderBureau, OrderCheck } from '../../orders/order-bureau.ts';
import { refuseAsBureau } from './bureau.refusals.ts';
import { type BureauConnection, callBureau, problemIn, readReply } from './bureau-http.client.ts';
import { checkExists, fromWireResult, toWireCheck } from './order-check.wire.ts';

/** The credit bureau's check of a single order, over HTTP. */
export function orderBureauProvider(connection: BureauConnection): OrderBureau {
  const inquire = async (checkId: string): Promise<OrderCheck | undefined> => {
    const reply = await callBureau(connection, 'GET', `/order-checks/${encodeURIComponent(checkId)}`);
    return reply.status === 404 ? undefined : readReply(reply, (wire) => fromWireResult(wire, checkId));
  };
  return {
    inquire,
    ask: async (question) => {
      const reply = await callBureau(connection, 'POST', '/order-checks', toWireCheck(question));
      const isTaken = reply.status === 409 && problemIn(reply.text) === checkExists;
      if (!isTaken) return readReply(reply, (wire) => fromWireResult(wire, question.checkId));
      const check = await inquire(question.checkId);
      if (check) return check;
      throw refuseAsBureau('BureauUnavailable', 'The bureau says that it took the check, and does not know it.');
    },
  };
}
