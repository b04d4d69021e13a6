import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askState, askToRun, type HolderState, openControlSocket } from "./control-socket.ts";
import { holdInstance, InstanceRunning } from "./instance-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "glossa-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function controlled(dataDir: string, state: () => HolderState["state"]) {
  return openControlSocket(dataDir, {
    state: () => ({ state: state(), pid: 4711, address: "http://127.0.0.1:3000" }),
    async run(argv, cwd, output) {
      output.out(Buffer.from([0, 255, 10]));
      output.err(`${argv.join(" ")} in ${cwd}\n`);
      return 3;
    },
  });
}

const unexpectedWait = () => expect.unreachable("nobody is about to end");

describe("holdInstance", () => {
  it("refuses a second holder, says where the first one is, and gives way after it", async () => {
    const lock = await holdInstance(folder, unexpectedWait);
    const control = await controlled(folder, () => "serving");
    const second = holdInstance(folder, unexpectedWait);
    await expect(second).rejects.toThrow(/process 4711 at http:\/\/127\.0\.0\.1:3000/);
    await expect(second).rejects.toBeInstanceOf(InstanceRunning);
    await control.close();
    await lock.release();
    await (await holdInstance(folder, unexpectedWait)).release();
  });

  it("knows a folder also by another name, and before it exists", async () => {
    await symlink(folder, `${folder}-link`);
    const lock = await holdInstance(join(folder, "new"), unexpectedWait);
    const control = await controlled(join(folder), () => "serving");
    const control2 = await controlled(join(folder, "new"), () => "serving");
    await expect(holdInstance(join(`${folder}-link`, "new"), unexpectedWait)).rejects.toBeInstanceOf(InstanceRunning);
    await Promise.all([control.close(), control2.close(), lock.release(), rm(`${folder}-link`)]);
  });

  it("waits for one that drains, and says so once", async () => {
    const lock = await holdInstance(folder, unexpectedWait);
    const control = await controlled(folder, () => "draining");
    const said: string[] = [];
    let second: ReturnType<typeof holdInstance> | null = null;
    await new Promise<void>((resolve) => {
      second = holdInstance(folder, (holder) => {
        said.push(holder.state);
        resolve();
      });
    });
    await control.close();
    await lock.release();
    expect(await second).not.toBeNull();
    expect(said).toEqual(["draining"]);
  });

  it("finds a holder in another namespace by its socket file alone", async () => {
    const control = await controlled(folder, () => "serving");
    await expect(holdInstance(folder, unexpectedWait)).rejects.toBeInstanceOf(InstanceRunning);
    await control.close();
    await (await holdInstance(folder, unexpectedWait)).release();
  });
});

describe("the control socket", () => {
  it("is silent when nobody holds the folder", async () => {
    expect(await askState(folder)).toBeNull();
  });

  it("carries a command's bytes, words and exit code, also where the path is too long for a socket", async () => {
    const dataDir = join(folder, "x".repeat(120));
    const control = await controlled(dataDir, () => "serving");
    const out: Uint8Array[] = [];
    let err = "";
    const output = {
      out: (chunk: string | Uint8Array) => void out.push(Buffer.from(chunk)),
      err: (text: string) => {
        err += text;
      },
    };
    expect(await askToRun(dataDir, ["export", "ID"], "/here", output)).toBe(3);
    expect(Buffer.concat(out)).toEqual(Buffer.from([0, 255, 10]));
    expect(err).toBe("export ID in /here\n");
    await control.close();
    expect(await askToRun(dataDir, [], "/", output)).toBeNull();
  });
});
