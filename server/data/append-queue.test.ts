import pg from "pg";
import { describe, expect, it } from "vitest";
import { type Append, NoSuchDocument } from "../sync/log.ts";
import { AppendQueue } from "./append-queue.ts";
import type { Head } from "./append-statement.ts";

interface Statement {
  /** Ids of its documents. */
  ids: string[];
  answer(heads: Head[]): void;
  fail(error: Error): void;
}

/** A database whose statements are answered by hand. */
function database() {
  const statements: Statement[] = [];
  const write = (appends: Append[]): Promise<Head[]> =>
    new Promise((resolve, reject) => {
      statements.push({ ids: appends.map(({ documentId }) => documentId), answer: resolve, fail: reject });
    });
  return { statements, write };
}

const append = (documentId: string, size = 1): Append => ({
  documentId,
  entries: [{ bytes: new Uint8Array(size), userId: null }],
  claims: [],
});

/** Lets the queue go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function refusal(): Error {
  const error = new pg.DatabaseError("refused", 0, "error");
  error.code = "23502";
  return error;
}

describe("group commit", () => {
  it("sends a lone append at once, and what arrives meanwhile together", async () => {
    const { statements, write } = database();
    const queue = new AppendQueue(write, 1);
    const first = queue.append(append("a"));
    await turn();
    const others = ["b", "c", "d"].map((id) => queue.append(append(id)));
    await turn();
    expect(statements.map(({ ids }) => ids)).toEqual([["a"]]);
    statements[0]?.answer([{ id: "a", seq: 5 }]);
    expect(await first).toBe(5);
    await turn();
    expect(statements.map(({ ids }) => ids)).toEqual([["a"], ["b", "c", "d"]]);
    statements[1]?.answer(["d", "b"].map((id, seq) => ({ id, seq })));
    expect(await Promise.allSettled(others)).toMatchObject([
      { value: 1 },
      { reason: expect.any(NoSuchDocument) },
      { value: 0 },
    ]);
  });

  it("has one statement of a document under way, however many are allowed, and keeps its order", async () => {
    const { statements, write } = database();
    const queue = new AppendQueue(write, 3);
    const all = ["a", "a", "b", "a"].map((id) => queue.append(append(id)));
    await turn();
    expect(statements.map(({ ids }) => ids)).toEqual([["a", "b"]]);
    statements[0]?.answer([
      { id: "a", seq: 1 },
      { id: "b", seq: 1 },
    ]);
    await turn();
    statements[1]?.answer([{ id: "a", seq: 2 }]);
    await turn();
    statements[2]?.answer([{ id: "a", seq: 3 }]);
    expect(await Promise.all(all)).toEqual([1, 2, 1, 3]);
  });

  it("does not hold up small appends behind many large ones in one statement", async () => {
    const { statements, write } = database();
    const queue = new AppendQueue(write, 1);
    for (const id of ["a", "b", "c", "d"]) void queue.append(append(id, 1_500_000));
    await turn();
    expect(statements.map(({ ids }) => ids)).toEqual([["a", "b"]]);
  });

  it("writes those of a refused statement one by one, so that only the refused one fails", async () => {
    const { statements, write } = database();
    const queue = new AppendQueue(write, 1);
    const settled = Promise.allSettled(["a", "b", "c"].map((id) => queue.append(append(id))));
    await turn();
    statements[0]?.fail(refusal());
    await turn();
    statements[1]?.answer([{ id: "a", seq: 1 }]);
    await turn();
    statements[2]?.fail(refusal());
    await turn();
    statements[3]?.answer([{ id: "c", seq: 1 }]);
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(statements.map(({ ids }) => ids)).toEqual([["a", "b", "c"], ["a"], ["b"], ["c"]]);
  });

  it("writes nothing again of which it is not known whether it was stored", async () => {
    const { statements, write } = database();
    const queue = new AppendQueue(write, 1);
    const settled = Promise.allSettled(["a", "b"].map((id) => queue.append(append(id))));
    await turn();
    statements[0]?.fail(new Error("Connection terminated unexpectedly"));
    expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    void queue.append(append("c"));
    await turn();
    expect(statements.map(({ ids }) => ids)).toEqual([["a", "b"], ["c"]]);
  });
});
