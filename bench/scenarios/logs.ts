/** Ours alone: how long a bulletin takes to open whose log was never replaced by a snapshot. */

import * as Y from "yjs";
import { textId } from "../../server/sync/document-ids.ts";
import { Client } from "../load/client.ts";
import type { JoinerCalls } from "../load/joiners.ts";
import { LoadProcess } from "../load/load-process.ts";
import { usageOfTree } from "../measure/processes.ts";
import type { Sql } from "../peers/database.ts";
import { readerAt } from "../peers/subject.ts";
import { type Scenario, withLoad } from "./scenario.ts";

const ROWS = 100_000;
const ROWS_AT_ONCE = 1_000;
const PARAGRAPHS = 100;
/** Letters that are typed before the caret goes elsewhere. */
const RUN = 40;
const LETTERS = "abcdefgh ";

export const logs: Scenario = {
  name: "logs",
  title: "A long log",
  what: () =>
    `A bulletin whose log has ${ROWS.toLocaleString("en")} rows after its snapshot, each a letter; after each ${RUN} ` +
    `letters the caret goes elsewhere. They are ` +
    "written into the database while the server is stopped. Open: from connecting until a reader has the state, first " +
    "just after the start, then again.",
  columns: [
    { key: "first", label: "first open ms", digits: 0 },
    { key: "firstCpu", label: "its CPU ms", digits: 0 },
    { key: "second", label: "second open ms", digits: 0 },
    { key: "megabytes", label: "state MB", digits: 2 },
    { key: "memory", label: "MB", digits: 0 },
  ],
  takesPart: ({ kind }) => kind === "ours",
  async measure(running) {
    const { own } = running;
    if (!own) throw new Error("Only our own server is measured so.");
    const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) =>
      `Paragraph ${index} says what it says. `.repeat(10),
    );
    const bulletin = await own.makeBulletin(paragraphs);
    const doc = new Y.Doc();
    const client = new Client(own.roomOf(bulletin).writer, { state: (bytes) => Y.applyUpdate(doc, bytes) });
    await client.ready;
    client.socket.close();
    await own.restart((sql) => writeRows(sql, textId(bulletin), doc));

    const joiners = new LoadProcess<JoinerCalls>("joiners.ts");
    return withLoad([joiners], async () => {
      const open = async () => {
        const cpu = usageOfTree(running.pid).cpuMs;
        const joined = await joiners.call("join", { addresses: [readerAt(own.roomOf(bulletin), 0)] });
        await joiners.call("leave", undefined);
        return { ...joined, cpuMs: usageOfTree(running.pid).cpuMs - cpu };
      };
      const first = await open();
      const second = await open();
      return {
        figures: {
          first: first.tookMs,
          firstCpu: first.cpuMs,
          second: second.tookMs,
          megabytes: first.leastBytes / 1e6,
          memory: usageOfTree(running.pid).rssBytes / 2 ** 20,
        },
        notes: [],
      };
    });
  },
};

async function writeRows(sql: Sql, documentId: string, doc: Y.Doc): Promise<void> {
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  const fragment = doc.getXmlFragment("default");
  const texts = fragment.toArray().map((block) => (block instanceof Y.XmlElement ? block.get(0) : null));
  const [head] = await sql('SELECT seq FROM "Document" WHERE id = $1', [documentId]);
  let seq = Number(head?.seq);
  let text = texts[0];
  let at = 0;
  for (let row = 0; row < ROWS; row += ROWS_AT_ONCE) {
    for (let index = row; index < row + ROWS_AT_ONCE; index++) {
      if (index % RUN === 0) text = texts[(index / RUN) % texts.length];
      if (!(text instanceof Y.XmlText)) throw new Error("A block has no text.");
      // Steps by a prime hit all of a text.
      if (index % RUN === 0) at = (index * 7919) % (text.length + 1);
      text.insert(at++, LETTERS.charAt(index % LETTERS.length));
    }
    const values = updates.map((_, index) => `($1, ${seq + 1 + index}, $${index + 2})`).join(", ");
    await sql(`INSERT INTO "LogEntry" ("documentId", seq, bytes) VALUES ${values}`, [documentId, ...updates]);
    seq += updates.length;
    updates.length = 0;
  }
  await sql('UPDATE "Document" SET seq = $1 WHERE id = $2', [seq, documentId]);
}
