import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Bytes are `{"$bytes": base64}` in both directions. */
const script = `import base64, importlib, json, logging, sys
from unittest import mock

package = sys.argv[1]
operations, client, call = (importlib.import_module(f"{package}.{name}") for name in ("operations", "client", "runtime.call"))
absent = importlib.import_module(f"{package}.runtime.parameters").ABSENT
logging.disable(logging.CRITICAL)

def packed(value):
    if value is absent:
        return {"$absent": True}
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: packed(each) for key, each in value.items()}
    return [packed(each) for each in value] if isinstance(value, (list, tuple)) else value

def unpacked(value):
    if isinstance(value, dict):
        return base64.b64decode(value["$bytes"]) if "$bytes" in value else {key: unpacked(each) for key, each in value.items()}
    return [unpacked(each) for each in value] if isinstance(value, list) else value

class Handlers:
    def __getattr__(self, _name):
        def handle(request):
            state["seen"] = {name: each for name, each in request.items() if name != "call"}
            return state["answer"]
        return handle

state = {}
handlers = {strict: operations.serve(Handlers(), strict=strict) for strict in (False, True)}

def serve(asked):
    state.clear()
    state["answer"] = asked["answer"]
    event = {"headers": {}, "body": None, "isBase64Encoded": False, "requestContext": {"requestId": "r1"}, **asked["event"]}
    result = handlers[asked.get("strict", True)](event, None)
    return {"result": result, **({"seen": state["seen"]} if "seen" in state else {})}

def ask(asked):
    sent = {}
    def send(_client, request):
        headers = {name.lower(): value for name, value in request.header_items()}
        sent.update(method=request.get_method(), url=request.full_url, headers=headers, body=request.data)
        return tuple(asked["answer"])
    with mock.patch.object(call, "_send", send):
        try:
            made = getattr(client, asked["call"])(client.Client("http://service"), asked["request"])
        except Exception as error:
            return {"sent": sent, "raised": f"{type(error).__name__} {error}"}
        return {"sent": sent, "result": made}

def run(asked):
    module = importlib.import_module(f"{package}.runtime.{asked['module']}")
    return getattr(module, asked["function"])(*asked["arguments"])

for line in sys.stdin:
    asked = unpacked(json.loads(line))
    try:
        told = serve(asked) if "event" in asked else ask(asked) if "call" in asked else run(asked)
    except Exception as error:
        told = {"raised": f"{type(error).__name__} {error}"}
    print(json.dumps(packed(told)), flush=True)
`;

export interface Served {
  readonly result: {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
    readonly body: string;
    readonly isBase64Encoded: boolean;
  };
  /** The handler's request without its call. */
  readonly seen?: Readonly<Record<string, unknown>>;
  /** The class of the exception and its text. */
  readonly raised?: string;
}

export interface Called {
  readonly sent: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: { readonly $bytes: string } | null;
  };
  readonly result?: { readonly headers: Readonly<Record<string, unknown>>; readonly body?: unknown };
  readonly raised?: string;
}

/** What stands for bytes in what is asked and told. */
export function bytes(content: string | readonly number[]): { readonly $bytes: string } {
  return { $bytes: Buffer.from(content as string).toString('base64') };
}

/** Runs a generated package in one process, since to start Python for each question would take most of the time. */
export class PythonDriver {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  constructor(directory: string, name: string) {
    writeFileSync(join(directory, 'driver.py'), script);
    this.#process = spawn('python3', ['driver.py', name], { cwd: directory });
    this.#process.stderr.pipe(process.stderr);
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async #ask<Told>(asked: object): Promise<Told> {
    this.#process.stdin.write(`${JSON.stringify(asked)}\n`);
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the driver has ended');
    return JSON.parse(value) as Told;
  }

  /** A request to the service, which raises what it would answer 500 unless it is not strict. */
  serve(event: object, answer: object = { status: 204 }, strict = true): Promise<Served> {
    return this.#ask({ event, answer, strict });
  }

  /** A call of the client that is answered with a status, headers and a body. */
  call(
    name: string,
    request: object,
    answer: readonly [status: number, headers: object, body: string | readonly number[]] = [204, {}, ''],
  ): Promise<Called> {
    const [status, headers, body] = answer;
    return this.#ask({ call: name, request, answer: [status, headers, bytes(body)] });
  }

  /** What a function of the runtime returns. */
  run(module: string, name: string, ...given: readonly unknown[]): Promise<unknown> {
    return this.#ask({ module, function: name, arguments: given });
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    await new Promise((resolve) => this.#process.once('close', resolve));
  }
}
