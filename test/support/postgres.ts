import { Client } from "pg";

/** Everything that the database holds, as text, by table. */
export async function databaseContents(url: string): Promise<Map<string, Buffer>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const contents = new Map<string, Buffer>();
    for (const { name } of tables.rows as { name: string }[]) {
      const { rows } = await client.query(`SELECT t::text AS line FROM ${name} AS t`);
      contents.set(name, Buffer.from((rows as { line: string }[]).map(({ line }) => line).join("\n")));
    }
    return contents;
  } finally {
    await client.end();
  }
}
