import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';

const table = process.env.TABLE;
const dynamo = new DynamoDBClient({});

/** GET and POST /notes of the foreign app. */
export async function notes(event) {
  if (event.requestContext.http.method === 'POST') {
    const { text } = JSON.parse(event.body);
    const id = event.requestContext.requestId;
    await dynamo.send(new PutItemCommand({ TableName: table, Item: { id: { S: id }, text: { S: text } } }));
    console.log(JSON.stringify({ message: 'noted', id }));
    return {
      statusCode: 201,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id, text, at: new Date().toISOString() }),
    };
  }
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table }));
  return Items.map((item) => item.text.S);
}
