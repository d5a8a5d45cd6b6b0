import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

export type StageName = 'sandbox' | 'production';

/** Everything that may differ between two deployments of the same code. What is not here is the same everywhere. */
export interface Stage {
  readonly name: StageName;
  /** Emulators of the counterparties, test routes and public keys: never beside real money. */
  readonly hasSandbox: boolean;
  /** True where the local runtime runs it, beside the developer's own servers (`-c local=true`); never in AWS. */
  readonly isLocal: boolean;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN';
  readonly logRetention: RetentionDays;
  /** What becomes of tables, keys and logs when their stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  readonly deletionProtection: boolean;
  readonly pointInTimeRecoveryDays: number;
  /** Requests a second for the whole API; a merchant's own limit is the product's, not the gateway's. */
  readonly throttling: { readonly rateLimit: number; readonly burstLimit: number };
  /** Requests a second of one API key, and how many at once (docs/decisions/0012); no limit where the local runtime runs. */
  readonly requestsOfKey: { readonly perSecond: number; readonly burst: number };
  /** Origins of the console; a merchant's server needs none. */
  readonly corsOrigins: readonly string[];
  /** Wall-clock times in Japan, where the business day begins and ends. */
  readonly schedules: Readonly<Record<DailyJob, TimeOfDay>>;
  readonly alarms: AlarmThresholds;
}

type DailyJob =
  | 'digestDrifts'
  | 'expireHolds'
  | 'chaseReviews'
  | 'reviewFacilities'
  | 'rescreenBuyers'
  | 'verifyLedger';

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

interface AlarmThresholds {
  /** Share of requests, in percent, that the API may answer with 5xx in five minutes. */
  readonly serverErrorPercent: number;
  /** The slowest one percent of requests. */
  readonly latencyP99: Duration;
  /** How far a stream consumer may fall behind before balances and events are late. */
  readonly iteratorAge: Duration;
  /** How long a message may wait in a queue that is being worked on. */
  readonly messageAge: Duration;
}

/** The same everywhere: holds end before credit does, and the books are verified when all of that is done. */
const daily: Stage['schedules'] = {
  expireHolds: { hour: 0, minute: 5 },
  chaseReviews: { hour: 0, minute: 15 },
  reviewFacilities: { hour: 1, minute: 0 },
  rescreenBuyers: { hour: 2, minute: 0 },
  verifyLedger: { hour: 4, minute: 0 },
  digestDrifts: { hour: 9, minute: 0 }, // a letter to people, who begin to work then
};

const stages: Readonly<Record<StageName, Omit<Stage, 'isLocal'>>> = {
  sandbox: {
    name: 'sandbox',
    hasSandbox: true,
    logLevel: 'INFO',
    logRetention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: true,
    pointInTimeRecoveryDays: 7,
    throttling: { rateLimit: 200, burstLimit: 400 },
    requestsOfKey: { perSecond: 50, burst: 100 },
    corsOrigins: ['http://localhost:5173', 'http://127.0.0.1:5173'],
    schedules: daily,
    alarms: {
      serverErrorPercent: 5,
      latencyP99: Duration.seconds(5),
      iteratorAge: Duration.minutes(10),
      messageAge: Duration.minutes(15),
    },
  },
  production: {
    name: 'production',
    hasSandbox: false,
    logLevel: 'INFO',
    // To compare a month with the same month a year ago. What the law wants kept for seven or ten years is in the tables
    // (JAPAN-RULES.md 2), and nothing of it is in a log only.
    logRetention: RetentionDays.THIRTEEN_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN,
    deletionProtection: true,
    pointInTimeRecoveryDays: 35,
    throttling: { rateLimit: 2000, burstLimit: 4000 },
    requestsOfKey: { perSecond: 100, burst: 200 },
    corsOrigins: [],
    schedules: daily,
    alarms: {
      serverErrorPercent: 1,
      latencyP99: Duration.seconds(3),
      iteratorAge: Duration.minutes(2),
      messageAge: Duration.minutes(5),
    },
  },
};

/** The stage named on the command line (`-c stage=production`); a laptop and a first look get the sandbox. */
export function stageOf(name: unknown = 'sandbox', local: unknown = false): Stage {
  const isLocal = local === true || local === 'true'; // the CDK's command line gives texts
  const stage = Object.values(stages).find((known) => known.name === name);
  if (isLocal && !stage?.hasSandbox) throw new Error(`The stage "${String(name)}" does not run locally.`);
  if (stage) return { ...stage, isLocal };
  throw new Error(`There is no stage "${String(name)}"; choose one of ${Object.keys(stages).join(', ')}.`);
}
