import { type Operations, page, pageToken, seconds, text } from './operations.ts';

export const machineOperations: Operations = {
  DescribeStateMachine(request, { machines }) {
    const machine = machines.get(text(request, 'stateMachineArn'));
    return {
      stateMachineArn: machine.arn,
      name: machine.name,
      status: 'ACTIVE',
      definition: machine.definition,
      roleArn: machine.roleArn,
      type: machine.type,
      creationDate: seconds(machine.createdAt),
      revisionId: machine.revision,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    };
  },
  ListStateMachines(request, { machines }) {
    const { limit, position = 0 } = page(request);
    const all = machines.all();
    const shown = all.slice(position, position + limit);
    return {
      stateMachines: shown.map(({ arn, name, type, createdAt }) => ({
        stateMachineArn: arn,
        name,
        type,
        creationDate: seconds(createdAt),
      })),
      ...(all.length > position + limit ? { nextToken: pageToken(position + limit) } : {}),
    };
  },
};
