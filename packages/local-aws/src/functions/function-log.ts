import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** `LogType: Tail` returns this much: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const tailBytes = 4096;

/** What a process prints, line by line, and the end of it as one text. */
export class FunctionLog {
  readonly #print: (line: string) => void;
  #tail = '';

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Takes the lines of a stream; the last one may lack its end. */
  read(stream: Readable): void {
    const decoder = new StringDecoder('utf8');
    let open = '';
    stream.on('data', (chunk: Buffer) => {
      const lines = (open + decoder.write(chunk)).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) this.#line(line);
    });
    stream.on('end', () => {
      if (open !== '') this.#line(open);
    });
  }

  /** What was printed since the last call, cut to its last 4 KB. */
  takeTail(): string {
    const tail = this.#tail;
    this.#tail = '';
    return tail;
  }

  #line(line: string): void {
    this.#tail = `${this.#tail}${line}\n`.slice(-tailBytes);
    this.#print(line);
  }
}
