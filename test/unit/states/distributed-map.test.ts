import { describe, expect, test } from 'vitest';
import { createRig, failWith, invoke, only } from './rig.ts';

const distributed = (state: object, more: object = {}, type = 'STANDARD') =>
  only(
    {
      Type: 'Map',
      Label: 'Items',
      ItemProcessor: { ...only(state, 'Each'), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type } },
      ...more,
    },
    'All',
  );

const reader = (key: string, config: object) => ({
  ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Arguments: { Bucket: 'b', Key: key }, ReaderConfig: config },
});

interface MapRun {
  readonly status: string;
  readonly itemCounts: Record<string, number>;
  readonly executionCounts: Record<string, number>;
}

async function mapRunOf(rig: ReturnType<typeof createRig>, executionArn: string) {
  const { mapRuns } = await rig.call<{ mapRuns: { mapRunArn: string }[] }>('ListMapRuns', { executionArn });
  const mapRunArn = mapRuns[0]?.mapRunArn ?? '';
  return { mapRunArn, run: await rig.call<MapRun>('DescribeMapRun', { mapRunArn }) };
}

describe('the items of a Distributed Map', () => {
  const objects = new Map([
    ['b/items.json', '[{"id":1},{"id":2},{"id":3}]'],
    ['b/deep.json', '{"data":{"items":[1,2]}}'],
    ['b/items.jsonl', '{"id":1}\n{"id":2}\n'],
    ['b/items.csv', 'id,name\r\n1,"Yamada, Taro"\r\n2,"say ""hi"""\r\n'],
    ['b/plain.csv', '1|a\n2|b'],
    ['b/broken.json', '{'],
  ]);
  const read = (key: string, config: object) =>
    createRig({ objects }).run(distributed({ Type: 'Pass' }, reader(key, config)));

  test.for([
    ['items.json', { InputType: 'JSON' }, [{ id: 1 }, { id: 2 }, { id: 3 }]],
    ['items.json', { InputType: 'JSON', MaxItems: 2 }, [{ id: 1 }, { id: 2 }]],
    ['items.json', { InputType: 'JSON', MaxItems: '{% 1 %}' }, [{ id: 1 }]],
    ['deep.json', { InputType: 'JSON', ItemsPointer: '/data/items' }, [1, 2]],
    ['items.jsonl', { InputType: 'JSONL' }, [{ id: 1 }, { id: 2 }]],
    [
      'items.csv',
      { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      [
        { id: '1', name: 'Yamada, Taro' },
        { id: '2', name: 'say "hi"' },
      ],
    ],
    [
      'plain.csv',
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['n', 'x'], CSVDelimiter: 'PIPE' },
      [
        { n: '1', x: 'a' },
        { n: '2', x: 'b' },
      ],
    ],
  ] as const)('come from %s as %o', async ([key, config, expected]) => {
    expect((await read(key, config)).result).toEqual(expected);
  });

  test('can be the objects of a bucket', async () => {
    const list = {
      ItemReader: { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b', Prefix: 'items.' } },
    };
    const { result } = await createRig({ objects }).run(
      distributed({ Type: 'Pass', Output: '{% $states.input.Key %}' }, list),
    );
    expect(result).toEqual(['items.json', 'items.jsonl', 'items.csv']);
  });

  test.for(['broken.json', 'missing.json'])(
    'that cannot be read (%s) fail with States.ItemReaderFailed',
    async (key) => {
      expect((await read(key, { InputType: 'JSON' })).error).toBe('States.ItemReaderFailed');
    },
  );
});

describe('the children of a Distributed Map', () => {
  test.for(['STANDARD', 'EXPRESS'] as const)(
    'are %s executions of their own, listed under the map run',
    async (type) => {
      const rig = createRig({ functions: { f: (n: number) => n + 1 } });
      const { arn, result } = await rig.run(distributed(invoke('f'), { Items: [1, 2, 3], MaxConcurrency: 2 }, type));
      expect(result).toEqual([2, 3, 4]);
      const { mapRunArn, run } = await mapRunOf(rig, arn);
      expect(mapRunArn).toMatch(/^arn:aws:states:ap-northeast-1:000000000000:mapRun:Machine\/Items:/);
      expect(run).toMatchObject({
        status: 'SUCCEEDED',
        maxConcurrency: 2,
        itemCounts: { total: 3, succeeded: 3, pending: 0 },
      });
      const { executions } = await rig.call<{ executions: { executionArn: string }[] }>('ListExecutions', {
        mapRunArn,
      });
      const child = executions[0]?.executionArn ?? '';
      expect(executions.length).toBe(3);
      expect(await rig.call('DescribeExecution', { executionArn: child })).toMatchObject({
        status: 'SUCCEEDED',
        mapRunArn,
        input: '3',
        output: '4',
      });
      if (type === 'STANDARD') expect((await rig.history(child)).at(-1)?.type).toBe('ExecutionSucceeded');
      else await expect(rig.history(child)).rejects.toMatchObject({ name: 'StateMachineTypeNotSupported' });
      const parent = (await rig.history(arn)).map((event) => event.type);
      expect(parent).toEqual([
        'ExecutionStarted',
        'MapStateEntered',
        'MapStateStarted',
        'MapRunStarted',
        'MapRunSucceeded',
        'MapStateSucceeded',
        'MapStateExited',
        'ExecutionSucceeded',
      ]);
    },
  );

  test('run at most MaxConcurrency at a time', async () => {
    const rig = createRig();
    rig.start(
      rig.create(
        'M',
        distributed({ Type: 'Wait', Seconds: 5 }, { Items: '{% $range(1, 10, 1) %}', MaxConcurrency: 4 }),
      ),
    );
    await rig.time.quiet();
    expect(rig.time.pendingTimers()).toBe(4);
    await rig.time.advance(15);
    expect([rig.time.pendingTimers(), rig.time.running()]).toEqual([0, 0]);
  });

  test('do not see the variables of the parent', async () => {
    const machine = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { v: 1 }, Next: 'All' },
        ...distributed({ Type: 'Pass', Output: '{% $exists($v) %}' }, { Items: [1] }).States,
      },
    };
    expect((await createRig().run(machine)).result).toEqual([false]);
  });

  test('count by items when they are batched', async () => {
    const rig = createRig();
    const { arn, result } = await rig.run(
      distributed(
        { Type: 'Pass', Output: '{% $count($states.input.Items) %}' },
        { Items: [1, 2, 3, 4, 5], ItemBatcher: { MaxItemsPerBatch: 2 } },
      ),
    );
    expect(result).toEqual([2, 2, 1]);
    const { run } = await mapRunOf(rig, arn);
    expect([run.itemCounts.succeeded, run.executionCounts.succeeded]).toEqual([5, 3]);
  });

  test('are stopped with the execution that started them', async () => {
    const rig = createRig();
    const executionArn = rig.start(rig.create('M', distributed({ Type: 'Wait', Seconds: 500 }, { Items: [1, 2] })));
    await rig.time.quiet();
    await rig.call('StopExecution', { executionArn });
    await rig.time.quiet();
    const { run } = await mapRunOf(rig, executionArn);
    expect(run).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 2, running: 0 } });
    expect([rig.time.running(), rig.time.pendingTimers()]).toEqual([0, 0]);
  });
});

describe('the failures of a Distributed Map', () => {
  const functions = { f: (n: number) => (n < 0 ? failWith('Bad') : n) };

  test('without a tolerance the first one ends the run', async () => {
    const rig = createRig({ functions });
    const run = await rig.run(distributed(invoke('f'), { Items: [-1, 1, 2], MaxConcurrency: 1 }));
    expect(run).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    const counts = (await mapRunOf(rig, run.arn)).run;
    expect(counts).toMatchObject({ status: 'FAILED', itemCounts: { failed: 1, succeeded: 0, aborted: 2, total: 3 } });
    expect((await rig.history(run.arn)).map((event) => event.type)).toContain('MapRunFailed');
  });

  test('tolerated ones are described in the result', async () => {
    const { result } = await createRig({ functions }).run(
      distributed(invoke('f'), { Items: [1, -1], ToleratedFailurePercentage: 50 }),
    );
    expect(result).toMatchObject([1, { Status: 'FAILED', Error: 'Bad', Input: '-1' }]);
  });
});

describe('ResultWriter', () => {
  const writer = {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: 'out', Prefix: '{% $states.input.prefix %}' },
  };
  const functions = { f: (n: number) => (n < 0 ? failWith('Bad') : [n, n]) };
  const run = async (ResultWriter: object, more: object = {}) => {
    const objects = new Map<string, string>();
    const rig = createRig({ functions, objects });
    const machine = distributed(invoke('f'), { Items: [1, -1, 2], ToleratedFailureCount: 1, ResultWriter, ...more });
    const ended = await rig.run(machine, { prefix: 'runs' });
    return { ...ended, objects, rig };
  };

  test('writes what succeeded, what failed and a manifest, and gives their place', async () => {
    const { result, objects } = await run(writer);
    const { MapRunArn, ResultWriterDetails } = result as {
      MapRunArn: string;
      ResultWriterDetails: { Bucket: string; Key: string };
    };
    const folder = `runs/${MapRunArn.split(':').at(-1)}`;
    expect(ResultWriterDetails).toEqual({ Bucket: 'out', Key: `${folder}/manifest.json` });
    const manifest = JSON.parse(objects.get(`out/${folder}/manifest.json`) ?? '');
    expect(manifest).toEqual({
      DestinationBucket: 'out',
      MapRunArn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: objects.get(`out/${folder}/FAILED_0.json`)?.length }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: objects.get(`out/${folder}/SUCCEEDED_0.json`)?.length }],
      },
    });
    expect(JSON.parse(objects.get(`out/${folder}/SUCCEEDED_0.json`) ?? '')).toMatchObject([
      { Input: '1', Output: '[1,1]', Status: 'SUCCEEDED' },
      { Input: '2', Output: '[2,2]', Status: 'SUCCEEDED' },
    ]);
    expect(JSON.parse(objects.get(`out/${folder}/FAILED_0.json`) ?? '')).toMatchObject([
      { Input: '-1', Error: 'Bad', Status: 'FAILED' },
    ]);
  });

  test('can flatten the outputs into lines', async () => {
    const { objects } = await run({ ...writer, WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSONL' } });
    const [, lines] = [...objects].find(([key]) => key.endsWith('SUCCEEDED_0.jsonl')) ?? [];
    expect(lines).toBe('1\n1\n2\n2\n');
  });

  test('can shape the result without writing anything', async () => {
    const { result, objects } = await run(
      { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } },
      { Items: [1, 2] },
    );
    expect([result, objects.size]).toEqual([[1, 1, 2, 2], 0]);
  });

  test('writes even when the run has failed', async () => {
    const { error, objects } = await run(writer, { ToleratedFailureCount: 0 });
    expect(error).toBe('States.ExceedToleratedFailureThreshold');
    expect([...objects.keys()].some((key) => key.endsWith('FAILED_0.json'))).toBe(true);
  });
});

test.for([
  ['in an Express workflow', distributed({ Type: 'Pass' }), 'EXPRESS', 'an Express workflow cannot hold'],
  [
    'with a child type that does not exist',
    distributed({ Type: 'Pass' }, {}, 'FAST'),
    'STANDARD',
    'STANDARD or EXPRESS',
  ],
  [
    'with Express children that wait for a token',
    distributed(
      {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: '{% $states.context.Task.Token %}',
      },
      {},
      'EXPRESS',
    ),
    'STANDARD',
    'cannot wait',
  ],
] as const)('a Distributed Map %s is refused', ([, definition, type, message]) => {
  expect(() => createRig().create('M', definition, type)).toThrow(message);
});
