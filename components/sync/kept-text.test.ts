import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import { KeptDatabase } from "./kept-database.ts";
import { KeptText } from "./kept-text.ts";
import { newId } from "./uuid.ts";

const written = (n: number) => ({ replica: "r", n, update: new Uint8Array([n]) });

function open(updates: ReturnType<typeof written>[] = []) {
  const database = new KeptDatabase("anna", newId());
  const onKept = vi.fn();
  const kept = new KeptText(database, { replica: "r", written: updates }, onKept);
  const markers = async () => (await database.readAll([])).text.map(({ n }) => n);
  return { database, kept, onKept, markers };
}

it("keeps every update, also those that come during a write", async () => {
  const { kept, markers } = open();
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  put.mockImplementationOnce(function (this: IDBObjectStore, value: unknown) {
    queueMicrotask(() => kept.written(written(2)));
    return this.put(value);
  });
  kept.written(written(1));
  await vi.waitFor(() => expect(put).toHaveBeenCalledTimes(3));
  put.mockRestore();
  await vi.waitFor(() => expect(kept.isKept).toBe(true));
  expect(await markers()).toEqual([1, 2]);
});

it("says kept only when all of it is on disk", async () => {
  const { kept, onKept, markers } = open();
  onKept.mockImplementation(() => expect(kept.isKept).toBe(true));
  for (let n = 1; n <= 5; n++) {
    kept.written(written(n));
    expect(kept.isKept).toBe(false);
  }
  await vi.waitFor(() => expect(onKept).toHaveBeenCalled());
  expect(await markers()).toEqual([1, 2, 3, 4, 5]);
});

it("drops what is acknowledged, and nothing else", async () => {
  const { kept, markers } = open();
  for (let n = 1; n <= 4; n++) kept.written(written(n));
  await vi.waitFor(() => expect(kept.isKept).toBe(true));
  kept.acknowledged(3);
  await vi.waitFor(async () => expect(await markers()).toEqual([4]), { timeout: 5000 });
});

it("drops with the next update, or when the page is left, what is acknowledged", async () => {
  const { kept, markers } = open();
  kept.written(written(1));
  await vi.waitFor(() => expect(kept.isKept).toBe(true));
  kept.acknowledged(1);
  kept.written(written(2));
  expect(await markers()).toEqual([2]);
  kept.acknowledged(2);
  kept.close();
  expect(await markers()).toEqual([]);
});

it("does not write what was acknowledged before it could be", async () => {
  const { kept, markers, database } = open();
  const put = vi.spyOn(IDBObjectStore.prototype, "put");
  kept.written(written(1));
  kept.acknowledged(1);
  expect(await markers()).toEqual([]);
  expect(put).not.toHaveBeenCalled();
  put.mockRestore();
  await database.close();
});

it("keeps nothing more of a copy that is given up", async () => {
  const { kept, markers } = open();
  kept.written(written(1));
  expect(kept.giveUp()).toEqual({ replica: "r", upTo: Number.POSITIVE_INFINITY });
  kept.written(written(2));
  expect(await markers()).toEqual([]);
});

it("keeps again what a copy holds when it is opened anew", async () => {
  const { markers } = open([written(7), written(8)]);
  expect(await markers()).toEqual([7, 8]);
});

it("tries again with the next update what could not be written", async () => {
  const { kept, markers } = open();
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  kept.written(written(1));
  await markers();
  expect(kept.isKept).toBe(false);
  put.mockRestore();
  kept.written(written(2));
  expect(await markers()).toEqual([1, 2]);
});
