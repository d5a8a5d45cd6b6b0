import { parseArgs } from 'node:util';
import { merchant, operator } from '../test/support/sessions.ts';
import { tellBooks } from './demo/books-chapter.ts';
import { narrator } from './demo/narrator.ts';
import { tellOrders } from './demo/order-chapters.ts';
import { tellScreening } from './demo/screening-chapters.ts';
import { openStack } from './demo/stack.ts';

const usage = `Usage: npm run demo [-- URL [MERCHANT_KEY [OPERATOR_KEY]]]
Tells the story of a Paid order, from the buyer's application to the books, against a stack of its own or the one at URL.`;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
const [givenUrl, merchantKey = 'sk_test_demo', operatorKey = 'sk_test_operator'] = positionals;

/** Tells the whole story. Throws at the first claim that is not true. */
async function tell(url: string): Promise<void> {
  const story = narrator();
  const demo = merchant(url, merchantKey);
  const staff = operator(url, operatorKey);
  const { now, businessDate } = await staff.time();
  story.title(
    'Tegata: a Paid order, from the application to the books',
    `${url} · it is ${now}, ${businessDate} in Japan`,
  );
  const cast = { story, demo, staff };
  const buyers = await tellScreening(cast);
  const orders = await tellOrders(cast, buyers);
  await tellBooks(cast, orders);
  story.end();
}

if (values.help) {
  console.log(usage);
} else {
  const stack = await openStack(givenUrl).catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
  try {
    await tell(stack.url);
  } catch (error) {
    console.error(`\nThe story is not true: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    await stack.close();
  }
}
