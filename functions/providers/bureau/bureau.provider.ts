import type { Bureau } from '../../screening/bureau.ts';
import type { BureauReport } from '../../screening/bureau-report.ts';
import { refuseAsBureau } from './bureau.refusals.ts';
import { fromWire, inquiryExists, toWire } from './bureau.wire.ts';
import { type BureauConnection, callBureau, problemIn, readReply } from './bureau-http.client.ts';

/** The credit bureau over HTTP. */
export function bureauProvider(connection: BureauConnection): Bureau {
  const inquire = async (inquiryId: string): Promise<BureauReport | undefined> => {
    const reply = await callBureau(connection, 'GET', `/reports/${encodeURIComponent(inquiryId)}`);
    return reply.status === 404 ? undefined : readReply(reply, (wire) => fromWire(wire, inquiryId));
  };
  return {
    inquire,
    ask: async (inquiry) => {
      const reply = await callBureau(connection, 'POST', '/reports', toWire(inquiry));
      const isTaken = reply.status === 409 && problemIn(reply.text) === inquiryExists;
      if (!isTaken) return readReply(reply, (wire) => fromWire(wire, inquiry.inquiryId));
      const report = await inquire(inquiry.inquiryId);
      if (report) return report;
      throw refuseAsBureau('BureauUnavailable', 'The bureau says that it took the inquiry, and does not know it.');
    },
  };
}
